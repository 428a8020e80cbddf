"""How what a person typed is read: as it stands, and otherwise where nothing is found by that."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from math import ceil
from typing import Final

from ..search import layouts
from ..search.query import Query, Term, parse, rewrites
from ..search.tokens import words
from .expansions import expanded
from .vocabulary import RememberedWords

Counted = Callable[[Sequence[Query], int], list[int]]
"""For some queries, how many entries each finds, counting no further than the number given: one question to the database."""

MOST_READINGS: Final = 8
"""Other readings that are tried at once."""
MOST_BROADER: Final = 3
"""Of these so many are tried once more with most of their words."""
MOST_MISTYPED: Final = 4
"""Words for which the nearest words of the portal are looked up."""
MOST_NEAREST: Final = 3
"""Nearest words that are tried for one."""
MOST_PARTS: Final = 8
"""Parts of a query of which most will do."""
SHARE: Final = 0.6
"""What counts as most."""
FEW: Final = 10
"""Where fewer entries have all the words, those that have most of them follow."""
ENOUGH: Final = 30
"""So many with most of the words are looked for, and their order decides; a page is 20."""
RARE: Final = 500
"""So far is counted how rare a word is."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A query that is searched for, and why it is not the one that was typed."""

    query: Query
    reason: str = ""
    """Why: folded, layout, repaired (see `search.query.rewrites`), nearest (words of the portal in place of ones that
    no record has), fewer (`Query.least` of the words will do, since no record has all); empty: as typed."""
    left_out: tuple[str, ...] = ()
    """The words as typed that no record has."""
    whole: int = 0
    """How many entries have all the words, where the query is content with most of them (`Query.least`)."""
    is_partial: bool = False
    """Whether a phrase was looked for in the best entries alone, since too many have its words."""


def read(text: str, vocabulary: RememberedWords | None = None) -> Reading:
    """The query as typed, with what else its words may be called."""
    return Reading(expanded(parse(text, vocabulary=vocabulary or RememberedWords())))


def broader_reading(query: Query, counted: Counted, found: int) -> Reading | None:
    """A reading of a query of several words that finds little: most of its words will do. None where that is no use."""
    if found >= FEW:
        return None
    return _fewer(query, counted, is_found=True)


def other_reading(
    query: Query, counted: Counted, *, is_guessing: bool = True, vocabulary: RememberedWords | None = None
) -> Reading | None:
    """Another reading of a query that finds nothing: the first that finds something, None where none does.

    Without `is_guessing` only such as are the same keys or letters; no other words, and none left out.
    A few questions to the database, which look no further than whether there is anything. `vocabulary` is what `read` was given.
    """
    if not query.tsquery:
        return None
    vocabulary = vocabulary or RememberedWords()
    vocabulary.prepare([*layouts.with_kazakh_digit_row(query.text), *layouts.other_layouts(query.text)])
    others = [Reading(one.query, one.reason) for one in islice(rewrites(query, vocabulary), MOST_READINGS)]
    found = _first(others, counted)
    if found is None and is_guessing:
        parts = [replace(query, alternatives=(group,)) for group in query.parts]
        numbers = counted(parts, 1) if len(parts) > 1 else [0] * len(parts)  # one word has been looked for
        lacking = [group for group, number in zip(query.parts, numbers, strict=True) if not number]
        nearest = list(_nearest(query, [term for group in lacking for term in group], vocabulary))
        found = _first(nearest, counted) or _fewer_of(nearest[:1], counted)
        found = found or _fewer(query, counted, is_found=False) or _fewer_of(others[:MOST_BROADER], counted)
    return found


def _fewer_of(readings: Sequence[Reading], counted: Counted) -> Reading | None:
    """Most of the words of the first reading that so finds something: with slips put right, or by another keyboard layout."""
    for one in readings:
        best = _fewer(expanded(one.query), counted, is_found=False)
        if best is not None:
            return replace(best, reason=one.reason)
    return None


def _first(readings: Sequence[Reading], counted: Counted) -> Reading | None:
    found = counted([one.query for one in readings], 1) if readings else []
    best = next((one for one, number in zip(readings, found, strict=True) if number), None)
    return replace(best, query=expanded(best.query)) if best is not None else None


def _nearest(query: Query, terms: Sequence[Term], vocabulary: RememberedWords) -> Iterator[Reading]:
    """The query with words of the portal in place of some that no record has, the nearest first."""
    typed = {
        term.typed: said[0]
        for term in terms
        if term.kind == "word" and not term.is_excluded and len(said := words(term.typed)) == 1
    }
    found = vocabulary.nearest_of(list(typed.values()))
    near = {term: found[word][:MOST_NEAREST] for term, word in typed.items() if found[word]}
    instead = dict(islice(near.items(), MOST_MISTYPED))
    texts: list[str] = []
    for place in range(max(map(len, instead.values()), default=0)):
        text = query.text
        for term, several in instead.items():
            text = text.replace(term, several[min(place, len(several) - 1)])
        texts.append(text)
    vocabulary.prepare(texts)
    yield from (Reading(parse(text, query.languages, vocabulary), "nearest") for text in texts)


def _fewer(query: Query, counted: Counted, *, is_found: bool) -> Reading | None:
    """The query with most of its parts in place of all; None where that is no use.

    Parts that no record has are left out. A long query goes by its rarest parts, which say most.
    """
    parts = query.parts
    if len(parts) < 2 or query.is_only_function_words:
        return None
    numbers = counted([replace(query, alternatives=(part,)) for part in parts], RARE)
    lacking = [part for part, number in zip(parts, numbers, strict=True) if not number]
    rare = sorted((number, place) for place, number in enumerate(numbers) if number)[:MOST_PARTS]
    kept = [parts[place] for _number, place in sorted(rare, key=lambda one: one[1])]
    if not kept:
        return None
    rest = replace(
        query, alternatives=tuple(group for group in query.alternatives if group not in parts or group in kept)
    )
    lowest = ceil(len(kept) / 2) if is_found and len(kept) > 2 else 1
    leasts = range(ceil(len(kept) * SHARE), lowest - 1, -1) if len(kept) > 1 else [0]
    readings = [replace(rest, least=least) for least in leasts if least < len(kept)]
    numbers = counted(readings, ENOUGH)
    left_out = tuple(" / ".join(term.typed for term in part) for part in lacking)
    reason = "" if is_found else "fewer"
    found = [(one, number) for one, number in zip(readings, numbers, strict=True) if number]
    enough = next((one for one, number in found if number >= ENOUGH), found[-1][0] if found else None)
    return Reading(enough, reason, left_out) if enough is not None else None
