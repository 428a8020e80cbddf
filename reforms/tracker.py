"""The list of reforms: what it can be filtered by, in which orders it stands, and the cards of its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, IntegerField, Value, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from practices.cards import Card, card_of
from practices.listing import COUNTRY, STAGE, THEME, vocabulary
from publishing.enums import Kind
from publishing.languages import Text
from publishing.listing import FacetPlan, Label, Listing, Order, by_title, listing
from publishing.models import Entry

from .enums import ReformStage


@dataclass(frozen=True, slots=True)
class Tracker:
    """The list and the cards of its page, each with its stage in words."""

    listing: Listing
    cards: list[tuple[Card, str]]


def tracker(user: Any, query: QueryDict, reading_order: Sequence[str]) -> Tracker:
    """The list of reforms that an address asks for, for a reader with this order of languages.

    At most six queries where the words are found or there are none.
    """
    themes, countries, _tags = vocabulary(reading_order)
    entries = Entry.objects.visible_to(user).filter(kind=Kind.REFORM)
    found = listing(entries, query, plans(themes, countries), orders(countries, reading_order))
    stages = dict(ReformStage.choices)
    cards = [
        (card_of(entry, reading_order, themes, countries, found.found.query), str(stages.get(entry.stage, "")))
        for entry in found.page
    ]
    return Tracker(found, cards)


def plans(themes: Mapping[str, Text], countries: Mapping[str, Text]) -> list[FacetPlan]:
    """The facets in the order in which the page offers them."""
    return [
        FacetPlan(COUNTRY, _("Country"), countries),
        FacetPlan(THEME, _("Theme"), themes),
        FacetPlan(STAGE, _("Stage"), dict(ReformStage.choices)),
    ]


def orders(countries: Mapping[str, Text], reading_order: Sequence[str]) -> dict[str, tuple[Label, Order]]:
    """The orders of the list; the first, by country in the reader's alphabet, is that of a reader who asked for none."""
    places = [When(country=iso2, then=Value(place)) for place, iso2 in enumerate(countries)]
    country = Case(*places, default=Value(len(places)), output_field=IntegerField())
    start = F("start_year").desc(nulls_last=True)
    return {
        "country": (_("by country"), [country, start]),
        "start": (_("latest start"), [start, country]),
        "title": (_("title A–Z"), [by_title(reading_order)]),
        "newest": (_("newest"), ["-published_at"]),
    }
