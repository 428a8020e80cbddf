"""What a visitor has picked so far: kept in the session, with or without an account."""

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Q
from django.http import HttpRequest

from ..models import Collection, Entry

KEY: Final = "selection"
MOST: Final = 40
"""Records that a selection or a collection holds."""
Reference = tuple[int, int]
"""Content type and key of a record."""


def selected(request: HttpRequest) -> list[Reference]:
    """The picked records, in the order in which they were picked."""
    return [(kind, key) for kind, key in request.session.get(KEY, [])]


def add(request: HttpRequest, entry: Entry) -> bool:
    """Pick a record; False where the selection is full."""
    picked, reference = selected(request), (entry.content_type_id, entry.object_id)
    if reference in picked:
        return True
    if len(picked) >= MOST:
        return False
    request.session[KEY] = [*picked, reference]
    return True


def remove(request: HttpRequest, reference: Reference) -> None:
    """Put a record back."""
    request.session[KEY] = [one for one in selected(request) if one != reference]


def clear(request: HttpRequest) -> None:
    """Put all back."""
    request.session.pop(KEY, None)


def references_of(collection: Collection) -> list[Reference]:
    """The records of a collection, in its order."""
    return list(collection.items.values_list("content_type_id", "object_id"))


def entries_of(references: Iterable[Reference], user: Any) -> list[Entry]:
    """The entries of those records that are public, in the order given; one query."""
    order = {reference: place for place, reference in enumerate(references)}
    rule = Q(pk__in=[])
    for kind in {kind for kind, _key in order}:
        rule |= Q(content_type=kind, object_id__in=[key for one, key in order if one == kind])
    found = Entry.objects.visible_to(user).filter(rule).defer("vector")
    return sorted(found, key=lambda entry: order[entry.content_type_id, entry.object_id])
