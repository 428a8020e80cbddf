"""The contestants' production servers, and what they use of the machine."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psutil
import psycopg

from bench.databases import PROJECT

HOST: Final = "127.0.0.1"
PATIENCE: Final = 90.0
WORKERS: Final = 2
TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """One running contestant; `database` is the address of its database."""

    name: str
    port: int
    database: str
    process: subprocess.Popen[bytes]
    _gone: float = 0.0
    _seen: dict[int, float] = field(default_factory=dict)

    def web(self) -> list[psutil.Process]:
        """The processes of the web server."""
        with suppress(psutil.NoSuchProcess):
            root = psutil.Process(self.process.pid)
            return [root, *root.children(recursive=True)]
        return []

    def cpu(self) -> tuple[float, float]:
        """Seconds of processor time so far: of the web processes, and of their database connections.

        Backends are found by what the server says of its connections; time of those that ended is kept. The time of
        parallel workers, which live for one query, cannot be told apart and is left out.
        """
        web = 0.0
        for process in self.web():
            with suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                web += times.user + times.system
        now = {pid: spent for pid in self._backends() if (spent := _spent(pid)) is not None}
        self._gone += sum(spent for pid, spent in self._seen.items() if pid not in now)
        self._seen = now
        return web, self._gone + sum(now.values())

    def memory(self) -> float:
        """Megabytes that the web processes hold: each page that several share is divided among them (PSS)."""
        held = 0
        for process in self.web():
            with suppress(psutil.Error):
                held += process.memory_full_info().pss
        return held / 1024 / 1024

    def _backends(self) -> list[int]:
        """Of the database, where it is on this machine: its connections but for our own."""
        query = """select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
            and backend_type = 'client backend'"""
        with psycopg.connect(self.database, autocommit=True) as connection:
            return [pid for (pid,) in connection.execute(query)]


def _spent(pid: int) -> float | None:
    """Processor seconds of a process by /proc; None where it cannot be read."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / TICKS


@contextmanager
def serving(
    name: str, application: str, database: str, *, python: Path | None = None, folder: Path = PROJECT, **more: str
) -> Iterator[Server]:
    """Granian with the application on a free port, two workers, as `make run` starts it; stopped at the end."""
    port = free_port()
    environment = {**os.environ, "DATABASE_URL": database, "HUB_LOCAL": "1", "DEBUG": "0", "TRUSTED_PROXIES": "1", **more}
    command = [str(python or sys.executable), "-m", "granian", "--interface", "wsgi", "--workers", str(WORKERS)]
    command += ["--blocking-threads", "4", "--no-ws", "--log-level", "warning", "--host", HOST, "--port", str(port)]
    with subprocess.Popen([*command, application], cwd=folder, env=environment, stdin=subprocess.DEVNULL) as process:
        server = Server(name, port, database, process)
        try:
            _wait(server)
            yield server
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(15)
            process.kill()


def hub(name: str, database: str, *, is_cached: bool, static: Path) -> AbstractContextManager[Server]:
    """The portal; without the cache of pages every request is worked out."""
    return serving(
        name, "hub.wsgi:application", database, DJANGO_SETTINGS_MODULE="bench.speed.settings",
        PAGE_CACHE="1" if is_cached else "0", STATIC_ROOT=str(static),
    )  # fmt: skip


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


def get(server: Server, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, float, bytes]:
    """Status, milliseconds and body of one request on a connection of its own."""
    connection = http.client.HTTPConnection(HOST, server.port, timeout=PATIENCE)
    started = time.perf_counter()
    try:
        connection.request("GET", path, headers=dict(headers or {}))
        response = connection.getresponse()
        body = response.read()
    finally:
        connection.close()
    return response.status, (time.perf_counter() - started) * 1000, body


def first_failure(server: Server, paths: Sequence[str]) -> str:
    """The first of the addresses that does not answer 200, with its status; empty where all do."""
    for path in paths:
        status, _took, _body = get(server, path)
        if status != 200:
            return f"{server.name}{path}: {status}"
    return ""


def _wait(server: Server) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            raise RuntimeError(f"{server.name} ended with code {server.process.returncode}")
        try:
            get(server, "/bench/empty/")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"{server.name} does not answer")
