"""Entries brought up to date, in the transaction that changed their records.

Who writes an entry holds the row of its record from before reading it until the end of the transaction. So of two that
write the same entry the later one reads what the earlier one has done, and no entry says what no longer is.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from ..enums import Kind, Origin
from ..finding import columns as entry_columns
from ..finding import vocabulary
from ..models import Document, Entry, Publication
from ..search.tokens import words
from ..search.vector import Field, Vector, build_vector
from ..suggesting import places
from .descriptions import Description, columns_of
from .registry import Source, described, enrichment, source_of, sources

Row = tuple[int, Description, list[Field], Vector]
"""A record's key, its description, its texts and what they give for the search index."""

_waiting: ContextVar[dict[type[models.Model], dict[int, models.Model]] | None] = ContextVar(
    "catalogue_waiting", default=None
)


def write(record: models.Model) -> None:
    """Bring the record's entry up to date: written if the record is public, removed if it is not.

    Call it inside the transaction that changed the record. Inside of `gathered` it only notes the record.
    """
    waiting = _waiting.get()
    if waiting is not None:
        waiting.setdefault(type(record), {})[record.pk] = record
    else:
        write_all(type(record), [record.pk])


@contextmanager
def gathered() -> Iterator[None]:
    """Write the entries of many records together at the end: for imports, inside the transaction of the import."""
    token = _waiting.set({})
    try:
        yield
        for model, records in (_waiting.get() or {}).items():
            write_all(model, list(records))
    finally:
        _waiting.reset(token)


def write_all(model: type[models.Model], keys: Sequence[int]) -> None:
    """Bring the entries of these records up to date, and of their documents, which are as public as their record."""
    source = source_of(model)
    for start in range(0, len(keys), source.batch):
        batch = keys[start : start + source.batch]
        with transaction.atomic(savepoint=False):
            hold(model, batch)
            public = list(source.public().filter(pk__in=batch))
            gone = set(batch) - {record.pk for record in public}
            if gone:
                source.entries().filter(object_id__in=gone).delete()
            write_batch(source, public)
            if issubclass(model, Publication) and any(known.model is Document for known in sources()):
                papers = Document.objects.filter(content_type=source.content_type, object_id__in=batch)
                write_all(Document, list(papers.order_by("pk").values_list("pk", flat=True)))


def hold(model: type[models.Model], keys: Collection[int]) -> None:
    """Hold the rows of the records until the end of the transaction, as everybody does who writes their entries."""
    rows = model._base_manager.select_for_update(no_key=True).filter(pk__in=keys)
    list(rows.order_by("pk").values_list("pk", flat=True))


def remove(record: models.Model) -> None:
    """Take the record and its documents out of the catalogue; call it before the record is deleted."""
    content_type = ContentType.objects.get_for_model(type(record))
    Entry.objects.filter(content_type=content_type, object_id=record.pk).delete()
    papers = Document.objects.filter(content_type=content_type, object_id=record.pk).values("pk")
    Entry.objects.filter(content_type=ContentType.objects.get_for_model(Document), object_id__in=papers).delete()


def refresh(entries: models.QuerySet[Entry]) -> int:
    """Write anew the entries of records that name something whose own name changed; returns how many."""
    records = [entry.record for entry in entries.prefetch_related("record") if entry.record is not None]
    with gathered():
        for record in records:
            write(record)
    return len(records)


def write_enrichment(record: models.Model, name: str) -> None:
    """Bring one enrichment of the record's entry up to date, and nothing else of it."""
    with transaction.atomic(savepoint=False):
        hold(type(record), [record.pk])
        content_type = ContentType.objects.get_for_model(type(record))
        entry = Entry.objects.select_for_update().filter(content_type=content_type, object_id=record.pk).first()
        if entry is None:
            return
        entry.details.pop(name, None)
        entry.details |= enrichment(name, record)
        [entry.columns] = entry_columns.packed([{name: getattr(entry, name) for name in entry_columns.FIELDS}])
        entry.save(update_fields=["details", "columns"])


def write_batch(source: Source, records: Sequence[models.Model]) -> None:
    """Write the entries of public records that the caller has just read, while nobody else can change them."""
    rows = []
    for record, description in zip(records, described(source, records), strict=True):
        texts = list(description.texts)
        rows.append((record.pk, description, texts, build_vector(texts)))
    store(source, rows)


def store(
    source: Source,
    rows: Sequence[Row],
    *,
    is_indexed: bool = False,
    remembered: set[vocabulary.Found] | None = None,
) -> None:
    """Write entries with all that goes with them: columns for facets, places of titles, new words of the vocabulary.

    `is_indexed` says that the search index of the entries stands as it should, so that entries which differ in nothing
    else need no writing; `remembered` are words known to be in the vocabulary (`vocabulary.keep`).
    """
    if not rows:
        return
    columns: list[dict[str, Any]] = [columns_of(description) for _key, description, _texts, _vector in rows]
    for values, packed in zip(columns, entry_columns.packed(columns), strict=True):
        values["columns"] = packed
    wanted = {key: values for (key, *_rest), values in zip(rows, columns, strict=True)}
    unchanged = _unchanged(source, wanted) if is_indexed else []
    for entry in unchanged:
        del wanted[entry.object_id]
    literals = {key: vector.literal for key, _description, _texts, vector in rows}
    written = Entry.objects.bulk_create(
        [
            Entry(content_type=source.content_type, object_id=key, vector=literals[key], **values)
            for key, values in wanted.items()
        ],
        update_conflicts=True,
        unique_fields=["content_type", "object_id"],
        update_fields=[*columns[0], *([] if is_indexed else ["vector"])],
    )
    places.write([*unchanged, *written])
    vocabulary.keep(words_found(rows), remembered)


def _unchanged(source: Source, wanted: dict[int, dict[str, Any]]) -> list[Entry]:
    """The entries that hold all these values already."""
    standing = source.entries().filter(object_id__in=wanted).defer("vector")
    return [
        entry
        for entry in standing
        if all(getattr(entry, name) == value for name, value in wanted[entry.object_id].items())
    ]


def words_found(rows: Iterable[Row]) -> set[vocabulary.Found]:
    """The words of entries for the vocabulary; those of people's names and of people's entries are marked."""
    found: dict[str, set[tuple[str, str]]] = {origin: set() for origin in Origin.values}
    for _key, description, texts, vector in rows:
        is_person = description.kind == Kind.EXPERT
        found[Origin.PERSON if is_person else Origin.TEXT] |= vector.vocabulary
        for weight, language, text in texts if is_person else ():
            if weight == "A":
                found[Origin.NAME].update((word, language) for word in words(text))
    return {vocabulary.Found(word, language, origin) for origin, several in found.items() for word, language in several}
