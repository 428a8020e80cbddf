"""Marking what a query found in a text, by the same analysers that found it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from publishing.search.analysers import document_keys
from publishing.search.query import Query, Term
from publishing.search.tokens import Token, tokens

_LONGEST_READ: Final = 200_000
"""Characters of a text that are looked through for a snippet; hits further on are left unmarked."""


_AROUND: Final = 300
"""Characters on either side of a word that may be a hit, which are read where a long text is only glanced at."""

_MOST_GLANCES: Final = 12
"""Places of a long text that are read."""

_BEGINNING: Final = 4
"""Letters that a word and its other forms nearly always share at their beginning."""


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
    is_typed: bool = True
    """Whether the words as typed stand here, in whatever form; False where only an alternative to them does."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A text as safe HTML with its hits in `<mark>`, and what they are."""

    html: SafeString
    has_typed: bool
    """Whether any of the words as typed stands in the text, in whatever form."""
    others: tuple[str, ...]
    """The stretches that stand there as alternatives only, each once."""

    @property
    def has_hit(self) -> bool:
        """Whether anything was found."""
        return self.has_typed or bool(self.others)


def mark(text: str, language: str, query: Query, length: int = 0) -> Marked:
    """A plain text, or about `length` characters of it around its hits, with an account of them."""
    hits = _hits(text, language, query)
    return _marked(text, hits, _cut(text, hits, length) if length else _stretches(text, hits, 0, len(text)))


def glance(text: str, language: str, query: Query, length: int = 180) -> Marked:
    """About `length` characters around hits of a long plain text, of which only likely places are read.

    Much cheaper than `mark`, and blind to the few forms that begin otherwise than their word (people, person).
    """
    hits = [
        hit for start, end in _places(text, query) for hit in _shifted(_hits(text[start:end], language, query), start)
    ]
    typed = [hit for hit in hits if hit.is_typed]
    return _marked(text, hits, _cut(text, typed or hits, length)) if hits else Marked(SafeString(""), False, ())


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
    first = _first_keys(term for _number, term in wanted)
    found: list[_Hit] = []
    place = 0
    while place < len(read):
        if first.isdisjoint(keys[place]) and not read[place].joined:
            place += 1
            continue
        length, is_typed, number = max(
            (*_length(term, place, read, keys, language), -number) for number, term in wanted
        )
        if length:
            found.append(_Hit(read[place].start, read[place + length - 1].end, -number, is_typed))
        place += length or 1
    return found


def _first_keys(terms: Iterable[Term]) -> frozenset[str]:
    """The keys of which a word has one if a hit begins with it."""
    sequences = (s for term in terms for s in (term.sequence, (term.whole,), *(a.sequence for a in term.alternatives)))
    return frozenset().union(*(sequence[0] for sequence in sequences if sequence))


def _length(term: Term, place: int, read: list[Token], keys: list[frozenset[str]], language: str) -> tuple[int, bool]:
    """How many words from `place` on the term takes up, 0 where it does not stand there; whether it does so as typed."""
    joined = read[place].joined
    if term.whole or joined:
        together = frozenset(document_keys(joined, language)) if joined else keys[place]
        sought = term.whole or (term.sequence[0] if len(term.sequence) == 1 else frozenset())
        if not together.isdisjoint(sought):
            return _parts(read, place), True
    is_typed = _stands(term.sequence, place, keys)
    lengths = [len(one.sequence) for one in term.alternatives if _stands(one.sequence, place, keys)]
    return max([*lengths, len(term.sequence) if is_typed else 0]), is_typed


def _stands(sequence: tuple[frozenset[str], ...], place: int, keys: list[frozenset[str]]) -> bool:
    """True where the sequence's words stand from `place` on."""
    if place + len(sequence) > len(keys):
        return False
    return all(not keys[place + step].isdisjoint(sought) for step, sought in enumerate(sequence))


def _places(text: str, query: Query) -> Iterator[tuple[int, int]]:
    """Stretches of a long text with a word that begins like one of the query's; in their order, none overlapping."""
    wanted = [term for term in query.terms if not term.is_excluded]
    sequences = [s for term in wanted for s in (term.sequence, *(one.sequence for one in term.alternatives))]
    keys = {key.rpartition("/")[2][:_BEGINNING] for sequence in sequences for place in sequence for key in place}
    if not keys:
        return
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, keys)))})", re.IGNORECASE)
    start = end = -1
    given = 0
    for found in pattern.finditer(text, 0, _LONGEST_READ):
        if found.start() < end:
            end = max(end, _word_end(text, found.end() + _AROUND))
            continue
        if end >= 0:
            yield start, end
            given += 1
        if given >= _MOST_GLANCES:
            return
        start, end = _word_start(text, found.start() - _AROUND, max(end, 0)), _word_end(text, found.end() + _AROUND)
    if end >= 0:
        yield start, end


def _word_start(text: str, place: int, least: int) -> int:
    """The beginning of a word at or before a place, not before `least`."""
    return max(least, text.rfind(" ", 0, place) + 1) if place > 0 else least


def _word_end(text: str, place: int) -> int:
    """The end of a word at or behind a place."""
    end = text.find(" ", place)
    return len(text) if end < 0 else end


def _shifted(hits: Iterable[_Hit], by: int) -> Iterator[_Hit]:
    return (replace(hit, start=hit.start + by, end=hit.end + by) for hit in hits)


def _marked(text: str, hits: list[_Hit], parts: Iterable[Segment]) -> Marked:
    others = dict.fromkeys(text[hit.start : hit.end].lower() for hit in hits if not hit.is_typed)
    return Marked(_html(tuple(parts)), any(hit.is_typed for hit in hits), tuple(others))


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
