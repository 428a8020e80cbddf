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
from django.db import Error, close_old_connections, connection
from django.db.models import Model
from django.http import HttpRequest
from django.utils.timezone import localdate

log = logging.getLogger(__name__)
ROBOTS: Final = re.compile(r"bot\b|crawl|spider|slurp|monitor|preview|python-|curl|wget|^$", re.IGNORECASE)
EVERY: Final = 60.0
"""Seconds until a worker writes down what it counted."""
MOST: Final = 10_000
"""So many different records are kept between two writings; more would be a robot that walks the site."""

_counts: Counter[tuple[int, int, date]] = Counter()
_lock = threading.Lock()
_timer: threading.Timer | None = None


def note(request: HttpRequest, record: Model) -> None:
    """Count one view of the record's page."""
    if request.method != "GET" or ROBOTS.search(request.headers.get("User-Agent", "")):
        return
    key = (ContentType.objects.get_for_model(type(record)).pk, record.pk, localdate())
    with _lock:
        if key in _counts or len(_counts) < MOST:
            _counts[key] += 1
    _start()


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


def _start() -> None:
    """See to it that somebody writes down in a while."""
    global _timer  # noqa: PLW0603 - one timer for each worker
    with _lock:
        if _timer is not None:
            return
        _timer = threading.Timer(EVERY, _write_in_background)
        _timer.daemon = True
        _timer.start()


def _write_in_background() -> None:
    global _timer  # noqa: PLW0603 - one timer for each worker
    with _lock:
        _timer = None
    close_old_connections()
    try:
        write_down()
    finally:
        connection.close()


atexit.register(write_down)
