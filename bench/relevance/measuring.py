"""nDCG and recall of the first ten results, by queries whose answers a person has judged."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from statistics import fmean
from typing import Final

import yaml

QUERIES: Final = Path(__file__).with_name("queries.yaml")
FIRST: Final = 10
"""Results that count: the ones that people look at."""
ANSWERS: Final = 2
"""From this grade on a record answers the query, so that recall asks for it; a lower one only helps the order."""
NDCG_FLOOR, RECALL_FLOOR = 0.85, 0.95

Search = Callable[[str, str], Sequence[str]]
"""For words and the language of the page, the keys (kind/slug) of the results, the best first."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A query with the grades of the records that answer it."""

    text: str
    language: str
    how: str
    grades: dict[str, int]
    set: int = 1
    """Of which lot it is: those of the second were judged before anybody saw what the search finds for them."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a query found among its first results."""

    judged: Judged
    found: tuple[str, ...]

    @property
    def ndcg(self) -> float:
        """How near the order comes to the best one: 1 where no record stands before a better one, and none is missing."""
        best = sorted(self.judged.grades.values(), reverse=True)[:FIRST]
        return _gain([self.judged.grades.get(key, 0) for key in self.found]) / _gain(best)

    @property
    def recall(self) -> float:
        """The share of the records that answer the query, of at most so many as have room."""
        return 1 - len(self.missing) / min(FIRST, len(self._answers)) if self.missing else 1.0

    @property
    def missing(self) -> list[str]:
        """The answers that are not among the first results, the best first, as far as they would have had room."""
        there = self._answers & set(self.found)
        room = min(FIRST, len(self._answers)) - len(there)
        gone = sorted(self._answers - there, key=lambda key: (-self.judged.grades[key], key))
        return gone[: max(0, room)]

    @property
    def _answers(self) -> set[str]:
        return {key for key, grade in self.judged.grades.items() if grade >= ANSWERS}


@dataclass(frozen=True, slots=True)
class Figures:
    """The means over some queries."""

    name: str
    queries: int
    ndcg: float
    recall: float


def judged() -> list[Judged]:
    """The queries of the project; raises ValueError for a row without a good answer, and for one that stands twice."""
    rows = yaml.safe_load(QUERIES.read_text(encoding="utf-8"))
    found = [Judged(row["query"], row["language"], row["how"], row["relevant"], row.get("set", 1)) for row in rows]
    for one in found:
        if not any(grade >= ANSWERS for grade in one.grades.values()):
            raise ValueError(f"{one.text}: no record answers it")
    if len({(one.text, one.language) for one in found}) < len(found):
        raise ValueError("a query stands twice")
    return found


def measured(search: Search, queries: Sequence[Judged]) -> list[Measured]:
    """Every query asked once."""
    return [Measured(one, tuple(search(one.text, one.language))[:FIRST]) for one in queries]


def figures(results: Sequence[Measured]) -> list[Figures]:
    """The means over all queries, then by language and by lot."""
    languages = dict.fromkeys(one.judged.language for one in results)
    groups = {"all": list(results)}
    groups |= {code: [one for one in results if one.judged.language == code] for code in languages}
    for lot in sorted({one.judged.set for one in results}):
        groups[f"set {lot}"] = [one for one in results if one.judged.set == lot]
    return [
        Figures(name, len(group), fmean(one.ndcg for one in group), fmean(one.recall for one in group))
        for name, group in groups.items()
    ]


def _gain(grades: Sequence[int]) -> float:
    """Discounted cumulative gain: a grade counts as 2**grade - 1, the less the later it stands."""
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))
