"""The two spellings the stemmer works in: Kazakh as written, and the skeleton that forgets Kazakh letters and Latin.

One engine serves both. In the skeleton several letters have become one (ә а → а, і и й → и), so a last letter may be of
several sound classes and fewer vowels decide the harmony.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from publishing.search.kazakh import letters
from publishing.search.kazakh.letters import Sound
from publishing.search.kazakh.suffixes import NAME, VERB, Fit, all_chains, fused_chains, rare_chains

_NO_HARMONY: Final = ("мен", "бен", "пен", "менен", "бенен", "пенен")
_DECIDING: Final = "аыеі"

_BIT: Final = {
    (sound, harmony, kind): 1 << number
    for number, (kind, sound, harmony) in enumerate(
        (kind, sound, harmony) for kind in (NAME, VERB) for sound in Sound for harmony in "bf"
    )
}
"""A chain's ways to follow a stem are one number, and so are the ways that a stem's end allows."""
_NAMES: Final = sum(bit for (_, _, kind), bit in _BIT.items() if kind is NAME)
_KINDS: Final[tuple[tuple[str, ...], ...]] = ((), (NAME,), (VERB,), (NAME, VERB))


def _bits(sound: Sound, harmony: str) -> int:
    """The ways of both kinds on this sound; in either harmony where it is open."""
    return sum(_BIT[sound, way, kind] for kind in (NAME, VERB) for way in (harmony or "bf"))


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
        self._harmony = lru_cache(maxsize=20_000)(harmony)
        self._table: dict[str, int] = {}
        common: set[str] = set()
        rare: set[str] = set()
        for chain, fits in all_chains().items():
            spelt = spell(chain)
            self._table[spelt] = self._table.get(spelt, 0) | _ways(fits)
            (rare if chain in rare_chains() else common).add(spelt)
        self.chains = frozenset(self._table) | frozenset(self.fused)
        self.longest = max(map(len, self._table))
        self._rare = frozenset(rare - common)
        unharmonised, deciding = frozenset(map(spell, _NO_HARMONY)), frozenset(map(spell, _DECIDING))
        self._free = frozenset(chain for chain in self._table if chain in unharmonised or deciding.isdisjoint(chain))
        self._allowed = {
            (letter, tune): sum({bit for sound in sounds for bit in _split(_bits(sound, tune))})
            for letter, sounds in self.sounds.items()
            for tune in ("", "b", "f")
        }

    def close_vowels(self, stem: str) -> tuple[str, ...]:
        """ы, і or both: those that agree with the stem's harmony."""
        tune = self._harmony(stem)
        return tuple(self.spell(vowel) for vowel, way in (("ы", "b"), ("і", "f")) if tune in ("", way))

    def agrees(self, stem: str, suffix: str) -> bool:
        """True where the suffix's first deciding vowel is of the stem's harmony."""
        tune = self._harmony(stem)
        first = next((letter for letter in suffix if letter in "аыеі"), "")
        return not tune or not first or tune == ("b" if first in "аы" else "f")

    def is_of_name(self, chain: str) -> bool:
        """True for a chain that some name can take."""
        return bool(self._table.get(chain, 0) & _NAMES)

    def kinds(self, stem: str, chain: str, *, strict: bool = False) -> tuple[str, ...]:
        """The kinds of stem (name, verb) that the chain may follow here by sound and harmony.

        `strict` leaves out the chains that only a listed stem may take.
        """
        ways = self._table.get(chain)
        if not ways or (strict and chain in self._rare):
            return ()
        end = stem[-1]
        last = stem[-2] if end == "ь" and len(stem) > 1 else end
        allowed = self._allowed.get((last, "" if chain in self._free else self._harmony(stem)), 0)
        if end == "и":
            allowed |= _bits(Sound.VOWEL, self._harmony(stem))
        ways &= allowed
        return _KINDS[bool(ways & _NAMES) + 2 * (ways > _NAMES)]


def _ways(fits: set[Fit]) -> int:
    return sum(_BIT[fit.sound, fit.harmony, fit.kind] for fit in fits)


def _split(bits: int) -> set[int]:
    return {bit for bit in _BIT.values() if bits & bit}


def written() -> Script:
    """Kazakh as it is written."""
    return Script(lambda word: word, letters.harmony)
