"""Text typed with the wrong keyboard layout on: which letters the same keys give on the other layouts.

QWERTY, the Russian ЙЦУКЕН and the Kazakh layout of Windows, which is the Russian one with Kazakh letters in the digit
row.
"""

from typing import Final

from publishing.search.tokens import is_cyrillic, is_latin

_QWERTY: Final = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~"
_RUSSIAN: Final = "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ"
_DIGITS: Final = "234589 0-="
_KAZAKH: Final = "әіңғүұ қөһ"

_TO_RUSSIAN: Final = str.maketrans(_QWERTY, _RUSSIAN)
_TO_QWERTY: Final = str.maketrans(_RUSSIAN, _QWERTY) | str.maketrans(_KAZAKH, _DIGITS)
_DIGIT_ROW: Final = str.maketrans(_DIGITS.replace(" ", ""), _KAZAKH.replace(" ", ""))


def other_layouts(text: str) -> list[str]:
    """What the same keys give on the other layouts, the likeliest first; empty where the alphabets are mixed."""
    lower = text.lower()
    cyrillic, latin = is_cyrillic(lower), is_latin(lower)
    if latin and not cyrillic:
        russian = text.translate(_TO_RUSSIAN)
        return [russian, *with_kazakh_digit_row(russian)]
    if cyrillic and not latin:
        return [lower.translate(_TO_QWERTY)]
    return []


def with_kazakh_digit_row(text: str) -> list[str]:
    """Words of letters and digits mixed, with the Kazakh letter of each digit's key (“м2селе” → мәселе)."""
    changed = [_repaired(word) for word in text.split(" ")]
    return [" ".join(changed)] if changed != text.split(" ") else []


def _repaired(word: str) -> str:
    """A word that is no number, no year and no compound: digits inside Cyrillic, with at least one Cyrillic letter."""
    if not is_cyrillic(word.lower()) or word.isalpha():
        return word
    head, tail = (word[0], word[1:]) if word[0] in "-−" else ("", word)
    return head + tail.translate(_DIGIT_ROW)
