"""A Kazakh word → search keys: listed stems where a reading leads to one, else the longest chains cut to a fixed point."""

from typing import Final

from publishing.search.kazakh.lexicon import UNKNOWN, Lexicon
from publishing.search.kazakh.rules import Rules
from publishing.search.kazakh.script import Script
from publishing.search.kazakh.suffixes import NAME, VERB

_WORST: Final = (9, 0)


class Stemmer:
    """The engine for one script."""

    def __init__(self, script: Script, most_keys: int) -> None:
        self._script = script
        self._lexicon = Lexicon(script)
        self._rules = Rules(script)
        self._most_keys = most_keys
        self._close = tuple(script.spell(vowel) for vowel in "ыі")

    def keys(self, word: str) -> tuple[str, ...]:
        """Keys of a normalised Kazakh word, the surest first; at least one."""
        return tuple(self.known(word)[: self._most_keys]) or (self._rules.key(word),)

    def known(self, word: str) -> list[str]:
        """Stems known to the lexicon that the word can be a form of; listed before derived, long before short."""
        found: dict[str, tuple[int, int]] = {}
        for stem, kind in self._readings(word):
            steps = self._lexicon.rank(stem, kind)
            if steps != UNKNOWN:
                found[stem] = min(found.get(stem, _WORST), (steps, -len(stem)))
        return sorted(found, key=found.__getitem__)

    def _readings(self, word: str) -> list[tuple[str, str]]:
        """Every (stem, kind) that the grammar allows, the whole word first; stems in dictionary form."""
        script = self._script
        found = [(word, NAME), (word, VERB)]
        for cut in range(max(2, len(word) - script.longest), len(word)):
            stem, chain = word[:cut], word[cut:]
            for kind in script.kinds(stem, chain):
                found += [(base, kind) for base in self._bases(stem, chain, kind)]
            if chain in script.fused:
                found += [(base, VERB) for base in self._unfused(stem, chain)]
        return found

    def _bases(self, stem: str, chain: str, kind: str) -> list[str]:
        """Dictionary forms behind a stem as it stands before the chain: кітаб- кітап, халқ- халық, оқ-у оқы, тау-ып тап."""
        script = self._script
        found = [stem]
        if chain[0] not in script.vowels:
            return found
        bare = stem[:-1] + script.voiced.get(stem[-1], stem[-1])
        if bare != stem:
            found.append(bare)
        if len(stem) > 2 and stem[-1] not in script.vowels and (stem[-2] not in script.vowels or stem[-2] == "у"):
            found += [bare[:-1] + vowel + bare[-1] for vowel in self._close]
        if kind is VERB:
            if chain[0] == "у":
                found += [stem + vowel for vowel in self._close]
            if stem[-1] == "у":
                found.append(stem[:-1] + "п")
        return found

    def _unfused(self, stem: str, chain: str) -> list[str]:
        """Stems before a chain that has swallowed their last letter."""
        if chain[0] in "юя":
            return [stem + "й", stem + "и", stem]
        return [stem, *(stem + vowel for vowel in self._close)]
