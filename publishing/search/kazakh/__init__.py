"""Kazakh: no stemmer for it exists, so this one is ours.

letters     harmony and the sound classes that suffixes ask for
suffixes    the inflection as one table of suffix chains, generated from the grammar
script      Kazakh as written, and as a skeleton; what may follow what in each
lexicon     listed stems (names.txt, verbs.txt, written by hand) and what regular derivation makes of them
rules       the chains cut from words that no list knows
stemmer     word → keys
"""

from functools import cache, lru_cache
from typing import Final

from publishing.search.kazakh.script import written
from publishing.search.kazakh.stemmer import Stemmer
from publishing.search.tokens import is_cyrillic, is_plain

_MOST_KEYS: Final = 2

_ORDINALS: Final = frozenset({"ші", "шы", "інші", "ыншы", "нші", "ншы"})


class Kazakh:
    """Keys are stems, not dictionary words; the surest first."""

    language: Final = "kk"
    prefix: Final = "k/"

    def accepts(self, word: str) -> bool:
        """Any Cyrillic word: a third of Kazakh words have no letter of their own."""
        return is_cyrillic(word) and is_plain(word)

    def keys(self, word: str) -> tuple[str, ...]:
        """One or two keys; at least one."""
        return kazakh_keys(word)


@lru_cache(maxsize=10_000)
def kazakh_keys(word: str) -> tuple[str, ...]:
    """The stems of a normalised word."""
    return _stemmer().keys(word)


@lru_cache(maxsize=10_000)
def possible_stems(word: str) -> tuple[str, ...]:
    """The stems that a normalised word may be a form of by the grammar alone; its keys where a list knows it."""
    return _stemmer().possible(word)


@lru_cache(maxsize=10_000)
def is_known(word: str) -> bool:
    """True where the word as written is a form of a listed stem, so that nothing else need be supposed of it."""
    return _stemmer().is_listed(word)


def is_ending(letters: str) -> bool:
    """True where the letters are endings of a name one after the other, as written behind an acronym: -ның, -дағы."""
    return _stemmer().is_ending(letters) or letters in _ORDINALS


@cache
def _stemmer() -> Stemmer:
    """Made at the first Kazakh word: the tables take a tenth of a second."""
    return Stemmer(written(), most_keys=_MOST_KEYS, trusts_whole=True)
