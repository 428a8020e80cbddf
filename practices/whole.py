"""A public practice with everything that its page prints, kept in the process while nothing public has changed.

Its rows are the same in all three languages and for whatever a reader prefers. Nothing here is written to after it was
read, so that requests may share it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.utils.timezone import localdate

from publishing.caching import epoch
from publishing.finding.result_cache import ResultCache
from publishing.models import Entry

from . import page
from .models import Practice

ROOM: Final = 10 * 2**20
"""Bytes for the rows of practices in a process, about 170 of them; searches have a room of their own and push none out."""
_ROW: Final = 1_900
"""Bytes that a row takes beside its texts, about."""

rows: Final = ResultCache(ROOM)
"""Of this process."""


@dataclass(frozen=True, slots=True)
class Whole:
    """The practice with its rows loaded, and what the catalogue has around it."""

    practice: Practice
    around: list[Entry]


def whole(slug: str) -> Whole:
    """The public practice of an address; Http404 where there is none.

    Kept under the epoch and the day, by which consents run out; so it is one short query, or none where the epoch is held.
    """
    now = epoch.current()
    key = ("practice", slug, localdate())
    known: Whole | None = rows.get(now, key) if now is not None else None
    if known is None:
        practice = page.shown(slug, AnonymousUser())
        page.load(practice)
        known = Whole(practice, page.around(practice))
        if now is not None:
            rows.put(now, key, known, _size(known))
    return known


def _size(one: Whole) -> int:
    """Bytes that it takes, about."""
    held: list[Model] = [one.practice, one.practice.country, *one.around]
    for found in vars(one.practice).get("_prefetched_objects_cache", {}).values():
        held += found
    return sum(map(_bytes, held))


def _bytes(row: Model) -> int:
    """Texts count by the letter, of which most take two bytes, and so does what is no text."""
    held: Iterable[Any] = vars(row).values()
    return _ROW + sum(2 * len(value if isinstance(value, str) else str(value)) for value in held if _counts(value))


def _counts(value: Any) -> bool:
    return isinstance(value, str | dict | list)
