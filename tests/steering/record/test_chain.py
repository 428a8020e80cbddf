"""The chain: one entry behind the other, and the database that refuses everything else."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from steering.models import RecordEntry, Seat
from steering.record import chain
from steering.record.chain import GENESIS, entry_of, fingerprint_of, seal
from tests.factories.members import account
from tests.factories.steering import seat
from tests.factories.steering_record import content_of, sealed

pytestmark = pytest.mark.django_db


def insert(entry: RecordEntry) -> None:
    with transaction.atomic():
        entry.save(force_insert=True)


def forged(after: RecordEntry, **changes: Any) -> RecordEntry:
    """The next entry as it should be, with some of it changed before its fingerprint is made."""
    fields: dict[str, Any] = {
        "sequence": after.sequence + 1,
        "kind": "decision",
        "subject_type": "steering.seat",
        "subject_id": seat(organisation_en="Another").pk,
        "content": "{}",
        "previous": after.fingerprint,
        "sealed_at": timezone.now(),
    }
    entry = RecordEntry(**(fields | changes))
    entry.fingerprint = fingerprint_of(entry)
    return entry


def test_the_first_entry_has_no_past_and_the_next_names_it() -> None:
    first, second = sealed(), sealed()

    assert (first.sequence, first.previous) == (1, GENESIS)
    assert (second.sequence, second.previous) == (2, first.fingerprint)


def test_the_fingerprint_is_that_of_eight_lines() -> None:
    entry = sealed()
    at = f"{entry.sealed_at:%Y-%m-%dT%H:%M:%S.%f}Z"
    lines = ["1", "0" * 64, "decision", "steering.seat", str(entry.subject_id), "", at, entry.content]

    assert entry.fingerprint == hashlib.sha256("\n".join(lines).encode()).hexdigest()
    assert entry.code.replace("-", "").lower() == entry.fingerprint[:16]


def test_the_entry_of_a_row_is_found_and_holds_what_was_given() -> None:
    row = seat(organisation_kk="Ұйым")
    made = sealed(row)

    found = entry_of("decision", row.pk)

    assert found == made
    assert found.data == {"name": {"en": "An organisation", "kk": "Ұйым"}, "since": "2024-01-15", "days": [1, 2]}
    assert entry_of("minutes", row.pk) is None


def test_a_row_is_sealed_once() -> None:
    row = seat()
    sealed(row)

    with pytest.raises(IntegrityError, match="sealed_once"):
        sealed(row)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no kind"):
        sealed(kind="rumour")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_nothing_is_sealed_outside_of_a_transaction() -> None:
    with pytest.raises(DatabaseError, match="transaction"):
        seal("decision", seat(), {})

    assert not RecordEntry.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sequence": 3}, "does not follow"),
        ({"sequence": 1}, "does not follow"),
        ({"previous": "f" * 64}, "another past"),
        ({"kind": "correction"}, "a_correction_corrects"),
    ],
)
def test_the_database_takes_only_the_next_link(changes: dict[str, Any], said: str) -> None:
    entry = forged(sealed(), **changes)

    with pytest.raises(IntegrityError, match=said):
        insert(entry)

    assert RecordEntry.objects.count() == 1


def test_the_database_recomputes_the_fingerprint() -> None:
    right = forged(sealed(), content='{"a":"Ә — “б”\\n"}')
    wrong = forged(RecordEntry.objects.get())
    wrong.fingerprint = "a" * 64

    with pytest.raises(IntegrityError, match="not that of its content"):
        insert(wrong)
    insert(right)

    assert RecordEntry.objects.count() == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE steering_recordentry SET content = '{}'",
        "UPDATE steering_recordentry SET sealed_by_id = (SELECT max(id) FROM members_user)",
        "DELETE FROM steering_recordentry",
    ],
)
def test_the_table_only_grows(statement: str) -> None:
    account("someone@example.org")
    sealed()

    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert RecordEntry.objects.exclude(content="{}").filter(sealed_by=None).count() == 1


def test_an_account_that_sealed_can_be_deleted() -> None:
    actor, row = account("someone@example.org"), seat()
    with transaction.atomic():
        entry = seal("decision", row, content_of(row), by=actor)

    actor.delete()

    entry.refresh_from_db()
    assert entry.sealed_by is None
    assert fingerprint_of(entry) == entry.fingerprint


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_twelve_at_once_come_one_behind_the_other() -> None:
    rows = [seat(organisation_en=f"Organisation {number}") for number in range(12)]
    together = Barrier(4)

    def work(mine: list[Seat]) -> None:
        try:
            together.wait()
            for row in mine:
                with transaction.atomic():
                    seal("decision", row, content_of(row))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, [rows[start::4] for start in range(4)]))

    entries = list(RecordEntry.objects.order_by("sequence"))
    assert [entry.sequence for entry in entries] == list(range(1, 13))
    assert [entry.previous for entry in entries] == [chain.GENESIS, *(entry.fingerprint for entry in entries[:-1])]
    assert {entry.subject_id for entry in entries} == {row.pk for row in rows}
