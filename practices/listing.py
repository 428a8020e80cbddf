"""The library's list: its facets, its orders and its cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, F, IntegerField, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from members.models import Country
from publishing.collation import kk_key
from publishing.enums import Kind
from publishing.facets import Facet
from publishing.languages import CODES, NAMES, Text, first_of
from publishing.listing import FacetPlan, Label, Listing, Order, by_title, listing
from publishing.models import Entry, Tag, Theme

from .cards import Card, card_of, with_hits_in_text
from .enums import Evidence, Level, Stage

THEME: Final = Facet("theme", "themes", is_array=True)
COUNTRY: Final = Facet("country", "country")
EVIDENCE: Final = Facet("evidence", "evidence")
STAGE: Final = Facet("stage", "stage")
LEVEL: Final = Facet("level", "level")
LANGUAGE: Final = Facet("language", "languages", is_array=True)
DECADE: Final = Facet("decade", F("start_year") / 10 * 10, is_number=True)
TAG: Final = Facet("tag", "tags", is_array=True)

DECADES: Final = range(2100, 1790, -10)
MOST_TAGS: Final = 10


@dataclass(frozen=True, slots=True)
class Library:
    """The list and the cards of its page."""

    listing: Listing
    cards: list[Card]

    @property
    def exact(self) -> str:
        """The words as a query for just these forms; empty where that is what was asked."""
        terms = self.listing.found.query.terms
        if self.listing.found.reason or not any(term.kind == "word" and not term.is_excluded for term in terms):
            return ""
        return " ".join(f'{"-" if term.is_excluded else ""}"{term.typed}"' for term in terms)


def library(user: object, query: QueryDict, reading_order: Sequence[str]) -> Library:
    """The list of practices that an address asks for, for a reader with this order of languages.

    At most six queries where the words are found or there are none.
    """
    themes, countries, tags = vocabulary(reading_order, query.getlist(TAG.name))
    entries = Entry.objects.visible_to(user).filter(kind=Kind.PRACTICE)
    found = listing(entries, query, plans(themes, countries, tags, reading_order), orders(reading_order))
    cards = [card_of(entry, reading_order, themes, countries, found.found.query) for entry in found.page]
    return Library(found, with_hits_in_text(cards, reading_order, found.found.query))


def plans(
    themes: Mapping[str, Text], countries: Mapping[str, Text], tags: Mapping[str, Label], reading_order: Sequence[str]
) -> list[FacetPlan]:
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
    strength = Case(
        *(When(evidence=value, then=Value(place)) for place, value in enumerate(Evidence.values)),
        default=Value(-1),
        output_field=IntegerField(),
    )
    return {
        "newest": (_("newest"), ["-published_at"]),
        "adopted": (_("most adopted"), ["-adoptions", "-published_at"]),
        "evidence": (_("strongest evidence"), [strength.desc(), "-published_at"]),
        "start": (_("latest start"), [F("start_year").desc(nulls_last=True), "-published_at"]),
        "title": (_("title A–Z"), [by_title(reading_order)]),
    }


def vocabulary(
    reading_order: Sequence[str], tags: Sequence[str] = ()
) -> tuple[dict[str, Text], dict[str, Text], dict[str, Label]]:
    """The names of all themes by slug, of all countries by ISO code, and of the tags that are asked for; one query.

    Themes stand in the order of the vocabulary, countries alphabetically as this reader sees them.
    """
    wanted = [slug for slug in dict.fromkeys(tags) if slug][:MOST_TAGS]
    columns = [f"name_{code}" for code in CODES]
    rows: Any = _named(Theme.objects.all(), "theme", "slug", F("position")).union(
        _named(Country.objects.all(), "country", "iso2", Value(0)),
        _named(Tag.objects.filter(slug__in=wanted), "tag", "slug", Value(0)),
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
