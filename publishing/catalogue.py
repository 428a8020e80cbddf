"""The catalogue: writing, removing, rebuilding and checking the entries of public records.

Each floor registers its models with a function that describes a record; this floor never looks upwards.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchVectorField
from django.db import models, transaction
from django.db.models.functions import Cast
from django.utils.timezone import localdate

from .enums import Kind, LanguageState
from .languages import CODES
from .models import Document, Entry, Publication
from .search.vector import tsvector_literal

BATCH: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What the catalogue keeps of a record; `texts` are (weight, language, text) for the search index."""

    kind: Kind
    slug: str
    titles: dict[str, str]
    summaries: dict[str, str]
    original_language: str
    states: dict[str, str]
    published_at: datetime
    changed_at: datetime
    texts: Iterable[tuple[str, str, str]] = ()
    country: str = ""
    themes: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    evidence: str = ""
    level: str = ""
    stage: str = ""
    start_year: int | None = None
    adoptions: int = 0
    details: dict[str, Any] = field(default_factory=dict)
    is_demonstration: bool = False
    checked_on: date | None = None
    visible_until: date | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """How the records of one model reach the catalogue: which are public, and what to say of one."""

    model: type[models.Model]
    public: Callable[[], models.QuerySet[Any]]
    describe: Callable[[Any], Description]


Enrichment = Callable[[ContentType, list[int]], dict[int, Any]]
"""For a content type and the keys of some of its records, a JSON value by key; records without one are left out."""

_sources: dict[type[models.Model], Source] = {}
_enrichments: dict[str, Enrichment] = {}
_waiting: ContextVar[dict[type[models.Model], dict[int, models.Model]] | None] = ContextVar(
    "catalogue_waiting", default=None
)


def register(
    model: type[models.Model], *, public: Callable[[], models.QuerySet[Any]], describe: Callable[[Any], Description]
) -> None:
    """Let records of the model enter the catalogue; called once, when its app is ready.

    `public` gives the public records with all that `describe` reads already loaded.
    """
    _sources[model] = Source(model, public, describe)


def enrich(name: str, values: Enrichment) -> None:
    """Let something that hangs on public records stand in their entries as `details[name]`; called once, at the start.

    It is asked for a whole batch at once; whoever changes it calls `write` for the record.
    """
    _enrichments[name] = values


def write_enrichment(record: models.Model, name: str) -> None:
    """Bring one enrichment of the record's entry up to date, and nothing else of it."""
    content_type = ContentType.objects.get_for_model(type(record))
    entry = Entry.objects.select_for_update().filter(content_type=content_type, object_id=record.pk).first()
    if entry is None:
        return
    found = _enrichments[name](content_type, [record.pk])
    entry.details.pop(name, None)
    entry.details |= {name: found[record.pk]} if record.pk in found else {}
    entry.save(update_fields=["details"])


def details_of(record: models.Model) -> dict[str, Any]:
    """What the record's entry keeps beside its columns; empty while the record is not public. One query."""
    content_type = ContentType.objects.get_for_model(type(record))
    found = Entry.objects.filter(content_type=content_type, object_id=record.pk).values_list("details", flat=True)
    return found.first() or {}


def _described(source: Source, records: Sequence[models.Model]) -> list[Description]:
    """The descriptions of the records with what hangs on them."""
    described = [source.describe(record) for record in records]
    content_type, keys = ContentType.objects.get_for_model(source.model), [record.pk for record in records]
    for name, values in _enrichments.items():
        found = values(content_type, keys) if keys else {}
        for key, description in zip(keys, described, strict=True):
            if key in found:
                description.details[name] = found[key]
    return described


def sources() -> list[Source]:
    """The registered models."""
    return list(_sources.values())


def write(record: models.Model) -> None:
    """Bring the record's entry up to date: written if the record is public, removed if it is not.

    Call it inside the transaction that changed the record. Inside of `gathered` it only notes the record.
    """
    waiting = _waiting.get()
    if waiting is not None:
        waiting.setdefault(type(record), {})[record.pk] = record
    else:
        _write_all(type(record), [record])


@contextmanager
def gathered() -> Iterator[None]:
    """Write the entries of many records together at the end: for imports, inside the transaction of the import."""
    token = _waiting.set({})
    try:
        yield
        for model, records in (_waiting.get() or {}).items():
            _write_all(model, list(records.values()))
    finally:
        _waiting.reset(token)


def _write_all(model: type[models.Model], records: list[models.Model]) -> None:
    source, content_type = _sources[model], ContentType.objects.get_for_model(model)
    for start in range(0, len(records), BATCH):
        keys = [record.pk for record in records[start : start + BATCH]]
        public = list(source.public().filter(pk__in=keys))
        gone = set(keys) - {record.pk for record in public}
        if gone:
            Entry.objects.filter(content_type=content_type, object_id__in=gone).delete()
        _write_batch(source, content_type, public)
        if issubclass(model, Publication) and Document in _sources:  # a document is as public as its record
            _write_all(Document, list(Document.objects.filter(content_type=content_type, object_id__in=keys)))


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


def columns_of(description: Description, *, with_index: bool = True) -> dict[str, Any]:
    """The entry's columns for a description, the search vector included where it is wanted."""
    values = {
        f.name: getattr(description, f.name)
        for f in fields(description)
        if f.name not in {"titles", "summaries", "texts"}
    }
    for code in CODES:
        values[f"title_{code}"] = description.titles.get(code, "")
        values[f"summary_{code}"] = description.summaries.get(code, "")
    values["languages"] = [code for code in CODES if description.titles.get(code)]
    if with_index:
        values["vector"] = tsvector_literal(description.texts)
    return values


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a rebuild has come with one model; `last` is the key of the record that was written last."""

    model: type[models.Model]
    done: int
    total: int
    last: int


def rebuild(*, model: str = "", after: int = 0) -> Iterator[Progress]:
    """Make the catalogue anew, model by model in the order of keys; yields the progress after each batch.

    Each batch is a transaction of its own, so that a broken-off run leaves a sound catalogue. It goes on where it
    stopped when it is given the model's label (`practices.Practice`) and the last key of its progress.
    """
    for source in _sources_from(model):
        content_type = ContentType.objects.get_for_model(source.model)
        public = source.public()
        Entry.objects.filter(content_type=content_type).exclude(object_id__in=public.order_by().values("pk")).delete()
        last = after if source.model._meta.label == model else 0
        total, done = public.count(), public.filter(pk__lte=last).count()
        while batch := list(source.public().filter(pk__gt=last).order_by("pk")[:BATCH]):
            with transaction.atomic():
                _write_batch(source, content_type, batch)
            last, done = batch[-1].pk, done + len(batch)
            yield Progress(source.model, done, total, last)


def _sources_from(label: str) -> list[Source]:
    """The registered models from the one with this label on; raises LookupError where there is none."""
    labels = [source.model._meta.label for source in sources()]
    if label and label not in labels:
        raise LookupError(f"{label} is not in the catalogue; registered are {', '.join(labels)}")
    return sources()[labels.index(label) if label else 0 :]


def _write_batch(source: Source, content_type: ContentType, records: list[models.Model]) -> None:
    columns = [
        {"object_id": record.pk, **columns_of(description)}
        for record, description in zip(records, _described(source, records), strict=True)
    ]
    if not columns:
        return
    keys = {"content_type", "object_id"}
    Entry.objects.bulk_create(
        [Entry(content_type=content_type, **values) for values in columns],
        update_conflicts=True,
        unique_fields=sorted(keys),
        update_fields=[name for name in columns[0] if name not in keys],
    )


def differences(*, with_index: bool = True) -> Iterator[str]:
    """One line for each way in which the catalogue and the records disagree; none when all is well.

    `with_index` also analyses the texts again and compares the search index, which is most of the work.
    """
    for source in sources():
        content_type = ContentType.objects.get_for_model(source.model)
        entries = Entry.objects.filter(content_type=content_type)
        last = 0
        while batch := list(source.public().filter(pk__gt=last).order_by("pk")[:BATCH]):
            last = batch[-1].pk
            yield from _differences_of(source, batch, entries, with_index=with_index)
        for entry in entries.exclude(object_id__in=source.public().order_by().values("pk")).defer("vector"):
            if entry.visible_until and entry.visible_until < localdate():
                continue  # hidden by its date; the next rebuild takes it out
            yield f"{source.model._meta.label} {entry.object_id} ({entry.slug}): in the catalogue, but not public"
    known = [ContentType.objects.get_for_model(source.model).pk for source in sources()]
    for entry in Entry.objects.exclude(content_type__in=known).defer("vector"):
        yield f"{entry}: of a model that is not registered"


def _differences_of(
    source: Source, records: list[Any], entries: models.QuerySet[Entry], *, with_index: bool
) -> Iterator[str]:
    standing = {
        entry.object_id: entry
        for entry in entries.filter(object_id__in=[record.pk for record in records]).defer("vector")
    }
    wanted = {
        record.pk: columns_of(description, with_index=with_index)
        for record, description in zip(records, _described(source, records), strict=True)
    }
    stale_index = (
        _stale_vectors(entries, {key: values["vector"] for key, values in wanted.items()}) if with_index else set()
    )
    for record in records:
        name = f"{source.model._meta.label} {record.pk} ({record})"
        entry = standing.get(record.pk)
        if entry is None:
            yield f"{name}: public, but not in the catalogue"
            continue
        stale = sorted(
            key for key, value in wanted[record.pk].items() if key != "vector" and getattr(entry, key) != value
        )
        stale += ["vector"] if record.pk in stale_index else []
        if stale:
            yield f"{name}: the catalogue differs in {', '.join(stale)}"


def _stale_vectors(entries: models.QuerySet[Entry], literals: dict[int, str]) -> set[int]:
    """The keys of the records whose search vector is not what the literal says."""
    whens = [models.When(object_id=key, then=models.Value(literal)) for key, literal in literals.items()]
    wanted = Cast(models.Case(*whens, output_field=models.TextField()), SearchVectorField())
    rows = entries.filter(object_id__in=literals).annotate(
        standing=Cast("vector", models.TextField()), wanted=Cast(wanted, models.TextField())
    )
    return set(rows.exclude(standing=models.F("wanted")).values_list("object_id", flat=True))


def published_at(record: Publication) -> datetime:
    """When the record was published; raises ValueError for one that never was, which the database rules out for public ones."""
    if record.published_at is None:
        raise ValueError(f"{record!r} has never been published")
    return record.published_at


def language_states(record: Publication) -> dict[str, str]:
    """State by language as readers see it: a stated one, `outdated` where the original has moved on, else by the text."""
    versions = record.versions()
    states = {}
    for code in CODES:
        version = versions.get(code)
        if version is None:
            has_text = bool(getattr(record, f"{record.title_field}_{code}"))
            states[code] = LanguageState.APPROVED.value if has_text else LanguageState.MISSING.value
        else:
            states[code] = "outdated" if record.is_outdated(version) else version.state
    return states


def texts_by_language(record: object, name: str) -> dict[str, str]:
    """A translated field's texts by language, the empty ones left out."""
    found = {code: getattr(record, f"{name}_{code}") for code in CODES}
    return {code: str(text) for code, text in found.items() if text}
