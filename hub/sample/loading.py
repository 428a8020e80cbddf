"""Writing a folder's content to the database: all or nothing, each record at most once, nobody's edit overwritten."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, models, transaction
from django.db.models import Q
from django.utils import timezone, translation

from hub.models import LoadedRecord
from publishing import catalogue
from publishing.enums import State
from publishing.glossary import terminology
from publishing.models import Document, Entry, Publication, Term
from publishing.versions.keeping import keep_first_versions, keep_version
from publishing.workflow import publish_as_found

from . import adoptions, committee, contributions, rows
from .kinds import CommandLine, Kind, Lookup, next_check
from .records import PageRecord, Record, Sample
from .writing import KINDS

FOUND: Final = "Loaded from the content files"
"""Why what is loaded is public without a review here, for the history."""
LOCK: Final = 20130315
"""The number under which the database keeps two loads apart."""


@dataclass(slots=True)
class Tally:
    """What happened to the records of one kind, by their short names."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """The file changed, and so did somebody by hand: left alone."""
    removed: list[str] = field(default_factory=list)
    """Removed by hand since it was loaded: left so."""
    unchanged: int = 0


def load(sample: Sample, *, overwrite: bool = False, dry_run: bool = False) -> dict[str, Tally]:
    """Write the content in one transaction; returns what happened, by kind.

    `overwrite` lets the files win over edits by hand; `dry_run` does everything and takes it back.
    """
    loading = _Loading(overwrite=overwrite)
    with transaction.atomic(), translation.override("en"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        savepoint = transaction.savepoint()
        loading.run(sample)
        if dry_run:
            transaction.savepoint_rollback(savepoint)
    terminology.refresh()
    return loading.tallies


class _Loading:
    def __init__(self, *, overwrite: bool) -> None:
        self.overwrite = overwrite
        self.lookup = Lookup()
        self.started = timezone.now()
        self.tallies: dict[str, Tally] = {}
        self.written: dict[str, tuple[int, str]] = {}
        self.marks = {(mark.kind, mark.key): mark for mark in LoadedRecord.objects.all()}

    def run(self, sample: Sample) -> None:
        for make in KINDS:
            kind = make(self.lookup)
            records = kind.order(getattr(sample, kind.name))
            tally = self.tallies[kind.name] = Tally()
            there = set(kind.model._default_manager.values_list("pk", flat=True))
            with catalogue.gathered():
                for place, record in enumerate(records):
                    moment = self.started - timedelta(seconds=len(records) - place)
                    self._one(kind, record, tally, there, moment)
            self._mark(kind)
            self._refresh_neighbours(kind, tally)
        created, left = adoptions.write(sample.adoptions, self.lookup)
        self.tallies["adoptions"] = Tally(created=created, unchanged=len(left))
        created, left = contributions.write(sample.contributions, self.lookup)
        self.tallies["contributions"] = Tally(created=created, unchanged=len(left))
        created, left = committee.write_decisions(sample.decisions)
        self.tallies["decisions"] = Tally(created=created, unchanged=len(left))
        created, left = committee.write_mandates(sample.mandates)
        self.tallies["mandates"] = Tally(created=created, unchanged=len(left))
        keep_first_versions()

    def _one(self, kind: Kind[Any], record: Record, tally: Tally, there: set[int], moment: datetime) -> None:
        mark = self.marks.get((kind.name, record.key))
        content = record.digest()
        if mark is None:
            instance = kind.model._default_manager.filter(**{kind.key: record.key}).first()
        elif mark.object_id not in there:
            instance = None
            if not self.overwrite:
                tally.removed.append(record.key)
                return
        elif mark.content == content and not self.overwrite:
            tally.unchanged += 1
            return
        else:
            instance = kind.model._default_manager.get(pk=mark.object_id)
        if instance is None:
            instance = self._create(kind, record, moment)
            tally.created.append(record.key)
        elif not self.overwrite and (mark is None or mark.snapshot != _snapshot(kind, instance)):
            tally.kept.append(record.key)
            return
        elif self._update(kind, instance, record):
            tally.updated.append(record.key)
        else:
            tally.unchanged += 1
        self.written[record.key] = (instance.pk, content)

    def _mark(self, kind: Kind[Any]) -> None:
        """Remember what the files said and how the records stand now."""
        snapshots = rows.snapshots(kind.model, [key for key, _content in self.written.values()], kind.parts())
        marks = [
            LoadedRecord(
                kind=kind.name,
                key=name,
                object_id=key,
                content=content,
                snapshot=snapshots[key],
                loaded_at=self.started,
            )
            for name, (key, content) in self.written.items()
        ]
        LoadedRecord.objects.bulk_create(
            marks,
            update_conflicts=True,
            unique_fields=["kind", "key"],
            update_fields=["object_id", "content", "snapshot", "loaded_at"],
        )
        self.written = {}

    def _create(self, kind: Kind[Any], record: Record, moment: datetime) -> models.Model:
        instance = kind.model(**{kind.key: record.key, **kind.values(record)})
        if isinstance(instance, Publication):
            instance.published_at = moment
            rows.assign(instance, _check_of(instance, record))
        _save(instance)
        kind.write_parts(instance, record, is_new=True)
        if kind.workflow:
            published: models.Model = publish_as_found(kind.workflow(instance, CommandLine()), FOUND)
            return published
        _bring_to_catalogue(instance)
        return instance

    def _update(self, kind: Kind[Any], instance: Any, record: Record) -> bool:
        """Bring a record up to date; returns whether anything was written. Its state and address stay as they are."""
        values = kind.values(record)
        if isinstance(instance, Publication):
            values.pop("slug", None)
            values |= _check_of(instance, record)
        changed = rows.assign(instance, values)
        if isinstance(instance, Publication) and _original_moved(instance, changed):
            instance.text_version += 1
            instance.significant_version = instance.text_version
            changed += ["text_version", "significant_version"]
        parts_changed = kind.write_parts(instance, record, is_new=False)
        if not changed and not parts_changed:
            return False
        if isinstance(instance, Publication):
            instance.edition += 1
        _save(instance)
        _bring_to_catalogue(instance)
        if isinstance(instance, Publication):
            keep_version(instance, CommandLine())
        return True

    def _refresh_neighbours(self, kind: Kind[Any], tally: Tally) -> None:
        """Entries name countries and tags, so they follow when those change their names."""
        if kind.name == "tags" and tally.updated:
            catalogue.refresh(Entry.objects.filter(tags__overlap=tally.updated))
        if kind.name == "countries" and tally.updated:
            catalogue.refresh(Entry.objects.filter(Q(country__in=tally.updated)).exclude(kind="country"))


def _save(instance: Any) -> None:
    instance._change_reason = rows.REASON
    instance.save()


def _bring_to_catalogue(instance: models.Model) -> None:
    if isinstance(instance, Document | Term) or (
        isinstance(instance, Publication) and instance.state == State.PUBLISHED
    ):
        catalogue.write(instance)


def _check_of(instance: Publication, record: Record) -> dict[str, Any]:
    return next_check(instance, record.as_of) if isinstance(record, PageRecord) else {}


def _original_moved(instance: Publication, changed: list[str]) -> bool:
    """Whether the text that translations are made from has changed."""
    fields = (instance.title_field, *instance.text_fields)
    return any(f"{field}_{instance.original_language}" in changed for field in fields)


def _snapshot(kind: Kind[Any], instance: models.Model) -> str:
    return rows.snapshots(kind.model, [instance.pk], kind.parts())[instance.pk]
