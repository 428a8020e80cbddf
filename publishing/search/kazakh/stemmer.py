"""A Kazakh word → search keys: listed stems where a reading leads to one, else the longest chains cut to a fixed point."""

from typing import Final

from publishing.search.kazakh.lexicon import UNKNOWN, Lexicon
from publishing.search.kazakh.rules import Rules
from publishing.search.kazakh.script import Script
from publishing.search.kazakh.suffixes import NAME, VERB

_SHORTEST_POSSIBLE: Final = 3
"""Letters of a stem that no list knows but the portal's words may confirm."""

_SHORTEST_BESIDE: Final = 4
"""The same beside a stem that a list knows."""

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

    def possible(self, word: str) -> tuple[str, ...]:
        """The stems known to the lexicon that the word may be a form of, and others that the grammar allows.

        Where a known stem explains the word, only long ones on common chains are told beside it: the portal's own words
        decide between them.
        """
        known = self.known(self._shortened.get(word, word))
        if not known:
            return tuple(dict.fromkeys(stem for stem, _ in self._readings(word) if len(stem) >= _SHORTEST_POSSIBLE))
        others = (stem for stem, _ in self._readings(word, strict=True) if len(stem) >= _SHORTEST_BESIDE)
        return tuple(dict.fromkeys((*known, *others)))

    def is_ending(self, letters: str) -> bool:
        """True where the letters are a chain that a name can take."""
        return self._script.is_of_name(letters)

    def is_listed(self, word: str) -> bool:
        """True where the word can be a form of a listed stem."""
        return any(self._lexicon.is_listed(stem, kind) for stem, kind in self._readings(word))

    def known(self, word: str) -> list[str]:
        """Stems known to the lexicon that the word can be a form of; listed before derived, long before short."""
        found: dict[str, int] = {}
        listed_names: set[str] = set()
        rank = self._lexicon.rank
        for stem, kind in self._readings(word):
            steps = rank(stem, kind)
            if steps != UNKNOWN and found.get(stem, steps) >= steps:
                found[stem] = steps
                if steps == 0 and kind is NAME:
                    listed_names.add(stem)
        if self._trusts_whole and found.get(word) == 0:
            # A bare verb stem is rare in a text (байы: rather his master than “grow rich”), so names are kept beside it.
            kept = set() if word in listed_names else listed_names
            is_verbal_noun = word[-1] in "ую"
            found = {
                stem: steps
                for stem, steps in found.items()
                if stem == word or stem in kept or (is_verbal_noun and steps == 0)
            }
        return sorted(found, key=lambda stem: (found[stem], -len(stem)))[: self._most_keys]

    def _readings(self, word: str, *, strict: bool = False) -> list[tuple[str, str]]:
        """Every (stem, kind) that the grammar allows, the whole word first; stems in dictionary form."""
        script = self._script
        found = [(word, NAME), (word, VERB)]
        for cut in range(max(2, len(word) - script.longest), len(word)):
            stem, chain = word[:cut], word[cut:]
            if chain not in script.chains:
                continue
            for kind in script.kinds(stem, chain, strict=strict):
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
