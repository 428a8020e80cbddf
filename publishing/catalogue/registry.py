"""The models whose records enter the catalogue, and what else hangs on their entries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import models

from ..models import Entry
from .descriptions import Description

BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class Source:
    """How the records of one model reach the catalogue: which are public, what to say of one, how many at a time."""

    model: type[models.Model]
    public: Callable[[], models.QuerySet[Any]]
    describe: Callable[[Any], Description]
    batch: int = BATCH

    @property
    def content_type(self) -> ContentType:
        """The content type of its entries."""
        return ContentType.objects.get_for_model(self.model)

    def entries(self) -> models.QuerySet[Entry]:
        """The entries of its records."""
        return Entry.objects.filter(content_type=self.content_type)


Enrichment = Callable[[ContentType, list[int]], dict[int, Any]]
"""For a content type and the keys of some of its records, a JSON value by key; records without one are left out."""

_sources: dict[type[models.Model], Source] = {}
_enrichments: dict[str, Enrichment] = {}


def register(
    model: type[models.Model],
    *,
    public: Callable[[], models.QuerySet[Any]],
    describe: Callable[[Any], Description],
    batch: int = BATCH,
) -> None:
    """Let records of the model enter the catalogue; called once, when its app is ready.

    `public` gives the public records with all that `describe` reads already loaded; `batch`, how many are held in
    memory at a time.
    """
    _sources[model] = Source(model, public, describe, batch)


def sources() -> list[Source]:
    """The registered models."""
    return list(_sources.values())


def source_of(model: type[models.Model]) -> Source:
    """The source of a model; raises KeyError for one that is not registered."""
    return _sources[model]


def enrich(name: str, values: Enrichment) -> None:
    """Let something that hangs on public records stand in their entries as `details[name]`; called once, at the start.

    It is asked for a whole batch at once; whoever changes it calls `write` for the record.
    """
    _enrichments[name] = values


def enrichment(name: str, record: models.Model) -> dict[str, Any]:
    """One enrichment of a record, by its name; empty where the record has none."""
    found = _enrichments[name](ContentType.objects.get_for_model(type(record)), [record.pk])
    return {name: found[record.pk]} if record.pk in found else {}


def described(source: Source, records: Sequence[models.Model]) -> list[Description]:
    """The descriptions of the records with what hangs on them."""
    found = [source.describe(record) for record in records]
    keys = [record.pk for record in records]
    for name, values in _enrichments.items():
        told = values(source.content_type, keys) if keys else {}
        for key, description in zip(keys, found, strict=True):
            if key in told:
                description.details[name] = told[key]
    return found


def details_of(record: models.Model) -> dict[str, Any]:
    """What the record's entry keeps beside its columns; empty while the record is not public. One query."""
    content_type = ContentType.objects.get_for_model(type(record))
    found = Entry.objects.filter(content_type=content_type, object_id=record.pk).values_list("details", flat=True)
    return found.first() or {}
