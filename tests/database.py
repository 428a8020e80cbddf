"""The database of a test run: on the embedded server unless DATABASE_URL names another."""

import os
import re
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg import sql

from hub import embedded_postgres

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
            run = re.match(rf"{PREFIX}(\d+)(_gw\d+p?)?$", name)
            if run and not Path(f"/proc/{run[1]}").exists():
                with suppress(psycopg.errors.ObjectInUse, psycopg.errors.UndefinedTable):
                    connection.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(name)))
