"""What happened on the Committee: each subject says its own part, the desk puts them in order.

>>> news.register("decisions", news_for)
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from publishing.languages import Text


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened."""

    when: datetime
    title: Text | str
    """The text with its language; a plain text is of the page's language."""
    url: str
    what: str = ""
    """What happened to it, in the reader's language: "closed", "new paper"."""


Source = Callable[[Any, datetime], list[News]]

_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Let a subject say what happened since a moment; called once, at the start.

    The function gets the reader (anonymous too: the public front page asks) and an aware moment, gives only what is
    visible to that reader, at most 50, newest first, and asks one query, two at the most.
    """
    _sources[name] = source


def news_for(user: Any, since: datetime) -> list[News]:
    """All that happened since the moment and that this person may see, newest first."""
    found = [one for source in _sources.values() for one in source(user, since)]
    return sorted(found, key=lambda one: one.when, reverse=True)
