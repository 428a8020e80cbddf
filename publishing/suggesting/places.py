"""The words of titles and where they stand: written with the entries, in the same transaction.

A word's places are kept with the quality of their entries, so that the best entries of a word are the first rows of an
index. Words are counted now and then, not with every write: nobody who publishes waits for another.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Final

from django.db import connection, transaction

from .. import duties
from ..enums import Kind
from ..languages import CODES
from ..models import Entry, TitlePlace, TitleWord
from ..search import ranking
from .words import Word, keys_of, number_of, skeleton_of, title_words

log = logging.getLogger(__name__)

NAMED: Final[Mapping[str, int]] = {Kind.COUNTRY: 100_000, Kind.TERM: 40_000, Kind.EXPERT: 30_000, Kind.PAGE: 20_000}
"""What bears a name of a word or two is more often meant by one who types it than a record that has it in its title."""
BURIED: Final[Mapping[str, int]] = {Kind.DOCUMENT: -30_000}
"""A document stands behind the record that it belongs to."""
USED: Final = 2_000
"""For each country that uses a practice, up to MOST_USED."""
MOST_USED: Final = 10
BATCH: Final = 2_000


def write(entries: Sequence[Entry]) -> None:
    """Bring the places of the entries up to date; inside the transaction that writes them. Two queries, five at most."""
    wanted = {
        (entry.pk, number): quality
        for entry in entries
        for quality in (quality_of(entry),)
        for number in map(number_of, words_of(entry))
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT entry_id, number, quality FROM publishing_titleplace WHERE entry_id = ANY(%s)",
            [[entry.pk for entry in entries]],
        )
        standing = {(entry, number): quality for entry, number, quality in cursor.fetchall()}
        if gone := sorted(standing.keys() - wanted.keys()):
            cursor.execute(
                "DELETE FROM publishing_titleplace WHERE (entry_id, number) IN"
                " (SELECT * FROM unnest(%s::bigint[], %s::bigint[]))",
                [list(column) for column in zip(*gone, strict=True)],
            )
        if fresh := sorted((*key, quality) for key, quality in wanted.items() if standing.get(key) != quality):
            _add_words({word for entry in entries for word in words_of(entry)})
            cursor.execute(
                "INSERT INTO publishing_titleplace (entry_id, number, quality)"
                " SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::integer[])"
                " ON CONFLICT (entry_id, number) DO UPDATE SET quality = EXCLUDED.quality",
                [list(column) for column in zip(*fresh, strict=True)],
            )


def words_of(entry: Entry) -> set[Word]:
    """The words by which the entry is suggested."""
    return title_words({code: getattr(entry, f"title_{code}") for code in CODES})


def quality_of(entry: Entry) -> int:
    """What orders the entries of a word: how good the entry is, how much it is used, and whether it bears a name."""
    good = ranking.quality(
        evidence=entry.evidence,
        depth=entry.details.get("depth", ""),
        states=list(entry.states.values()),
        changed_on=max(filter(None, (entry.changed_at.date(), entry.checked_on))),
        is_demonstration=entry.is_demonstration,
    )
    return good + USED * min(entry.adoptions, MOST_USED) + NAMED.get(entry.kind, 0) + BURIED.get(entry.kind, 0)


def _add_words(words: set[Word]) -> None:
    """Add the words that the table does not have; those that the last count found unused count as missing."""
    numbers = {number_of(word): word for word in words}
    known = TitleWord.objects.filter(number__in=numbers, entries__gt=0).values_list("number", flat=True)
    missing = sorted(numbers.keys() - set(known))
    TitleWord.objects.bulk_create([_row(number, numbers[number]) for number in missing], batch_size=BATCH)


def _row(number: int, word: Word) -> TitleWord:
    language, letters = word
    return TitleWord(number=number, word=letters, language=language, skeleton=skeleton_of(letters), keys=keys_of(word))


def stale(entries: Iterable[Entry]) -> set[int]:
    """The keys of those entries whose places are not what their titles say, or whose words are missing; two queries."""
    wanted = {entry.pk: set(map(number_of, words_of(entry))) for entry in entries}
    standing: dict[int, set[int]] = {key: set() for key in wanted}
    for key, number in TitlePlace.objects.filter(entry_id__in=wanted).values_list("entry_id", "number"):
        standing[key].add(number)
    every = {number for numbers in wanted.values() for number in numbers}
    known = set(TitleWord.objects.filter(number__in=every).values_list("number", flat=True))
    return {key for key, numbers in wanted.items() if numbers != standing[key] or not numbers <= known}


def refresh() -> None:
    """Count the words anew, leave one row of each, and drop those that the last count too found in no title."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM publishing_titleword w WHERE w.entries = 0"
            " AND NOT EXISTS (SELECT 1 FROM publishing_titleplace p WHERE p.number = w.number)"
        )
        cursor.execute(
            "DELETE FROM publishing_titleword w USING publishing_titleword o WHERE o.number = w.number AND o.id < w.id"
        )
        cursor.execute(
            "WITH counted AS (SELECT number, count(*) AS n FROM publishing_titleplace GROUP BY number)"
            " UPDATE publishing_titleword w SET entries = coalesce(c.n, 0)"
            " FROM publishing_titleword o LEFT JOIN counted c ON c.number = o.number"
            " WHERE o.id = w.id AND w.entries <> coalesce(c.n, 0)"
        )


def renew() -> None:
    """Analyse the words anew, after the analysers have changed, and count them: the end of a rebuild."""
    for batch in _batches(TitleWord.objects.order_by("pk").iterator(BATCH)):
        changed = []
        for row in batch:
            skeleton, keys = skeleton_of(row.word), keys_of((row.language, row.word))
            if (row.skeleton, row.keys) != (skeleton, keys):
                row.skeleton, row.keys = skeleton, keys
                changed.append(row)
        TitleWord.objects.bulk_update(changed, ["skeleton", "keys"], batch_size=BATCH)
    refresh()


def _batches(rows: Iterator[TitleWord]) -> Iterator[list[TitleWord]]:
    batch: list[TitleWord] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def register() -> None:
    """Have the words counted once a day."""
    duties.register("title_words", every=timedelta(days=1), run=refresh)
