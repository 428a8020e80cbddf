"""A Kazakh word → search keys: listed stems where a reading leads to one, else the longest chains cut to a fixed point."""

from typing import Final

from publishing.search.kazakh.lexicon import UNKNOWN, Lexicon
from publishing.search.kazakh.rules import Rules
from publishing.search.kazakh.script import Script
from publishing.search.kazakh.suffixes import NAME, VERB

_FARTHEST: Final = 1
"""Derivations allowed between a listed stem and the one kept as a key; more than one invents stems."""

_SHORTENED: Final = {
    "боп": "бол", "кеп": "кел", "сап": "сал", "қап": "қал", "ап": "ал", "әкеп": "әкел", "жатыр": "жат",
    "оның": "ол", "оған": "ол", "оны": "ол", "онда": "ол", "одан": "ол", "онымен": "ол",
    "бұның": "бұл", "бұған": "бұл", "бұны": "бұл", "бұнда": "бұл", "мұның": "бұл", "мұнда": "бұл", "мұны": "бұл",
    "соның": "сол", "соған": "сол", "соны": "сол", "сонда": "сол", "содан": "сол",
}  # fmt: skip
"""Forms that no suffix explains."""


class Stemmer:
    """The engine for one script."""

    def __init__(self, script: Script, *, most_keys: int, trusts_whole: bool) -> None:
        """`trusts_whole`: a word that is listed as it stands is not taken apart, save for the verb behind its -у."""
        self._script = script
        self._trusts_whole = trusts_whole
        self._lexicon = Lexicon(script)
        self._rules = Rules(script)
        self._most_keys = most_keys
        self._close = frozenset(script.spell(vowel) for vowel in "ыі")
        self._shortened = {script.spell(form): script.spell(stem) for form, stem in _SHORTENED.items()}

    def keys(self, word: str) -> tuple[str, ...]:
        """Keys of a normalised Kazakh word, the surest first; at least one."""
        return tuple(self.known(self._shortened.get(word, word))) or (self._rules.key(word),)

    def is_listed(self, word: str) -> bool:
        """True where the word can be a form of a listed stem."""
        return any(self._lexicon.rank(stem, kind, 0) == 0 for stem, kind in self._readings(word))

    def known(self, word: str) -> list[str]:
        """Stems known to the lexicon that the word can be a form of; listed before derived, long before short."""
        found: dict[str, int] = {}
        for stem, kind in self._readings(word):
            steps = self._lexicon.rank(stem, kind, _FARTHEST)
            if steps != UNKNOWN:
                found[stem] = min(found.get(stem, steps), steps)
        if self._trusts_whole and found.get(word) == 0:
            is_verbal_noun = word[-1] in "ую"
            found = {stem: steps for stem, steps in found.items() if stem == word or (is_verbal_noun and steps == 0)}
        return sorted(found, key=lambda stem: (found[stem], -len(stem)))[: self._most_keys]

    def _readings(self, word: str) -> list[tuple[str, str]]:
        """Every (stem, kind) that the grammar allows, the whole word first; stems in dictionary form."""
        script = self._script
        found = [(word, NAME), (word, VERB)]
        for cut in range(max(2, len(word) - script.longest), len(word)):
            stem, chain = word[:cut], word[cut:]
            if chain not in script.chains:
                continue
            for kind in script.kinds(stem, chain):
                found += [(base, kind) for base in self._bases(stem, chain, kind)]
            if chain in script.fused:
                found += [(base, VERB) for base in self._unfused(stem, chain)]
        return found

    def _bases(self, stem: str, chain: str, kind: str) -> list[str]:
        """Dictionary forms behind a stem as it stands before the chain: кітаб- кітап, халқ- халық, оқ-у оқы, тау-ып тап."""
        script = self._script
        found = [stem]
        if kind is NAME and len(stem) > 3 and stem[-1] in self._close and stem[-2] == "т":
            found.append(stem[:-1])  # borrowed clusters take a vowel before a suffix: акт, актілер
        if chain[0] not in script.vowels:
            return found
        bare = stem[:-1] + script.voiced.get(stem[-1], stem[-1])
        if bare != stem:
            found.append(bare)
        after_elision = stem[-1] not in script.vowels and (stem[-2] not in script.vowels or stem[-2] == "у")
        if kind is NAME and len(stem) > 2 and after_elision and chain[0] in self._close:
            found += [bare[:-1] + vowel + bare[-1] for vowel in script.close_vowels(stem)]
        if kind is VERB:
            if chain[0] == "у":
                found += [stem + vowel for vowel in script.close_vowels(stem)]
            if stem[-1] == "у":
                found.append(stem[:-1] + "п")
        return found

    def _unfused(self, stem: str, chain: str) -> list[str]:
        """Stems before a chain that has swallowed their last letter."""
        if chain[0] in "юя":
            return [stem + "й", stem + "и", stem]
        return [stem, *(stem + vowel for vowel in self._script.close_vowels(stem))]
