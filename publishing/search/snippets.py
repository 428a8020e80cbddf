"""Marking what a query found in a text, by the same analysers that found it."""

from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from publishing.search.analysers import document_keys
from publishing.search.query import Query, Term
from publishing.search.tokens import Token, tokens

_LONGEST_READ: Final = 200_000
"""Characters of a text that are looked through for a snippet; hits further on are left unmarked."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text, with whether it is a hit."""

    text: str
    is_hit: bool


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    term: int


def highlight(text: str, language: str, query: Query) -> SafeString:
    """The whole of a plain text as safe HTML with its hits in `<mark>`."""
    return _html(segments(text, language, query))


def snippet(text: str, language: str, query: Query, length: int = 240) -> SafeString:
    """About `length` characters of a plain text around its hits as safe HTML; its beginning where there are none."""
    return _html(_cut(text, _hits(text, language, query), length))


def segments(text: str, language: str, query: Query) -> tuple[Segment, ...]:
    """The whole text in stretches, for templates and JSON; joined they give the text again."""
    return tuple(_stretches(text, _hits(text, language, query), 0, len(text)))


def has_hit(text: str, language: str, query: Query) -> bool:
    """True where the text holds at least one hit."""
    return bool(_hits(text, language, query))


def _html(parts: tuple[Segment, ...]) -> SafeString:
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", part.text) if part.is_hit else part.text,) for part in parts)
    )


def _hits(text: str, language: str, query: Query) -> list[_Hit]:
    """Hits from left to right, never overlapping."""
    wanted = [(number, term) for number, term in enumerate(query.terms) if not term.is_excluded]
    if not wanted or not text:
        return []
    read = list(tokens(text[:_LONGEST_READ]))
    keys = [frozenset(document_keys(token.word, language)) for token in read]
    found: list[_Hit] = []
    place = 0
    while place < len(read):
        best = max(((_length(term, place, read, keys, language), -number) for number, term in wanted), default=(0, 0))
        if best[0]:
            found.append(_Hit(read[place].start, read[place + best[0] - 1].end, -best[1]))
        place += best[0] or 1
    return found


def _length(term: Term, place: int, read: list[Token], keys: list[frozenset[str]], language: str) -> int:
    """How many words from `place` on the term takes up; 0 where it does not stand there."""
    joined = read[place].joined
    if term.whole or joined:
        together = frozenset(document_keys(joined, language)) if joined else keys[place]
        sought = term.whole or (term.sequence[0] if len(term.sequence) == 1 else frozenset())
        if not together.isdisjoint(sought):
            return _parts(read, place)
    if place + len(term.sequence) > len(read):
        return 0
    if all(not keys[place + step].isdisjoint(sought) for step, sought in enumerate(term.sequence)):
        return len(term.sequence)
    return 0


def _parts(read: list[Token], place: int) -> int:
    """Words of the compound that begins at `place`; 1 for a simple word."""
    letters, count = len(read[place].word), 1
    while letters < len(read[place].joined) and place + count < len(read):
        letters += len(read[place + count].word)
        count += 1
    return count


def _stretches(text: str, hits: list[_Hit], start: int, end: int) -> list[Segment]:
    parts: list[Segment] = []
    for hit in hits:
        if start <= hit.start and hit.end <= end:
            if hit.start > start:
                parts.append(Segment(text[start : hit.start], is_hit=False))
            parts.append(Segment(text[hit.start : hit.end], is_hit=True))
            start = hit.end
    if start < end:
        parts.append(Segment(text[start:end], is_hit=False))
    return parts


def _cut(text: str, hits: list[_Hit], length: int) -> tuple[Segment, ...]:
    """The window with the most different terms, then the most hits, then the earliest; cut between words."""
    if len(text) <= length:
        return tuple(_stretches(text, hits, 0, len(text)))
    first = _best_start(hits, length)
    lead = length // 4
    start = max(0, first - lead) if first > lead else 0
    if start:
        blank = text.find(" ", start, first)
        start = blank + 1 if blank >= 0 else start
    end = min(len(text), start + length)
    if end < len(text):
        blank = text.rfind(" ", max(start + length // 2, first), end)
        end = blank if blank > start else end
        # A hit is never cut through: the window gives way.
        end = max([end, *(hit.end for hit in hits if hit.start < end < hit.end and hit.end - start < length * 2)])
    parts = _stretches(text, hits, start, end)
    if start:
        parts.insert(0, Segment("… ", is_hit=False))
    if end < len(text):
        parts.append(Segment(" …", is_hit=False))
    return tuple(parts)


def _best_start(hits: list[_Hit], length: int) -> int:
    """Where the best window's first hit begins; 0 without hits."""
    best, where, last = (0, 0), 0, 0
    for number, hit in enumerate(hits):
        last = max(last, number)
        while last < len(hits) and hits[last].end <= hit.start + length * 3 // 4:
            last += 1
        inside = hits[number:last]
        score = (len({other.term for other in inside}), len(inside))
        if score > best:
            best, where = score, hit.start
    return where
