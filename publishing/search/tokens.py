"""Words of a text, in order, with their places: the one tokeniser for documents, queries and snippets.

A word is normalised here once, so that every later step compares like with like: Unicode NFKC, lower case, ё read as е,
stress marks and soft hyphens dropped, apostrophes unified, Latin look-alikes inside Cyrillic words repaired (and the
reverse). Kazakh letters are kept: folding them is `skeleton`'s business, never the exact lane's.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

LONGEST_WORD: Final = 64
"""Letters of a word that count; what is longer is no word (a checksum, a base64 line) and is cut."""

KAZAKH_LETTERS: Final = frozenset("әғқңөұүһі")
"""Letters that Russian does not have: they say that a word is Kazakh."""

_APOSTROPHES: Final = "'’ʼʻ‘`´′"
_INVISIBLE: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_MARKS: Final = "\u0300-\u036f"
_HYPHENS: Final = "\\-\u2010\u2011"
_SPACES: Final = " \u00a0\u2009\u202f"

_LETTERS: Final = rf"[^\W_](?:[{_INVISIBLE}]*[^\W_]|[{_MARKS}]|[{_APOSTROPHES}](?=[^\W\d_]))*"
_WORD: Final = re.compile(
    rf"(?P<number>(?<![^\W_])(?<!\d[.,])\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?![^\W_])(?:[.,]\d+(?![^\W_]))?"
    rf"|(?<![^\W_])(?<!\d[.,])\d+[.,]\d+(?![^\W_]|[.,]\d))"
    rf"|(?P<word>{_LETTERS}(?:[{_HYPHENS}]{_LETTERS})*)"
)
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_LATIN: Final = re.compile("[a-z\u00c0-\u024f]")
_PLAIN: Final = re.compile("[\u0400-\u04ffa-z\u00c0-\u024f']*")
_PART: Final = re.compile(rf"[^{_HYPHENS}]+")
_YEAR_LIST: Final = re.compile(r"\d{4}[.,]\d{4}")
_NUMBER_THEN_CYRILLIC: Final = re.compile(r"(\d+)([а-яәғқңөұүһіѐ-ӿ]+)", re.IGNORECASE)

_CYRILLIC_LIKE_LATIN: Final = str.maketrans("aeopcxyikmthbə", "аеорсхуікмтһьә")
_LATIN_LIKE_CYRILLIC: Final = str.maketrans("аеорсхуікмтһә", "aeopcxyikmthə")
_LOOK_ALIKE_LATIN: Final = frozenset("aeopcxyikmthə")
_LOOK_ALIKE_CYRILLIC: Final = frozenset("аеорсхуікмтһә")
_REMOVED: Final = str.maketrans(dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_INVISIBLE, None))
_RUSSIAN: Final = str.maketrans("ёѐѝ", "ееи")


class Token(NamedTuple):
    """One word: `text[start:end]` as it stands, `word` normalised.

    `joined` is the whole of a hyphenated compound without its hyphens, given on the compound's first part only
    (e-government → parts “e”, “government”, joined “egovernment”), else empty.
    """

    start: int
    end: int
    word: str
    joined: str = ""


def tokens(text: str) -> Iterator[Token]:
    """The words of `text` from left to right; never raises, whatever the text holds (NUL, lone surrogates, emoji)."""
    for found in _WORD.finditer(text):
        raw = found.group()
        if raw.isalpha():
            word = normalise(raw)
            if word:
                yield Token(found.start(), found.end(), word)
        elif found.lastgroup == "number":
            yield from _number(found)
        else:
            yield from _compound(found)


def words(text: str) -> list[str]:
    """The normalised words alone."""
    return [token.word for token in tokens(text)]


@lru_cache(maxsize=30_000)
def normalise(raw: str) -> str:
    """One raw word as the index knows it; empty where nothing of it is a letter or a digit."""
    word = unicodedata.normalize("NFKC", raw[: LONGEST_WORD * 4]).casefold().translate(_REMOVED)
    word = unicodedata.normalize("NFC", word).translate(_RUSSIAN)
    word = "".join(c for c in word if c.isalnum() or c == "'").strip("'")
    return _one_script(word[:LONGEST_WORD])


def is_cyrillic(word: str) -> bool:
    """True where the word has a Cyrillic letter."""
    return _CYRILLIC.search(word) is not None


def is_latin(word: str) -> bool:
    """True where the word has a Latin letter."""
    return _LATIN.search(word) is not None


def is_plain(word: str) -> bool:
    """True where the word is Cyrillic or Latin letters alone (an apostrophe counts as one): only such words have forms."""
    return _PLAIN.fullmatch(word) is not None


def is_kazakh(word: str) -> bool:
    """True where the word has a letter that only Kazakh writes."""
    return not KAZAKH_LETTERS.isdisjoint(word)


def _number(found: re.Match[str]) -> Iterator[Token]:
    """Numbers: 1 234 567,5 is one word, 1234567.5; two years with a comma between them are two."""
    raw = found.group()
    if _YEAR_LIST.fullmatch(raw):
        yield Token(found.start(), found.start() + 4, raw[:4])
        yield Token(found.start() + 5, found.end(), raw[5:])
        return
    word = normalise_number(raw)
    if word:
        yield Token(found.start(), found.end(), word[:LONGEST_WORD])


def normalise_number(raw: str) -> str:
    """1 234 567,5 → 1234567.5, other scripts' digits as ASCII ones."""
    plain = unicodedata.normalize("NFKC", raw).replace(",", ".")
    return "".join(str(unicodedata.decimal(c, "")) if c.isdecimal() else c for c in plain if c.isdecimal() or c == ".")


def _compound(found: re.Match[str]) -> Iterator[Token]:
    """The parts of a hyphenated word, the first of which carries the whole."""
    raw, offset = found.group(), found.start()
    if raw.isdecimal():
        word = normalise(raw)
        if word:
            yield Token(offset, found.end(), word)
        return
    parts: list[Token] = []
    for part in _PART.finditer(raw):
        glued = _NUMBER_THEN_CYRILLIC.fullmatch(part.group())
        spans = (glued.span(1), glued.span(2)) if glued else ((0, len(part.group())),)
        for start, end in spans:
            word = normalise(part.group()[start:end])
            if word:
                base = offset + part.start()
                parts.append(Token(base + start, base + end, word))
    if len(parts) > 1 and any(c in "-\u2010\u2011" for c in raw):
        whole = "".join(part.word for part in parts)[:LONGEST_WORD]
        parts[0] = Token(parts[0].start, parts[0].end, parts[0].word, whole)
    yield from parts


def _one_script(word: str) -> str:
    """A word in two alphabets whose strangers are all look-alikes, in the alphabet of the rest."""
    cyrillic = {c for c in word if "\u0400" <= c <= "\u04ff"}
    latin = {c for c in word if c.isalpha()} - cyrillic
    if not cyrillic or not latin:
        return word.replace("ə", "ә") if cyrillic else word
    if latin <= _LOOK_ALIKE_LATIN and (cyrillic - _LOOK_ALIKE_CYRILLIC or not latin - _LOOK_ALIKE_LATIN):
        return word.translate(_CYRILLIC_LIKE_LATIN)
    if cyrillic <= _LOOK_ALIKE_CYRILLIC:
        return word.translate(_LATIN_LIKE_CYRILLIC)
    return word
