"""The catalogue: writing, removing, rebuilding and checking the entries of public records.

Each floor registers its models with a function that describes a record; this floor never looks upwards.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.timezone import localdate

from .enums import Kind, LanguageState
from .languages import CODES
from .models import Entry, Publication
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


_sources: dict[type[models.Model], Source] = {}


def register(
    model: type[models.Model], *, public: Callable[[], models.QuerySet[Any]], describe: Callable[[Any], Description]
) -> None:
    """Let records of the model enter the catalogue; called once, when its app is ready.

    `public` gives the public records with all that `describe` reads already loaded.
    """
    _sources[model] = Source(model, public, describe)


def sources() -> list[Source]:
    """The registered models."""
    return list(_sources.values())


def write(record: models.Model) -> None:
    """Bring the record's entry up to date: written if the record is public, removed if it is not.

    Call it inside the transaction that changed the record.
    """
    source = _sources[type(record)]
    loaded = source.public().filter(pk=record.pk).first()
    if loaded is None:
        remove(record)
        return
    key = {"content_type": ContentType.objects.get_for_model(source.model), "object_id": record.pk}
    Entry.objects.update_or_create(**key, defaults=columns_of(source.describe(loaded)))


def remove(record: models.Model) -> None:
    """Take the record out of the catalogue."""
    Entry.objects.filter(content_type=ContentType.objects.get_for_model(type(record)), object_id=record.pk).delete()


def refresh(entries: models.QuerySet[Entry]) -> int:
    """Write anew the entries of records that name something whose own name changed; returns how many."""
    records = [entry.record for entry in entries.prefetch_related("record")]
    for record in records:
        write(record)
    return len(records)


def columns_of(description: Description) -> dict[str, Any]:
    """The entry's columns for a description, the search vector included."""
    values = {
        f.name: getattr(description, f.name)
        for f in fields(description)
        if f.name not in {"titles", "summaries", "texts"}
    }
    for code in CODES:
        values[f"title_{code}"] = description.titles.get(code, "")
        values[f"summary_{code}"] = description.summaries.get(code, "")
    values["languages"] = [code for code in CODES if description.titles.get(code)]
    values["vector"] = tsvector_literal(description.texts)
    return values


def rebuild() -> Iterator[tuple[type[models.Model], int, int]]:
    """Make the catalogue anew, model by model; yields (model, records done, records in all) after each batch.

    Each batch is a transaction of its own, so that a broken-off run can simply be started again.
    """
    for source in sources():
        content_type = ContentType.objects.get_for_model(source.model)
        ids = list(source.public().order_by("pk").values_list("pk", flat=True))
        Entry.objects.filter(content_type=content_type).exclude(object_id__in=ids).delete()
        done = 0
        for start in range(0, len(ids), BATCH):
            with transaction.atomic():
                for record in source.public().filter(pk__in=ids[start : start + BATCH]):
                    key = {"content_type": content_type, "object_id": record.pk}
                    Entry.objects.update_or_create(**key, defaults=columns_of(source.describe(record)))
                    done += 1
            yield source.model, done, len(ids)


def differences() -> Iterator[str]:
    """One line for each way in which the catalogue and the records disagree; none when all is well."""
    for source in sources():
        content_type = ContentType.objects.get_for_model(source.model)
        entries = {entry.object_id: entry for entry in Entry.objects.filter(content_type=content_type)}
        name = source.model._meta.label
        for record in source.public():
            entry = entries.pop(record.pk, None)
            if entry is None:
                yield f"{name} {record.pk} ({record}): public, but not in the catalogue"
                continue
            wanted = columns_of(source.describe(record))
            stale = sorted(key for key, value in wanted.items() if key != "vector" and getattr(entry, key) != value)
            if stale:
                yield f"{name} {record.pk} ({record}): the catalogue differs in {', '.join(stale)}"
        for entry in entries.values():
            if entry.visible_until and entry.visible_until < localdate():
                continue  # hidden by its date; the next rebuild takes it out
            yield f"{name} {entry.object_id} ({entry.slug}): in the catalogue, but not public"
    known = [ContentType.objects.get_for_model(source.model).pk for source in sources()]
    for entry in Entry.objects.exclude(content_type__in=known):
        yield f"{entry}: of a model that is not registered"


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
