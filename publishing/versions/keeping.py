"""Keeping published versions: one for each publication and each later saving of a public record.

>>> with transaction.atomic():
...     form.save()
...     keep_version(practice, request.user, note={"ru": "Исправлены сроки."}, severity=Severity.INFORM)
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import translation
from django.utils.functional import Promise

from ..catalogue import published_at
from ..enums import State
from ..languages import CODES
from ..models import Publication, PublishedVersion
from .content import Content, Shape, contents, shape_of, shapes, touched_languages

BATCH: Final = 100
"""How many records get their first version at once."""
NOTE_LENGTH: Final = 2000
"""How long the note on a version may be in one language."""
_roles: dict[str, str | Promise] = {}


def name_roles(names: Mapping[str, str | Promise]) -> None:
    """Tell how groups of accounts are called, the weightiest first; called once by the floor that has accounts."""
    _roles.update(names)


def role_name(role: str) -> str:
    """The role in words."""
    return str(_roles.get(role, role))


def keep_version(
    record: Publication, actor: Any, *, note: Mapping[str, str] | None = None, severity: str = ""
) -> PublishedVersion | None:
    """Keep the record as it is public now; None where it is not public, or says what it said before and bears no note.

    To be called at the end of the transaction that saved the record and its parts, which holds the record's lock.
    `note` tells readers by language what changed; `severity` what that means for translations.
    """
    shape = shape_of(type(record))
    if shape is None or record.state != State.PUBLISHED or record.pk is None:
        return None
    content_type = ContentType.objects.get_for_model(type(record))
    with transaction.atomic():
        content = contents(shape, [record.pk])[record.pk]
        before = PublishedVersion.objects.filter(content_type=content_type, object_id=record.pk).first()
        notes = _notes(note)
        if before is not None and before.content == content and not any(notes.values()):
            return None
        return PublishedVersion.objects.create(
            content_type=content_type,
            object_id=record.pk,
            number=before.number + 1 if before is not None else 1,
            actor=actor if actor is not None and actor.pk else None,
            role=_role_of(actor),
            edition=record.edition,
            severity=severity,
            changed_languages=touched_languages(before.content if before is not None else None, content),
            content=content,
            **notes,
        )


def keep_first_versions() -> int:
    """Give every public record that has no version yet its first one; how many got one."""
    return sum(_first_versions(shape) for shape in shapes())


def versions_of(record: Publication) -> models.QuerySet[PublishedVersion]:
    """The record's versions, the newest first."""
    content_type = ContentType.objects.get_for_model(type(record))
    return PublishedVersion.objects.filter(content_type=content_type, object_id=record.pk)


def in_all_languages(say: Callable[[], str]) -> dict[str, str]:
    """A note that the portal itself writes, in every language."""
    note = {}
    for code in CODES:
        with translation.override(code):
            note[code] = say()
    return note


def _first_versions(shape: Shape) -> int:
    content_type = ContentType.objects.get_for_model(shape.model)
    known = PublishedVersion.objects.filter(content_type=content_type).values("object_id")
    public = shape.model._base_manager.filter(state=State.PUBLISHED).exclude(pk__in=known).order_by("pk")
    done = 0
    for batch in _batches(public):
        rows = contents(shape, [record.pk for record in batch])
        PublishedVersion.objects.bulk_create(
            [_first(record, content_type, rows[record.pk]) for record in batch], ignore_conflicts=True
        )
        done += len(batch)
    return done


def _batches(records: models.QuerySet[Any]) -> Iterator[list[Any]]:
    last = 0
    while batch := list(records.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk


def _first(record: Publication, content_type: ContentType, content: Content) -> PublishedVersion:
    return PublishedVersion(
        content_type=content_type,
        object_id=record.pk,
        number=1,
        at=published_at(record),
        edition=record.edition,
        changed_languages=touched_languages(None, content),
        content=content,
    )


def _notes(note: Mapping[str, str] | None) -> dict[str, str]:
    given = {code: (note or {}).get(code, "").replace("\x00", "").strip()[:NOTE_LENGTH] for code in CODES}
    return {f"note_{code}": text for code, text in given.items()}


def _role_of(actor: Any) -> str:
    if actor is None or not actor.pk:
        return ""
    names = set(actor.groups.values_list("name", flat=True))
    fallback = next(iter(_roles), "") if actor.is_superuser else ""
    return next((role for role in _roles if role in names), fallback)
