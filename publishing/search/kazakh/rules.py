"""Stems that no list knows: cut the longest chain that fits until none does, and make a key of what is left."""

from typing import Final

from publishing.search.kazakh.script import Script

_PASSES: Final = 6

_LEAST: Final = {
    "у": 2, "ю": 2, "ты": 2, "ті": 2, "ды": 2, "ді": 2, "ып": 2, "іп": 2, "са": 3, "се": 3, "р": 9, "ар": 4, "ер": 4,
    "да": 3, "де": 3, "та": 4, "те": 4, "тық": 5, "тік": 5, "дық": 5, "дік": 5,
}  # fmt: skip
"""Letters that must be left before these chains; by length for all others."""
_LEAST_BY_LENGTH: Final = {1: 4, 2: 3}


class Rules:
    """The stripping rules for one script."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._least = {script.spell(chain): least for chain, least in _LEAST.items()}
        self._close = frozenset(script.spell(vowel) for vowel in "ыі")

    def key(self, word: str) -> str:
        """The key of an unlisted word; never empty for a word that is not."""
        word = word.removesuffix("ь")
        for _ in range(_PASSES):
            shorter = self._cut(word).removesuffix("ь")
            if shorter == word:
                break
            word = shorter
        return self._key(word) if word else "ь"

    def _cut(self, word: str) -> str:
        """The word without its longest legal chain; the word itself where there is none."""
        script = self._script
        for cut in range(max(2, len(word) - script.longest), len(word)):
            stem, chain = word[:cut], word[cut:]
            if chain not in script.chains:
                continue
            if cut < self._least.get(chain, _LEAST_BY_LENGTH.get(len(chain), 2)) or script.vowels.isdisjoint(stem):
                continue
            fused = self._unfused(stem, chain)
            if fused:
                return fused
            if self._is_doubtful(stem, chain):
                continue
            if script.kinds(stem, chain, strict=True):
                return stem[:-1] + script.voiced.get(stem[-1], stem[-1]) if chain[0] in script.vowels else stem
        return word

    def _unfused(self, stem: str, chain: str) -> str:
        """The stem before a chain that has swallowed its last letter; empty where it has not."""
        script = self._script
        if chain not in script.fused or stem[-1] not in script.sounds:
            return ""
        if chain[0] in "юя" and stem[-1] in script.vowels and (len(chain) > 1 or chain == "ю"):
            return stem + script.fused[chain]
        if chain[0] == "и" and stem[-1] not in script.vowels and len(chain) > 1:
            return stem
        return ""

    def _is_doubtful(self, stem: str, chain: str) -> bool:
        """Splits that the grammar allows and that are nearly always wrong."""
        if chain in {"сын", "сін", "син"} and stem[-1] in "уи":
            return True
        if chain[0] == "с" and chain[1:2] in self._close and stem[-1] in self._close and len(stem) > 3:
            return True
        return chain == "у" and stem[-1] in self._script.vowels and (len(stem) < 4 or stem[-1] not in "ае")

    def _key(self, stem: str) -> str:
        """What is left, so written that the stem's own alternations (халық, халқы; кітап, кітаб-) fall together."""
        vowels = self._script.vowels
        if stem[-1] in self._close and (len(stem) > 3 or (len(stem) == 3 and stem[1] not in vowels)):
            stem = stem[:-1]
        stem = stem[:-1] + self._script.voiced.get(stem[-1], stem[-1])
        if len(stem) > 3 and stem[-1] == stem[-2]:
            stem = stem[:-1]
        if len(stem) > 4 and stem.endswith("ст"):
            stem = stem[:-1]
        if len(stem) >= 4 and stem[-2] in self._close:
            between = stem[-1] not in vowels and stem[-3] not in vowels and not vowels.isdisjoint(stem[:-2])
            if between or stem[-3] == "у":
                stem = stem[:-2] + stem[-1]
        return stem
