"""The listed Kazakh stems, and the words that regular derivation makes of them."""

from functools import cache
from importlib.resources import files
from typing import Final

from publishing.search.kazakh.script import Script
from publishing.search.kazakh.suffixes import NAME, VERB

_DERIVED: Final = {
    (NAME, NAME): (
        "лық лік дық дік тық тік шы ші ша ше шық шік шылық шілік лас лес дас дес тас тес ғы гі"
        " қы кі стан хана лау леу ист изм ия и дай дей тай тей"
    ),
    (NAME, VERB): "у ю ыс іс с ым ім м ық ік қ к ма ме ба бе па пе ғыш гіш қыш кіш ынды інді нды нді",
    (VERB, NAME): (
        "ла ле да де та те лан лен дан ден тан тен лас лес дас дес тас тес лат лет дат дет тат тет"
        " ландыр лендір дандыр дендір тандыр тендір ластыр лестір дастыр дестір тастыр тестір ай ей ар ер"
    ),
    (VERB, VERB): (
        "ыл іл л ын ін н ыс іс с т дыр дір тыр тір ғыз гіз қыз кіз ызу ылу ғызыл тырыл тіріл дырыл діріл сын"
    ),
}
"""(what comes out, what it is made of) → suffixes."""

UNKNOWN: Final = -1

_MOST_REMEMBERED: Final = 200_000


class Lexicon:
    """Stems of one script, with how surely a string is one of them."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._listed = {kind: frozenset(map(script.spell, _listed(kind))) for kind in (NAME, VERB)}
        self._derived = {pair: frozenset(map(script.spell, suffixes.split())) for pair, suffixes in _DERIVED.items()}
        self._longest = max(len(suffix) for suffixes in self._derived.values() for suffix in suffixes)
        self._ranks: dict[tuple[str, str, int], int] = {}

    def rank(self, stem: str, kind: str, depth: int) -> int:
        """0 for a listed stem of this kind, else the derivations from one, at most `depth`; UNKNOWN where there is no way."""
        if stem in self._listed[kind]:
            return 0
        if depth == 0 or len(stem) < 4:
            return UNKNOWN
        asked = (stem, kind, depth)
        found = self._ranks.get(asked)
        if found is None:
            if len(self._ranks) > _MOST_REMEMBERED:
                self._ranks.clear()
            found = self._ranks[asked] = self._search(stem, kind, depth)
        return found

    def _search(self, stem: str, kind: str, depth: int) -> int:
        found = []
        for cut in range(max(2, len(stem) - self._longest), len(stem)):
            base, suffix = stem[:cut], stem[cut:]
            by_name = len(base) > 2 and suffix in self._derived[kind, NAME]
            by_verb = suffix in self._derived[kind, VERB]
            if not (by_name or by_verb) or not self._script.agrees(base, suffix):
                continue
            if by_name:
                found.append(self.rank(base, NAME, depth - 1))
            if by_verb:
                found += [self.rank(verb, VERB, depth - 1) for verb in self._before(base, suffix)]
        return min((steps + 1 for steps in found if steps != UNKNOWN), default=UNKNOWN)

    def _before(self, base: str, suffix: str) -> tuple[str, ...]:
        """The verb stems that may stand behind `base`: таб-ыс of тап, оқ-у of оқы, қо-ю of қой."""
        script = self._script
        if suffix[0] == "ю":
            return (base, base + "й", base + "и")
        if suffix[0] not in script.vowels:
            return (base,)
        devoiced = (base[:-1] + script.voiced[base[-1]],) if base[-1] in script.voiced else ()
        closed = tuple(base + vowel for vowel in script.close_vowels(base)) if suffix[0] == "у" else ()
        return (base, *devoiced, *closed)


@cache
def _listed(kind: str) -> frozenset[str]:
    """The stems of one kind as written in the data file."""
    text = files("publishing.search.kazakh").joinpath(f"{kind}s.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.split("\n") if not line.startswith("#") for word in line.split())
