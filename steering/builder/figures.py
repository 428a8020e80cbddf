"""The figures of a periodic report: what each counts, by which rule, for which moment.

A figure is registered once, with its definition in words; whoever changes how it is counted raises its `version`, so
that snapshots of before and after say that they are not comparable. Floors above register their own figures.

>>> register(Figure("enquiries", _("Enquiries"), _("…"), received, position=70))
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import override

from publishing.languages import CODES

from .enums import FigureBasis, FigureUnit

Words = str | Promise
Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Scope:
    """For which days figures are counted, and whether what is invented for demonstration counts too."""

    first: date
    last: date
    with_demonstration: bool = False

    @property
    def begins(self) -> datetime:
        """The first moment of the period, in the Hub's time."""
        return timezone.make_aware(datetime.combine(self.first, time.min))

    @property
    def ends(self) -> datetime:
        """The first moment after the period."""
        return timezone.make_aware(datetime.combine(self.last + timedelta(days=1), time.min))

    def within(self, column: str) -> dict[str, datetime]:
        """The condition that a moment lies in the period."""
        return {f"{column}__gte": self.begins, f"{column}__lt": self.ends}

    def real(self, column: str = "is_demonstration") -> dict[str, bool]:
        """The condition that leaves out what is invented; none in a demonstration."""
        return {} if self.with_demonstration else {column: False}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a figure: a key that stays the same over the years, its name by language, the number."""

    key: str
    label: Mapping[str, str]
    value: Number


@dataclass(frozen=True, slots=True)
class Counted:
    """What counting gave: a total (None where lines must not be added up) and its lines."""

    total: Number | None
    rows: list[Row] = field(default_factory=list)
    missing: Words = ""
    """Why there is no number, where there is none."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its name, the rule by which it is counted, in words, and the function that counts."""

    key: str
    title: Words
    definition: Words
    count: Callable[[Scope], Counted]
    unit: FigureUnit = FigureUnit.COUNT
    basis: FigureBasis = FigureBasis.PERIOD
    version: int = 1
    position: int = 50
    is_alphabetical: bool = False
    """Whether pages show the lines in the reader's alphabet, rather than in the order in which they were counted."""


_figures: dict[str, Figure] = {}


def register(figure: Figure) -> None:
    """Let a figure stand in every report; called once, at the start."""
    _figures[figure.key] = figure


def registered() -> list[Figure]:
    """All figures in the order of the report."""
    return sorted(_figures.values(), key=lambda one: (one.position, one.key))


def in_every_language(words: Words) -> dict[str, str]:
    """A text of the interface by language."""
    found = {}
    for code in CODES:
        with override(code):
            found[code] = str(words)
    return found


def columns_of(record: Any, name: str = "name") -> dict[str, str]:
    """A translated field by language, without the languages in which it is missing."""
    return {code: text for code in CODES if (text := getattr(record, f"{name}_{code}"))}
