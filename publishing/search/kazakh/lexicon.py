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

_SHORTEST_DERIVED: Final = 4

_MOST_REMEMBERED: Final = 20_000
"""Stems of each kind whose rank is kept; then the memory begins anew."""


class Lexicon:
    """Stems of one script, with how surely a string is one of them."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._listed = {kind: frozenset(map(script.spell, _listed(kind))) for kind in (NAME, VERB)}
        self._derived = {pair: frozenset(map(script.spell, suffixes.split())) for pair, suffixes in _DERIVED.items()}
        self._longest = max(len(suffix) for suffixes in self._derived.values() for suffix in suffixes)
        self._ranks: dict[str, dict[str, int]] = {NAME: {}, VERB: {}}

    def is_listed(self, stem: str, kind: str) -> bool:
        """True for a stem that the list of this kind has."""
        return stem in self._listed[kind]

    def rank(self, stem: str, kind: str) -> int:
        """0 for a listed stem of this kind, 1 for one derived from a listed stem in one step, else UNKNOWN.

        More steps than one would invent stems.
        """
        if stem in self._listed[kind]:
            return 0
        if len(stem) < _SHORTEST_DERIVED:
            return UNKNOWN
        ranks = self._ranks[kind]
        found = ranks.get(stem)
        if found is None:
            if len(ranks) > _MOST_REMEMBERED:
                ranks.clear()
            found = ranks[stem] = 1 if self._is_derived(stem, kind) else UNKNOWN
        return found

    def _is_derived(self, stem: str, kind: str) -> bool:
        names, verbs = self._listed[NAME], self._listed[VERB]
        from_names, from_verbs = self._derived[kind, NAME], self._derived[kind, VERB]
        for cut in range(max(2, len(stem) - self._longest), len(stem)):
            suffix = stem[cut:]
            by_name, by_verb = cut > 2 and suffix in from_names, suffix in from_verbs
            if not (by_name or by_verb):
                continue
            base = stem[:cut]
            is_made = (by_name and base in names) or (
                by_verb and any(verb in verbs for verb in self._before(base, suffix))
            )
            if is_made and self._script.agrees(base, suffix):
                return True
        return False

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
