"""Lists over the catalogue: facets, words, order and page, all read from the address and all told back to the reader.

An app says which facets and orders its list has; this module reads the query string against them, never trusting it,
and gives the template what it prints. Whatever in the address means nothing becomes a notice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..finding import counting
from ..finding.counting import ColumnFacet
from ..finding.find import Results, Wish, search
from ..languages import Text
from .facets import Counts, Facet
from .paging import NumberedPage, number_of
from .titles import TitleOrder

PER_PAGE: Final = 20
LONGEST_SHOWN: Final = 40
"""Characters of an unknown value that a notice repeats."""
DEFAULT: Final = ""
RELEVANCE: Final = "relevance"

Label = Text | str | Promise
Order = counting.Order | TitleOrder


F = TypeVar("F", Facet, ColumnFacet)


@dataclass(frozen=True, slots=True)
class FacetPlan(Generic[F]):
    """A facet with the values that it knows, in the order in which it shows them, and their labels.

    A hidden facet can be chosen by the address (a tag that a page links to) but is not offered.
    """

    facet: F
    title: Label
    labels: Mapping[str, Label]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet as the form offers it."""

    value: str
    label: Label
    count: int
    is_chosen: bool

    @property
    def content(self) -> tuple[Any, ...]:
        """Everything that the form prints of it."""
        label = self.label.content if isinstance(self.label, Text) else str(self.label)
        return self.value, label, self.count, self.is_chosen


@dataclass(frozen=True, slots=True)
class OfferedFacet:
    """A facet as the form offers it: the first options at once, the rest behind a word."""

    name: str
    title: Label
    options: list[Option]
    more: list[Option]

    @property
    def content(self) -> tuple[Any, ...]:
        """Everything that the form prints of it."""
        title = self.title.content if isinstance(self.title, Text) else str(self.title)
        return self.name, title, *(one.content for one in self.options), None, *(one.content for one in self.more)


@dataclass(frozen=True, slots=True)
class Chip:
    """One choice that is in force and can be taken back."""

    name: str
    value: str
    title: Label
    label: Label
    is_hidden: bool = False
    """Whether the form offers no box for it, so that it has to carry the choice along."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a list, as far as the list knows it."""

    words: str
    selection: dict[str, list[str]]
    order: str
    page: int | None
    """The page's number; None where the address names something that is none."""
    unknown: list[str] = field(default_factory=list)
    """What was ignored, shortened, as `name=value`."""


@dataclass(slots=True)
class Listing:
    """A list as its page shows it."""

    asked: Asked
    found: Results
    counts: Counts
    page: NumberedPage
    facets: list[OfferedFacet]
    chips: list[Chip]
    orders: dict[str, Label]
    order: str
    notices: list[str | Promise]

    @property
    def total(self) -> int:
        """The number of entries under all choices."""
        return self.counts.total


def asked_of(query: QueryDict, plans: Sequence[FacetPlan[F]], orders: Mapping[str, Label]) -> Asked:
    """Read a query string against what the list knows; never raises."""
    selection: dict[str, list[str]] = {}
    unknown = []
    for plan in plans:
        values = list(dict.fromkeys(value for value in query.getlist(plan.facet.name) if value))
        selection[plan.facet.name] = [value for value in values if value in plan.labels]
        unknown += [_shown(plan.facet.name, value) for value in values if value not in plan.labels]
    order = query.get("sort", DEFAULT)
    if order and order not in orders:
        unknown.append(_shown("sort", order))
        order = DEFAULT
    number = query.get("page", "1")
    page = number_of(number)
    if page is None:
        unknown.append(_shown("page", number))
    return Asked(query.get("q", ""), selection, order, page, unknown)


def listing(
    kind: str,
    query: QueryDict,
    plans: Sequence[FacetPlan[ColumnFacet]],
    orders: Mapping[str, tuple[Label, Order]],
    *,
    offered: int = 8,
) -> Listing:
    """The list of what is public of a kind that an address asks for.

    The plans' facets are of columns; `orders` maps a name to its label and its ordering, the default first; `offered` is
    how many options a facet shows at once. Two queries without words and up to five with them; see `finding.search`.
    """
    known = {name: label for name, (label, _order) in orders.items()}
    asked = asked_of(query, plans, {**known, RELEVANCE: ""})
    default = next(iter(known))
    has_words = bool(asked.words.strip())
    order = asked.order or (RELEVANCE if has_words else default)
    wish = Wish(
        text=asked.words,
        kinds=(kind,),
        facets=tuple(plan.facet for plan in plans),
        selection=asked.selection,
        order=orders[order][1] if order in orders else None,
        default=orders[default][1],
        page=asked.page or 1,
        per_page=PER_PAGE,
    )
    found = search(wish)
    is_read = not found.query.is_empty
    return Listing(
        asked,
        found,
        found.counts,
        found.page,
        facets=offered_facets(plans, found.counts, asked, limit=offered),
        chips=chips_of(plans, asked),
        orders={RELEVANCE: _("best match"), **known} if is_read else known,
        order=order if is_read or order in known else default,
        notices=list(notices_of(asked, is_beyond=found.is_beyond, last=found.page.number)),
    )


def chips_of(plans: Sequence[FacetPlan[F]], asked: Asked) -> list[Chip]:
    """The choices in force, in the order of the facets."""
    return [
        Chip(plan.facet.name, value, plan.title, plan.labels[value], plan.is_hidden)
        for plan in plans
        for value in asked.selection[plan.facet.name]
    ]


def offered_facets(
    plans: Sequence[FacetPlan[F]], counts: Counts, asked: Asked, *, limit: int | None = None
) -> list[OfferedFacet]:
    """The facets as the form offers them, each with about `limit` options at once; without a limit with all."""
    return [_offered(plan, counts, asked, limit) for plan in plans if not plan.is_hidden]


def _offered(plan: FacetPlan[F], counts: Counts, asked: Asked, limit: int | None) -> OfferedFacet:
    """The options that would show something, or are chosen; the chosen ones never hide behind “more”."""
    numbers, chosen = counts.by_facet[plan.facet.name], asked.selection[plan.facet.name]
    options = [
        Option(value, label, numbers.get(value, 0), value in chosen)
        for value, label in plan.labels.items()
        if numbers.get(value) or value in chosen
    ]
    if limit is None or len(options) <= limit + 2:
        return OfferedFacet(plan.facet.name, plan.title, options, [])
    first = [option for place, option in enumerate(options) if place < limit or option.is_chosen]
    return OfferedFacet(plan.facet.name, plan.title, first, [option for option in options if option not in first])


def notices_of(asked: Asked, *, is_beyond: bool, last: int) -> list[str | Promise]:
    """What the reader is told about an address of which a part meant nothing."""
    notices: list[str | Promise] = []
    if asked.unknown:
        notices.append(
            _("The address asked for something that this list does not know; it was ignored: %(what)s.")
            % {"what": ", ".join(asked.unknown[:5])}
        )
    if is_beyond:
        notices.append(_("There are not so many pages; this is the last one, page %(number)s.") % {"number": last})
    return notices


def _shown(name: str, value: str) -> str:
    """A piece of an address for a notice: without control characters, shortened."""
    clean = "".join(letter if letter.isprintable() else " " for letter in value[: LONGEST_SHOWN + 1])
    return f"{name}={clean[:LONGEST_SHOWN]}{'…' if len(value) > LONGEST_SHOWN else ''}"
