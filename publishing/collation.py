"""Alphabetical order: one SQL function, `kk_key`, that serves Kazakh and Russian on any PostgreSQL.

Kazakh has 42 letters in an order of its own; byte order puts ё і ғ қ ң ү ұ һ ә ө after я, and the embedded
server has no ICU. The key maps each letter to a code point of the private use area in alphabetical order.
"""

from typing import Final

from django.db.models import F, Func, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language

from .languages import reading_order

ALPHABET: Final = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_KEYS: Final = {letter: chr(0xE000 + place) for place, letter in enumerate(ALPHABET)}


def kk_key(text: str) -> str:
    """The same key in Python, for lists that are already loaded. Latin letters and digits come before Cyrillic."""
    return "".join(_KEYS.get(letter, letter) for letter in text.lower())


class KazakhKey(Func):
    """SQL: the collation key of a text expression."""

    function = "kk_key"
    output_field = TextField()


def alphabetical(field: str, language: str | None = None) -> KazakhKey:
    """An ordering by a translated field as the reader sees it: the wanted language first, then the others.

    >>> Country.objects.order_by(alphabetical("name"))
    """
    order = reading_order(language or get_language() or "ru")
    columns: list[Combinable] = [NullIf(F(f"{field}_{code}"), Value("")) for code in order]
    return KazakhKey(Coalesce(*columns, output_field=TextField()))
