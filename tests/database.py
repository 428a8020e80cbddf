"""The database of a test run: on the embedded server unless DATABASE_URL names another."""

import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from hub import embedded_postgres
from hub.local_mode import PROJECT

PREFIX = "test_hub_"
RUN = "HUB_TEST_RUN"


def name_of_this_run() -> str:
    """The same for all parallel workers of a run, another for each run: runs may overlap."""
    return PREFIX + os.environ.setdefault(RUN, str(os.getpid()))


def start() -> None:
    """Start the embedded server, tell the workers by the environment, sweep up after dead runs."""
    os.environ["DATABASE_URL"] = url = embedded_postgres.up()
    with psycopg.connect(url, autocommit=True) as connection:
        for (name,) in connection.execute("select datname from pg_database").fetchall():
            run = re.match(rf"{PREFIX}(\d+)(_gw\d+p?|_template|_making)?$", name)
            if run and not Path(f"/proc/{run[1]}").exists():
                with suppress(psycopg.errors.ObjectInUse, psycopg.errors.UndefinedTable):
                    connection.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(name)))


def template() -> str:
    """A database with every table and nothing else, migrated once for this run; the others are copied from it."""
    name, unfinished = f"{name_of_this_run()}_template", f"{name_of_this_run()}_making"
    server = os.environ["DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(hashtext(%s))", [name])  # the other workers wait for the first
        if connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone() is None:
            drop(connection, unfinished)
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(unfinished)))
            _migrate(make_conninfo(**{**conninfo_to_dict(server), "dbname": unfinished}))
            rename = sql.SQL("alter database {} rename to {}")
            connection.execute(rename.format(sql.Identifier(unfinished), sql.Identifier(name)))
    return name


def drop(connection: "psycopg.Connection[tuple[object, ...]]", name: str) -> None:
    """Remove a database, whoever is still in it."""
    connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def drop_template() -> None:
    """Remove the template at the end of the run."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        drop(connection, f"{name_of_this_run()}_template")


def exists(name: str) -> bool:
    """Whether there is a database of this name."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        return connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone() is not None


def _migrate(url: str) -> None:
    environment = {**os.environ, "HUB_LOCAL": "1", "DJANGO_SETTINGS_MODULE": "hub.settings", "DATABASE_URL": url}
    command = [sys.executable, "manage.py", "migrate", "--noinput"]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout[-2000:]}{done.stderr[-2000:]}"
