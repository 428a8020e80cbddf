"""Turning what happened to public records into news, each row once.

Transactions end in another order than they began, so a date says nothing about what was told already. News therefore get
their keys under a lock that is held until they can be read: whoever has been told of one was told of all before it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from ..enums import Kind
from ..languages import CODES
from ..models import Entry, Happening, News

LOOKBACK: Final = timedelta(days=3)
"""How far back a gathering looks for what it may have missed."""
KEPT: Final = timedelta(days=120)
"""How long news are kept: longer than any letter or desk looks back."""
UNTOLD: Final = frozenset({Kind.EXPERT})
"""Whoever leaves the directory is not announced to others."""
LOCK: Final = "following.gathering"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Something that happened to a record; `key` is unlike that of any other occurrence, for ever."""

    key: str
    what: str
    content_type_id: int
    object_id: int
    at: datetime
    countries: Sequence[str] = ()
    """Countries that this concerns beside the record's own."""
    notes: Mapping[str, str] = field(default_factory=dict)


Find = Callable[[datetime], Iterable[Occurrence]]
_sources: dict[str, Find] = {}


def register_source(name: str, find: Find) -> None:
    """Let what a floor knows become news; called once, when its app is ready.

    `find` gives what has happened since a moment and still holds; only what anybody may know.
    """
    _sources[name] = find


def occurrences(since: datetime) -> list[Occurrence]:
    """What has happened since then and still holds, the oldest first."""
    found = [one for find in _sources.values() for one in find(since)]
    return sorted(found, key=lambda one: (one.at, one.key))


def gather(now: datetime | None = None) -> int:
    """Add the news that are not on record yet; how many. Two that gather at once do so one after the other."""
    since = (now or timezone.now()) - LOOKBACK
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [LOCK])
        found = occurrences(since)
        known = set(News.objects.filter(key__in=[one.key for one in found]).values_list("key", flat=True))
        fresh = [one for one in found if one.key not in known]
        entries = entries_of({(one.content_type_id, one.object_id) for one in fresh})
        rows = [row for one in fresh if (row := _news(one, entries)) is not None]
        News.objects.bulk_create(rows)
    return len(rows)


def prune() -> None:
    """Delete the news that nobody will be told any more."""
    News.objects.filter(happened_at__lt=timezone.now() - KEPT).delete()


def entries_of(records: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Entry]:
    """The catalogue's entries of the records (content type, key) that everybody may see today; one query."""
    by_type: dict[int, list[int]] = {}
    for content_type, key in records:
        by_type.setdefault(content_type, []).append(key)
    rule = Q(pk__in=[])
    for content_type, keys in by_type.items():
        rule |= Q(content_type=content_type, object_id__in=keys)
    return {
        (entry.content_type_id, entry.object_id): entry
        for entry in Entry.objects.visible_to(None)
        .filter(rule)
        .only(
            "content_type_id", "object_id", "kind", "slug", "title_kk", "title_ru", "title_en", "country", "themes",
            "is_demonstration",
        )
    }  # fmt: skip


def _news(one: Occurrence, entries: Mapping[tuple[int, int], Entry]) -> News | None:
    """The row for an occurrence; None where there is nothing that everybody may know."""
    entry = entries.get((one.content_type_id, one.object_id))
    told: dict[str, Any] | None
    if one.what == Happening.ARCHIVED:
        told = None if entry is not None else _of_archived(one)
    else:
        told = _of_entry(entry) if entry is not None else None
    if told is None:
        return None
    own = told.pop("country")
    return News(
        key=one.key,
        what=one.what,
        content_type_id=one.content_type_id,
        object_id=one.object_id,
        happened_at=one.at,
        countries=[code for code in dict.fromkeys((own, *one.countries)) if code],
        **{f"note_{code}": one.notes.get(code, "") for code in CODES},
        **told,
    )


def _of_entry(entry: Entry) -> dict[str, Any]:
    titles = {f"title_{code}": getattr(entry, f"title_{code}") for code in CODES}
    return {"kind": entry.kind, "themes": entry.themes, "country": entry.country, **titles}


def _of_archived(one: Occurrence) -> dict[str, Any] | None:
    """What everybody could read of the record until it was archived."""
    record: Any = ContentType.objects.get_for_id(one.content_type_id).model_class()
    record = record._default_manager.filter(pk=one.object_id).first() if record is not None else None
    if record is None or record.kind in UNTOLD:
        return None
    themes = [theme.slug for theme in record.themes.all()] if hasattr(record, "themes") else []
    country = getattr(getattr(record, "country", None), "iso2", "") or getattr(record, "iso2", "")
    titles = {f"title_{code}": (getattr(record, f"{record.title_field}_{code}") or "")[:300] for code in CODES}
    return {"kind": record.kind, "themes": themes, "country": country, **titles}
