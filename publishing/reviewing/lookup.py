"""Finding what an address names, for who may see it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from ..models import Review
from .desks import with_records
from .kinds import kind_named
from .rights import may_run, may_run_kind

LARGEST = 2**63 - 1
"""The largest key that the database knows."""


def record_or_404(user: Any, kind: str, pk: int) -> Any:
    """The record of a reviewed kind that the person may read; 404 for everything else."""
    try:
        found = kind_named(kind)
    except LookupError as error:
        raise Http404 from error
    return get_object_or_404(found.records(found.model.objects.visible_to(user)), pk=_key(pk))


def run_record_or_refuse(user: Any, kind: str, pk: int) -> Any:
    """The record for who runs its reviews; 404 where they may not see it, 403 where the role is not theirs."""
    record = record_or_404(user, kind, pk)
    if not may_run_kind(user, type(record)):
        raise PermissionDenied
    return record


def review_or_404(user: Any, key: int) -> Review:
    """The review that the person may read, with its record; 404 for everything else."""
    found: Review = get_object_or_404(with_records(Review.objects.visible_to(user).for_page()), pk=_key(key))
    if found.record is None:
        raise Http404
    return found


def own_review_or_404(user: Any, key: int) -> Review:
    """The person's own review; 404 for those they cannot read, 403 for those of others."""
    found = review_or_404(user, key)
    if found.reviewer_id != user.pk:
        raise PermissionDenied
    return found


def run_review_or_refuse(user: Any, key: int) -> Review:
    """A review for who runs the reviews of its record; 404 where they cannot read it, 403 where they do not run them."""
    found = review_or_404(user, key)
    if not may_run(user, found.record):
        raise PermissionDenied
    return found


def _key(key: int) -> int:
    if key > LARGEST:
        raise Http404
    return key
