"""The two spellings the stemmer works in: Kazakh as written, and the skeleton that forgets Kazakh letters and Latin.

One engine serves both. In the skeleton several letters have become one (ә а → а, і и й → и), so a last letter may be of
several sound classes and fewer vowels decide the harmony.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from publishing.search.kazakh import letters
from publishing.search.kazakh.letters import Sound
from publishing.search.kazakh.suffixes import Fit, all_chains, fused_chains, rare_chains

_NO_HARMONY: Final = ("мен", "бен", "пен", "менен", "бенен", "пенен")
_DECIDING: Final = "аыеі"


class Script:
    """A spelling: how a Kazakh word is written in it, and what may follow what."""

    def __init__(self, spell: Callable[[str], str], harmony: Callable[[str], str]) -> None:
        self.spell = spell
        self.vowels = frozenset(spell(vowel)[-1] for vowel in letters.VOWELS)
        self.voiced = {spell(voiced): spell(bare) for voiced, bare in letters.VOICED.items()}
        self.sounds: dict[str, set[Sound]] = {}
        for letter, sound in letters.SOUND.items():
            self.sounds.setdefault(spell(letter)[-1:], set()).add(sound)
        # Where spelling takes a fused letter apart (қою → коиу) there is nothing to undo.
        self.fused = {
            spell(chain): spell(back) for chain, back in fused_chains().items() if len(spell(chain)) == len(chain)
        }
        self._harmony = lru_cache(maxsize=50_000)(harmony)
        self._table: dict[str, set[Fit]] = {}
        common: set[str] = set()
        rare: set[str] = set()
        for chain, fits in all_chains().items():
            spelt = spell(chain)
            self._table.setdefault(spelt, set()).update(fits)
            (rare if chain in rare_chains() else common).add(spelt)
        self.chains = frozenset(self._table) | frozenset(self.fused)
        self.longest = max(map(len, self._table))
        self._rare = frozenset(rare - common)
        unharmonised, deciding = frozenset(map(spell, _NO_HARMONY)), frozenset(map(spell, _DECIDING))
        self._free = frozenset(chain for chain in self._table if chain in unharmonised or deciding.isdisjoint(chain))

    def close_vowels(self, stem: str) -> tuple[str, ...]:
        """ы, і or both: those that agree with the stem's harmony."""
        tune = self._harmony(stem)
        return tuple(self.spell(vowel) for vowel, way in (("ы", "b"), ("і", "f")) if tune in ("", way))

    def agrees(self, stem: str, suffix: str) -> bool:
        """True where the suffix's first deciding vowel is of the stem's harmony."""
        tune = self._harmony(stem)
        first = next((letter for letter in suffix if letter in "аыеі"), "")
        return not tune or not first or tune == ("b" if first in "аы" else "f")

    def kinds(self, stem: str, chain: str, *, strict: bool = False) -> set[str]:
        """The kinds of stem (name, verb) that the chain may follow here by sound and harmony.

        `strict` leaves out the chains that only a listed stem may take.
        """
        ways = self._table.get(chain)
        if not ways or (strict and chain in self._rare):
            return set()
        last = stem[-2] if stem[-1] == "ь" and len(stem) > 1 else stem[-1]
        sounds = self.sounds.get(last, set())
        tune = "" if chain in self._free else self._harmony(stem)
        by_tune = self._harmony(stem) if stem[-1] == "и" else ""
        return {
            way.kind
            for way in ways
            if (way.sound in sounds and (not tune or way.harmony == tune))
            or (stem[-1] == "и" and way.sound is Sound.VOWEL and by_tune in ("", way.harmony))
        }


def written() -> Script:
    """Kazakh as it is written."""
    return Script(lambda word: word, letters.harmony)
