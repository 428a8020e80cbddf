"""The portal's own words: what a query falls back on where a word is not written as the records write it.

Every word of the public records is kept with its skeletons (how it looks typed without Kazakh letters or in Latin
script) and its stems (what its skeleton may be a form of). A query asks for the words that look like its own; their keys
join the query. So the index holds words alone, and Kazakh typed without its letters is found as well as Kazakh.

`StoredWords` of the portal answers from the database, `WordList` from memory.
"""

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import Final, Protocol

from publishing.search.skeleton import folds, skeleton_keys, skeleton_stems
from publishing.search.tokens import is_cyrillic, is_latin, is_plain, words

MOST_WORDS: Final = 200
"""Words given for one skeleton or stem."""

MOST_NEAREST: Final = 5


class Vocabulary(Protocol):
    """What a store of the portal's words must answer; words are normalised as `tokens.normalise` leaves them."""

    def spelt_like(self, skeletons: Collection[str], stems: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """For each of the strings asked for, the words that have it among their `skeletons_of` or `stems_of`.

        Strings without a word are left out. A string asked for as both gives the words of both kinds together. The
        words of most records come first, at most MOST_WORDS; those whose skeleton it is before those whose stem it is.
        """

    def has(self, words: Collection[str]) -> frozenset[str]:
        """Those of the words that stand in a record."""

    def nearest(self, word: str) -> tuple[str, ...]:
        """Words that differ by a typing error or two, the nearest first, at most MOST_NEAREST; none for a word held."""


def skeletons_of(word: str) -> tuple[str, ...]:
    """How a normalised word looks without Kazakh letters or in Latin script: one skeleton, two for a Latin y.

    Empty for what has no forms: numbers, other alphabets, letters and digits mixed.
    """
    if not is_plain(word) or not (is_cyrillic(word) or is_latin(word)):
        return ()
    return folds(word)


def stems_of(word: str) -> tuple[str, ...]:
    """Skeletons of the stems that a word may be a form of; to be kept with the word. Empty where it has no skeleton."""
    if not skeletons_of(word):
        return ()
    return tuple(dict.fromkeys((*skeleton_keys(word), *skeleton_stems(word))))


class WordList:
    """A vocabulary in memory, for measuring and for tests; the words count as equally frequent."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Take the words of some lines of text."""
        self._words = tuple(sorted({word for line in lines for word in words(line)}))
        self._held = frozenset(self._words)
        self._by_skeleton: dict[str, list[str]] = {}
        self._by_beginning: dict[str, list[str]] = {}
        for word in self._words:
            for skeleton in skeletons_of(word):
                self._by_skeleton.setdefault(skeleton, []).append(word)
                self._by_beginning.setdefault(skeleton[:2], []).append(word)
        self._by_stem: dict[str, dict[str, list[str]]] = {}

    def spelt_like(self, skeletons: Collection[str], stems: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """See `Vocabulary`."""
        found: dict[str, dict[str, None]] = {}
        for skeleton in skeletons:
            found.setdefault(skeleton, {}).update(dict.fromkeys(self._by_skeleton.get(skeleton, ())))
        for stem in stems:
            found.setdefault(stem, {}).update(dict.fromkeys(self._stems_like(stem).get(stem, ())))
        return {key: tuple(several)[:MOST_WORDS] for key, several in found.items() if several}

    def has(self, words: Collection[str]) -> frozenset[str]:
        """See `Vocabulary`."""
        return self._held.intersection(words)

    def nearest(self, word: str) -> tuple[str, ...]:
        """See `Vocabulary`; by likeness of the letters."""
        if word in self._held:
            return ()
        return tuple(get_close_matches(word, self._words, n=MOST_NEAREST, cutoff=0.75))

    def _stems_like(self, stem: str) -> Mapping[str, list[str]]:
        """The words by stem, of those that begin like this one; analysed when first asked for, which is most of the work."""
        beginning = stem[:2]
        if beginning not in self._by_stem:
            table: dict[str, list[str]] = {}
            for word in dict.fromkeys(self._by_beginning.get(beginning, ())):
                for other in stems_of(word):
                    table.setdefault(other, []).append(word)
            self._by_stem[beginning] = table
        return self._by_stem[beginning]
