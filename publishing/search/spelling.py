"""Which of the portal's words a query's word may stand for: typed without Kazakh letters, in Latin script, or unlisted."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from publishing.search import kazakh, russian
from publishing.search.analysers import document_keys
from publishing.search.function_words import FUNCTION_WORDS
from publishing.search.skeleton import skeleton_keys
from publishing.search.tokens import is_cyrillic, is_kazakh
from publishing.search.vocabulary import Vocabulary, skeletons_of

_SHORTEST: Final = 3
"""Letters of a word that is looked up at once; shorter ones only when nothing was found."""

_SURE_STEM, _SURE_ENDING = 4, 2
"""Letters of a stem, or of the ending after it, that make a form of a Kazakh word out of a word in Latin script."""

_MOST_KEYS: Final = 40
"""Keys that the vocabulary may add to one word."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """What the vocabulary adds to a word: the words found, the surest first, and the keys under which they are filed."""

    words: tuple[str, ...]
    keys: frozenset[str]
    is_folded: bool
    """True where the words are spelt with other letters; False where they are forms of the word as it stands."""


def spellings(
    words: Iterable[str], vocabulary: Vocabulary | None, languages: Collection[str], *, fold_all: bool = False
) -> Mapping[str, Spelling]:
    """For each word that stands for other words of the vocabulary, which; one question to the vocabulary for all.

    `fold_all` also asks for short words and for those that Russian or Kazakh knows as they stand.
    """
    if vocabulary is None or "kk" not in languages:
        return {}
    asked = {word: skeletons for word in words if (skeletons := skeletons_of(word)) and word not in FUNCTION_WORDS}
    if not asked:
        return {}
    stems = {word: tuple(dict.fromkeys((*skeletons, *skeleton_keys(word)))) for word, skeletons in asked.items()}
    found = vocabulary.spelt_like(
        {skeleton for skeletons in asked.values() for skeleton in skeletons},
        {stem for several in stems.values() for stem in several},
    )
    added = {
        word: _spelling(word, skeletons, stems[word], found, fold_all=fold_all, is_russian="ru" in languages)
        for word, skeletons in asked.items()
    }
    return {word: spelling for word, spelling in added.items() if spelling is not None}


def _spelling(
    word: str,
    skeletons: Sequence[str],
    stems: Sequence[str],
    found: Mapping[str, tuple[str, ...]],
    *,
    fold_all: bool,
    is_russian: bool,
) -> Spelling | None:
    """What the words found add to one word; None where that is nothing.

    A word spelt alike counts at once, save where the records have the word as it stands and it is Russian (тур, түр).
    Forms of words spelt alike count only where there is nothing nearer.
    """
    others: tuple[str, ...] = ()
    if not is_kazakh(word):
        alike = _of(skeletons, found)
        is_settled = not fold_all and is_russian and word in alike and is_cyrillic(word) and russian.is_known(word)
        if not is_settled:
            others = tuple(
                other for other in alike if other != word and not set(skeletons).isdisjoint(skeletons_of(other))
            )
        if not others and (fold_all or (word not in alike and _may_be_folded(word))):
            told = stems if is_cyrillic(word) else [stem for stem in stems if _is_told_by(stem, skeletons)]
            others = tuple(other for other in _of(told, found) if other != word)
    forms = tuple(form for stem in (word, *others) for form in _forms(stem, skeletons, found))
    keys = _keys((*others, *forms)) - {word}
    if not keys:
        return None
    return Spelling(tuple(dict.fromkeys((*others, *forms))), keys, is_folded=bool(others))


def _of(strings: Sequence[str], found: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for string in strings for word in found.get(string, ())))


def _forms(word: str, skeletons: Sequence[str], found: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Words that the grammar lets be forms of a word that no list knows."""
    if not is_cyrillic(word) or kazakh.is_known(word):
        return ()
    return tuple(
        other for other in _of(skeletons, found) if is_cyrillic(other) and word in kazakh.possible_stems(other)
    )


def _keys(words: Iterable[str]) -> frozenset[str]:
    keys: dict[str, None] = {}
    for word in words:
        keys |= dict.fromkeys(document_keys(word, "kk"))
        if len(keys) > _MOST_KEYS:
            break
    return frozenset(list(keys)[:_MOST_KEYS])


def _is_told_by(stem: str, skeletons: Sequence[str]) -> bool:
    """Whether a stem says enough of a word in Latin script, which may be English: “tape” is not a form of тап."""
    return len(stem) >= _SURE_STEM or any(len(skeleton) - len(stem) >= _SURE_ENDING for skeleton in skeletons)


def _may_be_folded(word: str) -> bool:
    """True where a word without a Kazakh letter is known to neither Cyrillic language as it stands."""
    if len(word) < _SHORTEST:
        return False
    return not (is_cyrillic(word) and (russian.is_known(word) or kazakh.is_known(word)))
