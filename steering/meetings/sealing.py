"""Adopted minutes as the record holds them: everything that counts, in all languages."""

from typing import Any, Final

from publishing.languages import CODES

from ..models import Attendance, Correction, Meeting, Minutes, MinutesEntry

FORMAT: Final = 1
"""Raised when the content learns to tell more; older minutes go on being told as they were sealed."""


def participants_of(meeting: Meeting) -> list[dict[str, Any]]:
    """Who took part, seat by seat, with the names in all languages as they are now; one query."""
    rows = Attendance.objects.filter(meeting=meeting).select_related("seat__country", "mandate").order_by("seat_id")
    return [_participant(row) for row in rows]


def content_of(minutes: Minutes) -> dict[str, Any]:
    """What is sealed of adopted minutes: facts, participants, items with what was said, corrections with their answers."""
    meeting = minutes.meeting
    entries = MinutesEntry.objects.filter(minutes=minutes).select_related("item__seat").order_by("item__number")
    corrections = Correction.objects.filter(entry__minutes=minutes).select_related("entry__item").order_by("pk")
    return {
        "format": FORMAT,
        "meeting": {
            "number": meeting.number,
            "title": _texts(meeting, "title"),
            "place": _texts(meeting, "place"),
            "starts_at": meeting.starts_at,
            "ends_at": meeting.ends_at,
            "time_zone": meeting.time_zone,
            "convened_at": meeting.convened_at,
            "notice_reason": _texts(meeting, "notice_reason"),
            "opened_at": meeting.opened_at,
            "closed_at": meeting.closed_at,
            "languages": list(meeting.languages),
        },
        "participants": minutes.participants,
        "items": [_entry(entry) for entry in entries],
        "corrections": [_correction(correction) for correction in corrections],
        "circulated_at": minutes.circulated_at,
        "corrections_until": minutes.corrections_until,
        "adopted_at": minutes.adopted_at,
        "basis": _texts(minutes, "basis"),
        "decision": minutes.decision_id,
    }


def _participant(row: Attendance) -> dict[str, Any]:
    seat, mandate = row.seat, row.mandate
    named = (seat.country, "name") if seat.country is not None else (seat, "organisation")
    return {
        "seat": seat.pk,
        "country": seat.country.iso2 if seat.country is not None else "",
        "name": _texts(*named),
        "kind": seat.kind,
        "state": row.state,
        "speaker": _texts(mandate, "name") if mandate is not None else dict.fromkeys(CODES, ""),
        "office": mandate.office if mandate is not None else "",
        "arrived_at": row.arrived_at.isoformat() if row.arrived_at else "",
        "left_at": row.left_at.isoformat() if row.left_at else "",
    }


def _entry(entry: MinutesEntry) -> dict[str, Any]:
    item = entry.item
    return {
        "number": item.number,
        "title": _texts(item, "title"),
        "note": _texts(item, "note"),
        "kind": item.kind,
        "proposer": item.proposer,
        "seat": item.seat_id,
        "is_late": item.is_late,
        "discussion": _texts(entry, "discussion"),
        "decision": _texts(entry, "decision"),
        "actions": _texts(entry, "actions"),
    }


def _correction(correction: Correction) -> dict[str, Any]:
    return {
        "item": correction.entry.item.number,
        "seat": correction.seat_id,
        "language": correction.language,
        "text": correction.text,
        "wording": correction.wording,
        "made_at": correction.made_at,
        "answer": correction.answer,
        "reason": correction.reason,
        "reason_language": correction.reason_language,
        "answered_at": correction.answered_at,
    }


def _texts(record: Any, field: str) -> dict[str, str]:
    return {code: getattr(record, f"{field}_{code}") or "" for code in CODES}
