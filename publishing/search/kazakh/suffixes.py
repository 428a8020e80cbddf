"""The inflection of Kazakh as chains of suffixes, generated from the grammar.

All chains are first written in back harmony; the table holds each with its front twin. A chain says what it may stand
on: the class of the stem's last sound, the harmony, and whether the stem is a name (noun, adjective, numeral) or a verb.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from publishing.search.kazakh.letters import SOUND, Sound, fronted

NAME: Final = "name"
VERB: Final = "verb"

_V, _R, _L, _Z, _N, _T = Sound

_PLURAL: Final = {_V: "лар", _R: "лар", _L: "дар", _Z: "дар", _N: "дар", _T: "тар"}
_PERSONS: Final = ("", "м", "ң", "ңыз", "қ", "ңдар", "ңыздар")


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """One way in which a chain may follow a stem; there is one object for each way, so that tables compare them fast."""

    sound: Sound
    harmony: str
    kind: str


def _after(chain: str, otherwise: Sound) -> Sound:
    return SOUND[chain[-1]] if chain else otherwise


def _cases(base: str, sound: Sound, owner: str) -> Iterator[str]:
    """Case endings on `base`; `owner` is “1” after my/your (-ым), “3” after his (-ы), else empty."""
    yield base
    if owner == "3":
        for ending in ("ның", "н", "на", "нда", "нан", "мен", "ндағы", "ндағылар", "ндағыны", "нша", "ндай", "нікі"):
            yield base + ending
        return
    voiceless, nasal = sound is _T, sound is _N
    genitive = "н" if sound in (_V, _N) else "т" if voiceless else "д"
    locative = "та" if voiceless else "да"
    yield base + genitive + "ың"
    yield base + genitive + "ікі"
    yield base + ("ны" if sound is _V else "ты" if voiceless else "ды")
    yield base + ("а" if owner == "1" else "қа" if voiceless else "ға")
    yield base + locative
    yield base + ("тан" if voiceless else "нан" if nasal else "дан")
    instrumental = "пен" if voiceless else "бен" if sound is _Z else "мен"
    yield base + instrumental
    yield base + instrumental + "ен"
    for ending in ("ғы", "ғылар", "ғыны", "ғының", "ғыдай"):
        yield base + locative + ending
    yield base + locative[0] + "ай"
    if base:
        yield base + "ша"
    else:
        yield "рақ" if sound is _V else "ырақ"


def _personal(sound: Sound) -> Iterator[str]:
    """I am, you are: -мын, -сың and the rest."""
    m = {_Z: "б", _T: "п"}.get(sound, "м")
    plural = {_N: "б"}.get(sound, m)
    yield from (m + "ын", "сың", "сыз", plural + "ыз", m + "ыз", "сыздар", "сыңдар")


def nominal(sound: Sound, start: str = "") -> Iterator[str]:
    """Number × possession × case on a stem that ends in `sound`, or on the suffix `start`."""
    for plural in ("", _PLURAL[sound]):
        last = _after(plural, sound)
        base = start + plural
        yield from _cases(base, last, "")
        first = "" if last is _V else "ы"
        for ending, owner in (("м", "1"), ("ң", "1"), ("ңыз", ""), ("мыз", "")):
            yield from _cases(base + first + ending, _Z if ending.endswith("з") else _N, owner)
        yield from _cases(base + ("сы" if last is _V else "ы"), _V, "3")
        if plural:
            for ending in _personal(_R):
                yield base + ending


def _finite(sound: Sound, negation: str) -> Iterator[str]:
    """Past, present, conditional, wish and command with their persons."""
    d = "т" if sound is _T else "д"
    present = "й" if sound is _V else "а"
    for person in _PERSONS:
        yield d + "ы" + person
        yield "са" + person
    for person in ("ды", "мын", "сың", "сыз", "мыз", "сыздар", "сыңдар", "м"):
        yield present + person
    vowel = "" if sound is _V else "а"
    yield vowel + "йын"
    yield vowel + "йық"
    yield "сын"
    link = "" if sound is _V else "ы"
    for ending in ("ңыз", "ңдар", "ңыздар"):
        yield link + ending
    m = "п" if sound is _T else "б" if sound in (_N, _Z) else "м"
    for ending in ("ақ", "ақшы", "ақпын"):
        yield m + ending
    if not negation:
        yield from (present, link + "ңдаршы", "шы" if sound is _V else "ыңызшы")


def _participles(sound: Sound) -> Iterator[str]:
    """-ған, -атын with everything that names take, and the shapes made from them."""
    g = "қ" if sound is _T else "ғ"
    present = "й" if sound is _V else "а"
    for base in (g + "ан", present + "тын", present + "тұғын"):
        yield from nominal(_N, base)
        for person in _personal(_N):
            yield base + person
        yield base + "дық"
        yield from nominal(_T, base + "дық")
    yield g + "анша"
    yield g + "ай"


def _positive_only(sound: Sound) -> Iterator[str]:
    """-ар, -ып and what else has no negative of this build."""
    vowel = sound is _V
    g = "қ" if sound is _T else "ғ"
    aorist = "р" if vowel else "ар"
    yield aorist
    for person in _personal(_R):
        yield aorist + person
    converb = "п" if vowel else "ып"
    yield converb
    for ending in ("ты", "пын", "тымын", "тыр", "сың", "сыз", "пыз"):
        yield converb + ending
    for ending in ("алы", "ысы", "ым", "ың", "ымыз"):
        yield g + ending


def verbal(sound: Sound) -> Iterator[str]:
    """Everything that follows a verb's stem that ends in `sound`."""
    m = "п" if sound is _T else "б" if sound in (_N, _Z) else "м"
    yield from _finite(sound, "")
    yield from _participles(sound)
    yield from _positive_only(sound)
    yield from nominal(_R, "у")
    negation = m + "а"
    yield negation
    for chain in (*_finite(_V, negation), *_participles(_V), "й", "с", "стан", *nominal(_T, "с"), *nominal(_R, "у")):
        yield negation + chain
    for person in _personal(_T):
        yield negation + "с" + person


def _listed_only(sound: Sound) -> Iterator[tuple[str, str]]:
    """Endings so short or so much like the ends of stems that only a listed stem may take them."""
    lateral = {_V: "л", _R: "л", _L: "д", _Z: "д", _N: "д", _T: "т"}[sound]
    for base in (lateral + "ы", "сыз"):
        yield NAME, base
        for chain in nominal(_V if base[-1] == "ы" else _Z, base):
            yield NAME, chain
    for person in _personal(sound):
        yield NAME, person
        # Four verbs take these endings bare: отырмыз, жүрсің, тұрмын, жатырсыз.
        yield VERB, person
    if sound is _V:
        # Compounds that end in a possessive are declined as such: отбасы, отбасында.
        for chain in _cases("", _V, "3"):
            yield NAME, chain
    aorist = "р" if sound is _V else "ар"
    for chain in nominal(_R, aorist):
        yield VERB, chain
    for chain in nominal(_V, "ушы"):
        yield VERB, chain


_FITS: Final = {
    (sound, harmony, kind): Fit(sound, harmony, kind) for sound in Sound for harmony in "bf" for kind in (NAME, VERB)
}


@cache
def all_chains() -> Mapping[str, set[Fit]]:
    """Chain → the ways in which it may follow a stem; made when first asked for, for it takes a while."""
    table = {chain: set(fits) for chain, fits in _common().items()}
    for sound in Sound:
        for kind, chain in _listed_only(sound):
            _enter(table, chain, sound, kind)
    return table


@cache
def rare_chains() -> frozenset[str]:
    """Chains that only a listed stem may take."""
    return frozenset(all_chains()) - frozenset(_common())


@cache
def fused_chains() -> Mapping[str, str]:
    """Chains whose first letter has swallowed the stem's last: қой+у → қою, қой+а → қоя, оқы+йды → оқиды.

    Each with what to give back to the stem: “й”, or nothing where it may be ы or і.
    """
    fused: dict[str, str] = {}
    for chain, fits in _common().items():
        for fit in fits:
            if fit.kind is VERB and fit.sound is _R and chain[0] in "уа":
                fused[("ю" if chain[0] == "у" else "я") + chain[1:]] = "й"
            if fit.kind is VERB and fit.sound is _V and chain[0] == "й":
                fused["и" + chain[1:]] = ""
    return fused


@cache
def _common() -> Mapping[str, set[Fit]]:
    """The chains that any stem may take."""
    table: dict[str, set[Fit]] = {}
    for sound in Sound:
        for kind, chains in ((NAME, nominal(sound)), (VERB, verbal(sound))):
            for chain in chains:
                if chain:
                    _enter(table, chain, sound, kind)
    return table


def _enter(table: dict[str, set[Fit]], chain: str, sound: Sound, kind: str) -> None:
    """The chain and its front twin."""
    table.setdefault(chain, set()).add(_FITS[sound, "b", kind])
    table.setdefault(fronted(chain), set()).add(_FITS[sound, "f", kind])
