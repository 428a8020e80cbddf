"""What a table of transitions is made of."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise

Words = str | Promise

KEEP: Final = "keep"
"""Who keeps the record: its owner, the focal point of its country, or whoever may change every record of the kind."""


@dataclass(frozen=True, slots=True)
class LetterRule:
    """A letter that a transition sends: which one, and to which audience (`publishing.audiences`)."""

    kind: str
    audience: str


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of a table: from which states, to which, who may, whether a reason is due, and the letters.

    `who` is a permission's action (`publish`, `change`) or `keep`. The actor gets no letter of their own doing, except
    as the owner.
    """

    sources: frozenset[str]
    target: str
    who: str
    needs_reason: bool = False
    letters: tuple[LetterRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something may be done; falsy with the reason, so that a disabled button can explain itself."""

    allowed: bool
    reason: Words = ""

    def __bool__(self) -> bool:
        return self.allowed


class WorkflowError(Exception):
    """A refused transition; its text is translated and meant for the person who asked."""


class Conflict(WorkflowError):
    """The record has moved on since the person looked at it."""


YES = Answer(allowed=True)
