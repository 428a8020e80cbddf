"""Tampering in SQL, and what `verify_record` says of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from steering.models import RecordEntry
from steering.record.chain import fingerprint_of
from tests.factories.steering import seat
from tests.factories.steering_record import sealed

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries() -> list[RecordEntry]:
    """Four entries."""
    return [sealed() for _number in range(4)]


@contextmanager
def without_triggers() -> Iterator[Any]:
    """A cursor for somebody who owns the tables, and silences their triggers first."""
    tables = ("steering_recordentry", "steering_seat")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def verify(**options: Any) -> tuple[str, int]:
    """What the command prints, and the code with which it ends."""
    out = StringIO()
    try:
        call_command("verify_record", stdout=out, no_color=True, **options)
    except CommandError as end:
        return out.getvalue(), end.returncode
    return out.getvalue(), 0


def test_an_untouched_record_is_sound_and_the_head_is_printed(entries: list[RecordEntry]) -> None:
    said, code = verify(head=[entries[-1].fingerprint, entries[1].fingerprint.upper()])

    assert code == 0
    assert f"4 entries up to {entries[-1].sealed_at:%Y-%m-%d %H:%M} UTC; head {entries[-1].fingerprint}" in said
    assert "as it was sealed" in said


def test_an_empty_record_is_sound() -> None:
    assert verify() == ("The record is empty.\nThe record is as it was sealed.\n", 0)


def test_a_changed_row_is_named_with_its_field(entries: list[RecordEntry]) -> None:
    with without_triggers() as cursor:
        cursor.execute("UPDATE steering_seat SET organisation_kk = 'Басқа' WHERE id = %s", [entries[1].subject_id])

    said, code = verify()

    assert code == 1
    assert said.splitlines()[0] == (f'entry 2: steering.seat {entries[1].subject_id}, name.kk: sealed "", now "Басқа"')
    assert "entry 1:" not in said
    assert "entry 3:" not in said


def test_a_deleted_row_is_named(entries: list[RecordEntry]) -> None:
    with without_triggers() as cursor:
        cursor.execute("DELETE FROM steering_seat WHERE id = %s", [entries[0].subject_id])

    assert f"entry 1: steering.seat {entries[0].subject_id} is gone" in verify()[0]


def test_a_changed_content_is_named(entries: list[RecordEntry]) -> None:
    with without_triggers() as cursor:
        cursor.execute("UPDATE steering_recordentry SET content = replace(content, '2024', '2025') WHERE sequence = 3")

    said, code = verify()

    assert code == 1
    assert "entry 3: its fingerprint" in said
    assert 'since: sealed "2025-01-15", now "2024-01-15"' in said
    assert "entry 4:" not in said


@pytest.mark.usefixtures("entries")
def test_a_content_that_is_no_json_is_named() -> None:
    with without_triggers() as cursor:
        cursor.execute("UPDATE steering_recordentry SET content = '{' WHERE sequence = 3")

    assert "entry 3: its content can't be read" in verify()[0]


@pytest.mark.usefixtures("entries")
def test_a_changed_fingerprint_breaks_its_entry_and_the_next() -> None:
    with without_triggers() as cursor:
        cursor.execute("UPDATE steering_recordentry SET fingerprint = repeat('a', 64) WHERE sequence = 2")

    said, code = verify()

    assert code == 1
    assert "entry 2: its fingerprint" in said
    assert "entry 3: it names" in said


@pytest.mark.usefixtures("entries")
def test_a_changed_moment_is_named() -> None:
    with without_triggers() as cursor:
        cursor.execute("UPDATE steering_recordentry SET sealed_at = sealed_at - interval '1 day' WHERE sequence = 2")

    assert "entry 2: its fingerprint" in verify()[0]


@pytest.mark.usefixtures("entries")
def test_an_entry_cut_out_of_the_middle_is_missing() -> None:
    with without_triggers() as cursor:
        cursor.execute("DELETE FROM steering_recordentry WHERE sequence IN (2, 3)")

    said, code = verify()

    assert code == 1
    assert "entry 2: is missing, and so are all up to 3" in said


def test_a_cut_tail_shows_by_the_rows_that_lost_their_entry(entries: list[RecordEntry]) -> None:
    with without_triggers() as cursor:
        cursor.execute("DELETE FROM steering_recordentry WHERE sequence = 4")

    said, code = verify()

    assert code == 1
    assert f"steering.seat {entries[3].subject_id} is final, and the record has no entry of it" in said


def test_a_cut_tail_shows_by_a_head_noted_elsewhere(entries: list[RecordEntry], tmp_path: Path) -> None:
    notes = tmp_path / "heads"
    assert verify(note=str(notes))[1] == 0
    with without_triggers() as cursor:
        cursor.execute("DELETE FROM steering_seat WHERE id = %s", [entries[3].subject_id])
        cursor.execute("DELETE FROM steering_recordentry WHERE sequence = 4")

    assert verify()[1] == 0
    said, code = verify(anchor=str(notes))
    assert code == 1
    assert f"{entries[3].fingerprint}: noted elsewhere, not in the chain" in said


def test_a_chain_written_anew_shows_by_a_head_noted_elsewhere(entries: list[RecordEntry]) -> None:
    head = entries[-1].fingerprint
    with without_triggers() as cursor:
        cursor.execute("UPDATE steering_seat SET since = '2023-01-01' WHERE id = %s", [entries[1].subject_id])
        former = "0" * 64
        for entry in entries:
            entry.previous = former
            entry.content = entry.content.replace("2024-01-15", "2023-01-01") if entry.sequence == 2 else entry.content
            former = entry.fingerprint = fingerprint_of(entry)
            cursor.execute(
                "UPDATE steering_recordentry SET previous = %s, content = %s, fingerprint = %s WHERE sequence = %s",
                [entry.previous, entry.content, entry.fingerprint, entry.sequence],
            )

    assert verify()[1] == 0
    said, code = verify(head=[head])
    assert code == 1
    assert f"{head}: noted elsewhere, not in the chain" in said


def test_a_final_row_without_an_entry_is_named() -> None:
    row = seat()

    said, code = verify()

    assert code == 1
    assert f"steering.seat {row.pk} is final" in said


def test_nothing_is_noted_of_a_record_that_was_touched(tmp_path: Path) -> None:
    seat()

    assert verify(note=str(tmp_path / "heads"))[1] == 1
    assert not (tmp_path / "heads").exists()


@pytest.mark.parametrize("text", ["nothing here", None])
def test_an_anchor_without_a_fingerprint_is_refused(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "heads"
    if text is not None:
        file.write_text(text)

    said, code = verify(anchor=str(file))

    assert code == 1
    assert "as it was sealed" not in said


def test_a_head_that_is_none_is_refused() -> None:
    with pytest.raises(CommandError, match="64 hexadecimal"):
        call_command("verify_record", head=["abc"])
