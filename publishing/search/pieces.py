"""What a person typed, taken apart: words, “exact phrases”, -without, OR; any string is accepted, and the work is bounded."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from publishing.search import kazakh
from publishing.search.tokens import LONGEST_WORD, Token, is_cyrillic, is_latin, tokens

LONGEST_TEXT: Final = 400
MOST_WORDS: Final = 32

_PIECE: Final = re.compile(
    r"""(?P<minus>(?<!\S)[-−–])?(?:"(?P<straight>[^"]*)"?|“(?P<curly>[^”]*)”?|„(?P<low>[^“”]*)[“”]?|«(?P<angle>[^»]*)»?"""
    r"""|(?P<bar>\|)|(?P<plain>[^\s"“”„«»|]+))"""
)
_DIGIT_GROUPS: Final = re.compile(r"(?<!\S)\d{1,3}(?: \d{3})+(?=[.,]?(?!\S)|[.,]\d+(?!\S))")
_OR: Final = frozenset({"OR", "ИЛИ", "НЕМЕСЕ"})
_RUSSIAN_ENDINGS: Final = frozenset(
    {"го", "й", "я", "е", "х", "м", "ми", "му", "ой", "ом", "ый", "ая", "ые", "ых", "ым"}
)
_AND: Final = frozenset({"AND", "И", "ЖӘНЕ"})


@dataclass(frozen=True, slots=True)
class Piece:
    """One word, hyphenated compound or phrase as typed.

    `words` are normalised, place by place; `joined` is a compound written together, else empty. `is_alternative` says
    that OR stood before it.
    """

    typed: str
    kind: Literal["word", "phrase"]
    words: tuple[str, ...]
    joined: str = ""
    is_excluded: bool = False
    is_alternative: bool = False


def cleaned(text: str) -> str:
    """Without control characters and lone surrogates, blanks single; longer than LONGEST_TEXT where the text was too long."""
    visible = "".join(
        " " if c < " " or c == "\x7f" or "\ud800" <= c <= "\udfff" else c for c in text[: LONGEST_TEXT * 4]
    )
    single = _DIGIT_GROUPS.sub(lambda number: number[0].replace(" ", ""), " ".join(visible.split()))
    if len(text) > LONGEST_TEXT * 4:
        return single.ljust(LONGEST_TEXT) + "…"
    return single


def pieces(text: str) -> tuple[list[Piece], bool]:
    """The pieces of a cleaned text from left to right; True where words beyond MOST_WORDS were left out."""
    found: dict[tuple[object, ...], Piece] = {}
    joins = False
    count = 0
    for piece in _PIECE.finditer(text):
        plain = piece["plain"]
        if piece["bar"] or plain in _OR:
            joins = bool(found)
            continue
        if plain in _AND:
            continue
        is_excluded = bool(piece["minus"])
        if plain is None:
            phrase = next(p for p in piece.group("straight", "curly", "low", "angle") if p is not None)
            parts = _phrase(phrase)
        else:
            parts = _words(plain)
        for part in parts:
            same = (part.kind, part.words, part.joined, is_excluded)
            if same in found:
                joins = False
                continue  # said before: said once
            left = MOST_WORDS - count
            if left == 0:
                return list(found.values()), True
            # A compound of hundreds of parts is read as far as there is room.
            kept = part if len(part.words) <= left else replace(part, words=part.words[:left], joined="")
            found[same] = replace(kept, is_excluded=is_excluded, is_alternative=joins)
            if kept.words != part.words:
                return list(found.values()), True
            count += len(part.words)
            joins = False
    return list(found.values()), False


def _phrase(phrase: str) -> Iterator[Piece]:
    found = tuple(token.word for token in tokens(phrase))
    if found:
        yield Piece(phrase.strip(), "phrase", found)


def _words(plain: str) -> Iterator[Piece]:
    """The words of a stretch without blanks: usually one, a hyphenated compound as a sequence."""
    waiting = list(tokens(plain))
    while waiting:
        parts = [waiting.pop(0)]
        joined = parts[0].joined
        if joined:
            letters = len(parts[0].word)
            while waiting and letters < len(joined):
                letters += len(waiting[0].word)
                parts.append(waiting.pop(0))
        yield _piece(plain, parts, joined)


def _piece(plain: str, parts: list[Token], joined: str) -> Piece:
    typed = plain[parts[0].start : parts[-1].end]
    heads = _without_ending(plain, parts) if joined else parts
    if len(heads) < len(parts):
        joined = "".join(part.word for part in heads)[:LONGEST_WORD] if len(heads) > 1 else ""
    return Piece(typed, "word", tuple(part.word for part in heads), joined)


def _without_ending(plain: str, parts: list[Token]) -> list[Token]:
    """Parts without a case ending that a hyphen ties to an acronym, a number or a foreign word: ХҚКО-ның, 2013-го."""
    head, ending = parts[-2], parts[-1].word
    typed = plain[head.start : head.end]
    is_tied = (len(typed) > 1 and typed.isupper()) or typed.isdigit() or (is_latin(head.word) and is_cyrillic(ending))
    is_lower = plain[parts[-1].start : parts[-1].end].islower()
    if is_tied and is_lower and (ending in _RUSSIAN_ENDINGS or kazakh.is_ending(ending)):
        return parts[:-1]
    return parts
