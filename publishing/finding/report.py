"""What was searched for, as editors read it. Rare searches may betray who made them and appear in a sum alone."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Sum
from django.utils.timezone import localdate

from ..languages import CODES
from ..models import SearchTally
from .tally import KEPT_DAYS

PERIODS: Final = (7, 30, KEPT_DAYS)
"""Days that a report can cover, today included."""
FEWEST: Final = 3
"""Words asked less often within the period are not shown."""
SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Row:
    """The same words, asked on pages in one language."""

    words: str
    language: str
    asked: int
    without_result: int
    rewritten: int


@dataclass(frozen=True, slots=True)
class Totals:
    """All searches on pages in one language, or in any."""

    language: str
    asked: int
    without_result: int
    rewritten: int

    @property
    def share(self) -> int:
        """Searches without result, in whole per cent."""
        return round(100 * self.without_result / self.asked) if self.asked else 0


@dataclass(frozen=True, slots=True)
class Report:
    """The searches of some days."""

    since: date
    days: int
    language: str
    total: Totals
    by_language: list[Totals]
    rows: list[Row] = field(default_factory=list)
    """Every search that may be shown, the most frequent first."""
    rare: int = 0
    """Searches whose words were asked too seldom to be shown."""
    withheld: int = 0
    """Searches whose words were not kept: too long, or like personal data."""

    @property
    def frequent(self) -> list[Row]:
        """The most frequent ones."""
        return self.rows[:SHOWN]

    @property
    def fruitless(self) -> list[Row]:
        """Those that found nothing, the most frequent first."""
        rows = [row for row in self.rows if row.without_result]
        return sorted(rows, key=lambda row: (-row.without_result, row.words, row.language))[:SHOWN]


def report(days: int, language: str = "") -> Report:
    """The searches of the last `days` on pages in a language, or in all; three queries."""
    since = localdate() - timedelta(days=days - 1)
    tallies = SearchTally.objects.filter(day__gte=since)
    sums: Any = tallies.order_by("language").values("language").annotate(**_sums())
    by_language = {row["language"]: Totals(**row) for row in sums}
    chosen = [by_language[code] for code in CODES if code in by_language and language in {"", code}]
    asked = sum(one.asked for one in chosen)
    narrowed = tallies.filter(language=language) if language else tallies
    shown: Any = (
        narrowed.exclude(words="")
        .values("words", "language")
        .annotate(**_sums())
        .filter(asked__gte=FEWEST)
        .order_by("-asked", "words", "language")
    )
    rows = [Row(row["words"], row["language"], row["asked"], row["without_result"], row["rewritten"]) for row in shown]
    withheld = narrowed.filter(words="").aggregate(n=Sum("asked"))["n"] or 0
    return Report(
        since=since,
        days=days,
        language=language,
        total=Totals(language, asked, sum(one.without_result for one in chosen), sum(one.rewritten for one in chosen)),
        by_language=[by_language[code] for code in CODES if code in by_language],
        rows=rows,
        rare=asked - withheld - sum(row.asked for row in rows),
        withheld=withheld,
    )


def _sums() -> dict[str, Any]:
    return {name: Sum(name) for name in ("asked", "without_result", "rewritten")}
