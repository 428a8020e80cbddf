"""What is asked before anything is made."""

import errno
import os
import socket
from pathlib import Path
from urllib.parse import urlsplit

from launcher.refusal import Refusal

HOST = "127.0.0.1"
LAST_PORT = 65535
DATABASE_PORT = 5432
PATIENCE = 10  # seconds for a connection


def port(text: str) -> int:
    """The port as a number; raises Refusal when it is none, or when something listens there."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= LAST_PORT):
        raise Refusal(f"PORT={text} is no port: give a number from 1 to {LAST_PORT}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except OSError as error:
            if error.errno == errno.EACCES:
                raise Refusal(f"This user may not open port {text}: choose one from 1024 on, PORT=8010.") from error
            raise Refusal(f"Port {text} of {HOST} is taken: stop what listens there, or choose PORT=8010.") from error
    return int(text)


def database(url: str) -> None:
    """Raise Refusal when nobody listens where DATABASE_URL points; the rest is asked later, with a real client.

    What only a client can read (several hosts, a socket's folder, key=value) is left to it.
    """
    try:
        parts = urlsplit(url)
        place = parts.hostname, parts.port or DATABASE_PORT
    except ValueError as error:
        raise Refusal(f"The address in DATABASE_URL cannot be read: {error}") from error
    if not parts.scheme.startswith("postgres") or not place[0] or "," in parts.netloc or "%" in place[0]:
        return
    try:
        socket.create_connection(place, timeout=PATIENCE).close()
    except OSError as error:
        said = error.strerror or "no answer"
        raise Refusal(f"The database of DATABASE_URL cannot be reached at {place[0]}:{place[1]}: {said}") from error


def writable(project: Path) -> None:
    """Raise Refusal unless this user may write where the environment and the data go."""
    for folder in (project, project / ".venv", project / "var"):
        if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
            raise Refusal(f"No permission to write in {folder}: start as the user that it belongs to.")
