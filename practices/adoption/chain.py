"""The adoptions of a practice or a country as its page shows them, read in the same query as the page's own record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime

from publishing.enums import State
from publishing.languages import CODES, Text, first_of

from .enums import AdoptionStage, AdoptionState
from .models import Adoption

SHOWN: Final = 40
"""How many adoptions stand on a page itself; all stand on the page of the network."""
_NAMES: Final = {
    "adopter": "country__name",
    "source": "practice__country__name",
    "practice": "practice__title",
    "own": "own_practice__title",
}
_TEXTS: Final = ("changes", "result", "why_dropped")
_PLAIN: Final = {
    "pk": "pk",
    "year": "year",
    "stage": "stage",
    "state": "state",
    "adopter_slug": "country__slug",
    "adopter_state": "country__state",
    "adopter_iso2": "country__iso2",
    "source_slug": "practice__country__slug",
    "source_state": "practice__country__state",
    "source_iso2": "practice__country__iso2",
    "practice_slug": "practice__slug",
    "own_slug": "own_practice__slug",
    "own_state": "own_practice__state",
    "confirmed_at": "confirmed_at",
    "stated_at": "stated_at",
    "is_stated_on_behalf": "is_stated_on_behalf",
    "is_judged_on_behalf": "is_judged_on_behalf",
    "is_from_sources": "is_from_sources",
    "is_demonstration": "is_demonstration",
}


@dataclass(frozen=True, slots=True)
class Link:
    """One adoption as a page lists it; the slugs are empty where there is no public page."""

    pk: int
    year: int
    stage: AdoptionStage
    state: AdoptionState
    adopter: Text
    adopter_slug: str
    adopter_iso2: str
    source: Text
    source_slug: str
    source_iso2: str
    practice: Text
    practice_slug: str
    own: Text
    own_slug: str
    changes: Text
    result: Text
    why_dropped: Text
    stated_at: datetime | None
    confirmed_at: datetime | None
    is_stated_on_behalf: bool
    is_judged_on_behalf: bool
    is_from_sources: bool
    is_demonstration: bool

    @property
    def is_confirmed(self) -> bool:
        """Whether both countries say so."""
        return self.state == AdoptionState.CONFIRMED


def of_practice() -> ArraySubquery:
    """For a queryset of practices: the public adoptions of each, and those of which it is the outcome."""
    return _rows(Adoption.objects.public().filter(Q(practice=OuterRef("pk")) | Q(own_practice=OuterRef("pk"))))


def of_country() -> ArraySubquery:
    """For a queryset of countries: the public adoptions by each and from each."""
    return _rows(Adoption.objects.public().filter(Q(country=OuterRef("pk")) | Q(practice__country=OuterRef("pk"))))


def links(rows: Sequence[dict[str, Any]], order: Sequence[str]) -> list[Link]:
    """The rows of such a column as a reader with this order of languages sees them."""
    return [_link(row, order) for row in rows]


def link_of(adoption: Adoption, order: Sequence[str]) -> Link:
    """A loaded adoption in the same form."""
    row: dict[str, Any] = {key: _follow(adoption, path) for key, path in _PLAIN.items()}
    for key, path in _translated().items():
        row |= {f"{key}_{code}": _follow(adoption, f"{path}_{code}") for code in CODES}
    return _link(row, order)


def _rows(adoptions: QuerySet[Adoption]) -> ArraySubquery:
    columns = {key: F(path) for key, path in _PLAIN.items()}
    columns |= {f"{key}_{code}": F(f"{path}_{code}") for key, path in _translated().items() for code in CODES}
    return ArraySubquery(adoptions.order_by("-year", "-pk").annotate(row=JSONObject(**columns)).values("row")[:SHOWN])


def _translated() -> dict[str, str]:
    return _NAMES | {name: name for name in _TEXTS}


def _follow(adoption: Adoption, path: str) -> Any:
    value: Any = adoption
    for name in path.split("__"):
        value = getattr(value, name, None)
    return value


def _link(row: dict[str, Any], order: Sequence[str]) -> Link:
    texts: dict[str, Any] = {
        key: first_of({code: row[f"{key}_{code}"] for code in CODES}, order) for key in _translated()
    }
    slugs = {
        key: row[f"{key}_slug"] if row[f"{key}_state"] == State.PUBLISHED else ""
        for key in ("adopter", "source", "own")
    }
    return Link(
        pk=row["pk"],
        year=row["year"],
        stage=AdoptionStage(row["stage"]),
        state=AdoptionState(row["state"]),
        adopter_slug=slugs["adopter"],
        source_slug=slugs["source"],
        own_slug=slugs["own"],
        practice_slug=row["practice_slug"],
        adopter_iso2=row["adopter_iso2"],
        source_iso2=row["source_iso2"],
        stated_at=_moment(row["stated_at"]),
        confirmed_at=_moment(row["confirmed_at"]),
        **{
            name: row[name]
            for name in ("is_stated_on_behalf", "is_judged_on_behalf", "is_from_sources", "is_demonstration")
        },
        **texts,
    )


def _moment(value: Any) -> datetime | None:
    return parse_datetime(value) if isinstance(value, str) else value
