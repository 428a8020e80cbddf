"""Reported periods: years, halves and quarters of the calendar, or from one day to another."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .enums import PeriodKind

PARTS = {PeriodKind.YEAR: 1, PeriodKind.HALF: 2, PeriodKind.QUARTER: 4}
"""How many of a kind a year has."""


def days_of(kind: str, year: int, part: int = 1) -> tuple[date, date]:
    """The first and the last day of a year, a half or a quarter; raises ValueError where the year has no such part."""
    parts = PARTS[PeriodKind(kind)]
    if not 1 <= part <= parts:
        raise ValueError(f"a year has {parts} parts of the kind {kind}, not {part}")
    months = 12 // parts
    first = date(year, (part - 1) * months + 1, 1)
    last = date(year, 12, 31) if part == parts else date(year, part * months + 1, 1) - timedelta(days=1)
    return first, last


def name_of(kind: str, first: date, last: date) -> str:
    """The period in words of the active language: “2026”, “half 1 of 2026”, “quarter 3 of 2026”, or its days."""
    if kind == PeriodKind.YEAR:
        return str(first.year)
    if kind == PeriodKind.HALF:
        return _("half %(part)s of %(year)s") % {"part": (first.month + 5) // 6, "year": first.year}
    if kind == PeriodKind.QUARTER:
        return _("quarter %(part)s of %(year)s") % {"part": (first.month + 2) // 3, "year": first.year}
    return f"{date_format(first)} – {date_format(last)}"
