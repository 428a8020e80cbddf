"""What sources tell of the Committee before its register was kept: decisions taken, and who held an office.

Both are entered once. A decision is sealed into the record as it is entered, so a correction is a new one.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils import timezone

from hub.models import LoadedRecord
from publishing.languages import CODES
from steering.access import Access
from steering.decisions.drafting import DraftText
from steering.decisions.enums import Way
from steering.decisions.recording import record_past
from steering.decisions.workflow import DecisionWorkflow
from steering.models import Mandate
from steering.seats.enums import OF_SEAT, DecisionKind, Office

from . import rows
from .fields import Fields
from .files import Mentions
from .kinds import CommandLine
from .records import DecisionRecord, MandateRecord

DECISIONS, MANDATES = "decisions", "mandates"


class Registrar(CommandLine):
    """Whoever loads content enters what happened: no account, no name in the history."""

    is_authenticated = True


def read_decision(fields: Fields, _mentions: Mentions) -> DecisionRecord:
    """A file of `decisions/`: a decision that was taken elsewhere or before the register was kept."""
    record = DecisionRecord(
        place=fields.place,
        key=fields.slug("slug"),
        kind=fields.choice("kind", DecisionKind.values),
        decided_on=fields.day("decided_on"),
        decided_by=fields.text("decided_by", 300),
        texts={"title": fields.texts("title", 300, None), "basis": fields.texts("basis", 5000, None)},
        sections=fields.each("sections", lambda part: part.texts("text", 5000, None)),
    )
    if record.decided_on is None:
        fields.complain("decided_on", "the day is missing")
    return record


def read_mandate(fields: Fields, _mentions: Mentions) -> MandateRecord:
    """A file of `mandates/`: who held an office of the Committee that is no country's."""
    record = MandateRecord(
        place=fields.place,
        key=fields.slug("slug"),
        office=fields.choice("office", [office for office in Office.values if office not in OF_SEAT]),
        starts_on=fields.day("starts_on"),
        ends_on=fields.day("ends_on"),
        texts={
            "name": fields.texts("name", 200, None),
            "position": fields.texts("position", 300, None, required=False),
            "basis": fields.texts("basis", 300, None),
        },
    )
    if record.starts_on is None:
        fields.complain("starts_on", "the day is missing")
    elif record.ends_on is not None and record.ends_on < record.starts_on:
        fields.complain("ends_on", "lies before starts_on")
    return record


def write_decisions(records: Iterable[DecisionRecord]) -> tuple[list[str], list[str]]:
    """Enter, seal and release what was never loaded; the names of the new ones and of those left as they are."""
    return _write(DECISIONS, sorted(records, key=lambda one: (str(one.decided_on), one.key)), _decide)


def write_mandates(records: Iterable[MandateRecord]) -> tuple[list[str], list[str]]:
    """Enter what was never loaded; the names of the new ones and of those left as they are.

    An invented holder of an office that only one person holds makes room.
    """
    return _write(MANDATES, records, _appoint)


def _write(name: str, records: Iterable[Any], make: Callable[[Any], int]) -> tuple[list[str], list[str]]:
    known = set(LoadedRecord.objects.filter(kind=name).values_list("key", flat=True))
    created, left = [], []
    for record in records:
        if record.key in known:
            left.append(record.key)
            continue
        LoadedRecord.objects.create(
            kind=name,
            key=record.key,
            object_id=make(record),
            content=record.digest(),
            snapshot="",
            loaded_at=timezone.now(),
        )
        created.append(record.key)
    return created, left


def _decide(record: DecisionRecord) -> int:
    actor = Registrar()
    text = DraftText(
        texts={column: text or "" for column, text in rows.columns(record.texts).items()},
        sections=[{code: section.get(code) or "" for code in CODES} for section in record.sections],
        kind=record.kind,
        way=Way.RECORDED,
    )
    assert record.decided_on is not None
    decision = record_past(text, record.decided_on, record.decided_by, actor)
    DecisionWorkflow(decision, actor).release(Access.PUBLIC)
    return decision.pk


def _appoint(record: MandateRecord) -> int:
    if record.office == Office.CHAIR:
        Mandate.objects.filter(office=Office.CHAIR, is_demonstration=True).delete()
    assert record.starts_on is not None
    mandate = Mandate.objects.create(
        office=record.office, starts_on=record.starts_on, ends_on=record.ends_on, **rows.columns(record.texts)
    )
    return mandate.pk
