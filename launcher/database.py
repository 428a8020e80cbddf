"""The database of `make run`: the one of DATABASE_URL, else the embedded one."""

import os

import psycopg

from hub import embedded_postgres
from hub.embedded_postgres.binaries import EXTENSIONS, OLDEST_MAJOR
from launcher.refusal import Refusal

PATIENCE = 10  # seconds for a connection
VERSION_UNIT = 10_000  # PostgreSQL 15.4 calls itself 150004


def open_it() -> str:
    """See to it that DATABASE_URL names a database that can serve; say which one it is.

    Raises Refusal when it cannot be reached, is too old, or lacks an extension.
    """
    if given := os.environ.get("DATABASE_URL"):
        return f"{_describe(given)}, named by DATABASE_URL"
    try:
        os.environ["DATABASE_URL"] = url = embedded_postgres.up()
    except embedded_postgres.Unavailable as refusal:
        raise Refusal(str(refusal)) from refusal
    return f"{_describe(url)}, our own, data in var/"


def keep_open() -> None:
    """Start the embedded server again if something killed it; one of DATABASE_URL is left to its keepers."""
    try:
        revived = embedded_postgres.revive()
    except embedded_postgres.Unavailable as refusal:
        raise Refusal(str(refusal)) from refusal
    if revived:
        print("The database had stopped; it is started again.", flush=True)


def _describe(url: str) -> str:
    try:
        with psycopg.connect(url, connect_timeout=PATIENCE) as connection:
            _check(connection)
            major, minor = divmod(connection.info.server_version, VERSION_UNIT)
    except psycopg.Error as error:
        said = (str(error).strip().splitlines() or ["no reason given"])[0]
        raise Refusal(f"The database of DATABASE_URL cannot be used: {said}") from error
    return f"PostgreSQL {major}.{minor}"


def _check(connection: psycopg.Connection) -> None:
    major = connection.info.server_version // VERSION_UNIT
    if major < OLDEST_MAJOR:
        raise Refusal(f"The database of DATABASE_URL is PostgreSQL {major}; the portal needs {OLDEST_MAJOR} or newer.")
    available = {name for (name,) in connection.execute("select name from pg_available_extensions").fetchall()}
    if missing := sorted(set(EXTENSIONS) - available):
        raise Refusal(f"The database server lacks the extensions {', '.join(missing)}: install its contrib package.")
    row = connection.execute("select lower('Қ') = 'қ'").fetchone()
    if not row or not row[0]:
        raise Refusal("The database does not know Cyrillic letters: create it with UTF8 and a locale such as C.UTF-8.")
