"""Texts of a record → the text of a PostgreSQL `tsvector`, to be written with `%s::tsvector`."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from publishing.search.analysers import SKELETON_PREFIX, document_keys
from publishing.search.tokens import tokens

Field = tuple[str, str, str]
"""Weight A–D, language code of the text, the text."""

LAST_POSITION: Final = 16_383
"""PostgreSQL's greatest position; words beyond it are still found, but not as part of a phrase."""

POSITIONS_PER_KEY: Final = 255
"""PostgreSQL keeps no more places of one key."""

BYTES: Final = 1_000_000
"""Under PostgreSQL's limit of 1 MB (1,048,575 bytes of keys and positions)."""

_GAP: Final = 8
"""Positions left free between two fields, so that no phrase runs from one into the next."""


@dataclass(frozen=True, slots=True)
class Vector:
    """The text of a `tsvector`, with what it holds and whether something had to be left out."""

    literal: str
    words: int
    keys: int
    is_cut: bool


def tsvector_literal(fields: Iterable[Field]) -> str:
    """The `tsvector` text of a record's fields, the most important first; see `build_vector`."""
    return build_vector(fields).literal


def build_vector(fields: Iterable[Field]) -> Vector:
    """Index the fields in the order given, at most 1 MB; `is_cut` says that later words had no room.

    A field is (weight A–D, language code, text). Skeletons always have weight D, so that a match by them alone ranks
    below a match of the word. Text of an unknown language code is indexed by its letters. ValueError for a weight that
    PostgreSQL does not have.
    """
    index = _Index()
    position = 1
    count = 0
    for weight, language, text in fields:
        if weight not in {"A", "B", "C", "D"}:
            raise ValueError(f"weight {weight!r}: not one of A, B, C, D")
        last = position
        for token in tokens(text):
            count += 1
            last = position
            index.add(document_keys(token.word, language), position, weight)
            if token.joined:
                index.add(document_keys(token.joined, language), position, weight)
            position = min(position + 1, LAST_POSITION)
        if text and last != position:
            position = min(position + _GAP, LAST_POSITION)
    return Vector(index.literal(), count, len(index.places), index.is_cut)


@lru_cache(maxsize=50_000)
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
            # Alignment of the key and the count of its positions cost at most 3 bytes, each position 2.
            cost = 2 if places is not None else len(key.encode()) + 3 + 2
            if self.size + cost > BYTES:
                self.is_cut = True
                continue
            mark = "D" if key[:2] == SKELETON_PREFIX else weight
            if places is None:
                self.places[key] = {position: mark}
                self.size += cost
            elif position in places:
                if mark < places[position]:
                    places[position] = mark
            elif len(places) < POSITIONS_PER_KEY:
                places[position] = mark
                self.size += cost

    def literal(self) -> str:
        return " ".join([f"{quoted(key)}:{_places(places)}" for key, places in self.places.items()])


def _places(places: dict[int, str]) -> str:
    return ",".join([f"{position}{'' if mark == 'D' else mark}" for position, mark in places.items()])
