"""What floors above put onto a country's page: a column beside the country's own, and what the page makes of it.

The column is read in the query of the country itself, so an addition costs the page nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Expression, Subquery

from .models import Country


class Part(Protocol):
    """What a page needs of an addition."""

    @property
    def template(self) -> str:
        """The template that prints it, which knows it as `part`."""


Make = Callable[[Country, Any, Sequence[str]], Part | None]
"""From the country, the column's value and the reader's languages: what the page shows; None for nothing."""


@dataclass(frozen=True, slots=True)
class Addition:
    """One addition: how its column is made and read."""

    column: Callable[[], Expression | Subquery]
    make: Make


_additions: dict[str, Addition] = {}


def register(name: str, column: Callable[[], Expression | Subquery], make: Make) -> None:
    """Let something stand on every country's page; called once, when its app is ready."""
    _additions[name] = Addition(column, make)


def columns() -> dict[str, Any]:
    """The columns to annotate countries with, by name."""
    return {f"added_{name}": addition.column() for name, addition in _additions.items()}


def parts_of(country: Country, order: Sequence[str]) -> list[Part]:
    """What the page of a country read with `columns` shows, in the order in which it was registered."""
    made = (addition.make(country, getattr(country, f"added_{name}"), order) for name, addition in _additions.items())
    return [part for part in made if part is not None]
