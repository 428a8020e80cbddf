"""Rows that become final, on two tables made for the test."""

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, transaction

from steering.record.locks import protect_when, unprotect

pytestmark = pytest.mark.django_db
OPEN, CLOSED = 1, 2


def run(*statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def value(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


@pytest.fixture(autouse=True)
def tables() -> Iterator[None]:
    """A paper that can be closed, with lines that hang on it."""
    parent = protect_when("steering_trialpaper", "{row}.closed", columns=["access"])
    child = protect_when(
        "steering_trialline",
        "EXISTS (SELECT 1 FROM steering_trialpaper p WHERE p.id = {row}.paper_id AND p.closed)",
        inserts=True,
    )
    run(
        "CREATE TEMP TABLE steering_trialpaper (id int PRIMARY KEY, closed bool, title text, access text)",
        "CREATE TEMP TABLE steering_trialline (id int PRIMARY KEY, paper_id int, text text)",
        "INSERT INTO steering_trialpaper VALUES (1, false, 'Open', 'a'), (2, false, 'To be closed', 'a')",
        "INSERT INTO steering_trialline VALUES (1, 1, 'Of the open one'), (2, 2, 'Of the closed one')",
        *parent.sql,
        *child.sql,
        "UPDATE steering_trialpaper SET closed = true, title = 'Closed' WHERE id = 2",
    )
    yield
    run(*child.reverse_sql, *parent.reverse_sql)


def test_the_closing_itself_is_allowed() -> None:
    assert value("SELECT title FROM steering_trialpaper WHERE id = 2") == "Closed"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE steering_trialpaper SET title = 'Forged' WHERE id = 2",
        "UPDATE steering_trialpaper SET closed = false WHERE id = 2",
        "UPDATE steering_trialpaper SET access = 'b', title = 'Forged' WHERE id = 2",
        "DELETE FROM steering_trialpaper WHERE id = 2",
        "UPDATE steering_trialline SET text = 'Forged' WHERE id = 2",
        "UPDATE steering_trialline SET paper_id = 1 WHERE id = 2",
        "UPDATE steering_trialline SET paper_id = 2 WHERE id = 1",
        "INSERT INTO steering_trialline VALUES (3, 2, 'Too late')",
        "DELETE FROM steering_trialline WHERE id = 2",
    ],
)
def test_what_is_final_stays_as_it_is(statement: str) -> None:
    with pytest.raises(IntegrityError, match="sealed"):
        run(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE steering_trialpaper SET title = 'Better' WHERE id = 1",
        "UPDATE steering_trialpaper SET access = 'b' WHERE id = 2",
        "UPDATE steering_trialpaper SET title = 'Closed' WHERE id = 2",
        "UPDATE steering_trialline SET text = 'Better' WHERE id = 1",
        "INSERT INTO steering_trialline VALUES (3, 1, 'In time')",
        "DELETE FROM steering_trialline WHERE id = 1",
    ],
)
def test_everything_else_goes_on(statement: str) -> None:
    run(statement)


def test_the_tables_can_not_be_emptied() -> None:
    with pytest.raises(IntegrityError, match="TRUNCATE is refused"):
        run("SET LOCAL hub.may_truncate = 'off'", "TRUNCATE steering_trialline")


def test_a_lock_can_be_taken_away() -> None:
    operation = unprotect("steering_trialpaper")
    run(*operation.sql, "UPDATE steering_trialpaper SET title = 'Changed' WHERE id = 2")

    assert value("SELECT title FROM steering_trialpaper WHERE id = 2") == "Changed"
    run(*protect_when("steering_trialpaper", "{row}.closed").sql)


@pytest.mark.parametrize(
    ("table", "condition", "columns"),
    [("a; drop table b", "{row}.closed", []), ("a", "{row}.closed", ["x'"]), ("a", "closed", [])],
)
def test_what_is_no_name_is_refused(table: str, condition: str, columns: list[str]) -> None:
    with pytest.raises(ValueError, match="no"):
        protect_when(table, condition, columns)
