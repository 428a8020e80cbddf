"""What happened on the Committee: each subject says its own part, the desk puts them in order.

>>> news.register("decisions", news_for)
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from publishing.gathering import Asking, together
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


Source = Callable[[Any, datetime], Asking[list[News]]]

_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Let a subject say what happened since a moment; called once, at the start.

    The function gets the reader (anonymous too: the public front page asks) and an aware moment, gives only what is
    visible to that reader, at most 50, newest first. It is a generator that yields the querysets whose rows it needs
    (`publishing.gathering`).
    """
    _sources[name] = source


def news_for(user: Any, since: datetime) -> list[News]:
    """All that happened since the moment and that this person may see, newest first."""
    return in_order(one for found in together(askings_of(user, since)) for one in found)


def askings_of(user: Any, since: datetime) -> list[Asking[list[News]]]:
    """What every subject asks to tell what happened."""
    return [source(user, since) for source in _sources.values()]


def in_order(news: Iterable[News]) -> list[News]:
    """The newest first."""
    return sorted(news, key=lambda one: one.when, reverse=True)
