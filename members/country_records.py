"""What a country's page shows of other records: its practices and reforms from the catalogue, and its experts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from publishing.collation import alphabetical
from publishing.enums import Kind
from publishing.models import Entry
from publishing.parity import Section, counts_in, section, windows

from .models import Country, Expert

SHOWN: Final = 24
"""How many records of a kind stand on the page itself; the rest stand in the list of that kind."""


@dataclass(frozen=True, slots=True)
class Some:
    """The first records of a kind and how many there are in all."""

    shown: tuple[Any, ...] = ()
    total: int = 0

    @property
    def is_cut(self) -> bool:
        """Whether there are more than are shown."""
        return self.total > len(self.shown)


def records_of(country: Country, user: Any) -> dict[str, Some]:
    """The country's public practices and reforms, the latest first; one query for both."""
    entries = (
        Entry.objects.visible_to(user)
        .filter(country=country.iso2, kind__in=[Kind.PRACTICE, Kind.REFORM])
        .defer("vector")
        .annotate(
            place=Window(
                RowNumber(), partition_by=F("kind"), order_by=[F("start_year").desc(nulls_last=True), F("pk").asc()]
            ),
            total=Window(Count("pk"), partition_by=F("kind")),
            **windows(),
        )
        .filter(place__lte=SHOWN)
        .order_by("place")
    )
    found: dict[str, list[Any]] = {Kind.PRACTICE: [], Kind.REFORM: []}
    for entry in entries:
        found[entry.kind].append(entry)
    return {kind: Some(tuple(rows), rows[0].total if rows else 0) for kind, rows in found.items()}


def parity_of(records: Mapping[str, Some]) -> Section | None:
    """How the country's practices and reforms stand in each language, read off what `records_of` gave; None without any."""
    entry = next((some.shown[0] for some in records.values() if some.shown), None)
    return section("", "", counts_in(entry), lambda _code: None) if entry is not None else None


def experts_of(country: Country, user: Any) -> Some:
    """The country's experts whom the person may see, in alphabetical order; one query."""
    experts = (
        Expert.objects.visible_to(user)
        .filter(country=country)
        .annotate(total=Window(Count("pk")))
        .order_by(alphabetical("name"), "pk")[:SHOWN]
    )
    rows = tuple(experts)
    return Some(rows, rows[0].total if rows else 0)
