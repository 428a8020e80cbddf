"""English: irregular forms by a table of our own, the rest by the Snowball stemmer."""

from functools import cache, lru_cache
from threading import Lock
from typing import Any, Final

from Stemmer import Stemmer

from publishing.search.english_irregular import AMBIGUOUS, IRREGULAR, STEMS, respelt
from publishing.search.tokens import is_cyrillic, is_latin, is_plain

_ONE_AT_A_TIME: Final = Lock()
"""Snowball's object is not made for several threads at once."""


class English:
    """The stem of a word's dictionary form; a second one where two words share the spelling."""

    language: Final = "en"
    prefix: Final = "e/"

    def accepts(self, word: str) -> bool:
        """Words in Latin letters."""
        return is_latin(word) and is_plain(word) and not is_cyrillic(word)

    def keys(self, word: str) -> tuple[str, ...]:
        """The stem, and for an irregular form that of its base (“bought” → buy)."""
        return _stems(word)


@cache
def _stemmer() -> Any:
    """Snowball's English stemmer; its C object is made once in a process."""
    return Stemmer("english")


@lru_cache(maxsize=10_000)
def _stems(word: str) -> tuple[str, ...]:
    bare = word.removesuffix("'s").replace("'", "")
    bases = [IRREGULAR.get(bare, bare)] + ([bare] if bare in AMBIGUOUS else [])
    return tuple(dict.fromkeys(_stem(respelt(base)) or word for base in bases))


def _stem(word: str) -> str:
    if word in STEMS:
        return STEMS[word]
    with _ONE_AT_A_TIME:
        return str(_stemmer().stemWord(word))
