"""The code as people type it off paper: any case, blanks and hyphens anywhere, letters of another alphabet that look the same."""

import re
import unicodedata
from typing import Final

SHORT: Final = 16
"""Hexadecimal digits of the code on paper."""
LONGEST: Final = 200
"""Characters that are looked at."""
LOOK_ALIKES: Final = str.maketrans(
    {
        **dict.fromkeys("ОоӨөOoΟο", "0"),  # Cyrillic, Kazakh, Latin, Greek
        **dict.fromkeys("ІіӀIlLΙι|", "1"),
        **dict.fromkeys("Зз", "3"),
        **dict.fromkeys("Чч", "4"),
        **dict.fromkeys("б", "6"),
        **dict.fromkeys("АаΑα", "a"),
        **dict.fromkeys("ВвΒβ", "b"),
        **dict.fromkeys("СсСс", "c"),
        **dict.fromkeys("ЕеЁёΕε", "e"),
        **dict.fromkeys("Ғғ", "f"),
    }
)
_HEX: Final = re.compile(rf"[0-9a-f]{{{SHORT},64}}")
_IN_TEXT: Final = re.compile(r"\b([0-9A-F]{4}(?:-[0-9A-F]{4}){3})\b")
_WHOLE: Final = re.compile(r"\b[0-9a-f]{64}\b")


def digits_of(typed: str) -> str:
    """The hexadecimal digits of a code or fingerprint, 16 to 64 of them in lower case; empty where it is none."""
    folded = unicodedata.normalize("NFKC", typed[:LONGEST]).translate(LOOK_ALIKES).lower()
    bare = "".join(letter for letter in folded if letter.isalnum())
    return bare if _HEX.fullmatch(bare) else ""


def codes_in(text: str) -> list[str]:
    """The fingerprints and codes that a text prints, the long ones first, each as `digits_of` gives it, without doubles."""
    joined = text.replace("\u00ad", "")
    long = _WHOLE.findall(joined.lower())
    short = [code.replace("-", "").lower() for code in _IN_TEXT.findall(joined)]
    return list(dict.fromkeys([*long, *short]))
