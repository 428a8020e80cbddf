"""The vocabulary in the database: asked by queries, added to with each entry.

Who publishes only ever adds rows, without a constraint that would make one writer wait for another: publications never
block each other over a word that both bring. What that leaves behind (equal rows, words whose last record is gone)
`word_counts` puts right.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from django.db import connection
from django.utils.timezone import localdate
from rapidfuzz.distance import OSA

from ..enums import Kind, Origin
from ..models import Word
from ..search.skeleton import skeleton_keys
from ..search.tokens import is_cyrillic, is_latin, is_plain, tokens
from ..search.vocabulary import MOST_NEAREST, MOST_WORDS, skeletons_of, stems_of
from .scanning import planned

CANDIDATES: Final = 60
"""Words that share letters with a mistyped one, looked at more closely."""
SURE: Final = 1000
"""A word of so many records is proposed without a look whether one of them is still public."""
LONG: Final = 5
"""From so many letters on a word may hold two typing errors."""
LONG_ERRORS: Final = 2
SHORTEST, LONGEST = 3, 40
"""Letters of a word whose nearest words are looked for; what is longer is no word and dear to compare."""
MOST_ASKED: Final = 6
"""Words for which the nearest are looked up at once."""
MOST_TOKENS: Final = 40
"""Words of a text that are asked for beforehand."""
TOGETHER: Final = 2000


class Found(NamedTuple):
    """A word of a text that is public: as the tokeniser gives it, the language of the text, what kind of entry it is."""

    word: str
    language: str
    origin: str


class StoredWords:
    """The portal's words, as `search.vocabulary.Vocabulary` asks for them: one query for each question."""

    def spelt_like(self, skeletons: Collection[str], stems: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """The words by skeleton or stem, those of most records first; see `Vocabulary`."""
        if not skeletons and not stems:
            return {}
        found: dict[str, dict[str, None]] = {}
        for key, word, _place in _spelt_like(skeletons, stems):
            found.setdefault(key, {})[word] = None
        return {key: tuple(words)[:MOST_WORDS] for key, words in found.items()}

    def has(self, words: Collection[str]) -> frozenset[str]:
        """Those of the words that stand in a record."""
        known = Word.objects.filter(word__in=_readable(words), records__gt=0)
        return frozenset(known.values_list("word", flat=True)) if words else frozenset()

    def nearest(self, word: str) -> tuple[str, ...]:
        """Words of public records a typing error or two away, never a person's name; none for a word that is held."""
        return self.nearest_of([word])[word]

    def nearest_of(self, asked: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """`nearest` of several words at once, of the first MOST_ASKED that no record has; one query, or two."""
        found: dict[str, tuple[str, ...]] = dict.fromkeys(asked, ())
        sensible = [word for word in found if is_word(word) and SHORTEST <= len(word) <= LONGEST]
        if not sensible:
            return found
        with planned(has_index=True), connection.cursor() as cursor:
            cursor.execute(_NEAR, [sensible, MOST_ASKED, LONG_ERRORS, LONG_ERRORS, CANDIDATES])
            near = _by_distance(cursor.fetchall())
            doubtful = {one.word for several in near.values() for one in several if one.records < SURE}
            if doubtful:
                cursor.execute(_PUBLIC, [sorted(doubtful), Kind.EXPERT.value, localdate()])
                doubtful -= {word for (word,) in cursor.fetchall()}
        for word, several in near.items():
            found[word] = tuple(one.word for one in several if one.word not in doubtful)[:MOST_NEAREST]
        return found


class RememberedWords(StoredWords):
    """The portal's words for the readings of one search, which ask for the same ones again and again."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._skeletons: dict[str, tuple[str, ...]] = {}
        self._stems: dict[str, tuple[str, ...]] = {}

    def spelt_like(self, skeletons: Collection[str], stems: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """See `StoredWords`; no query for what has been asked for before."""
        self._ask({*skeletons} - self._skeletons.keys(), {*stems} - self._stems.keys())
        found: dict[str, dict[str, None]] = {}
        for keys, known in ((skeletons, self._skeletons), (stems, self._stems)):
            for key in keys:
                if known[key]:
                    found.setdefault(key, {}).update(dict.fromkeys(known[key]))
        return {key: tuple(several)[:MOST_WORDS] for key, several in found.items()}

    def prepare(self, texts: Iterable[str]) -> None:
        """Ask at once for all that the readings of some texts will ask for."""
        skeletons: set[str] = set()
        stems: set[str] = set()
        for text in texts:
            for token in islice(tokens(text), MOST_TOKENS):
                for word in filter(None, (token.word, token.joined)):
                    own = skeletons_of(word)
                    skeletons.update(own)
                    stems.update(own, skeleton_keys(word) if own else ())
        self.spelt_like(skeletons, stems)

    def _ask(self, skeletons: Collection[str], stems: Collection[str]) -> None:
        if not skeletons and not stems:
            return
        self._skeletons.update(dict.fromkeys(skeletons, ()))
        self._stems.update(dict.fromkeys(stems, ()))
        several: dict[tuple[int, str], list[str]] = {}
        for key, word, place in _spelt_like(skeletons, stems):
            several.setdefault((place, key), []).append(word)
        for (place, key), words in several.items():
            (self._skeletons if place == _BY_SKELETON else self._stems)[key] = tuple(words)


class _Near(NamedTuple):
    """A word beside a mistyped one: typing errors between them, how many records have it."""

    errors: int
    records: int
    word: str


def _by_distance(rows: Iterable[tuple[str, str, int]]) -> dict[str, list[_Near]]:
    """The nearest words by the mistyped one, twice as many as will be told: some may prove not to be public."""
    near: dict[str, list[_Near]] = {}
    for asked, word, records in rows:
        errors = OSA.distance(asked, word)
        if 0 < errors <= (LONG_ERRORS if len(asked) >= LONG else 1):
            near.setdefault(asked, []).append(_Near(errors, records, word))
    return {
        asked: sorted(several, key=lambda one: (one.errors, -one.records, one.word))[: 2 * MOST_NEAREST]
        for asked, several in near.items()
    }


def _spelt_like(skeletons: Collection[str], stems: Collection[str]) -> list[tuple[str, str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_SPELT_LIKE, [_readable(skeletons), MOST_WORDS, _readable(stems), MOST_WORDS])
        return list(cursor.fetchall())


_BY_SKELETON: Final = 1
_SPELT_LIKE: Final = """
SELECT key, word, place FROM (
    SELECT asked.key, found.word, 1 AS place, found.records FROM unnest(%s::text[]) AS asked(key), LATERAL (
        SELECT word, max(records) AS records FROM publishing_word
        WHERE skeletons @> ARRAY[asked.key] AND records > 0
        GROUP BY word ORDER BY records DESC, word LIMIT %s) AS found
    UNION ALL
    SELECT asked.key, found.word, 2, found.records FROM unnest(%s::text[]) AS asked(key), LATERAL (
        SELECT word, max(records) AS records FROM publishing_word
        WHERE stems @> ARRAY[asked.key] AND records > 0
        GROUP BY word ORDER BY records DESC, word LIMIT %s) AS found
) AS rows ORDER BY place, records DESC, word
"""

_LEXEME: Final = "('''' || replace(near.word, '''', '') || '''')::tsquery"  # words are letters and apostrophes alone
_NEAR: Final = """
SELECT asked.word, near.word, near.records FROM (
    SELECT typed.word FROM unnest(%s::text[]) WITH ORDINALITY AS typed(word, place)
    WHERE NOT EXISTS (SELECT FROM publishing_word WHERE word = typed.word AND records > 0) ORDER BY place LIMIT %s
) AS asked, LATERAL (
    SELECT word, max(records) AS records FROM publishing_word
    WHERE origin = 'text' AND word %% asked.word AND records > 0
      AND length(word) BETWEEN length(asked.word) - %s AND length(asked.word) + %s
    GROUP BY word ORDER BY similarity(word, asked.word) DESC, max(records) DESC LIMIT %s
) AS near
WHERE NOT EXISTS (SELECT FROM publishing_word WHERE word = near.word AND origin = 'name')
"""
_PUBLIC: Final = f"""
SELECT near.word FROM unnest(%s::text[]) AS near(word) WHERE EXISTS (
    SELECT FROM publishing_entry WHERE vector @@ {_LEXEME} AND kind <> %s
    AND (visible_until IS NULL OR visible_until >= %s))
"""  # noqa: S608 - the parts are our own


def is_word(word: str) -> bool:
    """Whether a normalised word belongs into the vocabulary: letters alone, Cyrillic or Latin."""
    return is_plain(word) and (is_cyrillic(word) or is_latin(word))


def keep(found: Collection[Found], remembered: set[Found] | None = None) -> int:
    """Add the words that are not there yet, inside the transaction that writes their entries; returns how many.

    A word that stands in a person's entry alone is kept as such, so that `nearest` leaves it out. `remembered` are words
    that the caller knows to be there, to which the others are added: for a rebuild, which meets the same words again and
    again. It must not outlive a transaction that is rolled back.
    """
    unseen = found if remembered is None else set(found) - remembered
    new = sorted(lacking({one for one in unseen if is_word(one.word)}))
    Word.objects.bulk_create(map(_row, new), batch_size=TOGETHER)
    if remembered is not None:
        remembered.update(unseen)
    return len(new)


def _row(one: Found) -> Word:
    word, language, origin = one
    skeletons, stems = skeletons_of(word), stems_of(word)
    return Word(word=word, language=language, origin=origin, skeletons=[*skeletons], stems=[*stems])


def lacking(wanted: Collection[Found]) -> set[Found]:
    """Those of the words that the vocabulary should have and has not."""
    known: set[tuple[str, str, str]] = set()
    for batch in _batches(sorted({one.word for one in wanted})):
        rows = Word.objects.filter(word__in=batch, records__gt=0)
        known.update(rows.values_list("word", "language", "origin"))
    told = known | set(wanted)
    return {one for one in wanted if one not in known and not _is_told(one, told)}


def _is_told(one: Found, others: Collection[tuple[str, str, str]]) -> bool:
    """Whether a row of a person's entry says nothing, since other records have the word too."""
    return one.origin == Origin.PERSON and (one.word, one.language, Origin.TEXT.value) in others


def _batches(words: list[str]) -> Iterable[list[str]]:
    return (words[start : start + TOGETHER] for start in range(0, len(words), TOGETHER))


def _readable(words: Collection[str]) -> list[str]:
    """Without what the database cannot hold, which no record has either."""
    return [word for word in words if "\x00" not in word and word.isprintable()]
