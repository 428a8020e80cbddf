"""The library's list: its facets, its orders and its cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, IntegerField, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from members.models import Country
from publishing.caching import epoch
from publishing.collation import kk_key
from publishing.enums import Kind
from publishing.finding.counting import NEWEST, ColumnFacet, Key
from publishing.finding.explaining import Explanation, explained
from publishing.finding.result_cache import results
from publishing.languages import CODES, NAMES, Text, first_of
from publishing.listing.listing import FacetPlan, Label, Listing, Order, listing
from publishing.listing.titles import TitleOrder
from publishing.models import Tag, Theme

from .cards import Card, cards_of
from .enums import Evidence, Level, Stage

THEME: Final = ColumnFacet("theme", "theme")
COUNTRY: Final = ColumnFacet("country", "country")
EVIDENCE: Final = ColumnFacet("evidence", "evidence")
STAGE: Final = ColumnFacet("stage", "stage")
LEVEL: Final = ColumnFacet("level", "level")
LANGUAGE: Final = ColumnFacet("language", "languages")
DECADE: Final = ColumnFacet("decade", "decade")
TAG: Final = ColumnFacet("tag", "tags")

DECADES: Final = range(2100, 1790, -10)
MOST_TAGS: Final = 10


@dataclass(frozen=True, slots=True)
class Library:
    """The list and the cards of its page."""

    listing: Listing
    cards: list[Card]

    @property
    def notes(self) -> Explanation:
        """What was done with the words."""
        return explained(self.listing.asked.words, self.listing.found.reading)


def library(user: object, query: QueryDict, reading_order: Sequence[str]) -> Library:
    """The list of practices that an address asks for, for a reader with this order of languages.

    At most six queries where the words are found or there are none.
    """
    themes, countries, tags = vocabulary(reading_order, query.getlist(TAG.name))
    found = listing(Kind.PRACTICE, query, plans(themes, countries, tags, reading_order), orders(reading_order))
    return Library(found, cards_of(found.page, reading_order, themes, countries, found.found.query))


def plans(
    themes: Mapping[str, Text], countries: Mapping[str, Text], tags: Mapping[str, Label], reading_order: Sequence[str]
) -> list[FacetPlan[ColumnFacet]]:
    """The facets in the order in which the page offers them."""
    return [
        FacetPlan(THEME, _("Theme"), themes),
        FacetPlan(COUNTRY, _("Country"), countries),
        FacetPlan(EVIDENCE, _("Evidence"), {choice.value: choice.label for choice in reversed(Evidence)}),
        FacetPlan(STAGE, _("Stage"), dict(Stage.choices)),
        FacetPlan(LEVEL, _("Level"), dict(Level.choices)),
        FacetPlan(
            LANGUAGE, _("Language of the text"), {code: Text(NAMES[code], code, reading_order[0]) for code in CODES}
        ),
        FacetPlan(DECADE, _("Start, decade"), {str(year): _("%(year)ss") % {"year": year} for year in DECADES}),
        FacetPlan(TAG, _("Tag"), tags, is_hidden=True),
    ]


def orders(reading_order: Sequence[str]) -> dict[str, tuple[Label, Order]]:
    """The orders of the list; the first is that of a reader who asked for none."""
    return {
        "newest": (_("newest"), NEWEST),
        "adopted": (_("most adopted"), (Key("adoptions"), *NEWEST)),
        "evidence": (_("strongest evidence"), (Key("evidence", tuple(reversed(Evidence.values))), *NEWEST)),
        "start": (_("latest start"), (Key("start_year"), *NEWEST)),
        "title": (_("title A–Z"), TitleOrder(reading_order[0])),
    }


Vocabulary = tuple[dict[str, Text], dict[str, Text], dict[str, Label]]


def vocabulary(reading_order: Sequence[str], tags: Sequence[str] = ()) -> Vocabulary:
    """The names of all themes by slug, of all countries by ISO code, and of the tags that are asked for.

    Themes stand in the order of the vocabulary, countries alphabetically as this reader sees them. One query, none while
    nothing public has changed; what it gives must not be written to.
    """
    wanted = tuple([slug for slug in dict.fromkeys(tags) if slug][:MOST_TAGS])
    now = epoch.current()
    key = ("vocabulary", tuple(reading_order), wanted)
    known: Vocabulary | None = results.get(now, key) if now is not None else None
    if known is None:
        known = _vocabulary(reading_order, wanted)
        if now is not None:
            results.put(now, key, known, _NAME * (len(known[0]) + len(known[1]) + len(known[2])))
    return known


_NAME: Final = 300
"""Bytes of a name in memory, about."""


def _vocabulary(reading_order: Sequence[str], tags: Sequence[str]) -> Vocabulary:
    columns = [f"name_{code}" for code in CODES]
    rows: Any = _named(Theme.objects.all(), "theme", "slug", F("position")).union(
        _named(Country.objects.all(), "country", "iso2", Value(0)),
        _named(Tag.objects.filter(slug__in=tags), "tag", "slug", Value(0)),
        all=True,
    )
    found: dict[str, list[tuple[int, str, Text]]] = {"theme": [], "country": [], "tag": []}
    for kind, place, key, *names in rows.values_list("kind", "place", "key", *columns):
        found[kind].append((place, key, first_of(dict(zip(CODES, names, strict=True)), reading_order)))
    return (
        {key: name for _place, key, name in sorted(found["theme"], key=lambda row: row[:2])},
        {key: name for _place, key, name in sorted(found["country"], key=lambda row: kk_key(row[2]))},
        {key: name or key for _place, key, name in found["tag"]},
    )


def _named(rows: Any, kind: str, key: str, place: Combinable) -> Any:
    """Rows of a vocabulary as `kind`, `place`, `key` and their names by language."""
    named = rows.order_by().annotate(
        kind=Value(kind, TextField()), place=Cast(place, IntegerField()), key=Cast(F(key), TextField())
    )
    return named.values_list("kind", "place", "key", *(f"name_{code}" for code in CODES))
