"""What was done with the words that a person typed, for the page to say, and what it can offer instead."""

from dataclasses import dataclass

from ..search.query import Query
from .expansions import Added, added
from .reading import Reading
from .scanning import MOST_CHECKED


@dataclass(frozen=True, slots=True)
class Folded:
    """A word that was taken for others of the portal, written with other letters."""

    typed: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a query was read; for `components/search_notes.html`."""

    typed: str
    query: Query
    reason: str
    """Why another reading stands in for the words as typed; see `reading.Reading`."""
    left_out: tuple[str, ...]
    added: list[Added]
    folded: list[Folded]
    exact: str
    """The query for the words just as typed; empty where that is what was looked for."""
    whole: int
    """How many entries have all the words, where others that have most of them follow."""
    checked: int
    """The number of entries that were looked into for a phrase, where they were not all that have its words; else 0."""

    @property
    def is_without_words(self) -> bool:
        """Whether something was typed of which no word is left."""
        return bool(self.typed.strip()) and self.query.is_empty

    @property
    def is_broad(self) -> bool:
        """Whether entries that have all the words are followed by others that have most of them."""
        return not self.reason and self.query.least > 0

    @property
    def has_words(self) -> bool:
        """Whether there was something to look for."""
        return not self.query.is_empty and not self.query.is_only_excluded


MOST_WORDS = 4
"""Words of the portal that are named for a folded one."""


def explained(typed: str, reading: Reading) -> Explanation:
    """The account of a reading; `typed` is what stood in the search field."""
    query = reading.query
    folded = [
        Folded(term.typed, term.spelt[:MOST_WORDS]) for term in query.terms if term.spelt and not term.is_excluded
    ]
    return Explanation(
        typed,
        query,
        reading.reason,
        reading.left_out,
        added(query),
        folded,
        _exact(reading),
        reading.whole,
        MOST_CHECKED if reading.is_partial else 0,
    )


def _exact(reading: Reading) -> str:
    """The words in quotation marks, each for itself, so that neither forms nor other words are looked for."""
    query = reading.query
    if reading.reason or not any(term.kind == "word" and not term.is_excluded for term in query.terms):
        return ""
    return " ".join(
        " OR ".join(f'{"-" if term.is_excluded else ""}"{term.typed}"' for term in group)
        for group in query.alternatives
    )
