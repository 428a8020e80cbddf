"""Counts over the whole catalogue, made once for an epoch and a day instead of at every view."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.timezone import localdate

from ..finding.result_cache import results
from . import epoch

Counts = TypeVar("Counts", bound=dict[Any, Any])
_ENTRY = 200
"""Bytes that one count takes, about."""


def kept_counts(name: str, count: Callable[[], Counts]) -> Counts:
    """What `count` gives, kept under the name while nothing public changes; must not be written to.

    For what is the same for everybody. Inside a transaction, whose own changes the epoch does not know, it is counted anew.
    """
    now = epoch.current()
    if now is None:
        return count()
    key = ("counts", name, localdate())
    known: Counts | None = results.get(now, key)
    if known is None:
        known = count()
        results.put(now, key, known, _ENTRY * len(known))
    return known
