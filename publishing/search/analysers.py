"""The analysers by language, and which of them a word goes to.

All keys live in one `tsvector`, so each lane has a prefix: `r/` Russian lemmas, `e/` English stems, `k/` Kazakh stems.
The word itself has no prefix: it is the exact lane, the same in all languages. Without prefixes a Kazakh stem would meet
a Russian lemma of another meaning (“көр” cut to “кор”, “тан” and “тан”). The keys of a title's words stand a second time
with `t/` before them. `/` never occurs in a word.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, Protocol

from publishing.search.english import English
from publishing.search.kazakh import Kazakh
from publishing.search.russian import Russian
from publishing.search.tokens import is_kazakh

TITLE_PREFIX: Final = "t/"
"""Before the key of a title's word, so that the index itself knows the hits in titles."""


class Analyser(Protocol):
    """What a language must offer: keys such that two forms of one word share at least one."""

    @property
    def language(self) -> str:
        """Language code: kk, ru, en."""

    @property
    def prefix(self) -> str:
        """What its keys begin with in the index."""

    def accepts(self, word: str) -> bool:
        """True where the word's letters may be this language's."""

    def keys(self, word: str) -> tuple[str, ...]:
        """Keys of a normalised word, without prefix, the surest first; never empty."""


ANALYSERS: Final[Mapping[str, Analyser]] = {a.language: a for a in (Kazakh(), Russian(), English())}


def language_keys(word: str, language: str) -> tuple[str, ...]:
    """Prefixed keys of `word` in one language; empty where its letters cannot be that language's."""
    analyser = ANALYSERS[language]
    if not analyser.accepts(word):
        return ()
    return tuple(analyser.prefix + key for key in analyser.keys(word))


def document_languages(word: str, language: str) -> tuple[str, ...]:
    """The languages in which a word of a text is analysed: the text's own, or what its letters say.

    A Russian text quotes English terms and Kazakh names; each is worth finding by its own forms.
    """
    if language in ANALYSERS and ANALYSERS[language].accepts(word):
        return (language,)
    if is_kazakh(word):
        return ("kk",)
    return tuple(code for code in ("ru", "en") if ANALYSERS[code].accepts(word))


@lru_cache(maxsize=30_000)
def document_keys(word: str, language: str) -> tuple[str, ...]:
    """Every key under which a word of a document is filed: the word as it stands, its stems or lemmas."""
    found = [word.replace("'", "") or word]
    for code in document_languages(word, language):
        found += language_keys(word, code)
    return tuple(found)
