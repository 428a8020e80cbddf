"""In how many entries each word of the vocabulary stands: counted every hour, and with each rebuild."""

from datetime import timedelta
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from .. import duties
from ..models import Entry

SAMPLE: Final = 5000
"""Frequent words are counted in about so many entries; what these do not hold is looked up in the index, word by word."""
SLICES: Final = 24
"""In a library of more entries the duty looks after one of so many parts of the rare words at a time."""
_LOCK: Final = 0x776F726473  # "words": two counts at once would wait for each other crosswise

_BARE: Final = "replace(w.word, '''', '')"
_HAS_WORD: Final = f"publishing_entry.vector @@ ('''' || {_BARE} || '''')::tsquery"

_TIDY: Final = f"""
DELETE FROM publishing_word AS w WHERE {{part}} AND (
    EXISTS (
        SELECT FROM publishing_word AS o
        WHERE (o.word, o.language, o.origin) = (w.word, w.language, w.origin) AND (o.records, o.id) > (w.records, w.id))
    OR w.records = 0 AND NOT EXISTS (SELECT FROM publishing_entry WHERE {_HAS_WORD}))
"""  # noqa: S608 - the parts are our own
_COUNT: Final = """
CREATE TEMPORARY TABLE word_counts ON COMMIT DROP AS
SELECT word COLLATE "C" AS word, greatest(1, round(ndoc / {share}))::int AS records
FROM ts_stat('SELECT vector FROM publishing_entry {sample}') WHERE position('/' IN word) = 0;
CREATE INDEX ON word_counts (word);
ANALYZE word_counts
"""
_TAKE_COUNTS: Final = f"""
UPDATE publishing_word AS w SET records = c.records FROM word_counts AS c
WHERE c.word = {_BARE} AND abs(w.records - c.records) > c.records / 10.0
"""  # noqa: S608 - as above
_LOOK_UP: Final = f"""
UPDATE publishing_word AS w SET records = c.records FROM (
    SELECT w.id, (SELECT count(*) FROM publishing_entry WHERE {_HAS_WORD}) AS records FROM publishing_word AS w
    WHERE {{part}} AND NOT EXISTS (SELECT FROM word_counts AS c WHERE c.word = {_BARE}) OFFSET 0
) AS c WHERE c.id = w.id AND c.records <> w.records
"""  # noqa: S608 - as above


def register() -> None:
    """Count again every hour."""
    duties.register("word_counts", every=timedelta(hours=1), run=look_after)


def look_after() -> None:
    """The duty: all words of a small library, in turn a part of the rare words of a large one."""
    refresh(part=None if Entry.objects.count() <= SAMPLE else timezone.now().hour)


def refresh(*, part: int | None = None) -> None:
    """Make equal rows one, count in how many entries each word stands, let go of words that stand in none.

    A word without entries is first counted as 0, which hides it, and goes at the next count: somebody may be publishing
    it just now. In a library of more than SAMPLE entries the counts of frequent words are estimates. `part` (0 to
    SLICES - 1) restricts the look at rare words to one part of them.
    """
    share = min(1.0, SAMPLE / max(Entry.objects.count(), 1))
    words = "true" if part is None else f"w.id % {SLICES} = {part % SLICES}"
    sample = f"TABLESAMPLE SYSTEM ({share * 100:.4f})" if share < 1 else ""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(_TIDY.format(part=words))
        cursor.execute(_COUNT.format(share=share, sample=sample))
        cursor.execute(_TAKE_COUNTS)
        cursor.execute(_LOOK_UP.format(part=words))
        cursor.execute("DROP TABLE word_counts")
