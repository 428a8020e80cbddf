"""The chain: sealing an entry behind the last one, and the fingerprint that binds the two.

A subject calls `seal` inside the transaction that adopts, closes or releases. Sealing waits its turn by a lock of the
database that ends with the transaction, so two at once come one behind the other.
"""

import hashlib
from typing import Any, Final

from django.db import DatabaseError, connection
from django.db.models import Model
from django.utils import timezone

from publishing.gathering import gather

from ..models.record import RecordCorrection, RecordEntry
from .canonical import canonical, moment
from .database import LOCK
from .enums import RecordKind

GENESIS: Final = "0" * 64
"""The fingerprint before the first entry."""


def seal(
    kind: str, subject: Model, content: dict[str, Any], *, by: Any = None, corrects: RecordEntry | None = None
) -> RecordEntry:
    """Put the content behind the last entry of the record, for ever; to be called in the transaction that fixes it.

    `content` is everything that counts, in all languages: texts, whole numbers, dates, lists and dictionaries. `by` is the
    account that acted. Raises ValueError for an unknown kind, TypeError for a content that can't be written in one way,
    DatabaseError outside a transaction, IntegrityError where this row is sealed already.
    """
    if kind not in RecordKind.values:
        raise ValueError(f"{kind!r} is no kind of record")
    if not connection.in_atomic_block:
        raise DatabaseError("a record is sealed in the transaction that fixes it")
    text = canonical(content)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    last = RecordEntry.objects.order_by("-sequence").only("sequence", "fingerprint").first()
    entry = RecordEntry(
        sequence=last.sequence + 1 if last else 1,
        kind=kind,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        corrects=corrects,
        content=text,
        previous=last.fingerprint if last else GENESIS,
        sealed_at=timezone.now(),
        sealed_by=by,
    )
    entry.fingerprint = fingerprint_of(entry)
    entry.save(force_insert=True)
    return entry


def entry_of(kind: str, pk: int) -> RecordEntry | None:
    """The entry by which the row is sealed, with its corrections at hand; None where it isn't. One query."""
    corrections = RecordCorrection.objects.filter(entry__kind=kind, entry__subject_id=pk).order_by("pk")
    entries, found = gather([RecordEntry.objects.of(kind, pk), corrections])
    if not entries:
        return None
    entry: RecordEntry = entries[0]
    held: Any = entry.corrected_by.all()
    held._result_cache = found  # noqa: SLF001 - what prefetching does
    entry._prefetched_objects_cache = {"corrected_by": held}  # type: ignore[attr-defined]  # noqa: SLF001
    return entry


def sealed_text(entry: RecordEntry) -> str:
    """What is hashed: eight lines, the content last. The database's own check writes the same."""
    lines = (
        str(entry.sequence),
        entry.previous,
        entry.kind,
        entry.subject_type,
        str(entry.subject_id),
        str(entry.corrects_id or ""),
        moment(entry.sealed_at),
        entry.content,
    )
    return "\n".join(lines)


def fingerprint_of(entry: RecordEntry) -> str:
    """The SHA-256 of the sealed text in UTF-8, as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(sealed_text(entry).encode()).hexdigest()
