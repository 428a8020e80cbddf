"""Starting, holding and stopping the project's own server."""

import atexit
import fcntl
import hashlib
import os
import re
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
from psycopg import sql

from hub.embedded_postgres.account import ROOT_UID, Account
from hub.embedded_postgres.binaries import EXTENSIONS, pick, reachable
from hub.embedded_postgres.refusal import Unavailable

PROJECT = Path(__file__).resolve().parent.parent.parent
NAME = "civil-service-hub"
ROLE = DATABASE = "hub"
SUPERUSER = "postgres"
FIRST_BUILTIN_LOCALE = 17
LONGEST_SOCKET_FOLDER = 90  # bytes; a socket's whole path may have 107
ATTEMPTS, PAUSE = 40, 0.25  # seconds between attempts


class Server:
    """The server of one project folder; several processes may hold it at once."""

    def __init__(self, project: Path = PROJECT) -> None:
        self.key = hashlib.sha256(os.fsencode(project)).hexdigest()[:10]
        # The second place serves root whose project lies under a closed home.
        self.bases = (project / "var" / "postgres", Path(f"/var/lib/{NAME}-{self.key}"))
        self.account = Account([base / "data" for base in self.bases])
        self.base = self._home()
        self.data = self.base / "data"
        self.log = self.base / "log"
        self._programs: Path | None = None
        self._hold: IO[str] | None = None

    def up(self) -> str:
        """Start the server if it does not run, hold it, and give the URL of its database.

        Raises Unavailable, with one line for the reader, when that is impossible here.
        """
        with self._starting():
            programs = pick(self._data_major())
            self._programs = reachable(self.account, self.base, programs)
            socket = self._socket_folder()
            if not self.data.exists():
                self._make_cluster(programs.major)
            self._configure(socket)
            connection = self._start(socket)
            self._hold = self._open_own(".holders")
            fcntl.flock(self._hold, fcntl.LOCK_SH)  # the kernel frees it even on kill -9
            with connection:
                _make_database(connection)
            with _connect(socket, DATABASE) as connection:
                _make_extensions(connection)
        return f"postgresql://{ROLE}@{quote(str(socket), safe='')}/{DATABASE}"

    def revive(self) -> bool:
        """Start the held server again if it died; True when that was needed."""
        if self._hold is None or self._postmaster() is Postmaster.ALIVE or not Path("/proc/self").exists():
            return False
        with self._starting():
            self._start(self._socket_folder()).close()
        return True

    def down(self) -> None:
        """Let go of the server, and stop it when nobody else holds it."""
        if self._hold is None or self._programs is None:
            return
        with self._starting():
            with suppress(BlockingIOError):
                fcntl.flock(self._hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
                control = self._programs / "pg_ctl"
                self.account.run(control, "-D", self.data, "-w", "-m", "fast", "stop")
            self._hold.close()
            self._hold = None

    def _home(self) -> Path:
        for base in self.bases:
            with suppress(PermissionError):
                base.mkdir(parents=True, exist_ok=True)
                self.account.take(base)
                base.chmod(0o700)
                if self.account.may("-w", base):
                    return base
        raise Unavailable(
            f"The database's user can write neither {self.bases[0]} nor /var/lib: "
            "give this folder to the user who starts the portal, or set DATABASE_URL."
        )

    def _open_own(self, name: str) -> IO[str]:
        path = self.base / name
        file = path.open("a")
        if path.stat().st_uid == ROOT_UID:
            self.account.take(path)
        return file

    @contextmanager
    def _starting(self) -> Iterator[None]:
        """One process at a time starts or stops the server."""
        with self._open_own(".starting") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _data_major(self) -> int | None:
        if not self.data.exists():
            return None
        if self.data.stat().st_uid == ROOT_UID:  # copied by root without its owners
            self.account.take_tree(self.data)
        try:
            return int((self.data / "PG_VERSION").read_text())
        except (OSError, ValueError) as error:
            raise Unavailable(f"{self.data} does not hold a PostgreSQL database.") from error

    def _socket_folder(self) -> Path:
        if len(os.fsencode(self.base)) < LONGEST_SOCKET_FOLDER:
            return self.base
        folder = Path(f"/tmp/{NAME}-{self.key}")  # noqa: S108 (its owner is checked)
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            self.account.take(folder)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != self.account.uid:
            raise Unavailable(f"{folder} belongs to somebody else: remove it.")
        return folder

    def _make_cluster(self, major: int) -> None:
        assert self._programs
        fresh = self.base / "data.new"  # all that an interrupted initdb can leave
        shutil.rmtree(fresh, ignore_errors=True)
        # With plain C, lower() and trigrams silently fail on Cyrillic.
        builtin = ["--locale-provider=builtin"] if major >= FIRST_BUILTIN_LOCALE else []
        made = self.account.run(
            self._programs / "initdb",
            *("--pgdata", fresh, "--username", SUPERUSER, "--auth", "trust"),
            *("--encoding", "UTF8", "--text-search-config", "simple"),
            *builtin,
            "--locale=C.UTF-8",
        )
        if not made:
            shutil.rmtree(fresh, ignore_errors=True)
            raise Unavailable(
                f"initdb could not make a database in {self.base}: is the disk full? Otherwise set DATABASE_URL."
            )
        with (fresh / "postgresql.conf").open("a") as settings:
            settings.write("include 'hub.conf'\n")
        fresh.rename(self.data)

    def _configure(self, socket: Path) -> None:
        """Write what may differ from start to start: the folder may have been moved."""
        folder = str(socket).replace('"', '""').replace("'", "''")
        path = self.data / "hub.conf"
        path.write_text(
            "listen_addresses = ''\n"
            f"unix_socket_directories = '\"{folder}\"'\n"
            "unix_socket_permissions = 0700\n"
            "timezone = 'UTC'\n"
            "max_parallel_workers_per_gather = 0\n",  # containers have 64 MB of /dev/shm
            encoding="utf-8",
        )
        self.account.take(path)

    def _start(self, socket: Path) -> psycopg.Connection:
        """A connection, at last: `pg_ctl status` believes in zombies, so only that counts."""
        assert self._programs
        start = (self._programs / "pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", self.log)
        for _attempt in range(ATTEMPTS):
            with suppress(psycopg.OperationalError):
                return _connect(socket, "postgres")
            self._drop_dead_lock()
            if not self.account.run(*start, "start"):
                time.sleep(PAUSE)
        raise Unavailable(f"The embedded PostgreSQL did not start; its log is {self.log}.")

    def _drop_dead_lock(self) -> None:
        """Remove postmaster.pid when its process is a zombie, or, in containers, somebody else's.

        Not while a server process still has the data as its folder.
        """
        if self._postmaster() is not Postmaster.FOREIGN:
            return
        for working in Path("/proc").glob("[0-9]*/cwd"):
            with suppress(OSError):
                if working.readlink() == self.data:
                    return
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _postmaster(self) -> "Postmaster":
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            status = Path(f"/proc/{pid}/stat").read_text()
        except (OSError, ValueError, IndexError):
            return Postmaster.GONE
        found = re.match(r"\d+ \((.*)\) (\w)", status, re.DOTALL)
        lives = found and found[1] == "postgres" and found[2] != "Z"
        return Postmaster.ALIVE if lives else Postmaster.FOREIGN


class Postmaster(Enum):
    """What stands behind postmaster.pid: the server, no process, or a zombie or another program."""

    ALIVE = "alive"
    GONE = "gone"
    FOREIGN = "foreign"


def _connect(socket: Path, database: str) -> psycopg.Connection:
    return psycopg.connect(host=str(socket), user=SUPERUSER, dbname=database, autocommit=True, connect_timeout=5)


def _make_database(connection: psycopg.Connection) -> None:
    """The role is no superuser, as on any managed server; it may create test databases."""
    role, database = sql.Identifier(ROLE), sql.Identifier(DATABASE)
    if not connection.execute("select 1 from pg_roles where rolname = %s", [ROLE]).fetchone():
        connection.execute(sql.SQL("create role {} login createdb").format(role))
    found = connection.execute("select 1 from pg_database where datname = %s", [DATABASE])
    if not found.fetchone():
        connection.execute(sql.SQL("create database {} owner {}").format(database, role))


def _make_extensions(connection: psycopg.Connection) -> None:
    for name in EXTENSIONS:
        connection.execute(sql.SQL("create extension if not exists {}").format(sql.Identifier(name)))


_held: list[Server] = []


def up() -> str:
    """Start and hold the server of this project until the process ends; give its URL."""
    server = Server()
    url = server.up()
    _held.append(server)
    atexit.register(server.down)
    return url


def revive() -> bool:
    """Start what `up` holds again if it died meanwhile; True when that was needed."""
    return any(server.revive() for server in _held)
