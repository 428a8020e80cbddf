"""Minutes as they are read, on the screen and on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import formats
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from publishing.collation import kk_key
from publishing.languages import Text, first_of, read
from publishing.richtext.tree import span, text_node

from ..models import AgendaItem, Meeting, Minutes, MinutesEntry, RecordEntry
from ..record.stamp import stamp_of
from ..seats.enums import Office, SeatKind
from . import sealing
from .enums import THERE, AttendanceState, ItemKind
from .minutes_workflow import TEXTS

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Participant:
    """A seat that took part, as the minutes name it."""

    name: Text
    kind: str
    state: str
    label: str
    speaker: Text
    office: str
    arrived_at: datetime | None
    left_at: datetime | None

    @property
    def is_member(self) -> bool:
        """Whether it is a member's seat."""
        return self.kind == SeatKind.MEMBER


def participants(minutes: Minutes, order: Sequence[str]) -> list[Participant]:
    """Who was there: as it stood at the adoption, before it as it stands; those who stayed away are left out."""
    meeting = minutes.meeting
    rows = minutes.participants if minutes.adopted_at is not None else sealing.participants_of(meeting)
    there = {*THERE, AttendanceState.LEFT}
    found = [_participant(row, meeting, order) for row in rows if row["state"] in there]
    return sorted(found, key=lambda one: (not one.is_member, kk_key(one.name)))


def status_of(minutes: Minutes) -> str:
    """How far the minutes have come, in a sentence."""
    if minutes.adopted_at is not None:
        return _("Adopted on %(day)s.") % {"day": formats.date_format(localdate(minutes.adopted_at))}
    if minutes.circulated_at is not None:
        return _("Draft, circulated for corrections; not adopted yet.")
    return _("Draft, not circulated yet.")


def basis_of(minutes: Minutes, order: Sequence[str]) -> Text:
    """What adopted them: the decision by its number, else the basis in words; empty before the adoption."""
    if minutes.decision is not None:
        return Text(_("Decision %(number)s") % {"number": minutes.decision.number}, order[0], order[0])
    return read(minutes, "basis", order)


def paper(
    minutes: Minutes,
    entries: Sequence[MinutesEntry],
    order: Sequence[str],
    address: str,
    sealed: RecordEntry | None,
    *,
    extract_of: AgendaItem | None = None,
) -> dict[str, Any]:
    """What `typst/minutes.typ` prints: the whole minutes, or the extract on one item.

    The same minutes give the same file: it is dated by what happened to them, not by today.
    """
    meeting = minutes.meeting
    title = read(meeting, "title", order)
    foot: dict[str, Any] = {"address": address, "date": formats.date_format(localdate(dated(minutes)))}
    if sealed is not None:
        foot["stamp"] = stamp_of(sealed)
    number = {"number": meeting.number}
    heading = _("Minutes of meeting %(number)d of the Steering Committee") % number
    if extract_of is not None:
        heading = _("Extract from the minutes of meeting %(number)d of the Steering Committee") % number
    return {
        "language": order[0],
        "title": heading,
        "hub": _("Regional Hub of Civil Service"),
        "subject": span(title),
        "status": status_of(minutes),
        "demonstration": _("Demonstration: these minutes are invented.") if meeting.is_demonstration else "",
        "facts": _facts(minutes, order),
        "participants": _table(participants(minutes, order), meeting) if extract_of is None else None,
        "agenda": _("Items"),
        "items": [_item(entry, order) for entry in entries],
        "foot": foot,
    }


def dated(minutes: Minutes) -> datetime:
    """When the minutes came to be as they are; the date of the file."""
    return minutes.adopted_at or minutes.circulated_at or minutes.meeting.changed_at


def sections_of(entry: MinutesEntry, order: Sequence[str]) -> list[tuple[str, Text]]:
    """What the entry says, with the headings of its parts; parts that say nothing are left out."""
    return [(capfirst(str(TEXTS[name])), text) for name in TEXTS if (text := read(entry, name, order))]


def _participant(row: dict[str, Any], meeting: Meeting, order: Sequence[str]) -> Participant:
    times = [
        datetime.fromisoformat(row[name]).astimezone(meeting.zone) if row[name] else None
        for name in ("arrived_at", "left_at")
    ]
    office = str(Office(row["office"]).label) if row["office"] else ""
    label = str(AttendanceState(row["state"]).label)
    name, speaker = first_of(row["name"], order), first_of(row["speaker"], order)
    return Participant(name, row["kind"], row["state"], label, speaker, office, times[0], times[1])


def _facts(minutes: Minutes, order: Sequence[str]) -> list[tuple[str, Node]]:
    meeting = minutes.meeting
    place = read(meeting, "place", order)
    rows = [(_("Time"), text_node(when(meeting)))]
    if basis := basis_of(minutes, order):
        rows.append((_("Adopted by"), span(basis)))
    if place:
        rows.append((_("Place"), span(place)))
    reason = read(meeting, "notice_reason", order)
    if reason:
        rows.append((_("Shorter notice"), span(reason)))
    return rows


def when(meeting: Meeting) -> str:
    """Beginning and end by the clock of the place, with its zone."""
    start, end = (at.replace(tzinfo=None) for at in (meeting.local_start, meeting.local_end))
    is_one_day = start.date() == end.date()
    last = formats.time_format(end, "TIME_FORMAT") if is_one_day else formats.date_format(end, "DATETIME_FORMAT")
    return f"{formats.date_format(start, 'DATETIME_FORMAT')} – {last} ({meeting.time_zone})"


def _table(rows: Sequence[Participant], meeting: Meeting) -> dict[str, Any]:
    return {
        "heading": _("Present"),
        "head": [_("Seat"), _("Kind"), _("Attendance"), _("Who spoke for it"), _("Time")],
        "rows": [
            [
                span(row.name),
                text_node(str(SeatKind(row.kind).label)),
                text_node(row.label),
                span(row.speaker),
                text_node(_times(row)),
            ]
            for row in rows
        ],
    }


def _times(row: Participant) -> str:
    times = [formats.time_format(at, "TIME_FORMAT") for at in (row.arrived_at, row.left_at) if at is not None]
    return "–".join(times)


def _item(entry: MinutesEntry, order: Sequence[str]) -> dict[str, Any]:
    item = entry.item
    return {
        "number": item.number,
        "title": span(read(item, "title", order)),
        "kind": str(ItemKind(item.kind).label),
        "late": _("added late") if item.is_late else "",
        "sections": [
            {"heading": heading, "language": text.language, "paragraphs": text.value.splitlines()}
            for heading, text in sections_of(entry, order)
        ],
    }


def file_name(meeting: Meeting, item: AgendaItem | None = None) -> str:
    """The name under which the file is kept: the same letters in every language."""
    part = f"-{item.number}" if item is not None else ""
    return f"minutes-{meeting.number}{part}-{get_language() or 'ru'}.pdf"
