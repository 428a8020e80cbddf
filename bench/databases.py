"""Databases of the bench beside the portal's own, on the same server."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

PROJECT: Final = Path(__file__).resolve().parent.parent
TEMPLATE: Final = "bench_template"
SOUGHT: Final = ("hub", "members", "practices", "programmes", "publishing", "reforms", "steering")


def server() -> str:
    """The address of the server's first database; starts the embedded server where no other is named."""
    from hub import embedded_postgres

    return os.environ.get("BENCH_SERVER_URL") or os.environ.get("DATABASE_URL") or embedded_postgres.up()


def address(base: str, name: str) -> str:
    """The address of another database of the same server."""
    return make_conninfo(**{**conninfo_to_dict(base), "dbname": name})


def made_from(base: str, name: str) -> str:
    """The fingerprint with which the database was completed; empty where there is none or it was broken off."""
    query = "select shobj_description(oid, 'pg_database') from pg_database where datname = %s"
    with psycopg.connect(base, autocommit=True) as connection:
        row = connection.execute(query, [name]).fetchone()
    return (row[0] or "") if row else ""


def complete(base: str, name: str, fingerprint: str) -> None:
    """Note that the database is complete."""
    command = sql.SQL("comment on database {} is {}").format(sql.Identifier(name), sql.Literal(fingerprint))
    _execute(base, command)


def drop(base: str, name: str) -> None:
    """Remove the database, whoever is connected."""
    _execute(base, sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def create(base: str, name: str, template: str = "") -> None:
    """Make the database anew, empty or as a copy."""
    drop(base, name)
    command = sql.SQL("create database {}").format(sql.Identifier(name))
    if template:
        command += sql.SQL(" template {} strategy file_copy").format(sql.Identifier(template))
    _execute(base, command)


def digest(paths: Iterable[Path], *more: object) -> str:
    """A fingerprint of the files' contents and of what else is given."""
    found = hashlib.sha256()
    for path in sorted(paths):
        found.update(str(path.relative_to(PROJECT)).encode() + b"\0" + path.read_bytes())
    found.update(repr(more).encode())
    return found.hexdigest()[:24]


def schema() -> str:
    """A fingerprint of tables and content: of all migrations and of the sample."""
    migrations = (path for app in SOUGHT for path in (PROJECT / app).rglob("migrations/*.py"))
    return digest([*migrations, *(PROJECT / "sample").rglob("*.yaml"), *(PROJECT / "hub" / "sample").rglob("*.py")])


def _execute(base: str, command: sql.Composable) -> None:
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(command)
