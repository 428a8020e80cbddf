"""Saved searches: of the whole site, or of a list with everything that was chosen there.

A list is registered by the floor that has it. What was chosen is kept as a query string in one settled form, values that
the list does not know left out, so that the same search is the same row.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import TooManyFieldsSent, ValidationError
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ..enums import Kind
from ..finding.counting import ColumnFacet
from ..languages import reading_order
from ..listing.listing import FacetPlan, asked_of
from ..models import Entry, Subscription
from ..search.query import parse

LONGEST_QUERY: Final = 1000
"""Characters of what was chosen, encoded."""
LONGEST_WORDS: Final = 400
SITE: Final = ""
"""The place of a search of the whole site, whose one choice is the kind."""

Choices = Mapping[str, Sequence[str]]
Plans = Callable[[Sequence[str], Sequence[str]], Sequence[FacetPlan[ColumnFacet]]]
"""For an order of languages and the tags that are asked for, the facets of a list."""


@dataclass(frozen=True, slots=True)
class SavedList:
    """A list whose searches can be saved: the kind of its entries, the names of its addresses (`feed` may be empty), its
    facets.
    """

    place: str
    kind: Kind
    address: str
    feed: str
    plans: Plans


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched for: the columns of a subscription."""

    words: str
    place: str = SITE
    query: str = ""

    @property
    def value(self) -> str:
        """The query string by which the list or page shows the same."""
        return "&".join(filter(None, (urlencode({"q": self.words}) if self.words else "", self.query)))


_lists: dict[str, SavedList] = {}


def register_list(saved: SavedList) -> None:
    """Let searches of a list be saved; called once, when its app is ready."""
    _lists[saved.place] = saved


def list_of(place: str) -> SavedList | None:
    """The list that is registered by this name."""
    return _lists.get(place)


def search_of(place: str, value: str) -> Search:
    """The search that a query string of a list asks for; raises ValidationError where that is everything or too much.

    The values are judged by what the list knows today.
    """
    try:
        asked = QueryDict(value)
    except TooManyFieldsSent:
        raise ValidationError(_("This search is too long to be saved.")) from None
    words = " ".join(asked.get("q", "").split())
    saved = _lists.get(place)
    if place and saved is None:
        raise ValidationError(_("There is nothing here that could be followed."))
    choices = choices_of(saved, asked) if saved is not None else _kind(asked)
    query = urlencode(sorted((name, one) for name, values in choices.items() for one in values))
    if len(words) > LONGEST_WORDS or len(query) > LONGEST_QUERY or "\x00" in words:
        raise ValidationError(_("This search is too long to be saved."))
    if words and parse(words).is_empty:
        raise ValidationError(_("There is nothing to look for in these words."))
    if not words and (not query or saved is None):
        raise ValidationError(_("There is nothing to look for in these words."))
    return Search(words, place, query)


def choices_of(saved: SavedList, asked: QueryDict) -> dict[str, list[str]]:
    """The choices of a query string that the list knows."""
    found = asked_of(asked, saved.plans(("ru", "kk", "en"), asked.getlist("tag")), {})
    return {name: values for name, values in found.selection.items() if values}


def fits(entry: Entry, one: Subscription) -> bool:
    """Whether an entry is among what the subscription's choices leave; its words are not looked at."""
    choices = QueryDict(one.query)
    saved = _lists.get(one.place)
    if one.place and (saved is None or entry.kind != saved.kind):
        return False
    return all(not _values(entry, name).isdisjoint(choices.getlist(name)) for name in choices)


class Labels:
    """What was chosen, in words; asks once for each list, however many searches are named."""

    def __init__(self, subscriptions: Iterable[Subscription], language: str) -> None:
        self._order = reading_order(language)
        rows = list(subscriptions)
        self._tags = sorted({tag for one in rows for tag in QueryDict(one.query).getlist("tag")})
        self._plans: dict[str, Sequence[FacetPlan[ColumnFacet]]] = {}

    def of(self, one: Subscription) -> list[str]:
        """The choices of a saved search, in the order of the list's facets."""
        choices = QueryDict(one.query)
        if not one.place:
            return [str(Kind(value).label) for value in choices.getlist("kind") if value in Kind]
        return [
            f"{plan.title}: {plan.labels.get(value, value)}"
            for plan in self._of_list(one.place)
            for value in choices.getlist(plan.facet.name)
        ]

    def _of_list(self, place: str) -> Sequence[FacetPlan[ColumnFacet]]:
        saved = _lists.get(place)
        if saved is None:
            return []
        if place not in self._plans:
            self._plans[place] = saved.plans(self._order, self._tags)
        return self._plans[place]


def _kind(asked: QueryDict) -> dict[str, list[str]]:
    kind = asked.get("kind", "")
    return {"kind": [kind]} if kind in Kind else {}


def _values(entry: Entry, name: str) -> set[str]:
    """What an entry has of a facet, as addresses name it."""
    match name:
        case "theme":
            return set(entry.themes)
        case "tag":
            return set(entry.tags)
        case "language":
            return set(entry.languages)
        case "decade":
            return {str(entry.start_year // 10 * 10)} if entry.start_year else set()
        case "kind" | "country" | "evidence" | "stage" | "level":
            return {getattr(entry, name)}
    return set()
