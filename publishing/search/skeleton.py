"""Kazakh typed without its letters (казакстан) or in Latin script (qazaqstan, Qazaqstan, kazakhstan): one skeleton for all.

A letter that a Russian keyboard or one of the Latin drafts cannot tell from another is folded with it, so the skeleton
merges words (түс, тұс) and never stands in the index: it is how a query finds words in the portal's vocabulary.
"""

import re
from functools import cache, lru_cache
from typing import Final

from publishing.search.kazakh import kazakh_keys, possible_stems
from publishing.search.kazakh.script import Script
from publishing.search.kazakh.stemmer import Stemmer
from publishing.search.tokens import is_cyrillic

_CYRILLIC: Final = str.maketrans(
    {"ә": "а", "ғ": "г", "қ": "к", "ң": "н", "ө": "о", "ұ": "у", "ү": "у", "і": "и", "һ": "х", "й": "и", "э": "е"}
    | {"ё": "ио", "ю": "иу", "я": "иа", "ц": "тс", "щ": "ш", "ъ": "", "ь": ""}
)
_PAIRS: Final = (
    ("s'", "ш"), ("c'", "ч"), ("'", ""), ("shch", "ш"), ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("kh", "х"), ("gh", "г"),
    ("şş", "ш"),
)  # fmt: skip
_LETTERS: Final = {
    "а": "aäáā", "б": "b", "в": "v", "г": "gğǵ", "д": "d", "е": "eėé", "ж": "j", "з": "z", "к": "kq", "л": "l", "м": "m",
    "н": "nñńŋň", "о": "oöóō", "п": "p", "р": "r", "с": "sc", "т": "t", "ф": "f", "у": "uūüúýwŭ", "и": "iıïīĭ", "х": "hx",
    "ш": "ş", "ч": "ç",
}  # fmt: skip
_LATIN: Final = str.maketrans({latin: cyrillic for cyrillic, latins in _LETTERS.items() for latin in latins})
_Y_BY_VOWEL: Final = re.compile(r"(?<=[аеоуи])y|y(?=[аеоуи])")


def fold(word: str) -> str:
    """The skeleton of a word in either script, in Cyrillic letters."""
    return folds(word)[0]


def folds(word: str) -> tuple[str, ...]:
    """Skeletons of a word: one, or two where a Latin y may be ы or й."""
    if is_cyrillic(word):
        return (word.translate(_CYRILLIC).replace("'", ""),)
    for pair, letter in _PAIRS:
        word = word.replace(pair, letter)
    word = word.translate(_LATIN)
    if "y" not in word:
        return (word,)
    return tuple(dict.fromkeys((_Y_BY_VOWEL.sub("и", word).replace("y", "ы"), word.replace("y", "ы"))))


def _harmony(stem: str) -> str:
    """By the last а, ы or е; an а in the first syllable may be ә and decides nothing."""
    vowels = [letter for letter in stem if letter in "аыеоуи"]
    if not vowels or vowels[-1] in "оуи" or vowels == ["а"]:
        return ""
    return "f" if vowels[-1] == "е" else "b"


_MOST_KEYS: Final = 3


@lru_cache(maxsize=10_000)
def skeleton_keys(word: str) -> tuple[str, ...]:
    """Keys of a normalised word by its skeleton, and the skeletons of its proper keys; at least one."""
    found = [key for folded in folds(word) for key in _stemmer().keys(folded)]
    if is_cyrillic(word):
        found += [fold(key) for key in kazakh_keys(word)]
    return tuple(dict.fromkeys(key for key in found if key)) or (word,)


def skeleton_stems(word: str) -> tuple[str, ...]:
    """Skeletons of the stems that a normalised word may be a form of by the grammar; wider than its keys, may be empty."""
    if is_cyrillic(word):
        return tuple(dict.fromkeys(map(fold, possible_stems(word))))
    return tuple(dict.fromkeys(stem for folded in folds(word) for stem in _stemmer().possible(folded)))


@cache
def _stemmer() -> Stemmer:
    """The engine over skeletons, made at the first word."""
    return Stemmer(Script(fold, _harmony), most_keys=_MOST_KEYS, trusts_whole=False)
