"""Saving, changing and sweeping up collections."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import get_language

from .. import duties
from ..models import Collection, CollectionItem
from ..workflow import Conflict
from .selection import Reference

MINE: Final = "collections"
"""Where the session keeps the addresses of collections that were made without an account."""
UNREAD: Final = timedelta(days=400)
"""After so long without a reader, a collection without an owner is removed."""


def save(request: HttpRequest, title: str, note: str, references: Sequence[Reference]) -> Collection:
    """A new collection of these records, owned by the account or remembered by the session."""
    with transaction.atomic():
        collection = Collection.objects.create(
            owner=request.user if request.user.is_authenticated else None,
            title=title,
            note=note,
            language=get_language() or "ru",
        )
        _fill(collection, references)
    if collection.owner_id is None:
        request.session[MINE] = [*request.session.get(MINE, []), collection.token][-50:]
    return collection


def change(
    collection: Collection, title: str, note: str, references: Sequence[Reference], *, edition: int | None
) -> Collection:
    """The collection with other words or records; raises Conflict where it was changed in the meantime."""
    with transaction.atomic():
        locked = Collection.objects.select_for_update().get(pk=collection.pk)
        if edition is not None and edition != locked.edition:
            raise Conflict
        locked.title, locked.note, locked.edition = title, note, locked.edition + 1
        locked.save()
        locked.items.all().delete()
        _fill(locked, references)
    return locked


def is_mine(request: HttpRequest, collection: Collection) -> bool:
    """Whether the visitor made it."""
    if collection.owner_id is not None:
        return collection.owner_id == request.user.pk
    return collection.token in request.session.get(MINE, [])


def note_reading(collection: Collection) -> None:
    """Remember the day, at most once a day."""
    if collection.read_on != localdate():
        Collection.objects.filter(pk=collection.pk).update(read_on=localdate())


def sweep() -> None:
    """The duty: remove what has no owner and no readers."""
    Collection.objects.filter(owner=None, read_on__lt=localdate() - UNREAD).delete()


def register() -> None:
    """Let it be swept."""
    duties.register("collections", every=timedelta(days=1), run=sweep)


def _fill(collection: Any, references: Sequence[Reference]) -> None:
    CollectionItem.objects.bulk_create(
        CollectionItem(collection=collection, content_type_id=kind, object_id=key, position=place)
        for place, (kind, key) in enumerate(references)
    )
