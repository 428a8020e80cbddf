"""The history only grows: the database refuses everything else."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from members.enums import Role
from practices.models import Practice
from publishing import append_only
from publishing.models import Event, PublishedVersion, Source
from tests.factories.members import account, country
from tests.factories.practices import practice, result, source
from tests.tables.cast import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows() -> dict[str, Practice]:
    """A row in the events, the versions and three histories."""
    record = practice(country())
    source(record)
    result(record)
    return {"record": record}


GROWING = (
    "publishing_event",
    "publishing_publishedversion",
    "publishing_historicalsource",
    "practices_historicalpractice",
    "practices_historicalresult",
)


def attempt(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def amount(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("table", GROWING)
@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM {table}", "UPDATE {table} SET {text} = 'forged'", "UPDATE {table} SET {moment} = now()"],
)
def test_rows_cannot_be_changed_or_deleted(table: str, statement: str) -> None:
    names = {
        "publishing_event": ("reason", "at"),
        "publishing_publishedversion": ("note_ru", "at"),
    }.get(table, ("history_change_reason", "history_date"))
    before = amount(table)

    assert before > 0
    with pytest.raises(IntegrityError, match="only grows"):
        attempt(statement.format(table=table, text=names[0], moment=names[1]))

    assert amount(table) == before


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("table", GROWING)
def test_a_table_cannot_be_emptied(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL hub.may_truncate = 'off'")

    with pytest.raises(IntegrityError, match="only grows"):
        attempt(f"TRUNCATE {table} CASCADE")

    assert amount(table) > 0


@pytest.mark.usefixtures("rows")
def test_nobody_is_put_in_the_place_of_who_did_it() -> None:
    other = account("other@hub.example")

    with pytest.raises(IntegrityError, match="only grows"):
        attempt(f"UPDATE publishing_event SET actor_id = {other.pk}")


def test_an_account_can_be_deleted_and_what_it_did_stays(rows: dict[str, Practice]) -> None:
    editor = person(Role.EDITOR)
    with transaction.atomic():
        Event.objects.create(
            record=rows["record"], action="confirm", from_state="published", to_state="published", actor=editor
        )
        row = Source.objects.get()
        row._history_user = editor
        row.title = "Another title"
        row.save()

    editor.delete()

    event = Event.objects.filter(action="confirm").get()
    assert event.actor is None
    assert Source.history.filter(history_user=None, title="Another title").count() == 1


def test_the_events_and_versions_of_a_deleted_record_stay(rows: dict[str, Practice]) -> None:
    record = rows["record"]
    key = record.pk

    record.delete()

    events = Event.objects.filter(object_id=key, content_type__model="practice")
    assert [event.action for event in events] == ["publish_unreviewed"]
    assert PublishedVersion.objects.filter(object_id=key, content_type__model="practice").count() == 1
    assert Practice.history.filter(id=key, history_type="-").count() == 1


def test_every_table_that_keeps_history_is_protected() -> None:
    """A migration that makes a history table calls `append_only.protect`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgname, encode(t.tgargs, 'escape') FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname LIKE 'only_grows_%' AND t.tgenabled <> 'D'"
        )
        found = {(table, trigger): str(arguments).split("\\000")[0] for table, trigger, arguments in cursor.fetchall()}

    wanted = {
        (table, f"only_grows_{part}"): person for table, person in append_only.tables() for part in ("rows", "whole")
    }
    assert len(wanted) >= 2 * 19
    assert found == wanted


def test_names_of_tables_are_checked() -> None:
    with pytest.raises(ValueError, match="no name"):
        append_only.protect("a; DROP TABLE b")


def test_the_protection_can_be_taken_back() -> None:
    call_command("migrate", "hub", "0006_submission", verbosity=0)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'hub_historicalpage'::regclass AND NOT tgisinternal"
        )
        assert cursor.fetchone() == (0,)
