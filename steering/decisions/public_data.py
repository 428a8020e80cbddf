"""The public register of decisions as data: column names and values of the CSV and JSON files, in English for programs."""

from typing import Any, Final

from publishing.languages import CODES

from ..models import Action, Decision, Position
from .content import names_of

FIGURES: Final = ("seats", "in_favour", "against", "abstained", "recused", "silent", "quorum", "present", "share")
HEADINGS: Final = (
    "number", "date", "title_kk", "title_ru", "title_en", "kind", "way", "majority", "outcome", "ruling_language", *FIGURES,
    "corrects", "demonstration", "address",
)  # fmt: skip


def cells_of(decision: Decision, origin: str) -> list[str]:
    """One line of the CSV file."""
    record = decision.record or {}
    return [
        decision.number,
        decision.decided_on.isoformat() if decision.decided_on else "",
        *(getattr(decision, f"title_{code}") or "" for code in CODES),
        decision.kind,
        decision.way,
        decision.majority,
        decision.outcome,
        decision.ruling_language,
        *(str(record.get(name, "")) for name in FIGURES),
        str(decision.corrects_id or ""),
        "yes" if decision.is_demonstration else "no",
        origin + decision.get_absolute_url(),
    ]


def data_of(decision: Decision, origin: str) -> dict[str, Any]:
    """One decision of the JSON file; sections, positions and actions come loaded with their countries."""
    return {
        "number": decision.number,
        "date": decision.decided_on.isoformat() if decision.decided_on else None,
        "title": _texts(decision, "title"),
        "basis": _texts(decision, "basis"),
        "kind": decision.kind,
        "way": decision.way,
        "majority": decision.majority,
        "outcome": decision.outcome,
        "ruling_language": decision.ruling_language,
        "record": decision.record,
        "sections": [{"number": row.number, "text": _texts(row, "text")} for row in decision.sections.all()],
        "positions": [_position(row) for row in decision.positions.all()],
        "actions": [_action(row) for row in decision.actions.all()],
        "corrects": decision.corrects_id,
        "is_demonstration": decision.is_demonstration,
        "address": origin + decision.get_absolute_url(),
    }


def _position(row: Position) -> dict[str, Any]:
    return {
        "seat": names_of(row.seat),
        "country": row.seat.country.iso2 if row.seat.country is not None else None,
        "position": row.choice or None,
        "statement": row.text,
        "language": row.language or None,
    }


def _action(row: Action) -> dict[str, Any]:
    return {
        "title": _texts(row, "title"),
        "owner": row.owner,
        "seat": names_of(row.seat) if row.seat is not None else None,
        "office": row.office or None,
        "due": row.due_on.isoformat(),
        "state": row.state,
    }


def _texts(record: Any, field: str) -> dict[str, str]:
    return {code: text for code in CODES if (text := getattr(record, f"{field}_{code}") or "")}
