"""All entries made anew, beside those who publish meanwhile.

Texts are analysed by other processes, which need no database, while this one reads the next records and writes the
former ones. Nothing is held for that long: who publishes does not wait. An entry that somebody else has written since
its record was read is written from the record as it stands now.
"""

import gc
import logging
import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Final

from django.db import OperationalError, ProgrammingError, connection, models, transaction

from ..finding import vocabulary, word_counts
from ..search.vector import Field, Vector, build_vectors
from ..suggesting import places
from .descriptions import Description
from .registry import BATCH, Source, described, sources
from .writing import Row, hold, store, write_batch

logger = logging.getLogger(__name__)

LARGE: Final = 400
"""From so many records on the texts are analysed by other processes, which take a second or two to start."""
PENDING: Final = 16_384
"""Kilobytes that the index may gather before it sorts them in; each search looks through them."""
AHEAD: Final = 3
"""Batches that are being analysed at a time."""
TOGETHER: Final = 10
"""Records of a batch that a process gets at a time."""
SAMPLED: Final = 5
REMEMBERED: Final = 600.0
"""Seconds after which words are looked up again: the duty lets go of words, though not within an hour."""

Stamps = dict[int, int]
"""Which version of its entry a record has, by the record's key."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a rebuild has come with one model; `last` is the key of the record written last, `written` how many with it."""

    model: type[models.Model]
    done: int
    total: int
    last: int
    written: int

    @property
    def place(self) -> str:
        """Where to go on after a break."""
        return f"{self.model._meta.label}:{self.last}"


@dataclass(frozen=True, slots=True)
class Batch:
    """Records as they were read, whose texts are being analysed."""

    source: Source
    keys: list[int]
    stamps: Stamps
    descriptions: list[Description]
    texts: list[list[Field]]
    vectors: Callable[[], list[Vector]]


def rebuild(*, model: str = "", after: int = 0, workers: int | None = None) -> Iterator[Progress]:
    """Make the catalogue anew, model by model in the order of keys; yields the progress after each batch.

    Each batch is a transaction of its own, so that a broken-off run leaves a sound catalogue. It goes on where it
    stopped when it is given the model's label (`practices.Practice`) and the last key of its progress; raises
    LookupError for a label that is not registered. `workers` are processes that analyse; 0 does all in this one, None
    decides by the size of the catalogue and the processors.
    """
    wanted = _sources_from(model)
    is_large = sum(source.public().count() for source in wanted) >= LARGE
    processes = len(os.sched_getaffinity(0)) if is_large else 0
    with _analysis(processes if workers is None else workers) as analyse, _pending_list(is_wanted=is_large):
        for source in wanted:
            yield from _rebuild_one(source, after if source.model._meta.label == model else 0, analyse)
    places.renew()
    word_counts.refresh()


def _sources_from(label: str) -> list[Source]:
    labels = [source.model._meta.label for source in sources()]
    if label and label not in labels:
        raise LookupError(f"{label} is not in the catalogue; registered are {', '.join(labels)}")
    return sources()[labels.index(label) if label else 0 :]


@contextmanager
def _pending_list(*, is_wanted: bool) -> Iterator[None]:
    """Let the index gather what is new and sort it in by the thousand, which is four times as fast; readers hardly notice.

    Who publishes alone is spared that (`Entry.Meta`): the list is sorted in by whoever happens to fill it. Where the
    database's account does not own the index, the rebuild is slow and no more.
    """
    if not is_wanted or not _set_index(f"fastupdate = on, gin_pending_list_limit = {PENDING}"):
        yield
        return
    try:
        yield
    finally:
        if not connection.needs_rollback:
            _set_index("fastupdate = off, gin_pending_list_limit = 4096")
            with connection.cursor() as cursor:
                cursor.execute("SELECT gin_clean_pending_list('entry_vector')")


def _set_index(options: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '5s'")
            cursor.execute(f"ALTER INDEX entry_vector SET ({options})")
    except (ProgrammingError, OperationalError) as error:
        logger.warning("the search index keeps its settings: %s", error)
        return False
    return True


Analyse = Callable[[list[list[Field]]], Callable[[], list[Vector]]]
"""Takes the texts of some records; gives a function that waits for their search indexes."""


@contextmanager
def _analysis(workers: int) -> Iterator[Analyse]:
    if workers == 0:
        yield lambda texts: lambda: build_vectors(texts)
        return
    # analysis makes no cycles, and collecting garbage again and again among the many cached words is a quarter of its time
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=gc.disable) as pool:

        def analyse(texts: list[list[Field]]) -> Callable[[], list[Vector]]:
            parts: list[Future[list[Vector]]] = [
                pool.submit(build_vectors, texts[start : start + TOGETHER]) for start in range(0, len(texts), TOGETHER)
            ]
            return lambda: [vector for part in parts for vector in part.result()]

        try:
            yield analyse
        finally:
            pool.shutdown(cancel_futures=True)


def _rebuild_one(source: Source, last: int, analyse: Analyse) -> Iterator[Progress]:
    """The entries of one model; those of records that are not public any more go first."""
    _let_go(source)
    public, writer = source.public(), Writer()
    total, done = public.count(), public.filter(pk__lte=last).count()
    for batch in _ahead(_batches(source, last, analyse)):
        writer.write(batch)
        done += len(batch.keys)
        yield Progress(source.model, done, total, batch.keys[-1], len(batch.keys))


def _let_go(source: Source) -> None:
    """Take out the entries of records that are not public any more, looking once more while they cannot change."""
    public = source.public().order_by().values("pk")
    gone = list(source.entries().exclude(object_id__in=public).values_list("object_id", flat=True))
    for start in range(0, len(gone), BATCH):
        keys = gone[start : start + BATCH]
        with transaction.atomic():
            hold(source.model, keys)
            source.entries().filter(object_id__in=set(keys) - _public(source, keys)).delete()


def _ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The same batches, while those that follow are being analysed already."""
    waiting: deque[Batch] = deque()
    for batch in batches:
        waiting.append(batch)
        if len(waiting) == AHEAD:
            yield waiting.popleft()
    yield from waiting


def _batches(source: Source, last: int, analyse: Analyse) -> Iterator[Batch]:
    """The public records behind the key, read and handed over for analysis."""
    while keys := list(source.public().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[: source.batch]):
        last = keys[-1]
        stamps = _stamps(source, keys)  # before the records: what is written in between counts as newer
        records = list(source.public().filter(pk__in=keys).order_by("pk"))
        descriptions = described(source, records)
        texts = [list(description.texts) for description in descriptions]
        yield Batch(source, [record.pk for record in records], stamps, descriptions, texts, analyse(texts))


class Writer:
    """Writes batches one after another; remembers for a while which words it has met."""

    def __init__(self) -> None:
        self._words: set[vocabulary.Found] = set()
        self._since = time.monotonic()

    def write(self, batch: Batch) -> None:
        """The entries of a batch; those that somebody else has written meanwhile from their records as they are now."""
        source, vectors = batch.source, batch.vectors()
        if time.monotonic() - self._since > REMEMBERED:
            self._words, self._since = set(), time.monotonic()
        with transaction.atomic():
            hold(source.model, batch.keys)
            now, public = _stamps(source, batch.keys), _public(source, batch.keys)
            is_same = {key for key in batch.keys if key in public and now.get(key) == batch.stamps.get(key)}
            rows = [
                row
                for row in zip(batch.keys, batch.descriptions, batch.texts, vectors, strict=True)
                if row[0] in is_same
            ]
            kept = _with_same_index(source, [row for row in rows if row[0] in now])
            store(source, [row for row in rows if row[0] in kept], is_indexed=True, remembered=self._words)
            store(source, [row for row in rows if row[0] not in kept], remembered=self._words)
            if moved_on := set(batch.keys) - is_same:
                source.entries().filter(object_id__in=moved_on - public).delete()
                write_batch(source, list(source.public().filter(pk__in=moved_on)))


def _public(source: Source, keys: Sequence[int]) -> set[int]:
    return set(source.public().filter(pk__in=keys).order_by().values_list("pk", flat=True))


def _stamps(source: Source, keys: Sequence[int]) -> Stamps:
    """Which transaction wrote the entry of each record last."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT object_id, xmin::text::bigint FROM publishing_entry WHERE content_type_id = %s AND object_id = ANY(%s)",
            [source.content_type.pk, list(keys)],
        )
        return dict(cursor.fetchall())


def _with_same_index(source: Source, rows: Sequence[Row]) -> set[int]:
    """The keys of records whose search index stands as it should: writing it again would be most of the work.

    A few are looked at first: after a change of the analysers none is as it was.
    """
    few = _same(source, rows[:: len(rows) // SAMPLED + 1])
    return _same(source, rows) if few and len(rows) > SAMPLED else few


def _same(source: Source, rows: Sequence[Row]) -> set[int]:
    if not rows:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT object_id FROM publishing_entry JOIN unnest(%s::bigint[], %s::text[]) AS made(key, vector)"
            " ON object_id = made.key AND publishing_entry.vector = made.vector::tsvector WHERE content_type_id = %s",
            [[row[0] for row in rows], [row[3].literal for row in rows], source.content_type.pk],
        )
        return {key for (key,) in cursor.fetchall()}
