"""What a text that is being typed may mean: entries of the catalogue by the words of their titles, the best first.

Two bounded questions to the database, whatever the size of the catalogue. The first asks which words of titles the typed
ones may be, those of most titles first. The second goes from the rarest of them, through an index that has the best
entries of a word first, to the entries, and keeps those that have the other words too.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection
from django.utils.timezone import localdate

from ..enums import Kind
from ..languages import CODES, Text, first_of
from ..search.layouts import other_layouts, with_kazakh_digit_row
from ..search.tokens import tokens
from ..search.tokens import words as words_of
from .words import Typed, keys_of, keys_of_typed, prefixes_of_typed, skeletons_of_typed, typed

WORDS: Final = 60
"""So many words of titles are looked at for one typed word."""
EACH: Final = 8
WALKED: Final = 400
"""So many entries are looked at, best first: those of the rarest typed word, shared among the words that it may be, but
EACH of each at the least.
"""
OF_A_KIND: Final = 15
"""So many entries of one kind are weighed against each other."""
COMPLETIONS: Final = 3
SHARE: Final = 3
"""So many places one kind takes while another has something."""
LAST: Final = "\U0010ffff"

BEGINS: Final = 60_000
"""What a title gains that begins as typed; the scale is that of `places.quality_of`."""
LITERAL: Final = 30_000
"""What a title gains that has the last word as typed, not only folded."""
SHOWN: Final = 15_000
"""What is gained where the title that the reader sees is the one that has the words."""

_FOUND = tuple[int, int, str, str, int]
"""Place of the typed word, number, word, language, entries."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing that may be meant."""

    kind: str
    slug: str
    title: Text
    also: Text | None = None
    """The title in another language, where that one has the words and the shown one has not."""
    score: int = 0


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What may be meant, the likeliest first, and how the text may go on."""

    read_as: str
    """The text that was looked up: as typed, or as the same keys give it in another layout."""
    entries: list[Suggestion] = field(default_factory=list)
    completions: list[Text] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Name:
    """Something that is no entry and can be suggested all the same, such as a theme."""

    kind: str
    slug: str
    texts: dict[str, str]
    bonus: int = 0


@dataclass(frozen=True, slots=True)
class _Candidate:
    kind: str
    slug: str
    titles: dict[str, str]
    quality: int


def suggest(
    text: str, order: Sequence[str], *, kind: str = "", names: Sequence[Name] = (), most: int = 8
) -> Suggestions:
    """What the text may mean for a reader with this order of languages; `kind` keeps to one kind of entries.

    Two queries; four more at the most where nothing is found as typed.
    """
    for reading in dict.fromkeys((text, *_other_readings(text))):
        words = typed(reading)
        if words.is_empty:
            continue
        found = _words(words)
        candidates = [*_candidates(words, found, kind), *_matching(words, names)]
        if candidates:
            return Suggestions(
                reading,
                _best(words, candidates, order, most),
                _completions(words, found, candidates, order[0]),
            )
    return Suggestions(text)


def _other_readings(text: str) -> list[str]:
    if typed(text).is_empty:
        return []
    return [*other_layouts(text), *with_kazakh_digit_row(text)][:2]


def _words(words: Typed) -> dict[int, list[_FOUND]]:
    """The words of titles that each typed word may be, by its place; the last one has the place 0. One query."""
    parts: list[str] = []
    values: list[Any] = []
    select = "SELECT %s::int AS place, number, word, language, entries FROM publishing_titleword WHERE"
    for prefix in prefixes_of_typed(words.last):
        parts.append(
            f"({select} skeleton >= %s AND skeleton < %s ORDER BY (skeleton = %s) DESC, entries DESC, word LIMIT %s)"
        )
        values += [0, prefix, prefix + LAST, prefix, WORDS]
    for place, word in enumerate(words.whole, 1):
        parts.append(f"({select} skeleton = ANY(%s) ORDER BY entries DESC, word LIMIT %s)")
        values += [place, list(skeletons_of_typed(word)), WORDS]
        parts.append(f"({select} keys && %s ORDER BY entries DESC, word LIMIT %s)")
        values += [place, keys_of_typed(word), WORDS]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        rows: list[_FOUND] = cursor.fetchall()
    found: dict[int, dict[int, _FOUND]] = {place: {} for place in range(len(words.whole) + 1)}
    for row in rows:
        found[row[0]].setdefault(row[1], row)
    return {place: list(rows.values()) for place, rows in found.items()}


def _candidates(words: Typed, found: dict[int, list[_FOUND]], kind: str) -> list[_Candidate]:
    """The best entries that have all the words; one query, none where a word stands in no title."""
    if not all(found.values()):
        return []
    rarest = min(found, key=lambda place: sum(row[4] for row in found[place]))
    start = [row[1] for row in found[rarest]]
    others = [[row[1] for row in rows] for place, rows in found.items() if place != rarest]
    each = max(EACH, WALKED // len(start))
    having = " AND ".join(
        ["EXISTS (SELECT 1 FROM publishing_titleplace o WHERE o.entry_id = p.entry_id AND o.number = ANY(%s))"]
        * len(others)
    )
    columns = ", ".join(f"e.title_{code}" for code in CODES)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH best AS MATERIALIZED (SELECT p.entry_id, p.quality FROM unnest(%s::bigint[]) AS w (number)"  # noqa: S608 - no part is typed
            " CROSS JOIN LATERAL (SELECT entry_id, quality FROM publishing_titleplace WHERE number = w.number"
            " ORDER BY quality DESC, entry_id LIMIT %s) p GROUP BY p.entry_id, p.quality),"
            " placed AS (SELECT p.entry_id, p.quality,"
            " row_number() OVER (PARTITION BY e.kind ORDER BY p.quality DESC, p.entry_id) AS place"
            " FROM best p JOIN publishing_entry e ON e.id = p.entry_id"
            " WHERE (e.visible_until IS NULL OR e.visible_until >= %s) AND (%s = '' OR e.kind = %s)"
            f"{' AND ' + having if having else ''})"
            f" SELECT e.kind, e.slug, p.quality, {columns} FROM placed p JOIN publishing_entry e ON e.id = p.entry_id"
            " WHERE p.place <= %s ORDER BY p.quality DESC, p.entry_id",
            [start, each, localdate(), kind, kind, *others, OF_A_KIND],
        )
        rows = cursor.fetchall()
    return [
        _Candidate(row[0], row[1], {code: title for code, title in zip(CODES, row[3:], strict=True) if title}, row[2])
        for row in rows
    ]


def _matching(words: Typed, names: Sequence[Name]) -> list[_Candidate]:
    """The names that have all the words in one language."""
    return [
        _Candidate(name.kind, name.slug, name.texts, name.bonus)
        for name in names
        if any(_has(words, code, text) for code, text in name.texts.items())
    ]


def _has(words: Typed, code: str, title: str) -> bool:
    """Whether a title has all the words, the last one as a beginning, however they are spelt."""
    there = words_of(title)
    skeletons = {skeleton for word in there for skeleton in skeletons_of_typed(word)}
    prefixes = prefixes_of_typed(words.last)
    if not any(skeleton.startswith(prefixes) for skeleton in skeletons):
        return False
    left = [word for word in words.whole if skeletons.isdisjoint(skeletons_of_typed(word))]
    if not left:
        return True
    keys = {key for word in there for key in keys_of((code, word))}  # the dear part
    return all(not keys.isdisjoint(keys_of_typed(word)) for word in left)


def _best(words: Typed, candidates: Sequence[_Candidate], order: Sequence[str], most: int) -> list[Suggestion]:
    """The likeliest first, none twice, and no kind with more than its share while another has something."""
    ranked = sorted(
        (_suggestion(words, one, order) for one in candidates), key=lambda one: (-one.score, one.kind, one.slug)
    )
    different = list({(one.kind, str(one.title).casefold()): one for one in reversed(ranked)}.values())[::-1]
    numbers: Counter[str] = Counter()
    first: list[Suggestion] = []
    rest: list[Suggestion] = []
    for one in different:
        numbers[one.kind] += 1
        (first if numbers[one.kind] <= SHARE else rest).append(one)
    return sorted([*first, *rest][:most], key=lambda one: -one.score)


def _suggestion(words: Typed, one: _Candidate, order: Sequence[str]) -> Suggestion:
    title = first_of(one.titles, order)
    whole = " ".join([*words_of(words.head), words.last])
    texts = {code: " ".join(words_of(text)) for code, text in one.titles.items()}
    begins = any(text.startswith(whole) for text in texts.values())
    literal = any(f" {words.last}" in f" {text}" for text in texts.values())
    others = [code for code in order if code in texts and code != title.language]
    is_shown = _has(words, title.language, title)
    having = "" if is_shown else next((code for code in others if _has(words, code, one.titles[code])), "")
    also = Text(one.titles[having], having, order[0]) if having else None
    score = one.quality + BEGINS * begins + LITERAL * literal + SHOWN * (also is None)
    return Suggestion(one.kind, one.slug, title, also, score)


def _completions(
    words: Typed, found: dict[int, list[_FOUND]], candidates: Sequence[_Candidate], language: str
) -> list[Text]:
    """How the last word may go on, in the reader's language: words of the titles found, those of most titles first."""
    standing = _as_written(
        one.titles[language]
        for one in candidates
        if language in one.titles and one.kind != Kind.EXPERT  # names are suggested, never completed
    )
    chosen: list[Text] = []
    known: set[str] = set()
    for _place, _number, word, code, _entries in sorted(found[0], key=lambda row: -row[4]):
        keys = set(keys_of((code, word)))
        is_new = known.isdisjoint(keys) and word != words.last
        if code == language and is_new and word in standing and word.startswith(words.last):
            known |= keys
            chosen.append(Text(words.head + standing[word], code, language))
            if len(chosen) == COMPLETIONS:
                break
    return chosen


def _as_written(titles: Iterable[str]) -> dict[str, str]:
    """The words of titles as they are written; the first of a title, whose capital says nothing, in small letters."""
    found: dict[str, str] = {}
    for title in titles:
        for place, token in enumerate(tokens(title)):
            found.setdefault(token.word, title[token.start : token.end] if place else token.word)
    return found
