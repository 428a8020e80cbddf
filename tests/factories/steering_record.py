"""Sealed records, made of seats as if seats were decisions: the record itself does not care of what it is made."""

from typing import Any

from django.db import transaction

from steering.models import RecordEntry, Seat
from steering.record.chain import seal
from steering.record.enums import RecordKind

from .steering import seat


def content_of(row: Seat) -> dict[str, Any]:
    """What is sealed of a seat."""
    return {"name": {"en": row.organisation_en, "kk": row.organisation_kk or ""}, "since": row.since, "days": [1, 2]}


def sealed(row: Seat | None = None, kind: str = RecordKind.DECISION) -> RecordEntry:
    """An entry of a new seat, or of the given one."""
    row = row or seat()
    with transaction.atomic():
        return seal(kind, row, content_of(row))
