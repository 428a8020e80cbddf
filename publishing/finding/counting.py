"""Facets, filters and orders over the columns of catalogue entries.

As in `facets`: values of one facet are OR-ed, facets are AND-ed, and a facet is counted with every other facet applied
and its own left out. One pass over the matches counts all facets and keeps what the choices leave.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ..languages import CODES
from ..listing.facets import Counts, Selection
from . import columns
from .scanning import Chunk, Ids, Mask, Scan

Numbers = Mapping[tuple[str, str], int]
Vector = npt.NDArray[np.int64]

LANGUAGES: Final = "languages"
DECADE: Final = "decade"
TAGS: Final = "tags"
ID: Final = "id"
TITLE_HIT: Final = "title_hit"


@dataclass(frozen=True, slots=True)
class ColumnFacet:
    """One dimension of the catalogue: its query parameter and the column whose values it counts.

    `column` is one of `columns.NUMBERED`, `columns.THEME`, LANGUAGES, DECADE (of the start) or TAGS. Tags can be chosen
    but are not counted.
    """

    name: str
    column: str

    def codes(self, chunk: Chunk) -> npt.NDArray[Any]:
        """The small number of each row's value; for themes, of each theme of each row (`Chunk.theme_rows`)."""
        match self.column:
            case columns.THEME:
                return chunk.themes
            case "decade":
                return chunk.fixed["start_year"] // 10
        column: npt.NDArray[Any] = chunk.fixed[self.column]
        return column

    def wanted(self, values: Collection[str], numbers: Numbers) -> list[int]:
        """The codes of rows that have one of the values; values that no entry ever had have none."""
        match self.column:
            case "languages":
                bits = columns.language_bits(values)
                return [code for code in range(1 << len(CODES)) if code & bits]
            case "decade":
                return [
                    int(value) // 10 for value in values if value.isdecimal() and len(value) <= _YEAR and value != "0"
                ]
        return [numbers[self.column, value] for value in values if (self.column, value) in numbers]

    def by_value(self, counted: Vector, numbers: Numbers) -> dict[str, int]:
        """The counts of codes as counts of values, without those that are nought."""
        match self.column:
            case "languages":
                found = {
                    value: int(sum(n for code, n in enumerate(counted) if code & columns.language_bits([value])))
                    for value in CODES
                }
            case "decade":
                found = {str(code * 10): int(n) for code, n in enumerate(counted) if code}
            case _:
                found = {
                    value: int(counted[number])
                    for (facet, value), number in numbers.items()
                    if facet == self.column and number < len(counted)
                }
        return {value: n for value, n in found.items() if n}


_YEAR: Final = 4
"""Digits of the longest year that is asked for."""


@dataclass(frozen=True, slots=True)
class Key:
    """One thing to order by, the greatest first: a column of `columns.FIXED`, ID, or TITLE_HIT.

    With `places`, values of a numbered column in their order, the first of them first and all others last.
    """

    column: str
    places: tuple[str, ...] = ()
    is_rising: bool = False
    """The least first instead."""


Order = tuple[Key, ...]

NEWEST: Final[Order] = (Key("published_at"),)
RELEVANCE: Final[Order] = (Key(TITLE_HIT), Key("quality"), Key("published_at"))
"""In which order the best matches are chosen that are then ranked exactly, and all others stand."""


@dataclass(slots=True)
class Tally:
    """What one pass over the matches finds; `ids` and `keys` are of those that all choices leave."""

    facets: Sequence[ColumnFacet]
    selection: Selection
    order: Order
    matches: int = 0
    """Entries that there were, whatever the choices leave."""
    total: int = 0
    counted: dict[str, Vector] = field(default_factory=dict)
    ids: Ids = field(default_factory=lambda: np.empty(0, np.int64))
    keys: list[Vector] = field(default_factory=list)

    def counts(self, numbers: Numbers) -> Counts:
        """The numbers behind each value."""
        return Counts(
            self.total,
            {
                facet.name: facet.by_value(self.counted[facet.name], numbers) if facet.name in self.counted else {}
                for facet in self.facets
            },
        )

    def first(self, most: int) -> Ids:
        """The places in `ids` of the first entries in the order, so many at most; of equals the latest made is first."""
        return first_of([*self.keys, self.ids], most)


def tally(
    scan: Scan, facets: Sequence[ColumnFacet], selection: Selection, order: Order, *, has_ids: bool = True
) -> Tally:
    """Count the facets over the matches and keep what the order needs of those that the choices leave."""
    found = Tally(facets, selection, order)
    chosen = [facet for facet in facets if selection.get(facet.name) and facet.column != TAGS]
    counted = [facet for facet in facets if facet.column != TAGS]
    parts: list[tuple[Ids, list[Vector]]] = []
    for chunk in scan.chunks:
        masks = {facet.name: _mask(facet, chunk, selection[facet.name], scan.numbers) for facet in chosen}
        whole = _all_of(masks.values())
        for facet in counted:
            others = whole if facet.name not in masks else _all_of(m for name, m in masks.items() if name != facet.name)
            _add(found.counted, facet.name, _counts(facet, chunk, others))
        kept = slice(None) if whole is None else whole
        ids = chunk.ids[kept]
        found.matches += len(chunk)
        found.total += len(ids)
        if has_ids:
            parts.append((ids, [_key(key, chunk, kept, scan.numbers) for key in order]))
    if parts:
        found.ids = np.concatenate([ids for ids, _keys in parts])
        found.keys = [np.concatenate([keys[place] for _ids, keys in parts]) for place in range(len(order))]
    else:
        found.keys = [np.empty(0, np.int64) for _key in order]
    for place, key in enumerate(order):
        if key.column == TITLE_HIT:  # known only now, when all has been read
            found.keys[place] = _hits(found.ids, scan.title_hits)
    return found


def first_of(keys: Sequence[Vector], most: int) -> Ids:
    """The places of the first rows by the keys, the greatest first, in their order; the last key must be different for all."""
    rows = np.arange(len(keys[0]))
    taken: list[Ids] = []
    for key in keys:
        if len(rows) <= most:
            break
        values = key[rows]
        last = np.partition(values, len(values) - most)[len(values) - most]
        above = rows[values > last]
        taken.append(above)
        most -= len(above)
        rows = rows[values == last]
    places = np.concatenate([*taken, rows[:most]])
    order = np.lexsort([key[places] for key in reversed(keys)])
    return places[order[::-1]]


def _mask(facet: ColumnFacet, chunk: Chunk, values: Collection[str], numbers: Numbers) -> Mask:
    """The rows that have one of the values."""
    codes, wanted = facet.codes(chunk), facet.wanted(values, numbers)
    has = np.zeros(max(int(codes.max(initial=0)), *wanted, 0) + 1, np.bool_)
    has[wanted] = True
    hits: Mask = has[codes]
    if facet.column != columns.THEME:
        return hits
    mask = np.zeros(len(chunk), np.bool_)
    mask[chunk.theme_rows[hits]] = True
    return mask


def _counts(facet: ColumnFacet, chunk: Chunk, kept: Mask | None) -> Vector:
    codes = facet.codes(chunk)
    if kept is not None:
        codes = codes[kept[chunk.theme_rows] if facet.column == columns.THEME else kept]
    return np.bincount(codes)


def _add(counted: dict[str, Vector], name: str, more: Vector) -> None:
    known = counted.get(name)
    if known is None or len(known) < len(more):
        known, more = more, known if known is not None else more[:0]
    known[: len(more)] += more
    counted[name] = known


def _all_of(masks: Iterable[Mask]) -> Mask | None:
    """The rows of all masks; None for all rows."""
    whole: Mask | None = None
    for mask in masks:
        whole = mask if whole is None else whole & mask
    return whole


def _key(key: Key, chunk: Chunk, kept: slice | Mask, numbers: Numbers) -> Vector:
    """What a key orders by, the greater the earlier."""
    if key.column == TITLE_HIT:
        return np.empty(0, np.int64)
    values: Vector = chunk.fixed[key.column][kept].astype(np.int64)
    if key.places:
        places = {numbers.get((key.column, value), 0): -place for place, value in enumerate(key.places)}
        table = np.full(max(int(values.max(initial=0)), *places, 0) + 1, -len(key.places), np.int64)
        for number, place in places.items():
            if number:
                table[number] = place
        values = table[values]
    return -values if key.is_rising else values


def _hits(ids: Ids, found: Sequence[Ids]) -> Vector:
    if not found:
        return np.zeros(len(ids), np.int64)
    return np.isin(ids, np.concatenate(found)).astype(np.int64)
