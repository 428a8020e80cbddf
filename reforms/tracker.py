"""The list of reforms: what it can be filtered by, in which orders it stands, and the cards of its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from practices.cards import Card, cards_of
from practices.listing import COUNTRY, STAGE, THEME, vocabulary
from publishing.enums import Kind
from publishing.finding.counting import NEWEST, ColumnFacet, Key
from publishing.finding.explaining import Explanation, explained
from publishing.following.searches import SavedList, register_list
from publishing.languages import Text
from publishing.listing.listing import FacetPlan, Label, Listing, Order, listing
from publishing.listing.titles import TitleOrder

from .enums import ReformStage


@dataclass(frozen=True, slots=True)
class Tracker:
    """The list and the cards of its page, each with its stage in words."""

    listing: Listing
    cards: list[tuple[Card, str]]

    @property
    def notes(self) -> Explanation:
        """What was done with the words."""
        return explained(self.listing.asked.words, self.listing.found.reading)


def tracker(user: Any, query: QueryDict, reading_order: Sequence[str]) -> Tracker:
    """The list of reforms that an address asks for, for a reader with this order of languages.

    At most six queries where the words are found or there are none.
    """
    themes, countries, _tags = vocabulary(reading_order)
    found = listing(Kind.REFORM, query, plans(themes, countries), orders(countries, reading_order))
    stages = dict(ReformStage.choices)
    cards = [
        (card, str(stages.get(card.entry.stage, "")))
        for card in cards_of(found.page, reading_order, themes, countries, found.found.query)
    ]
    return Tracker(found, cards)


def plans(themes: Mapping[str, Text], countries: Mapping[str, Text]) -> list[FacetPlan[ColumnFacet]]:
    """The facets in the order in which the page offers them."""
    return [
        FacetPlan(COUNTRY, _("Country"), countries),
        FacetPlan(THEME, _("Theme"), themes),
        FacetPlan(STAGE, _("Stage"), dict(ReformStage.choices)),
    ]


def orders(countries: Mapping[str, Text], reading_order: Sequence[str]) -> dict[str, tuple[Label, Order]]:
    """The orders of the list; the first, by country in the reader's alphabet, is that of a reader who asked for none."""
    country, start = Key("country", tuple(countries)), Key("start_year")
    return {
        "country": (_("by country"), (country, start)),
        "start": (_("latest start"), (start, country)),
        "title": (_("title A–Z"), TitleOrder(reading_order[0])),
        "newest": (_("newest"), NEWEST),
    }


def facets_of(order: Sequence[str], _tags: Sequence[str]) -> list[FacetPlan[ColumnFacet]]:
    """The facets of the list, for searches that are saved."""
    themes, countries, _none = vocabulary(order)
    return plans(themes, countries)


def register() -> None:
    """Let searches of the list be saved."""
    register_list(SavedList("reforms", Kind.REFORM, "reforms:list", "", facets_of))
