"""What the front page shows: figures with their date, what is new, themes, the map."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count, F, Func, Q
from django.utils.timezone import localdate
from django.utils.translation import get_language

from members.atlas.world_map import Map, world_map
from members.enums import Participation
from members.models import Country
from members.roll import mark_of
from practices.cards import Card, cards_of
from publishing.caching.counts import kept_counts
from publishing.enums import Kind
from publishing.languages import CODES, Text, columns, read
from publishing.models import Entry, Theme
from publishing.parity import percent
from publishing.querysets import Reader

from .addresses import address_of

LATEST = 6
OF_COMMITTEE: Final = (Kind.DECISION, Kind.MEETING, Kind.REPORT)
NEWS = 4


@dataclass(frozen=True, slots=True)
class Figures:
    """Live figures with the day on which they were counted."""

    participants: int
    practices: int
    reforms: int
    experts: int
    parity: dict[str, int]
    """Share of the practices and reforms with an approved, current text, by language, in whole per cent."""
    on: date


@dataclass(frozen=True, slots=True)
class News:
    """Something that the Committee has made public."""

    kind: str
    title: Text
    path: str
    at: datetime
    is_demonstration: bool


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """A theme with the number of practices under it."""

    theme: Theme
    count: int


def figures(user: Reader, countries: Sequence[Country]) -> Figures:
    """The figures of the front page; one query, the countries are already loaded. Invented experts do not count."""
    entries = Entry.objects.visible_to(user)
    texts = Q(kind__in=[Kind.PRACTICE, Kind.REFORM])
    wanted = {
        "practices": Count("pk", filter=Q(kind=Kind.PRACTICE)),
        "reforms": Count("pk", filter=Q(kind=Kind.REFORM)),
        "experts": Count("pk", filter=Q(kind=Kind.EXPERT, is_demonstration=False)),
        "texts": Count("pk", filter=texts),
        **{code: Count("pk", filter=texts & Q(**{f"states__{code}": "approved"})) for code in CODES},
    }
    counts = kept_counts("figures", lambda: entries.aggregate(**wanted))
    return Figures(
        participants=sum(country.participation == Participation.CONFIRMED for country in countries),
        practices=counts["practices"],
        reforms=counts["reforms"],
        experts=counts["experts"],
        parity={code: percent(counts[code], counts["texts"]) for code in CODES} if counts["texts"] else {},
        on=localdate(),
    )


def latest_practices(
    user: Reader, order: Sequence[str], themes: Sequence[Theme], countries: Sequence[Country]
) -> list[Card]:
    """Cards of the practices that were published last; one query, themes and countries are already loaded."""
    entries = Entry.objects.visible_to(user).filter(kind=Kind.PRACTICE).defer("vector")
    theme_names = {theme.slug: read(theme, "name", order) for theme in themes}
    country_names = {country.iso2: read(country, "name", order) for country in countries}
    return cards_of(entries.order_by("-published_at", "-pk")[:LATEST], order, theme_names, country_names)


def themes_with_counts(user: Reader, themes: Sequence[Theme]) -> list[ThemeCount]:
    """The themes that have practices, with their number; one query."""
    entries = Entry.objects.visible_to(user).filter(kind=Kind.PRACTICE)
    rows = (
        entries.annotate(theme=Func(F("themes"), function="unnest"))
        .values_list("theme")
        .annotate(n=Count("pk"))
        .order_by()
    )
    counts = kept_counts("practices by theme", lambda: dict(rows))
    return [ThemeCount(theme, counts[theme.slug]) for theme in themes if theme.slug in counts]


def committee_news(user: Reader, order: Sequence[str]) -> list[News]:
    """What the Committee made public last: meetings, decisions, reports; one query."""
    entries = Entry.objects.visible_to(user).filter(kind__in=OF_COMMITTEE).order_by("-published_at", "-pk")
    wanted = ("kind", "slug", "published_at", "is_demonstration", *columns("title"))
    return [
        News(
            str(Kind(entry.kind).label),
            read(entry, "title", order),
            f"/{get_language()}{address_of(entry.kind, entry.slug)}",
            entry.published_at,
            entry.is_demonstration,
        )
        for entry in entries.only(*wanted)[:NEWS]
    ]


def countries_of(user: Reader) -> list[Country]:
    """The countries that the person may see, without their long texts; one query."""
    return list(Country.objects.visible_to(user).defer(*columns("profile"), "profile").order_by("iso2"))


def practices_by_country(user: Reader) -> dict[str, int]:
    """The number of public practices by ISO code; one query."""
    entries = Entry.objects.visible_to(user).filter(kind=Kind.PRACTICE)
    rows = entries.values_list("country").annotate(n=Count("pk")).order_by()
    return kept_counts("practices by country", lambda: dict(rows))


def map_of(countries: Sequence[Country], counts: dict[str, int], order: Sequence[str]) -> Map:
    """The map with every country in the group that its evidence supports."""
    marks = [mark_of(country, read(country, "name", order), counts.get(country.iso2, 0)) for country in countries]
    return world_map(marks, enlarged=False)
