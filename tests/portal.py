"""A whole portal for tests: the production server on a database of its own, with sample content and demonstration data."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from hub.local_mode import PROJECT
from tests.database import drop, name_of_this_run, template

READY_WITHIN = 60
"""Seconds that the server may take to answer."""


@contextmanager
def portal() -> Iterator[str]:
    """Its address, such as http://127.0.0.1:41234; server and database are gone afterwards."""
    own = f"{name_of_this_run()}_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}p"
    server = os.environ["DATABASE_URL"]
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="hub-portal-") as folder, _database(server, own) as url:
        environment = {
            **os.environ,
            "HUB_LOCAL": "1",
            "DJANGO_SETTINGS_MODULE": "hub.settings",
            "DATABASE_URL": url,
            "STATIC_ROOT": f"{folder}/static",
            "MEDIA_ROOT": f"{folder}/media",
            "EMAIL_URL": f"filemail:///{folder}/mail",
            "PLAIN_STATIC": "0",
        }
        for command in ("collectstatic", "load_sample", "load_demonstration"):
            options = ["--noinput"] if command == "collectstatic" else []
            _manage(environment, command, *options)
        with (Path(folder) / "log").open("w+") as log:
            address = f"http://127.0.0.1:{port}"
            command = [
                sys.executable,
                "-m",
                "granian",
                "--interface",
                "wsgi",
                "--host",
                "127.0.0.1",
                "--port",
                str(port),
                "hub.wsgi:application",
            ]
            process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=log, stderr=log)
            try:
                _wait(address, process, log)
                yield address
            finally:
                process.terminate()
                process.wait(20)


def _manage(environment: dict[str, str], *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{arguments}: {done.stdout[-2000:]}{done.stderr[-2000:]}"


@contextmanager
def _database(server: str, name: str) -> Iterator[str]:
    made = sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(template()))
    with psycopg.connect(server, autocommit=True) as connection:
        drop(connection, name)
        connection.execute(made)
    yield make_conninfo(**{**conninfo_to_dict(server), "dbname": name})
    with psycopg.connect(server, autocommit=True) as connection:
        drop(connection, name)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str, process: "subprocess.Popen[bytes]", log: object) -> None:
    for _ in range(READY_WITHIN * 5):
        assert process.poll() is None, "the server stopped"
        with suppress(URLError, OSError):
            urllib.request.urlopen(f"{address}/healthz", timeout=2).read()
            return
        time.sleep(0.2)
    raise AssertionError("the server does not answer")
