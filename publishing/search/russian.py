"""Russian: dictionary forms by pymorphy3, whose dictionary (about 45 MB) is loaded at the first Russian word."""

from functools import cache, lru_cache
from typing import Any, Final

from publishing.search.tokens import is_cyrillic, is_kazakh, is_plain

_LIKELY: Final = 0.1
"""Readings less likely than this are left out: they bring false hits and hardly any true ones."""


class Russian:
    """Keys are the lemmas of every likely reading, so “стали” is found by “сталь” and by “стать”."""

    language: Final = "ru"
    prefix: Final = "r/"

    def accepts(self, word: str) -> bool:
        """Cyrillic words without a Kazakh letter."""
        return is_cyrillic(word) and is_plain(word) and not is_kazakh(word)

    def keys(self, word: str) -> tuple[str, ...]:
        """Lemmas, the likeliest first, ё as е; at least one."""
        return _lemmas(word)


def is_known(word: str) -> bool:
    """True where the word is in the Russian dictionary, not merely guessed by its ending."""
    return bool(_dictionary().word_is_known(word))


@cache
def _dictionary() -> Any:
    """The analyser; made late because it costs a third of a second and 45 MB."""
    from pymorphy3 import MorphAnalyzer  # noqa: PLC0415 - slow, and most commands analyse nothing

    return MorphAnalyzer(lang="ru")


@lru_cache(maxsize=10_000)
def _lemmas(word: str) -> tuple[str, ...]:
    readings = _dictionary().parse(word)
    likely = [reading for reading in readings if reading.score >= _LIKELY] or readings[:1]
    found = dict.fromkeys(reading.normal_form.replace("ё", "е") for reading in likely)
    # The passive of an imperfective verb is written as a verb of its own (используются): its active is meant as well.
    found.update(dict.fromkeys(lemma[:-2] for lemma in tuple(found) if lemma.endswith(("ться", "тись", "чься"))))
    return tuple(found) or (word,)
