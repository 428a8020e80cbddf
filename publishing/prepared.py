"""Queries that a page asks at every view, compiled once.

Django writes a query's SQL anew each time, which for a page of eight queries costs more than the database's answer.
What is prepared here is written once in a process, with places for the values, and gives the same objects.

Where connections are kept, the database prepares it as well: planning costs it more than answering does. It does not
behind a pooler that hands each transaction another connection, for which `CONN_MAX_AGE` is 0.
"""

import copy
import re
from collections.abc import Callable, Hashable, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any, Final, Generic, Self, TypeVar

from django.db import DatabaseError, connections
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable
from django.utils.timezone import localdate
from psycopg import Cursor, errors, sql
from psycopg.types.numeric import Int8

M = TypeVar("M", bound=Model)
FIRST: Final = 2_147_480_000
"""From here on integers stand for values that are not known yet: within four bytes, and no key of ours."""
MARK: Final = "\ue0f5"
"""Stands around a text that stands for a value: private use, so in no constant of ours."""
_OUT_OF_DATE: Final = (
    errors.FeatureNotSupported,  # a migration has changed what the statement gives
    errors.InvalidSqlStatementName,  # a pooler has changed the connection
    errors.DuplicatePreparedStatement,
)
_PLACE: Final = re.compile("(%%|%s)")


class Prepared(Generic[M]):
    """A query by its builder: a function of as many values as `kinds`, which it hands on untouched.

    Each kind is `int` or `str`; a list that goes whole into a piece of SQL counts as `str`. Whatever else the builder
    reads stands still for as long as `key` gives the same: the day, by which consents run out, is looked at anyway.
    """

    def __init__(
        self, build: Callable[..., "QuerySet[M]"], *kinds: type, key: Callable[[], Hashable] = lambda: None
    ) -> None:
        self._build = build
        self._kinds = kinds
        self._key = key
        self._plan: tuple[Hashable, date, _Plan[M]] | None = None

    def rows(self, *values: Any) -> list[M]:
        """What the query finds for the values, by one query."""
        key, today, plan = self._key(), localdate(), self._plan
        if plan is None or plan[:2] != (key, today):
            plan = self._plan = (key, today, _Plan(self._build, self._kinds))
        return plan[2].rows(values)


class _Plan(Generic[M]):
    """The SQL of a query, and where which value goes."""

    def __init__(self, build: Callable[..., "QuerySet[M]"], kinds: Sequence[type]) -> None:
        places: list[Any] = [
            FIRST + number if kind is int else f"{MARK}{number}{MARK}" for number, kind in enumerate(kinds)
        ]
        self._numbers = {place: number for number, place in enumerate(places)}
        self._queryset = build(*places)
        if self._queryset._iterable_class is not ModelIterable:  # noqa: SLF001 - what it gives is known nowhere else
            raise ValueError("only queries that give records can be prepared")
        self._compiler = self._queryset.query.get_compiler(using=self._queryset.db)
        text, params = self._compiler.as_sql()
        self._sql, self._params = text, tuple(params)
        if missing := set(self._numbers) - set(_flat(self._params)):
            raise ValueError(f"the query does not use {missing}")
        fields = [column[0] for column in self._compiler.select]
        self._converters = self._compiler.get_converters(fields)
        self._statement: tuple[str, tuple[Any, ...]] | None = None

    def rows(self, values: Sequence[Any]) -> list[M]:
        database: Any = connections[self._queryset.db]
        found = self._answer(database, values)
        compiler: Any = copy.copy(self._compiler)
        compiler.connection = database
        compiler.execute_sql = lambda *_options, **_names: [found]
        compiler.get_converters = lambda _fields: self._converters
        stand_in: Any = SimpleNamespace(
            db=self._queryset.db,
            model=self._queryset.model,
            query=SimpleNamespace(get_compiler=lambda using: compiler),
            _known_related_objects={},
        )
        return list(ModelIterable(stand_in))

    def _answer(self, database: Any, values: Sequence[Any]) -> list[Any]:
        """The database's rows for the values."""
        if database.settings_dict["CONN_MAX_AGE"] != 0:
            try:
                return self._prepared_answer(database, values)
            except DatabaseError as error:
                if database.in_atomic_block or not isinstance(error.__cause__, _OUT_OF_DATE):
                    raise
        with database.cursor() as cursor:
            cursor.execute(self._sql, self._filled(self._params, values))
            rows: list[Any] = cursor.fetchall()
            return rows

    def _prepared_answer(self, database: Any, values: Sequence[Any]) -> list[Any]:
        database.close_if_health_check_failed()
        database.ensure_connection()
        if database.connection.prepare_threshold is None:  # as Django leaves it: nothing is ever prepared
            database.connection.prepare_threshold = 0
            database.connection.execute("SET plan_cache_mode = force_generic_plan")  # for nothing else is prepared
        if self._statement is None:
            self._statement = self._written(database.connection)
        text, params = self._statement
        with database._prepare_cursor(_PreparingCursor(database.connection)) as cursor:  # noqa: SLF001 - as its own `cursor` does it
            cursor.execute(text, _typed(self._filled(params, values)))
            rows: list[Any] = cursor.fetchall()
            return rows

    def _written(self, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The SQL with everything but the values written into it: so the planner knows what stands still."""
        params, left, pieces = iter(self._params), [], []
        for piece in _PLACE.split(self._sql):
            if piece != "%s":
                pieces.append(piece)
                continue
            param = next(params)
            if self._numbers.keys() & set(_flat([param])):
                pieces.append("%s")
                left.append(param)
            else:
                pieces.append(sql.Literal(param).as_string(connection).replace("%", "%%"))
        return "".join(pieces), tuple(left)

    def _filled(self, params: Sequence[Any], values: Sequence[Any]) -> tuple[Any, ...]:
        filled = []
        for param in params:
            if isinstance(param, list | tuple):
                filled.append(type(param)(self._filled(param, values)))
            elif isinstance(param, int | str) and param in self._numbers:
                filled.append(values[self._numbers[param]])
            else:
                filled.append(param)
        return tuple(filled)


class _PreparingCursor(Cursor[Any]):
    """A cursor whose statements the database keeps for its connection."""

    def execute(self, query: Any, params: Any = None, **_options: Any) -> Self:
        """Run the statement, preparing it where the connection has not yet."""
        return super().execute(query, params, prepare=True)


def hand_over(record: Model, name: str, rows: Sequence[Model]) -> None:
    """Give the record rows that were read already, as a prefetch would."""
    queryset: Any = type(rows[0])._default_manager.all() if rows else _empty(record, name)
    queryset._result_cache, queryset._prefetch_done = list(rows), True  # noqa: SLF001 - as a prefetch does it
    record.__dict__.setdefault("_prefetched_objects_cache", {})[name] = queryset


def _empty(record: Model, name: str) -> Any:
    return getattr(record, name).none()


def _typed(params: Sequence[Any]) -> tuple[Any, ...]:
    """The values with one type for all integers: by size, they would make statements of their own."""
    return tuple(
        [Int8(one) if isinstance(one, int) else one for one in param]
        if isinstance(param, list | tuple)
        else Int8(param)
        if isinstance(param, int)
        else param
        for param in params
    )


def _flat(params: Sequence[Any]) -> list[Any]:
    flat: list[Any] = []
    for param in params:
        flat += _flat(param) if isinstance(param, list | tuple) else [param]
    return [one for one in flat if isinstance(one, int | str)]
