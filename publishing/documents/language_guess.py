"""Which of the three languages a text is in, by the words that every text needs and by letters."""

from typing import Final

from ..search.function_words import ENGLISH_WORDS, RUSSIAN_WORDS
from ..search.tokens import is_cyrillic, tokens

_KAZAKH_ALONE: Final = frozenset("қғұ")
"""Letters that neither Kyrgyz nor Ukrainian or Tatar has."""
LEAST: Final = 20
"""Words below which nothing is said."""
MOST: Final = 2_000
CLEAR: Final = 1.5
"""So many times more signs than the next language has."""
SHARE: Final = 0.08
"""So many of the words at least must be signs of the language: 8 of 100."""


def guess(text: str) -> str:
    """kk, ru or en; empty where the text is too short, in two of them or in another language."""
    signs = {"kk": 0, "ru": 0, "en": 0}
    words = 0
    for token in tokens(text):
        words += 1
        if words > MOST:
            break
        word = token.word
        signs["kk"] += not _KAZAKH_ALONE.isdisjoint(word)
        signs["ru"] += word in RUSSIAN_WORDS and is_cyrillic(word)
        signs["en"] += word in ENGLISH_WORDS
    if words < LEAST:
        return ""
    (best, most), (_next, less), _last = sorted(signs.items(), key=lambda pair: -pair[1])
    return best if most >= SHARE * min(words, MOST) and most >= CLEAR * less else ""
