"""The listed Kazakh stems, and the words that regular derivation makes of them."""

from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from publishing.search.kazakh.letters import VOICED, VOWELS
from publishing.search.kazakh.suffixes import NAME, VERB

_NAME_FROM_NAME: Final = (
    "лық лік дық дік тық тік шы ші лы лі ды ді ты ті сыз сіз ша ше шық шік шылық шілік лас лес дас дес тас тес ғы гі қы кі"
    " стан хана лау леу ист изм ия и дай дей тай тей"
).split()
_VERB_FROM_NAME: Final = (
    "ла ле да де та те лан лен дан ден тан тен лас лес дас дес тас тес лат лет дат дет тат тет"
    " ландыр лендір дандыр дендір тандыр тендір ластыр лестір дастыр дестір тастыр тестір ай ей ар ер"
).split()
_NAME_FROM_VERB: Final = "у ю ушы уші юшы юші ыс іс с ым ім м ық ік қ к ма ме ба бе па пе ғыш гіш қыш кіш ынды інді нды нді".split()
_VERB_FROM_VERB: Final = (
    "ыл іл л ын ін н ыс іс с т дыр дір тыр тір ғыз гіз қыз кіз ызу ылу ғызыл тырыл тіріл дырыл діріл сын"
).split()
_LONGEST: Final = 8


@cache
def listed(kind: str) -> frozenset[str]:
    """The stems of one kind as written in the data file."""
    text = files("publishing.search.kazakh").joinpath(f"{kind}s.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.split("\n") if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=100_000)
def rank(stem: str, kind: str, depth: int = 2) -> int:
    """How surely `stem` is a word of this kind: 0 listed, then the number of derivations from a listed one; -1 unknown."""
    if stem in listed(kind):
        return 0
    if depth == 0 or len(stem) < 4:
        return -1
    from_name, from_verb = (_NAME_FROM_NAME, _NAME_FROM_VERB) if kind is NAME else (_VERB_FROM_NAME, _VERB_FROM_VERB)
    best = -1
    for cut in range(max(2, len(stem) - _LONGEST), len(stem)):
        base, suffix = stem[:cut], stem[cut:]
        found = []
        if suffix in from_name and len(base) > 2:
            found.append(rank(base, NAME, depth - 1))
        if suffix in from_verb:
            found += [rank(verb, VERB, depth - 1) for verb in _before(base, suffix)]
        for depth_found in found:
            if depth_found >= 0 and (best < 0 or depth_found + 1 < best):
                best = depth_found + 1
    return best


def _before(base: str, suffix: str) -> tuple[str, ...]:
    """The verb stems that may stand behind `base` before a suffix: таб-ыс of тап, оқ-у of оқы, қо-ю of қой."""
    found = [base]
    if suffix[0] == "ю":
        found += [base + "й", base + "и"]
    elif suffix[0] in VOWELS:
        if base[-1] in VOICED:
            found.append(base[:-1] + VOICED[base[-1]])
        if suffix[0] == "у":
            found += [base + "ы", base + "і"]
    return tuple(found)
