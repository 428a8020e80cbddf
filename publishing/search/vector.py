"""Texts of a record → the text of a PostgreSQL `tsvector`, to be written with `%s::tsvector`."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from publishing.search.analysers import TITLE_PREFIX, document_keys
from publishing.search.tokens import tokens

Field = tuple[str, str, str]
"""Weight A–D, language code of the text, the text."""

LAST_POSITION: Final = 16_383
"""PostgreSQL's greatest position; words beyond it are still found, but not as part of a phrase."""

POSITIONS_PER_KEY: Final = 255
"""PostgreSQL keeps no more places of one key."""

BYTES: Final = 1_000_000
"""Under PostgreSQL's limit of 1 MB (1,048,575 bytes of keys and positions)."""

_KEY_COST: Final = 3
"""Bytes that alignment of a key and the count of its positions cost at most; each position costs 2."""

_GAP: Final = 8
"""Positions left free between two fields, so that no phrase runs from one into the next."""


@dataclass(frozen=True, slots=True)
class Vector:
    """The text of a `tsvector`, with what it holds and whether something had to be left out."""

    literal: str
    words: int
    keys: int
    is_cut: bool
    vocabulary: frozenset[tuple[str, str]] = frozenset()
    """The different words, each with the language of its text."""


def tsvector_literal(fields: Iterable[Field]) -> str:
    """The `tsvector` text of a record's fields, the most important first; see `build_vector`."""
    return build_vector(fields).literal


def build_vector(fields: Iterable[Field]) -> Vector:
    """Index the fields in the order given, at most 1 MB; `is_cut` says that later words had no room.

    A field is (weight A–D, language code, text). Words of weight A, the title's, are filed a second time in the title
    lane (`TITLE_PREFIX`), at the same places. Text of an unknown language code is indexed by its letters. ValueError for a weight that
    PostgreSQL does not have.
    """
    fields = list(fields)
    return _whole_vector(fields) or _bounded_vector(fields)


def build_vectors(records: Iterable[Iterable[Field]]) -> list[Vector]:
    """The same for many records at once: what another process is asked for."""
    return [build_vector(fields) for fields in records]


def _whole_vector(fields: Iterable[Field]) -> Vector | None:
    """The quick way, for what fits as a whole, as nearly every record does; None where a bound of PostgreSQL is met."""
    places: dict[str, list[str]] = {}
    seen: set[tuple[str, str]] = set()
    position = 1
    count = 0
    for weight, language, text in fields:
        check_weight(weight)
        mark, is_title, before = "" if weight == "D" else weight, weight == "A", position
        for _start, _end, word, joined in tokens(text):
            place = f"{position}{mark}"
            for one in (word, joined) if joined else (word,):
                keys = document_keys(one, language)
                seen.add((one, language))
                for key in (*keys, *_title_keys(keys)) if is_title else keys:
                    known = places.get(key)
                    if known is None:
                        places[key] = [place]
                    elif known[-1] != place:
                        known.append(place)
            position += 1
        count += position - before
        if position > before:
            position += _GAP
        if position >= LAST_POSITION:
            return None
    size = sum([len(key.encode()) + _KEY_COST + 2 * len(known) for key, known in places.items()])
    if size > BYTES:
        return None
    literal = " ".join([f"{quoted(key)}:{','.join(known[:POSITIONS_PER_KEY])}" for key, known in places.items()])
    return Vector(literal, count, len(places), is_cut=False, vocabulary=frozenset(seen))


def _bounded_vector(fields: Iterable[Field]) -> Vector:
    """The careful way: every place counted against the bounds as it comes."""
    index = _Index()
    position = 1
    count = 0
    seen: set[tuple[str, str]] = set()
    for weight, language, text in fields:
        check_weight(weight)
        last = position
        for token in tokens(text):
            count += 1
            last = position
            for word in (token.word, token.joined) if token.joined else (token.word,):
                keys = document_keys(word, language)
                index.add(keys, position, weight)
                seen.add((word, language))
                if weight == "A":
                    index.add(_title_keys(keys), position, weight)
            position = min(position + 1, LAST_POSITION)
        if text and last != position:
            position = min(position + _GAP, LAST_POSITION)
    return Vector(index.literal(), count, len(index.places), index.is_cut, frozenset(seen))


def check_weight(weight: str) -> None:
    """Raise ValueError for a weight that PostgreSQL does not have."""
    if weight not in {"A", "B", "C", "D"}:
        raise ValueError(f"weight {weight!r}: not one of A, B, C, D")


@lru_cache(maxsize=10_000)
def _title_keys(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(TITLE_PREFIX + key for key in keys)


@lru_cache(maxsize=30_000)
def quoted(key: str) -> str:
    """A key as a quoted lexeme for `tsvector` and `tsquery` texts."""
    return "'" + key.replace("\\", "\\\\").replace("'", "''").replace("\0", "") + "'"


class _Index:
    """Keys with their places, counted in PostgreSQL's own bytes as they come."""

    def __init__(self) -> None:
        self.places: dict[str, dict[int, str]] = {}
        self.size = 0
        self.is_cut = False

    def add(self, keys: tuple[str, ...], position: int, weight: str) -> None:
        for key in keys:
            places = self.places.get(key)
            cost = 2 if places is not None else len(key.encode()) + _KEY_COST + 2
            if self.size + cost > BYTES:
                self.is_cut = True
                continue
            if places is None:
                self.places[key] = {position: weight}
                self.size += cost
            elif position in places:
                if weight < places[position]:
                    places[position] = weight
            elif len(places) < POSITIONS_PER_KEY:
                places[position] = weight
                self.size += cost

    def literal(self) -> str:
        return " ".join([f"{quoted(key)}:{_places(places)}" for key, places in self.places.items()])


def _places(places: dict[int, str]) -> str:
    return ",".join([f"{position}{'' if weight == 'D' else weight}" for position, weight in places.items()])
