"""The library's list: its facets, its orders and its cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, F, IntegerField, Value, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from members.models import Country
from publishing.collation import alphabetical
from publishing.enums import Kind
from publishing.facets import Facet
from publishing.languages import CODES, NAMES, Text, first_of
from publishing.listing import FacetPlan, Label, Listing, Order, by_title, listing
from publishing.models import Entry, Tag, Theme

from .cards import Card, card_of
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
    themes, countries = theme_names(reading_order), country_names(reading_order)
    entries = Entry.objects.visible_to(user).filter(kind=Kind.PRACTICE)
    found = listing(entries, query, plans(query, themes, countries, reading_order), orders(reading_order))
    cards = [card_of(entry, reading_order, themes, countries, found.found.query) for entry in found.page]
    return Library(found, cards)


def plans(
    query: QueryDict, themes: Mapping[str, Text], countries: Mapping[str, Text], reading_order: Sequence[str]
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
        FacetPlan(TAG, _("Tag"), _tag_names(query.getlist(TAG.name), reading_order), is_hidden=True),
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


def theme_names(reading_order: Sequence[str]) -> dict[str, Text]:
    """The names of all themes by slug, in the order of the vocabulary."""
    rows = Theme.objects.values_list("slug", *(f"name_{code}" for code in CODES))
    return {slug: first_of(dict(zip(CODES, names, strict=True)), reading_order) for slug, *names in rows}


def country_names(reading_order: Sequence[str]) -> dict[str, Text]:
    """The names of all countries by ISO code, alphabetically as this reader sees them."""
    rows = Country.objects.order_by(alphabetical("name", reading_order[0])).values_list(
        "iso2", *(f"name_{code}" for code in CODES)
    )
    return {iso2: first_of(dict(zip(CODES, names, strict=True)), reading_order) for iso2, *names in rows}


def _tag_names(slugs: Sequence[str], reading_order: Sequence[str]) -> dict[str, Label]:
    """The names of the tags that the address names; no query where it names none."""
    wanted = [slug for slug in dict.fromkeys(slugs) if slug][:MOST_TAGS]
    if not wanted:
        return {}
    rows: Any = Tag.objects.filter(slug__in=wanted).values_list("slug", *(f"name_{code}" for code in CODES))
    names = {slug: first_of(dict(zip(CODES, texts, strict=True)), reading_order) for slug, *texts in rows}
    return {slug: text or slug for slug, text in names.items()}
