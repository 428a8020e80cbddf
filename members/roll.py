"""The roll of countries: who participates, whose participation is only indicated, whose is not confirmed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count

from publishing.caching.counts import kept_counts
from publishing.collation import alphabetical
from publishing.enums import Kind
from publishing.languages import Text, read
from publishing.models import Entry

from .atlas.world_map import Group, Mark
from .enums import Participation, Region
from .models import Country

MAP_GROUPS = {
    Participation.CONFIRMED: Group.PARTICIPANT,
    Participation.INDICATED: Group.INDICATED,
    Participation.UNCONFIRMED: Group.NONE,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A country with its name in the reader's language and the numbers of its public practices and reforms."""

    country: Country
    name: Text
    practices: int
    reforms: int


@dataclass(frozen=True, slots=True)
class RegionGroup:
    """The countries of one region, in alphabetical order."""

    region: Region
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Roll:
    """All countries a person may see; each stands in one of the three lists."""

    lines: tuple[Line, ...]

    def participants(self) -> tuple[RegionGroup, ...]:
        """Only those whose participation a source confirms."""
        return self._of(Participation.CONFIRMED)

    def indicated(self) -> tuple[RegionGroup, ...]:
        """Those that a source names without confirming that they participate."""
        return self._of(Participation.INDICATED)

    def unconfirmed(self) -> tuple[RegionGroup, ...]:
        """Those that are here for their practices or reforms alone."""
        return self._of(Participation.UNCONFIRMED)

    def numbers(self) -> dict[str, int]:
        """How many countries stand in each list, and how many practices and reforms they have together."""
        counts = {
            value: sum(line.country.participation == value for line in self.lines) for value in Participation.values
        }
        return {
            **counts,
            "practices": sum(line.practices for line in self.lines),
            "reforms": sum(line.reforms for line in self.lines),
        }

    def marks(self) -> list[Mark]:
        """The countries as the map draws them."""
        return [mark_of(line.country, line.name, line.practices) for line in self.lines]

    def _of(self, participation: Participation) -> tuple[RegionGroup, ...]:
        order = list(Region)
        lines = [line for line in self.lines if line.country.participation == participation]
        lines.sort(key=lambda line: order.index(Region(line.country.region)))
        return tuple(
            RegionGroup(Region(region), tuple(group))
            for region, group in groupby(lines, key=lambda line: line.country.region)
        )


def roll_of(user: Any, order: Sequence[str]) -> Roll:
    """The roll for a person who reads in `order`; two queries."""
    countries = Country.objects.visible_to(user).order_by(alphabetical("name", order[0]), "pk")
    return Roll(tuple(_lines(countries, _counts(user), order)))


def mark_of(country: Country, name: Text, practices: int) -> Mark:
    """A country as the map draws it, in the group that its evidence supports."""
    return Mark(
        iso2=country.iso2,
        name=name.value,
        url=country.get_absolute_url(),
        group=MAP_GROUPS[Participation(country.participation)],
        count=practices,
    )


def _counts(user: Any) -> dict[tuple[str, str], int]:
    """How many public practices and reforms each country has, by (ISO code, kind)."""
    entries = Entry.objects.visible_to(user).filter(kind__in=[Kind.PRACTICE, Kind.REFORM])
    rows = entries.values("country", "kind").annotate(n=Count("pk"))
    return kept_counts("records by country", lambda: {(row["country"], row["kind"]): row["n"] for row in rows})


def _lines(countries: Iterable[Country], counts: Mapping[tuple[str, str], int], order: Sequence[str]) -> Iterable[Line]:
    for country in countries:
        yield Line(
            country=country,
            name=read(country, "name", order),
            practices=counts.get((country.iso2, Kind.PRACTICE), 0),
            reforms=counts.get((country.iso2, Kind.REFORM), 0),
        )
