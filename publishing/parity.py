"""How much of some records is current, outdated, not checked or missing in each language, counted from the catalogue."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Max, Q, Window
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .enums import LanguageState
from .languages import CODES

Counts = dict[str, Counter[str]]
"""By language the number of records in each state."""
CURRENT, OUTDATED, MACHINE, UNCHECKED, MISSING = "current", "outdated", "machine_draft", "unchecked", "missing"
STATES: Final[dict[str, str | Promise]] = {
    CURRENT: pgettext_lazy("language version", "current"),
    OUTDATED: _("outdated"),
    MACHINE: _("machine draft"),
    UNCHECKED: _("not checked yet"),
    MISSING: pgettext_lazy("language version", "missing"),
}
"""What the page calls the states, from the best to the worst."""
_OF_CATALOGUE: Final = {
    LanguageState.APPROVED.value: CURRENT,
    "outdated": OUTDATED,
    LanguageState.MACHINE_DRAFT.value: MACHINE,
    LanguageState.DRAFT.value: UNCHECKED,
    LanguageState.IN_REVIEW.value: UNCHECKED,
}


def percent(count: int, total: int) -> int:
    """The share in whole per cent; 100 only where it is all, and 0 only where it is none."""
    if not count or count == total:
        return 100 if count else 0
    return min(99, max(1, round(100 * count / total)))


@dataclass(frozen=True, slots=True)
class Cell:
    """How many records of a section stand in a state, and their share in per cent."""

    state: str
    label: str | Promise
    count: int
    share: float
    percent: int


@dataclass(frozen=True, slots=True)
class Row:
    """A section in one language."""

    language: str
    cells: list[Cell]
    last_change: date | None

    @property
    def current(self) -> Cell:
        """What is checked and follows its original."""
        return self.cells[0]

    @property
    def bars(self) -> list[tuple[Cell, float]]:
        """The cells that are not empty, each with where its bar begins, in per cent."""
        found, start = [], 0.0
        for cell in self.cells:
            if cell.count:
                found.append((cell, round(start, 2)))
                start += cell.share
        return found


@dataclass(frozen=True, slots=True)
class Section:
    """A section in every language."""

    name: str
    title: str | Promise
    total: int
    rows: list[Row]


def counts_of(entries: Any) -> tuple[dict[str, Counts], dict[str, date]]:
    """By section and language the records by state, and the day of the last change of a section; one query."""
    counts: dict[str, Counts] = defaultdict(lambda: {code: Counter() for code in CODES})
    changed: dict[str, date] = {}
    columns = [f"states__{code}" for code in CODES]
    rows = entries.order_by().values_list("kind", *columns).annotate(number=Count("pk"), last=Max("changed_at"))
    for kind, *states, number, last in rows:
        for code, state in zip(CODES, states, strict=True):
            counts[kind][code][_OF_CATALOGUE.get(state, MISSING)] += number
        changed[kind] = max(changed.get(kind, date.min), localdate(last))
    return counts, changed


def section(
    name: str, title: str | Promise, counts: Mapping[str, Mapping[str, int]], last_change: Callable[[str], date | None]
) -> Section:
    total = max((sum(by_state.values()) for by_state in counts.values()), default=0)
    rows = [
        Row(
            code,
            [_cell(state, label, counts[code].get(state, 0), total) for state, label in STATES.items()],
            last_change(code),
        )
        for code in CODES
    ]
    return Section(name, title, total, rows)


def _cell(state: str, label: str | Promise, count: int, total: int) -> Cell:
    return Cell(state, label, count, 100 * count / total if total else 0.0, percent(count, total))


def windows() -> dict[str, Window]:
    """Annotations that count all rows of a query of entries by language and state, for `counts_in` to read off any row."""
    return {
        f"parity_{code}_{state}": Window(Count("pk", filter=Q(**{f"states__{code}": state})))
        for code in CODES
        for state in _OF_CATALOGUE
    } | {"parity_total": Window(Count("pk"))}


def counts_in(entry: Any) -> Counts:
    """The counts that `windows` gave a row."""
    found: Counts = {}
    for code in CODES:
        found[code] = Counter()
        for state, shown in _OF_CATALOGUE.items():
            found[code][shown] += getattr(entry, f"parity_{code}_{state}")
        found[code][MISSING] = entry.parity_total - found[code].total()
    return found
