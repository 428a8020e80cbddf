"""How often a record's page is asked for: counted in the worker, added up in the database about once a minute.

One number for a record and a day; nothing about who asked. The request itself costs no query. Robots that say that
they are robots are not counted.
"""

import atexit
import logging
import re
import threading
from collections import Counter
from datetime import date
from typing import Final

from django.contrib.contenttypes.models import ContentType
from django.db import Error, connection
from django.db.models import Model
from django.http import HttpRequest
from django.utils.timezone import localdate

from .caching import on_hit
from .write_behind import WriteBehind

log = logging.getLogger(__name__)
ROBOTS: Final = re.compile(r"bot\b|crawl|spider|slurp|monitor|preview|python-|curl|wget|^$", re.IGNORECASE)
EVERY: Final = 60.0
"""Seconds until a worker writes down what it counted."""
NAME: Final = "view"
"""Under which a view is repeated for pages out of the cache."""
MOST: Final = 10_000
"""So many different records are kept between two writings; more would be a robot that walks the site."""

_counts: Counter[tuple[int, int, date]] = Counter()
_lock = threading.Lock()


def note(request: HttpRequest, record: Model) -> None:
    """Count one view of the record's page, and one whenever the page is shown out of the cache."""
    on_hit.repeat(request, NAME, ContentType.objects.get_for_model(type(record)).pk, record.pk)


def count(request: HttpRequest, content_type: int, record: int) -> None:
    """Count one view, unless a robot says that it is one."""
    if request.method != "GET" or ROBOTS.search(request.headers.get("User-Agent", "")):
        return
    key = (content_type, record, localdate())
    with _lock:
        if key in _counts or len(_counts) < MOST:
            _counts[key] += 1
    _clock.wake()


def write_down() -> int:
    """Add what was counted to the database; how many views. What cannot be written stays for the next time."""
    with _lock:
        taken = Counter(_counts)
        _counts.clear()
    if not taken:
        return 0
    rows = [(*key, number) for key, number in sorted(taken.items())]
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO publishing_dailyviews (content_type_id, object_id, day, count)"
                " SELECT * FROM unnest(%s::integer[], %s::bigint[], %s::date[], %s::integer[])"
                " ON CONFLICT (content_type_id, object_id, day)"
                " DO UPDATE SET count = publishing_dailyviews.count + EXCLUDED.count",
                [list(column) for column in zip(*rows, strict=True)],
            )
    except Error:
        log.exception("page views could not be written down")
        with _lock:
            _counts.update(taken)
        return 0
    return sum(taken.values())


def forget() -> None:
    """Let go of what was counted and not written down yet."""
    with _lock:
        _counts.clear()


_clock = WriteBehind(EVERY, write_down)
on_hit.register(NAME, count)
atexit.register(write_down)
