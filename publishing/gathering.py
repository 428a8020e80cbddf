"""Rows of several tables in one query: what a desk needs is little of each and much in number of questions.

Whoever has something to ask writes a generator: it yields querysets and gets their rows, then returns what it made of
them. All generators of a page are asked together, so that a page costs one query for each round of questions.

>>> def due(user):
...     decisions, actions = yield Decision.objects.visible_to(user).in_progress(), Action.objects.overdue()
...     return [...]
>>> [decisions_due, news] = together([due(user), happened(user, since)])
"""

import json
from collections.abc import Generator, Sequence
from decimal import Decimal
from typing import Any, Final, TypeVar

from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import EmptyResultSet
from django.db import connection, models

T = TypeVar("T")
Asking = Generator[tuple["models.QuerySet[Any]", ...], list[list[Any]], T]
"""Yields querysets, gets a list of rows for each, returns what it made of them."""

PATH: Final = "__"


def alone(asking: Asking[T]) -> T:
    """What one of them returns when it is asked by itself."""
    found: list[T] = together([asking])
    return found[0]


def together(askings: Sequence[Asking[Any]]) -> list[Any]:
    """What each of them returns, in their order; one query for each round of questions, however many ask."""
    results: dict[int, Any] = {}
    waiting: dict[int, tuple[models.QuerySet[Any], ...]] = {}
    answers: dict[int, Any] = dict.fromkeys(range(len(askings)))
    while answers:
        for place, answer in answers.items():
            try:
                waiting[place] = askings[place].send(answer)
            except StopIteration as end:
                results[place] = end.value
        rows = iter(gather([one for asked in waiting.values() for one in asked]))
        answers = {place: [next(rows) for _one in asked] for place, asked in waiting.items()}
        waiting = {}
    return [results[place] for place in range(len(askings))]


def gather(querysets: Sequence["models.QuerySet[Any]"]) -> list[list[Any]]:
    """The rows of each queryset as its models, with what `select_related` names of them; one query for all, or none.

    Of translated fields the columns by language are there. Annotations are not brought along.
    """
    plans = [_Plan(one) for one in querysets]
    parts, params = [], []
    for plan in plans:
        if plan.sql:
            parts.append(plan.sql)
            params += plan.params
    if not parts:
        return [[] for _plan in plans]
    with connection.cursor() as cursor:
        # the texts come from the compiler of querysets, every value as a parameter
        cursor.execute("SELECT " + ", ".join(parts), params)
        row = cursor.fetchone()
    found = iter(row or ())
    return [plan.rows_of(next(found)) if plan.sql else [] for plan in plans]


class _Plan:
    """How one queryset is asked as a column, and how its models are made of the answer."""

    def __init__(self, queryset: "models.QuerySet[Any]") -> None:
        wanted: Any = queryset.query.select_related
        self.model: Any = queryset.model
        self.paths = [""] + (sorted(_paths(wanted)) if isinstance(wanted, dict) else [])
        self.fields = [(path, field) for path in self.paths for field in _fields(self._model_at(path))]
        names = [f"{path}{PATH}{field.attname}" if path else field.attname for path, field in self.fields]
        columns = ", ".join(f"c{number}" for number in range(len(names)))
        # by the query itself: the querysets of translated models change the order of what `values_list` names
        plain: Any = queryset.query.chain()
        plain.set_values(names)
        try:
            sql, self.params = plain.get_compiler(connection.alias).as_sql()
        except EmptyResultSet:
            self.sql, self.params = "", ()
            return
        self.sql = f"(SELECT coalesce(json_agg(json_build_array({columns})), '[]')::text FROM ({sql}) AS q({columns}))"  # noqa: S608 - names of ours

    def rows_of(self, answer: str) -> list[Any]:
        """The models that the answer tells of."""
        return [self._row(values) for values in json.loads(answer, parse_float=Decimal)]

    def _row(self, values: list[Any]) -> Any:
        by_path: dict[str, tuple[list[str], list[Any]]] = {path: ([], []) for path in self.paths}
        for (path, field), value in zip(self.fields, values, strict=True):
            by_path[path][0].append(field.attname)
            by_path[path][1].append(_typed(field, value))
        made: dict[str, Any] = {}
        for path, (names, typed) in by_path.items():
            model = self._model_at(path)
            key = typed[names.index(model._meta.pk.attname)]
            made[path] = model.from_db(connection.alias, names, typed) if key is not None else None
            if path:
                parent, _dot, name = path.rpartition(PATH)
                if made[parent] is not None:
                    self._model_at(parent)._meta.get_field(name).set_cached_value(made[parent], made[path])
        return made[""]

    def _model_at(self, path: str) -> Any:
        model = self.model
        for name in path.split(PATH) if path else ():
            model = model._meta.get_field(name).related_model
        return model


def _paths(wanted: dict[str, Any], before: str = "") -> list[str]:
    """`{"decision": {"seat": {}}}` as `["decision", "decision__seat"]`."""
    found = []
    for name, further in wanted.items():
        path = f"{before}{PATH}{name}" if before else name
        found += [path, *_paths(further, path)]
    return found


def _fields(model: Any) -> list[Any]:
    """The columns of a model without what is only for searching, and without the bare field of translated ones."""
    names = {field.name for field in model._meta.concrete_fields}
    return [
        field
        for field in model._meta.concrete_fields
        if f"{field.name}_kk" not in names and not isinstance(field, SearchVectorField)
    ]


def _typed(field: Any, value: Any) -> Any:
    """A value of JSON as the field has it."""
    return value if value is None or isinstance(field, models.JSONField) else field.to_python(value)
