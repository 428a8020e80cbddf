"""Counting all figures and writing them down as they are kept: with definitions, in every language, numbers as texts."""

from decimal import Decimal
from typing import Any, Final

from django.utils import timezone

from .figures import Counted, Figure, Number, Row, Scope, in_every_language, registered

FORMAT: Final = 1
"""The shape of what is kept; a reader of old snapshots goes by it."""


def take(scope: Scope) -> dict[str, Any]:
    """All figures of a period as JSON holds them.

    `{"format", "taken_at", "first", "last", "figures": [{"key", "version", "unit", "basis", "title", "definition",
    "is_alphabetical", "missing", "total", "rows": [{"key", "label", "value"}]}]}`; texts are by language, numbers are decimal texts.
    """
    return {
        "format": FORMAT,
        "taken_at": timezone.now().isoformat(),
        "first": scope.first.isoformat(),
        "last": scope.last.isoformat(),
        "with_demonstration": scope.with_demonstration,
        "figures": [_kept(figure, figure.count(scope)) for figure in registered()],
    }


def _kept(figure: Figure, counted: Counted) -> dict[str, Any]:
    return {
        "key": figure.key,
        "version": figure.version,
        "unit": figure.unit.value,
        "basis": figure.basis.value,
        "title": in_every_language(figure.title),
        "definition": in_every_language(figure.definition),
        "is_alphabetical": figure.is_alphabetical,
        "missing": in_every_language(counted.missing) if counted.missing else {},
        "total": _text(counted.total),
        "rows": [_row(row) for row in counted.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    return {"key": row.key, "label": dict(row.label), "value": _text(row.value)}


def _text(number: Number | None) -> str | None:
    if number is None:
        return None
    return f"{number:f}" if isinstance(number, Decimal) else str(number)
