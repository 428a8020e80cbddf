"""What awaits somebody of the Committee: each subject says its own part, the desk puts them in order.

>>> duties.register("decisions", duties_of)
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import pgettext_lazy

from publishing.gathering import Asking, together
from publishing.languages import Text

from ..models.seats import Seat


class DutyKind(models.TextChoices):
    """What is awaited."""

    POSITION = "position", pgettext_lazy("what is awaited", "position")
    COMMENT = "comment", pgettext_lazy("what is awaited", "comment")
    ACTION = "action", pgettext_lazy("what is awaited", "action")
    VERDICT = "verdict", pgettext_lazy("what is awaited", "verdict")
    CORRECTION = "correction", pgettext_lazy("what is awaited", "correction of the minutes")
    ATTENDANCE = "attendance", pgettext_lazy("what is awaited", "attendance")
    BUSINESS = "business", pgettext_lazy("what is awaited", "business of the Secretariat")


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do."""

    title: Text | str
    """The text with its language, as `publishing.languages.read` or `text_of` gives it; a plain text is of the page's."""
    url: str
    due: datetime | None
    """The moment after which it is too late, aware; None where nothing presses."""
    kind: DutyKind
    seat: Seat | None = None
    """For which seat, where the person speaks for several; with its country loaded."""


Duties = Callable[[Any, Sequence[Seat]], Asking[list[Duty]]]

_sources: dict[str, Duties] = {}


def register(name: str, duties: Duties) -> None:
    """Let a subject say what awaits a person; called once, at the start.

    The function gets the user and the seats for which they speak today (countries loaded; none for the Secretariat). It
    is a generator that yields the querysets whose rows it needs (`publishing.gathering`), and returns the duties.
    """
    _sources[name] = duties


def askings_of(user: Any, seats: Sequence[Seat]) -> list[Asking[list[Duty]]]:
    """What every subject asks to tell the duties of this person."""
    return [source(user, seats) for source in _sources.values()]


def duties_of(user: Any, seats: Sequence[Seat]) -> list[Duty]:
    """All that awaits this person, by one query."""
    return in_order(duty for found in together(askings_of(user, seats)) for duty in found)


def in_order(duties: Iterable[Duty]) -> list[Duty]:
    """What is due first comes first, what has no day last."""
    return sorted(duties, key=lambda duty: (duty.due is None, duty.due.timestamp() if duty.due else 0, str(duty.title)))
