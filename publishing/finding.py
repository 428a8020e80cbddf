"""Finding catalogue entries by what a person typed."""

from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, F, FloatField, Func, QuerySet, TextField, Value
from django.db.models.functions import Cast

from .models import Entry
from .search.query import RANK_WEIGHTS, Query, parse, rewrites


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


@dataclass(frozen=True, slots=True)
class Found:
    """The entries that match, annotated with `rank`, and what the query was read as."""

    query: Query
    entries: QuerySet[Entry]
    reason: str = ""
    """Why another reading stands in for the query as typed: folded, layout, repaired; empty: as typed."""


def find(entries: QuerySet[Entry], text: str) -> Found:
    """The entries that match what a person typed; another reading is tried where nothing matches as typed.

    An empty query leaves the entries as they are. One query to the database where something is found, one more for
    each other reading.
    """
    query = parse(text)
    if query.is_empty:
        return Found(query, entries)
    found = matching(entries, query)
    if not found.exists():
        for attempt in rewrites(query):
            others = matching(entries, attempt.query)
            if others.exists():
                return Found(attempt.query, others, attempt.reason)
    return Found(query, found)


def matching(entries: QuerySet[Entry], query: Query) -> QuerySet[Entry]:
    """The entries that match a query, annotated with `rank`."""
    weights = Cast(Value(list(RANK_WEIGHTS), output_field=_Float4Array()), _Float4Array())
    text = Value(query.tsquery, output_field=TextField())
    return entries.filter(Matches(F("vector"), text)).annotate(rank=Rank(weights, F("vector"), text))


class _Float4Array(ArrayField):  # type: ignore[type-arg]  # generic for the checker alone
    """`ts_rank` takes an array of four-byte floats."""

    def __init__(self) -> None:
        super().__init__(FloatField())

    def db_type(self, connection: object) -> str:
        return "float4[]"

    def cast_db_type(self, connection: object) -> str:
        return "float4[]"
