"""The desk: what waits for one person, told by whichever part knows of it.

A part registers a source when its app is ready; the desk's page asks every source for the person's rows. What the person
may not see never becomes a row, so a source reads through `visible_to` like every other door.

>>> register("reviews", _("Reviews asked of me"), reviews_of, position=20)
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.functional import Promise

Words = str | Promise
ROWS: Final = 50
"""How many rows of one source the desk shows; a source need not give more than one over that."""


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One thing that waits: what is to be done, with which record, since when, until when."""

    what: Words
    """What the person is to do, as in “Review” or “Confirm the adoption”; short."""
    title: str
    """The record's title in the reader's language; a `Text` keeps its own `lang`."""
    url: str
    """Where it is done."""
    since: datetime | date | None = None
    until: datetime | date | None = None
    note: Words = ""
    """A line more, such as the reason why it came back."""
    language: str = ""
    """The language of the title where it is known and `title` is no `Text`."""


Rows = Callable[[Any], Iterable[DeskRow]]


@dataclass(frozen=True, slots=True)
class Source:
    """A part of the desk. `position` orders the parts; `is_mine` is for what the person keeps, rather than what waits."""

    name: str
    title: Words
    rows: Rows
    position: int
    is_mine: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of one person's desk, with its rows; `is_more` where there are more than it shows."""

    name: str
    title: Words
    rows: list[DeskRow]
    is_more: bool
    is_mine: bool


_sources: dict[str, Source] = {}


def register(name: str, title: Words, rows: Rows, *, position: int = 50, is_mine: bool = False) -> None:
    """Let rows stand on desks; called once, when its app is ready.

    `rows` gets the signed-in user and costs at most one query for somebody it has nothing for.
    """
    _sources[name] = Source(name, title, rows, position, is_mine)


def parts_of(user: Any, *, without: Collection[str] = ()) -> list[Part]:
    """What the person's desk shows; parts without rows, and those that stand elsewhere, are left out."""
    sources = sorted(_sources.values(), key=lambda one: one.position)
    return [part for source in sources if source.name not in without and (part := _part(source, user))]


def _part(source: Source, user: Any) -> Part | None:
    rows = list(source.rows(user))
    if not rows:
        return None
    return Part(source.name, source.title, rows[:ROWS], len(rows) > ROWS, source.is_mine)
