"""The words of titles and of what is being typed, and the one spelling under which they meet.

Every word is folded to its skeleton, the English ones too: so Kazakh without its letters or in Latin script, and a
Latin word as it stands, are looked up in one place.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from ..models.suggestions import LONGEST_SKELETON
from ..search.analysers import ANALYSERS, language_keys
from ..search.function_words import FUNCTION_WORDS
from ..search.skeleton import fold, folds
from ..search.tokens import is_cyrillic, is_latin, tokens

LONGEST_TEXT: Final = 100
"""Characters of a typed text that can be suggested for; whoever types more knows what they look for."""
MOST_WORDS: Final = 6
SHORTEST: Final = 2
"""Letters from which a single word is looked up."""
_BEFORE_H: Final = ("s", "c", "z", "k", "g")
"""Letters that mean something else when an h follows."""

Word = tuple[str, str]
"""Language and normalised word."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A text as far as it is typed: the words that are through, and the last one, which may go on."""

    whole: tuple[str, ...]
    last: str
    head: str
    """The text before the last word, as it stands."""

    @property
    def is_empty(self) -> bool:
        """Whether too little is typed to look for."""
        return not self.last or (not self.whole and len(self.last) < SHORTEST)


def typed(text: str) -> Typed:
    """Read what was typed; never raises. Common words (and, для, үшін) count only while they are the last."""
    if len(text) > LONGEST_TEXT:
        return Typed((), "", "")
    found = list(tokens(text))
    while len(found) > 1 and found[-1].word in FUNCTION_WORDS and found[-1].end < len(text):
        found.pop()  # “ministry of ” goes on with another word
    if not found:
        return Typed((), "", "")
    *before, last = found
    whole = dict.fromkeys(token.word for token in before if token.word not in FUNCTION_WORDS)
    return Typed(tuple(whole)[-(MOST_WORDS - 1) :], last.word, text[: last.start])


def title_words(titles: Mapping[str, str]) -> set[Word]:
    """The words of titles by language; common words only where a title has no others."""
    found: set[Word] = set()
    for language, title in titles.items():
        every = set(_words(title))
        found |= {(language, word) for word in every - FUNCTION_WORDS or every}
    return found


def _words(title: str) -> Iterator[str]:
    for token in tokens(title):
        yield token.word
        if token.joined:
            yield token.joined


@lru_cache(maxsize=100_000)
def number_of(word: Word) -> int:
    """The word's number: the same for ever, on every machine."""
    return int.from_bytes(blake2b("/".join(word).encode(), digest_size=8).digest(), signed=True)


def skeleton_of(word: str) -> str:
    """The spelling under which a title's word is kept."""
    return (fold(word) if _is_folded(word) else word)[:LONGEST_SKELETON]


def keys_of(word: Word) -> list[str]:
    """The dictionary forms of a title's word, each with the prefix of its language."""
    language, letters = word
    return list(language_keys(letters, language)) if language in ANALYSERS else []


def keys_of_typed(word: str) -> list[str]:
    """The dictionary forms that a typed word may have in any language."""
    return [key for language in ANALYSERS for key in language_keys(word, language)]


@lru_cache(maxsize=50_000)
def skeletons_of_typed(word: str) -> tuple[str, ...]:
    """The spellings under which a whole typed word may be kept."""
    return tuple(dict.fromkeys(folds(word))) if _is_folded(word) else (word,)


@lru_cache(maxsize=5_000)
def prefixes_of_typed(word: str) -> tuple[str, ...]:
    """The beginnings of spellings under which a word may be kept that is typed so far."""
    found = list(skeletons_of_typed(word))
    if not is_cyrillic(word) and _is_folded(word):
        if word.endswith(_BEFORE_H):
            found += folds(word + "h")
        if word.endswith("y"):
            found += [one[:-1] + "и" for one in folds(word)]
    return tuple(dict.fromkeys(one for one in found if one))[:4]


def _is_folded(word: str) -> bool:
    return is_cyrillic(word) or is_latin(word)
