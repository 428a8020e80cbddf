"""Kazakh: no stemmer for it exists, so this one is ours.

letters     harmony and the sound classes that suffixes ask for
suffixes    the inflection as one table of suffix chains, generated from the grammar
lexicon     listed stems (names.txt, verbs.txt, written by hand) and what regular derivation makes of them
stemmer     word → keys: a listed stem where a reading leads to one, else the longest chains cut
"""

from typing import Final

from publishing.search.kazakh import stemmer
from publishing.search.tokens import is_cyrillic


class Kazakh:
    """Keys are stems, not dictionary words; the surest first."""

    language: Final = "kk"
    prefix: Final = "k/"

    def accepts(self, word: str) -> bool:
        """Any Cyrillic word: a third of Kazakh words have no letter of their own."""
        return is_cyrillic(word)

    def keys(self, word: str) -> tuple[str, ...]:
        """One or two keys; at least one."""
        return stemmer.keys(word)
