"""The database that `make run` is given: refused in one line when it cannot serve."""

import psycopg
import pytest
from django.db import connection

from launcher import database
from launcher.refusal import Refusal


def test_database_that_nobody_serves_is_refused_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://hub:hush@127.0.0.1:1/hub")

    with pytest.raises(Refusal) as refusal:
        database.open_it()

    assert "127.0.0.1" in str(refusal.value)
    assert "hush" not in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_address_that_cannot_be_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "not an address")

    with pytest.raises(Refusal, match="cannot be used"):
        database.open_it()


@pytest.mark.django_db
def test_given_database_is_used_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.embedded_postgres.up", lambda: pytest.fail("started a server of its own"))

    said = database.open_it()

    assert said.startswith("PostgreSQL ")
    assert said.endswith("named by DATABASE_URL")


class _Old:
    """A connection to a server that is too old."""

    class info:  # noqa: N801
        server_version = 140011


def test_server_older_than_15_is_refused() -> None:
    with pytest.raises(Refusal, match="is PostgreSQL 14; the portal needs 15"):
        database._check(_Old())  # type: ignore[arg-type]


@pytest.mark.django_db
def test_database_that_does_not_know_cyrillic_is_refused() -> None:
    connection.ensure_connection()
    assert isinstance(connection.connection, psycopg.Connection)
    with connection.cursor() as cursor:
        cursor.execute("create schema deaf")
        cursor.execute("create function deaf.lower(text) returns text language sql return translate($1, 'A', 'a')")
        cursor.execute("set local search_path = deaf, pg_catalog")

        with pytest.raises(Refusal, match="does not know Cyrillic"):
            database._check(connection.connection)
