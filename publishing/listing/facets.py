"""Facets over the catalogue: what can be chosen, and how many entries each further choice would show.

Several values of one facet are OR-ed, facets are AND-ed. A facet is counted with every other facet applied and its
own left out, so that a number always says what choosing that value would add. One SQL statement counts them all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db import connections
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.expressions import Combinable

from ..models import Entry

Selection = Mapping[str, Sequence[str]]
"""The values chosen by facet name; a facet without a choice is left out or empty."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One dimension of the catalogue: its query parameter and the column or expression whose values are counted."""

    name: str
    value: str | Combinable
    is_array: bool = False
    is_number: bool = False

    @property
    def alias(self) -> str:
        """The annotation under which queries know the facet's value."""
        return f"facet_{self.name}"

    @property
    def expression(self) -> Combinable:
        """The facet's value as an expression over an entry."""
        return F(self.value) if isinstance(self.value, str) else self.value

    def condition(self, chosen: Sequence[str]) -> Q:
        """That an entry has one of the chosen values."""
        values = [int(value) for value in chosen] if self.is_number else list(chosen)
        return Q(**{f"{self.alias}__{'overlap' if self.is_array else 'in'}": values})


@dataclass(frozen=True, slots=True)
class Counts:
    """The number of entries under all choices, and for each facet the number behind each value (as text)."""

    total: int
    by_facet: dict[str, dict[str, int]] = field(default_factory=dict)


def narrowed(entries: QuerySet[Entry], facets: Sequence[Facet], selection: Selection) -> QuerySet[Entry]:
    """The entries that every choice leaves."""
    for facet in facets:
        if selection.get(facet.name):
            entries = entries.alias(**{facet.alias: facet.expression}).filter(facet.condition(selection[facet.name]))
    return entries


_TOTAL: Final = ""


def count(entries: QuerySet[Entry], facets: Sequence[Facet], selection: Selection) -> Counts:
    """Count every facet under the choices of all others, and the entries under all; one query.

    `entries` is what there is to choose from (visible, of one kind, matching the words); it is evaluated once.
    """
    chosen = [facet for facet in facets if selection.get(facet.name)]
    values = {facet.alias: facet.expression for facet in facets}
    marks = {
        f"has_{facet.name}": ExpressionWrapper(facet.condition(selection[facet.name]), BooleanField())
        for facet in chosen
    }
    rows = entries.order_by().alias(**values).annotate(**marks)
    base, parameters = rows.values(
        *marks, **{f"of_{facet.name}": F(facet.alias) for facet in facets}
    ).query.sql_with_params()
    parts = [f"SELECT {_literal(_TOTAL)}, NULL, count(*) FROM base{_where(chosen)}"]  # noqa: S608
    parts += [_part(facet, [other for other in chosen if other is not facet]) for facet in facets]
    with connections[entries.db].cursor() as cursor:
        cursor.execute(f"WITH base AS MATERIALIZED ({base}) {' UNION ALL '.join(parts)}", parameters)
        found = cursor.fetchall()
    counts = Counts(
        next(number for name, _value, number in found if name == _TOTAL), {facet.name: {} for facet in facets}
    )
    for name, value, number in found:
        if name != _TOTAL and value not in {None, ""}:
            counts.by_facet[name][value] = number
    return counts


# Names of facets are written in code, never taken from a request: they may stand in SQL.
def _part(facet: Facet, others: Sequence[Facet]) -> str:
    source = f"base, unnest(of_{facet.name}) AS value" if facet.is_array else "base"
    value = "value" if facet.is_array else f"of_{facet.name}"
    return f"SELECT {_literal(facet.name)}, {value}::text, count(*) FROM {source}{_where(others)} GROUP BY {value}"  # noqa: S608


def _where(facets: Sequence[Facet]) -> str:
    return f" WHERE {' AND '.join(f'has_{facet.name}' for facet in facets)}" if facets else ""


def _literal(name: str) -> str:
    return f"'{name}'::text"
