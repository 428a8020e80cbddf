"""Finding catalogue entries by what a person typed and chose.

`search` answers a page with everything that it shows: how the words were read, counts of all facets, the entries of the
page. `find` is for the few entries that somebody knows already and wants to have sifted by words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

import numpy as np
from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, F, FloatField, Func, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.timezone import localdate

from ..caching import epoch
from ..listing import titles
from ..listing.facets import Counts, Selection
from ..listing.paging import CountedPaginator, NumberedPage
from ..listing.titles import TitleOrder, in_title_order
from ..models import Entry
from ..search.analysers import TITLE_PREFIX
from ..search.pieces import cleaned
from ..search.query import LONGEST_TEXT, RANK_WEIGHTS, Query
from . import windows
from .counting import NEWEST, RELEVANCE, TAGS, ColumnFacet, Order, tally
from .phrases import checked
from .reading import FEW, Reading, broader_reading, other_reading, read
from .result_cache import LARGEST
from .result_cache import results as kept
from .scanning import Chunk, Ids, Scan, Scope, counted, scan
from .vocabulary import RememberedWords

PER_PAGE: Final = 20
FIRST: Final = 1000
"""So many entries are put in order at once; who leafs beyond them has all put in order."""

_NONE: Final[Ids] = np.empty(0, np.int64)
_QUALITY: Final = [key.column for key in RELEVANCE].index("quality")
_NUMBERS: Final = "numbers"
_COUNT: Final = 150
"""Bytes of one counted value in memory, about."""
_KEY: Final = 250
"""Bytes of one key of a query."""
_ENTRY: Final = 5_000
"""Bytes of an entry as a list shows it."""


@dataclass(frozen=True, slots=True)
class Found:
    """The entries that match, annotated with `rank`, and what the query was read as."""

    query: Query
    entries: QuerySet[Entry]
    reason: str = ""
    """Why another reading stands in for the query as typed; see `reading.Reading`."""
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants to see of the catalogue.

    `kinds` says what there is to choose from (none: everything). `facets` are counted; a choice among them narrows the
    list. `order` None is the best match first; where there are no words that is the `default`.
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    facets: tuple[ColumnFacet, ...] = ()
    selection: Selection = field(default_factory=dict)
    order: Order | TitleOrder | None = None
    default: Order | TitleOrder = NEWEST
    page: int = 1
    per_page: int = PER_PAGE
    is_guessing: bool = True
    """Whether other words may be tried, and words left out, where nothing is found; not where nobody sees that it was done."""


@dataclass(frozen=True, slots=True)
class Results:
    """What was found: how the words were read, the numbers, and the entries of one page in their order."""

    reading: Reading
    counts: Counts
    page: NumberedPage
    is_beyond: bool
    """Whether the page asked for lies beyond the last, which is then the one given."""

    @property
    def query(self) -> Query:
        """The query as it was read."""
        return self.reading.query

    @property
    def reason(self) -> str:
        """Why it is not the one that was typed; see `reading.Reading`."""
        return self.reading.reason

    @property
    def left_out(self) -> tuple[str, ...]:
        """The words without which it was searched."""
        return self.reading.left_out

    @property
    def total(self) -> int:
        """The number of entries under all choices."""
        return self.counts.total


@dataclass(frozen=True, slots=True)
class Answer:
    """Counts, and the ids of the first entries in their order: of all, or enough for the pages that were asked for."""

    counts: Counts
    ids: Ids
    matches: int
    is_partial: bool = False
    """See `Scan.is_partial`."""

    def reaches(self, number: int) -> bool:
        """Whether the first so many entries are known."""
        return len(self.ids) >= min(number, self.counts.total)


def search(wish: Wish) -> Results:
    """The page of the catalogue that a wish describes; another reading of the words is tried where they find nothing.

    Without words two queries, with words up to six; more only where little is found as typed. While nothing public has
    changed since the last time, one.
    """
    now = epoch.current()
    with epoch.held(now):
        reading, found = _read(wish, now)
        return _results(wish, reading, found, now)


def _read(wish: Wish, now: int | None) -> tuple[Reading, Answer]:
    """How the words are read in the end, and what they find so."""
    key = ("reading", cleaned(wish.text)[: LONGEST_TEXT + 1], wish.kinds, _tags(wish), wish.is_guessing, localdate())
    reading: Reading | None = kept.get(now, key) if now is not None else None
    if reading is not None:
        found = _answer(wish, _scope(wish, reading.query), reading.query)
        return replace(reading, is_partial=found.is_partial), found
    vocabulary = RememberedWords()
    reading = read(wish.text, vocabulary)
    scope = _scope(wish, reading.query)
    found = _answer(wish, scope, reading.query)
    if found.matches < (FEW if wish.is_guessing else 1) and reading.query.tsquery:
        among = partial(counted, _scope(wish, Query("")))
        if found.matches:
            other = broader_reading(reading.query, among, found.matches)
        else:
            other = other_reading(reading.query, among, is_guessing=wish.is_guessing, vocabulary=vocabulary)
        if other is not None:
            reading = replace(other, whole=found.matches)
            found = _answer(wish, _scope(wish, reading.query), reading.query)
    if now is not None:
        kept.put(now, key, reading, _KEY * reading.query.size)
    return replace(reading, is_partial=found.is_partial), found


def _scope(wish: Wish, query: Query) -> Scope:
    is_ranked = wish.order is None and bool(query.tsquery)
    words, loose = query.tsquery, query.tsquery_of(is_loose=True)
    return Scope(
        localdate(),
        wish.kinds,
        loose or words,
        query.tsquery_of(TITLE_PREFIX, is_loose=True) if is_ranked else "",
        _tags(wish),
        words if loose and words != loose else "",
        query.has_own_phrases,
    )


def _tags(wish: Wish) -> tuple[str, ...]:
    name = next((facet.name for facet in wish.facets if facet.column == TAGS), "")
    return tuple(sorted(set(wish.selection.get(name, ()))))


def _answer(wish: Wish, scope: Scope, query: Query) -> Answer:
    """What the scope holds, as it was found last time or anew."""
    if not query.is_empty and not query.tsquery:
        return Answer(Counts(0, {facet.name: {} for facet in wish.facets}), _NONE, 0)
    now = epoch.current()
    selection = tuple((facet.name, tuple(sorted(set(wish.selection.get(facet.name, ()))))) for facet in wish.facets)
    key = ("answer", scope, wish.facets, selection, _order_of(wish, scope), query if scope.title else None)
    known: Answer | None = kept.get(now, key) if now is not None else None
    if known is not None and known.reaches(_until(wish, known.counts.total)):
        return known
    found = _found(wish, scope, query, now)
    if now is not None:
        kept.put(now, key, found, found.ids.nbytes + _COUNT * sum(map(len, found.counts.by_facet.values())))
    return found


def _order_of(wish: Wish, scope: Scope) -> Order | TitleOrder:
    return wish.order if wish.order is not None else RELEVANCE if scope.title else wish.default


def _found(wish: Wish, scope: Scope, query: Query, now: int | None) -> Answer:
    order = _order_of(wish, scope)
    matches = _matches(scope, now)
    found = tally(matches, wish.facets, wish.selection, () if isinstance(order, TitleOrder) else order)
    counts = found.counts(matches.numbers)
    until = _until(wish, found.total)
    if isinstance(order, TitleOrder):
        most = max(titles.FIRST, until)
        in_order = in_title_order(found.ids, order, wish.kinds, most)
        return Answer(counts, in_order, found.matches, matches.is_partial)
    places = found.first(max(FIRST, until))
    ids = found.ids[places]
    if scope.title:
        window = places[: windows.SIZE]
        best = windows.ranked(query, found.ids[window].tolist(), found.keys[_QUALITY][window].tolist())
        ids = np.concatenate([np.array(best, np.int64), ids[len(window) :]])
    return Answer(counts, ids, found.matches, matches.is_partial)


@dataclass(frozen=True, slots=True)
class _Kept:
    """All matches of a scope, few enough to be kept."""

    numbers: dict[tuple[str, str], int]
    chunks: list[Chunk]
    title_hits: list[Ids]
    is_partial: bool


def _matches(scope: Scope, now: int | None) -> Scan:
    """The matches of a scope: those of last time, or read anew and kept where they are not too many."""
    if now is None:
        return checked(scan(scope), scope) if scope.exact else scan(scope)
    known: _Kept | None = kept.get(now, scope)
    if known is not None:
        return Scan(known.numbers, iter(known.chunks), known.title_hits, known.is_partial)
    found = scan(scope, kept.get(now, _NUMBERS))
    kept.put(now, _NUMBERS, dict(found.numbers), _COUNT * len(found.numbers))
    if scope.exact:
        found = checked(found, scope)
    found.chunks = _keeping(found, found.chunks, scope, now)
    return found


def _keeping(found: Scan, chunks: Iterator[Chunk], scope: Scope, now: int) -> Iterator[Chunk]:
    """The chunks as they come; when the last one has come, all are kept if they may be."""
    held: list[Chunk] | None = []
    size = 0
    for chunk in chunks:
        size += chunk.size
        if size > LARGEST:
            held = None
        if held is not None:
            held.append(chunk)
        yield chunk
    if held is not None:
        hits = sum(ids.nbytes for ids in found.title_hits)
        kept.put(now, scope, _Kept(found.numbers, held, found.title_hits, found.is_partial), size + hits)


def _until(wish: Wish, total: int) -> int:
    """How many entries in their order it takes to show the page asked for, or else the last."""
    return min(wish.page, max(1, -(-total // wish.per_page))) * wish.per_page


def _results(wish: Wish, reading: Reading, found: Answer, now: int | None) -> Results:
    """The answer with the entries of its page; one query, none for the entries of last time."""
    pages = CountedPaginator(Entry.objects.none(), wish.per_page, found.counts.total)
    number = min(wish.page, pages.num_pages)
    ids = tuple(found.ids[(number - 1) * wish.per_page : number * wish.per_page].tolist())
    page = NumberedPage(_entries(ids, now), number, pages)
    return Results(reading, found.counts, page, wish.page > pages.num_pages)


def _entries(ids: tuple[int, ...], now: int | None) -> list[Entry]:
    """The entries in this order; those that have gone meanwhile are left out."""
    if not ids:
        return []
    known: list[Entry] | None = kept.get(now, ("entries", ids)) if now is not None else None
    if known is not None:
        return list(known)
    by_id = Entry.objects.defer("vector", "columns").in_bulk(ids)
    found = [by_id[key] for key in ids if key in by_id]
    if now is not None:
        kept.put(now, ("entries", ids), found, _ENTRY * len(found))
    return list(found)


def find(entries: QuerySet[Entry], text: str, *, is_guessing: bool = True) -> Found:
    """Those of some entries that match what a person typed; another reading is tried where nothing matches as typed.

    Without `is_guessing` no other words are tried and none left out: for what nobody sees the reading of.
    An empty query leaves the entries as they are. A query to the database where something is found, and a few more
    where nothing is. For lists of the whole catalogue `search` is the better way.
    """
    reading = read(text)
    if reading.query.is_empty:
        return Found(reading.query, entries)
    found = matching(entries, reading.query)
    if reading.query.tsquery and not found.exists():
        other = other_reading(reading.query, partial(_counted_among, entries), is_guessing=is_guessing)
        if other is not None:
            return Found(other.query, matching(entries, other.query), other.reason, other.left_out)
    return Found(reading.query, found)


def _counted_among(entries: QuerySet[Entry], queries: Sequence[Query], most: int) -> list[int]:
    """How many of the entries each query matches, counted no further than `most`; one query for each."""
    return [len(matching(entries, query).order_by().values_list("pk")[:most]) for query in queries]


def matching(entries: QuerySet[Entry], query: Query) -> QuerySet[Entry]:
    """The entries that match a query, annotated with `rank`; none where the query says nothing to look for."""
    if not query.tsquery:
        return entries.annotate(rank=Value(0.0, output_field=FloatField())).none()
    weights = Cast(Value(list(RANK_WEIGHTS), output_field=_Float4Array()), _Float4Array())
    text = Value(query.tsquery, output_field=TextField())
    return entries.filter(Matches(F("vector"), text)).annotate(rank=Rank(weights, F("vector"), text))


class Matches(Func):
    """SQL: whether a tsvector matches the text of a tsquery."""

    template = "%(expressions)s::tsquery"
    arg_joiner = " @@ "
    output_field = BooleanField()


class Rank(Func):
    """SQL: `ts_rank` of a tsvector for the text of a tsquery, with the house's weights."""

    function = "ts_rank"
    template = "%(function)s(%(expressions)s::tsquery)"
    output_field = FloatField()


class _Float4Array(ArrayField):  # type: ignore[type-arg]  # generic for the checker alone
    """`ts_rank` takes an array of four-byte floats."""

    def __init__(self) -> None:
        super().__init__(FloatField())

    def db_type(self, connection: object) -> str:
        return "float4[]"

    def cast_db_type(self, connection: object) -> str:
        return "float4[]"
