"""What of a closed decision counts for the record: everything that was decided, by whom and how, in all languages."""

from typing import Any, Final

from publishing.languages import CODES

from ..models import Decision, Position, Seat

FORMAT: Final = 1
"""Raised when the content learns to tell more; older records keep what they were sealed with."""


def content_of(decision: Decision) -> dict[str, Any]:
    """The content that is sealed at the closing, and compared with it afterwards; three queries."""
    positions = Position.objects.filter(decision=decision).select_related("seat__country").order_by("seat_id")
    return {
        "format": FORMAT,
        "number": decision.number,
        "title": _texts(decision, "title"),
        "basis": _texts(decision, "basis"),
        "kind": decision.kind,
        "way": decision.way,
        "majority": decision.majority,
        "ruling_language": decision.ruling_language,
        "proposer": decision.proposer,
        "proposing_seat": decision.seat_id,
        "agenda_item": decision.agenda_item_id,
        "corrects": decision.corrects_id,
        "opened_at": decision.opened_at,
        "deadline_at": decision.deadline_at,
        "extended_at": decision.extended_at,
        "extension_reason": decision.extension_reason,
        "closed_at": decision.closed_at,
        "closed_by": decision.closed_by_name,
        "decided_on": decision.decided_on,
        "outcome": decision.outcome,
        "record": decision.record,
        "sections": [
            {"number": section.number, "text": _texts(section, "text")}
            for section in decision.sections.order_by("number")
        ],
        "positions": [_position(position) for position in positions],
    }


def names_of(seat: Seat) -> dict[str, str]:
    """The seat's name in every language that has it."""
    return _texts(seat.country, "name") if seat.country is not None else _texts(seat, "organisation")


def _position(position: Position) -> dict[str, Any]:
    return {
        "seat": position.seat_id,
        "country": position.seat.country.iso2 if position.seat.country is not None else "",
        "choice": position.choice,
        "text": position.text,
        "language": position.language,
        "capacity": position.capacity,
        "stated_at": position.stated_at,
        "is_contested": position.is_contested,
        "inputs": position.version,
    }


def _texts(record: Any, field: str) -> dict[str, str]:
    return {code: text for code in CODES if (text := getattr(record, f"{field}_{code}") or "")}
