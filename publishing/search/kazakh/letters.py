"""What Kazakh suffixes ask of the sound before them: harmony (back or front) and the class of the last letter."""

from enum import StrEnum
from typing import Final

VOWELS: Final = frozenset("аәеиоөұүыіэяёюу")
BACK: Final = frozenset("аоұыёя")
FRONT: Final = frozenset("әеөүіэ")


class Sound(StrEnum):
    """Classes of a stem's last letter; each takes its own variant of a suffix (қала-лар, ел-дер, ат-тар)."""

    VOWEL = "vowel"
    GLIDE = "glide"
    LIQUID = "liquid"
    BUZZ = "buzz"
    NASAL = "nasal"
    VOICELESS = "voiceless"


_MEMBERS: Final = {
    Sound.VOWEL: "аәеоөұүыіэяё",
    Sound.GLIDE: "рйуюиь",
    Sound.LIQUID: "л",
    Sound.BUZZ: "зж",
    Sound.NASAL: "мнң",
    Sound.VOICELESS: "кқпстфхцчшщһбвгғд",
}
SOUND: Final = {letter: sound for sound, members in _MEMBERS.items() for letter in members}

VOICED: Final = {"б": "п", "г": "к", "ғ": "қ"}
"""A stem's last consonant as written before a vowel → as in the dictionary (кітабы → кітап)."""

_TO_FRONT: Final = str.maketrans("аығқ", "еігк")


def fronted(back: str) -> str:
    """The front-harmony twin of a back-harmony suffix: лардың → лердің."""
    return back.translate(_TO_FRONT)


def harmony(stem: str) -> str:
    """“b” or “f” by the last vowel that decides; empty where it is open.

    Open after и, у, ю and a soft sign, and in borrowed stems that take front suffixes after a back vowel (банкі) or back
    ones after a front vowel (Назарбаевтың).
    """
    if stem.endswith(("к", "г", "ев")):
        return ""
    for letter in reversed(stem):
        if letter in BACK:
            return "b"
        if letter in FRONT:
            return "f"
        if letter in "уиюь":
            return ""
    return ""
