"""Words in three languages with the frequencies of real text: few stand everywhere, most stand almost nowhere.

The commonest are those of the sample in the order of their frequency there. The others are their inflected forms: Russian
ones by the paradigms of pymorphy3, Kazakh ones by chains of suffixes in harmony, English ones by regular endings. Which
word comes next is drawn by the law of Zipf and Mandelbrot, 1 / (rank + 2.7) ^ 1.05.
"""

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

import pymorphy3
import yaml

CODES: Final = ("kk", "ru", "en")
SEED: Final = 20130315
SHIFT, EXPONENT = 2.7, 1.05
LONGEST: Final = 60_000
"""So many words has a language at most."""
SAMPLE: Final = Path(__file__).resolve().parent.parent.parent / "sample"
FOLDERS: Final = ("practices", "reforms", "pages", "countries")

_WORD: Final = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_SENTENCE: Final = re.compile(r"[^.!?]+[.!?]")

BACK, FRONT = "аоұыуяюё", "әөүіеэи"
CASES: Final = {
    "back": (("", "тың", "қа", "ты", "та", "тан", "пен"), ("", "ның", "ға", "ды", "да", "дан", "мен")),
    "front": (("", "тің", "ке", "ті", "те", "тен", "пен"), ("", "нің", "ге", "ді", "де", "ден", "мен")),
}
PLURALS: Final = {"back": ("тар", "дар", "лар"), "front": ("тер", "дер", "лер")}
POSSESSIVES: Final = {"back": ("ы", "ымыз", "ыңыз"), "front": ("і", "іміз", "іңіз")}
VOICELESS: Final = "кқпстфхцчшщбвгд"
ENGLISH: Final = ("s", "ed", "ing", "er", "ers", "ly", "ness", "ment", "ments", "able", "ation", "al", "ally", "ism")
ONSETS: Final = {
    "kk": "б д ж қ м н с т ш ақ ба бо да жа же қа қо ма ме на но ор са та ер ел".split(),
    "ru": "б в г д ж з к л м н п р с т вер гор дол за кра ле мир но пер све сто тур".split(),
    "en": "b br c ch d dr f gr h k l m n p pr r st t th w black green north over west".split(),
}
RIMES: Final = {
    "kk": "ал ан ар ас ат ен ер ес оқ ол ор ұл ын ай".split(),
    "ru": "ав ал ан ар ев ел ен ер ил ин ов ок ом ор ун ыч".split(),
    "en": "ain al an ar ell en er ick ill in ock on ore ull urn".split(),
}
PLACES: Final = {"kk": ("тау", "көл", "бұлақ", "кент"), "ru": ("ск", "град", "ово", "ино"), "en": ("ton", "ford", "ham", "wick")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language, the commonest first, and how to draw them."""

    language: str
    known: Sequence[str]
    """Those of the sample by their frequency; the first of `all`."""
    all: Sequence[str]
    weights: Sequence[float]
    """Cumulated."""

    def draw(self, chance: random.Random, count: int) -> list[str]:
        """So many words, one independent of the other."""
        return chance.choices(self.all, cum_weights=self.weights, k=count)


@cache
def sample(folder: str) -> list[dict[str, Any]]:
    """The files of one folder of the sample."""
    return [yaml.safe_load(path.read_text()) for path in sorted((SAMPLE / folder).glob("*.yaml"))]


@cache
def words_of(language: str) -> Words:
    """The words of the language."""
    counted = Counter(word for text in _texts(language) for word in _WORD.findall(text.lower()))
    known = [word for word, _count in counted.most_common()]
    chance = random.Random(f"{SEED}{language}")  # noqa: S311 - the same words each time
    made = sorted(set(_inflected(language, known)) - counted.keys())
    chance.shuffle(made)
    everything = [*known, *made][:LONGEST]
    weights = list(accumulate(1 / (rank + SHIFT) ** EXPONENT for rank in range(1, len(everything) + 1)))
    return Words(language, known, everything, weights)


@cache
def sentences(language: str, field: str) -> list[str]:
    """The sentences that the sample's practices have in a field."""
    texts = (str((practice.get(field) or {}).get(language) or "") for practice in sample("practices"))
    plain = (text.replace("- ", "").replace("\n", " ") for text in texts)
    return [sentence.strip() for text in plain for sentence in _SENTENCE.findall(text)]


def name(language: str, number: int) -> str:
    """A name of a place that nobody knows; no two numbers share one."""
    chance = random.Random(f"{language}{number}")  # noqa: S311 - the same name each time
    syllable = "".join(chance.choice(ONSETS[language]) + chance.choice(RIMES[language]) for _ in range(3))
    letters, rest = "", number
    alphabet = "".join(sorted(set("".join(RIMES[language]))))
    while rest:
        rest, digit = divmod(rest, len(alphabet))
        letters += alphabet[digit]
    return (syllable + letters + chance.choice(PLACES[language])).capitalize()


def _texts(language: str) -> Iterator[str]:
    for folder in FOLDERS:
        for file in sample(folder):
            yield from _strings(file, language)
    for term in yaml.safe_load((SAMPLE / "glossary.yaml").read_text())["terms"]:
        yield from _strings(term, language)


def _strings(value: object, language: str) -> Iterator[str]:
    """What stands under the language's code anywhere in the file."""
    if isinstance(value, dict):
        found = value.get(language)
        if isinstance(found, str):
            yield found
        for one in value.values():
            yield from _strings(one, language)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one, language)


def _inflected(language: str, known: Iterable[str]) -> Iterator[str]:
    long = [word for word in known if len(word) > 3 and "-" not in word]
    if language == "ru":
        yield from _russian(long)
    elif language == "kk":
        for word in long:
            yield from _kazakh(word)
    else:
        for word in long:
            stem = word.removesuffix("e")
            yield from ((stem if ending[0] in "aei" else word) + ending for ending in ENGLISH)


def _russian(words: Iterable[str]) -> Iterator[str]:
    analyser = pymorphy3.MorphAnalyzer(lang="ru")
    for word in words:
        parsed = analyser.parse(word)
        if parsed:
            yield from (form.word for form in parsed[0].lexeme)


def _kazakh(word: str) -> Iterator[str]:
    """The word with cases, plurals, possessives and their chains; a rough grammar, but its forms have the shape of real ones."""
    if not set(word) <= set("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"):
        return
    vowels = [letter for letter in word if letter in BACK + FRONT]
    if not vowels:
        return
    harmony = "front" if vowels[-1] in FRONT else "back"
    hard = word[-1] in VOICELESS
    for ending in CASES[harmony][0 if hard else 1][1:]:
        yield word + ending
    plural = word + PLURALS[harmony][0 if hard else 2 if word[-1] in BACK + FRONT + "рйу" else 1]
    yield from (plural + ending for ending in CASES[harmony][1])
    if word[-1] not in BACK + FRONT:
        for stem in (word, plural):
            yield from (stem + possessive for possessive in POSSESSIVES[harmony])
            own = stem + POSSESSIVES[harmony][0]
            yield from (own + ending for ending in ("н", "нда", "нан", "на") if harmony == "back")
            yield from (own + ending for ending in ("н", "нде", "нен", "не") if harmony == "front")
