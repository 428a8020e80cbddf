"""The columns of all entries that a search matches, by one SQL statement, in arrays.

The rows come as a few long strings of bytes, each of some ten thousand entries, and are read one string at a time: so a
million matches take no more memory than their ids and what they are ordered by.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import psycopg
from django.db import connection
from django.db.backends.utils import CursorDebugWrapper
from psycopg.pq import TransactionStatus

from ..models import Entry
from ..search.query import Query
from . import columns

Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_NAMES: Final = columns.FIXED.names or ()
_ROW: Final = np.dtype([("id", ">i8"), *((name, columns.FIXED[name]) for name in _NAMES)])
_WIDE: Final = np.dtype([("id", "<i8"), *((name, "<i8") for name in _NAMES)])
"""For entries whose columns could not hold them."""
_CHUNK_BITS: Final = 15
"""Entries whose ids differ in the last bits alone come together: at most 32,768."""
_MOST_ODD: Final = 2_000
"""Entries without columns that are read at once."""
MOST_CHECKED: Final = 10_000
"""Entries with all words of a phrase that are looked into, whether the words stand side by side."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is searched: kinds, words and tags; all of what is public on a day where none are given.

    `tags` are OR-ed. They have an index and no columns, since there may be any number of them.
    """

    today: date
    kinds: tuple[str, ...] = ()
    words: str = ""
    """Text of a `tsquery`."""
    title: str = ""
    """Text of the `tsquery` for titles; where it is given, `Scan.title_hits` says which entries match it."""
    tags: tuple[str, ...] = ()
    exact: str = ""
    """Text of the `tsquery` that `words` stands for, where that one has phrases, which no index knows; see `phrases`."""
    is_strict: bool = False
    """Whether the phrases are what the reader asked for."""

    def condition(self, words: str | None = None) -> tuple[str, list[Any]]:
        """The scope as SQL over `publishing_entry` and its parameters, for its own words or others.

        With words their index alone is used (what stands in an expression has none): the planner would rather go through
        all entries of a kind and look into each vector, which it takes to be cheap.
        """
        words = self.words if words is None else words
        parts, parameters = ["(visible_until IS NULL OR visible_until >= %s)"], [self.today]
        wanted: list[tuple[str, Any]] = [
            ("vector @@ %s::tsquery", words),
            ("kind || '' = ANY(%s::text[])" if words else "kind = ANY(%s::text[])", list(self.kinds)),
            ("tags || '{}' && %s::varchar[]" if words else "tags && %s::varchar[]", list(self.tags)),
        ]
        for sql, value in wanted:
            if value:
                parts.append(sql)
                parameters.append(value)
        return " AND ".join(parts), parameters


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some of the matches: their ids, the fixed columns by name, and the themes as pairs of row and number."""

    ids: Ids
    fixed: npt.NDArray[Any]
    theme_rows: npt.NDArray[Any]
    themes: npt.NDArray[Any]

    @property
    def size(self) -> int:
        """Roughly how many bytes it takes."""
        return self.ids.nbytes + self.fixed.nbytes + self.theme_rows.nbytes + self.themes.nbytes

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(slots=True)
class Scan:
    """The matches of a scope, to be read once; afterwards `title_hits` is complete. `numbers` is, from the start."""

    numbers: dict[tuple[str, str], int]
    chunks: Iterator[Chunk]
    title_hits: list[Ids] = field(default_factory=list)
    is_partial: bool = False
    """Whether only the best of many entries were looked into for a phrase."""


def scan(scope: Scope, numbers: Mapping[tuple[str, str], int] | None = None) -> Scan:
    """Read the matches of a scope; one statement, one more where entries stand there that have no columns.

    `numbers` are those of all values of facets where they are known already; else they come by the same statement.
    """
    rows = _rows(scope, with_numbers=numbers is None)
    found = Scan(dict(numbers or {}), iter(()))
    waiting: list[tuple[Any, ...]] = []
    if numbers is None:
        for row in rows:  # the arms of a statement may come in any order
            if row[0] == _NUMBERS:
                found.numbers.update(_numbers(row[1]))
                break
            waiting.append(row)
    found.chunks = _chunks(scope, found, waiting, rows)
    return found


def counted(scope: Scope, queries: Sequence[Query], most: int) -> list[int]:
    """How many entries of the scope each query matches in place of the scope's own, counted no further than `most`; one statement."""
    parts: list[str] = []
    parameters: list[Any] = []
    for query in queries:
        if query.tsquery:
            loose = query.tsquery_of(is_loose=True)
            sql, values = scope.condition(loose)
            found = f"SELECT FROM publishing_entry WHERE {sql}"
            if query.has_own_phrases:
                likely = f"SELECT vector FROM publishing_entry WHERE {sql} LIMIT {MOST_CHECKED}"  # noqa: S608
                found = f"SELECT FROM ({likely}) AS likely WHERE vector @@ %s::tsquery"
                values = [*values, query.tsquery]
            parts.append(f"(SELECT count(*) FROM ({found} LIMIT %s) AS found)")  # noqa: S608
            parameters += [*values, most]
        else:
            parts.append("0")
    if not parameters:
        return [0] * len(queries)
    with planned(has_index=True), connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", parameters)
        row = cursor.fetchone()
    assert row is not None
    return list(row)


_NUMBERS: Final = 0
_COLUMNS: Final = 1
_TITLE: Final = 2


def _statement(scope: Scope, *, with_numbers: bool) -> tuple[str, list[Any]]:
    """Rows of: what it is, bytes, bytes, ids of entries without columns, which ids it is about."""
    condition, parameters = scope.condition()
    # nothing of a request stands in these texts; what has no columns gives NULL, which string_agg leaves out
    arms = [
        f"""SELECT {_COLUMNS}, string_agg(int8send(id) || substr(columns, 1, {columns.SIZE}), ''::bytea),
            string_agg(substr(columns, {columns.SIZE + 1}), ''::bytea), array_agg(id) FILTER (WHERE columns IS NULL),
            id >> {_CHUNK_BITS}
            FROM publishing_entry WHERE {condition} GROUP BY id >> {_CHUNK_BITS}"""  # noqa: S608
    ]
    if scope.title:
        condition, more = scope.condition(scope.title)
        arms.append(
            f"""SELECT {_TITLE}, string_agg(int8send(id), ''::bytea), NULL, NULL, NULL
            FROM publishing_entry WHERE {condition} GROUP BY id >> {_CHUNK_BITS}"""  # noqa: S608
        )
        parameters += more
    if with_numbers:
        arms.insert(  # first, since nothing can be read without them
            0,
            f"""SELECT {_NUMBERS}, convert_to(json_agg(json_build_array(facet, value, id))::text, 'UTF8'), NULL, NULL, NULL
            FROM publishing_facetvalue""",  # noqa: S608
        )
    return " UNION ALL ".join(arms), parameters


_SORTED: Final = {"enable_sort": "off"}
_SETTINGS: Final = {"jit": "off", "work_mem": "'64MB'"}
_WITH_INDEX: Final = {"enable_seqscan": "off", "enable_indexscan": "off"}
"""The planner does not know that reading a vector to look into it costs a hundred times what reading the row does: neither
all rows nor those of a kind are looked through, only bitmaps that the index for words gives."""


@contextmanager
def planned(*, has_index: bool = False, is_sorted: bool = False) -> Iterator[None]:
    """Settings for one statement over many entries: no compiling, exact bitmaps.

    `has_index`: an index finds them; `is_sorted`: one holds them in their order. They end with the transaction, which is one of its own unless there is one already.
    """
    connection.ensure_connection()
    assert connection.connection is not None
    settings = _SETTINGS | (_WITH_INDEX if has_index else {}) | (_SORTED if is_sorted else {})
    is_own = not connection.in_atomic_block
    begin = ["BEGIN"] if is_own else []
    end = ["COMMIT"] if is_own else [f"SET LOCAL {name} TO DEFAULT" for name in settings]
    with connection.wrap_database_errors:
        connection.connection.execute(
            ";".join([*begin, *(f"SET LOCAL {name} TO {value}" for name, value in settings.items())])
        )
        try:
            yield
        finally:
            state = connection.connection.info.transaction_status
            if state == TransactionStatus.INTRANS:
                connection.connection.execute(";".join(end))
            elif is_own and state == TransactionStatus.INERROR:
                connection.connection.execute("ROLLBACK")


def _rows(scope: Scope, *, with_numbers: bool) -> Iterator[tuple[Any, ...]]:
    """The rows one by one and in the binary format, neither of which Django's own cursors can do."""
    sql, parameters = _statement(scope, with_numbers=with_numbers)
    with planned(has_index=bool(scope.words or scope.tags)), connection.wrap_database_errors:
        logged = CursorDebugWrapper(None, connection).debug_sql(sql, parameters)
        with logged if connection.queries_logged else nullcontext(), psycopg.Cursor(connection.connection) as cursor:
            yield from cursor.stream(sql, parameters, binary=True)


def _chunks(
    scope: Scope, found: Scan, waiting: Iterable[tuple[Any, ...]], rows: Iterator[tuple[Any, ...]]
) -> Iterator[Chunk]:
    """The matches; what has no columns that can be read comes last, when the statement has been read to its end."""
    odd: list[int] = []
    unread: list[int] = []
    for what, first, second, without, place in chain(waiting, rows):
        if what == _TITLE:
            found.title_hits.append(np.frombuffer(first, ">i8").astype(np.int64))
        elif what == _COLUMNS:
            chunk = _chunk(first or b"", second or b"")
            if chunk is None:
                unread.append(place)
                continue
            odd += without or ()
            if len(chunk):
                yield chunk
    odd += _ids(scope, unread) if unread else []
    for start in range(0, len(odd), _MOST_ODD):
        yield _odd_chunk(odd[start : start + _MOST_ODD], found.numbers)


def _ids(scope: Scope, places: Sequence[int]) -> list[int]:
    """The ids of matches whose columns are of another version."""
    condition, parameters = scope.condition()
    with planned(has_index=bool(scope.words or scope.tags)), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM publishing_entry WHERE {condition} AND id >> {_CHUNK_BITS} = ANY(%s::bigint[])",  # noqa: S608
            [*parameters, list(places)],
        )
        return [key for (key,) in cursor.fetchall()]


def _chunk(records: bytes, themes: bytes) -> Chunk | None:
    """The columns as arrays; None where some are of another version."""
    if len(records) % _ROW.itemsize or len(themes) % columns.THEMES.itemsize:
        return None
    rows = np.frombuffer(records, _ROW)
    numbers = np.frombuffer(themes, columns.THEMES)
    if (rows["version"] != columns.VERSION).any() or rows["themes"].sum(dtype=np.int64) != len(numbers):
        return None
    return Chunk(
        rows["id"].astype(np.int64), rows, np.repeat(np.arange(len(rows), dtype=np.int32), rows["themes"]), numbers
    )


def _odd_chunk(keys: Sequence[int], numbers: dict[tuple[str, str], int]) -> Chunk:
    """The same of the entries themselves. Values without a number get one that no other value has, for this scan alone."""
    entries = list(Entry.objects.filter(pk__in=keys).values("pk", *columns.FIELDS))
    for pair in {pair for entry in entries for pair in columns.values_of(entry)} - numbers.keys():
        numbers[pair] = max(numbers.values(), default=0) + 1
    themes = [[numbers[columns.THEME, slug] for slug in dict.fromkeys(entry["themes"])] for entry in entries]
    rows = np.array([(entry["pk"], *columns.fixed(entry, numbers)) for entry in entries], _WIDE)
    return Chunk(
        rows["id"],
        rows,
        np.repeat(np.arange(len(rows)), [len(found) for found in themes]),
        np.array([number for found in themes for number in found], np.int64),
    )


def _numbers(stored: bytes | None) -> dict[tuple[str, str], int]:
    return {(facet, value): number for facet, value, number in json.loads(stored or b"[]")}
