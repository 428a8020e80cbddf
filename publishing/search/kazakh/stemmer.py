"""A Kazakh word → search keys: listed stems where a reading leads to one, else the longest chains cut to a fixed point."""

from functools import lru_cache
from typing import Final

from publishing.search.kazakh import lexicon
from publishing.search.kazakh.letters import SOUND, VOICED, VOWELS, Sound, harmony
from publishing.search.kazakh.suffixes import FUSED, LONGEST, NAME, TABLE, VERB

_MOST_KEYS: Final = 2
_PASSES: Final = 6

_LEAST_STEM: Final = {
    "у": 2, "ю": 2, "ты": 2, "ті": 2, "ды": 2, "ді": 2, "ып": 2, "іп": 2, "са": 3, "се": 3, "р": 9, "ар": 4, "ер": 4,
    "да": 3, "де": 3, "та": 4, "те": 4, "тық": 5, "тік": 5, "дық": 5, "дік": 5,
}  # fmt: skip
"""Letters that must be left of an unknown stem before these chains; by length for all others."""
_LEAST_BY_LENGTH: Final = {1: 4, 2: 3}

_NO_HARMONY: Final = frozenset({"мен", "бен", "пен", "менен", "бенен", "пенен"})
_DECIDING: Final = frozenset("аыеі")


@lru_cache(maxsize=200_000)
def keys(word: str) -> tuple[str, ...]:
    """Keys of a lower-case Kazakh word, the surest first."""
    known = _known(word)
    return tuple(known[:_MOST_KEYS]) if known else (_unknown(word),)


def fits(stem: str, chain: str, kind: str = "") -> bool:
    """True where the chain may follow the stem by sound and harmony (and kind, where one is given)."""
    ways = TABLE.get(chain)
    sound = SOUND.get(stem[-1])
    if not ways or sound is None:
        return False
    tune = harmony(stem)
    free = not tune or chain in _NO_HARMONY or _DECIDING.isdisjoint(chain)
    for way in ways:
        if kind and way.kind is not kind:
            continue
        if (way.sound is sound and (free or way.harmony == tune)) or (
            stem[-1] == "и" and way.sound is Sound.VOWEL and tune in ("", way.harmony)
        ):
            return True
    return False


def _known(word: str) -> list[str]:
    """Listed or regularly derived stems that the word can be a form of; listed before derived, long before short."""
    found: dict[str, tuple[int, int]] = {}

    def offer(stem: str, kind: str) -> None:
        steps = lexicon.rank(stem, kind)
        if steps >= 0:
            found[stem] = min(found.get(stem, (9, 0)), (steps, -len(stem)))

    offer(word, NAME)
    offer(word, VERB)
    for cut in range(max(2, len(word) - LONGEST), len(word)):
        stem, chain = word[:cut], word[cut:]
        for kind in (NAME, VERB):
            if fits(stem, chain, kind):
                for base in _bases(stem, chain, kind):
                    offer(base, kind)
        if chain in FUSED:
            for base in _unfused(stem, chain):
                offer(base, VERB)
    return sorted(found, key=found.__getitem__)


def _bases(stem: str, chain: str, kind: str) -> list[str]:
    """Dictionary forms behind a stem as it stands before the chain."""
    found = [stem]
    if chain[0] not in VOWELS:
        return found
    if stem[-1] in VOICED:
        found.append(stem[:-1] + VOICED[stem[-1]])
    if len(stem) > 2 and stem[-1] not in VOWELS and stem[-2] not in VOWELS or stem[-2] == "у":
        last = found[-1][-1]
        found += [found[-1][:-1] + vowel + last for vowel in "ыі"]
    if kind is VERB and chain[0] == "у":
        found += [stem + "ы", stem + "і"] + ([stem[:-1] + "п"] if stem[-1] == "у" else [])
    return found


def _unfused(stem: str, chain: str) -> list[str]:
    """Stems before a chain that has swallowed their last letter."""
    if chain[0] in "юя":
        return [stem + "й", stem + "и", stem]
    return [stem, stem + "ы", stem + "і"]


def _unknown(word: str) -> str:
    """Cut the longest chain that fits until none does, then make the rest a key."""
    word = word.removesuffix("ь")
    for _ in range(_PASSES):
        shorter = _cut(word).removesuffix("ь")
        if shorter == word:
            break
        word = shorter
    return _key(word)


def _cut(word: str) -> str:
    """The word without its longest legal chain; the word itself where there is none."""
    for cut in range(max(2, len(word) - LONGEST), len(word)):
        stem, chain = word[:cut], word[cut:]
        if cut < _LEAST_STEM.get(chain, _LEAST_BY_LENGTH.get(len(chain), 2)) or VOWELS.isdisjoint(stem):
            continue
        if chain in FUSED and stem[-1] in SOUND:
            if chain[0] in "юя" and stem[-1] in VOWELS and (len(chain) > 1 or chain == "ю"):
                return stem + FUSED[chain]
            if chain[0] == "и" and stem[-1] not in VOWELS and len(chain) > 1:
                return stem
        if chain in {"уып", "уіп"} and stem[-1] in VOWELS and cut <= 3:
            return stem + "п"
        if _is_doubtful(stem, chain):
            continue
        if fits(stem, chain):
            return stem[:-1] + VOICED.get(stem[-1], stem[-1]) if chain[0] in VOWELS else stem
    return word


def _is_doubtful(stem: str, chain: str) -> bool:
    """Splits that the grammar allows and that are nearly always wrong."""
    if chain in {"сын", "сін"} and stem[-1] in "уи":
        return True
    if chain[:2] in {"сы", "сі"} and stem[-1] in "ыі" and len(stem) > 3:
        return True
    return chain == "у" and stem[-1] in VOWELS and (len(stem) < 4 or stem[-1] not in "ае")


def _key(stem: str) -> str:
    """What is left, so written that the stem's own alternations (халық, халқы; кітап, кітаб-) fall together."""
    if stem[-1] in "ыі" and (len(stem) > 3 or (len(stem) == 3 and stem[1] not in VOWELS)):
        stem = stem[:-1]
    stem = stem[:-1] + VOICED.get(stem[-1], stem[-1])
    if len(stem) > 3 and stem[-1] == stem[-2]:
        stem = stem[:-1]
    if len(stem) > 4 and stem.endswith("ст"):
        stem = stem[:-1]
    if len(stem) >= 4 and stem[-2] in "ыі":
        between = stem[-1] not in VOWELS and stem[-3] not in VOWELS and not VOWELS.isdisjoint(stem[:-2])
        if between or stem[-3] == "у":
            stem = stem[:-2] + stem[-1]
    return stem
