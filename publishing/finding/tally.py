"""What is searched for, counted in the worker and added up in the database a little later.

A view says that it answers a search (`note`); the cache of pages says so again whenever it gives the same answer. Nothing
about who searched, from where or at what time is kept; words that look like personal data are not kept either.
"""

import atexit
import logging
import re
import threading
import unicodedata
from datetime import date, timedelta
from typing import Final

from django.db import Error, connection
from django.http import HttpRequest
from django.utils.timezone import localdate

from .. import duties
from ..caching import on_hit
from ..languages import CODES
from ..models import SearchPlace, SearchTally
from ..models.searches import LONGEST_KEPT
from ..readership import ROBOTS
from ..write_behind import WriteBehind

log = logging.getLogger(__name__)
Key = tuple[date, str, str, str]
"""Day, language, place, words."""

NAME: Final = "search"
EVERY: Final = 5.0
"""Seconds until a worker writes down what it counted."""
MOST: Final = 5_000
"""So many different searches are kept between two writings; those beyond are counted without their words."""
KEPT_DAYS: Final = 90
MOST_DIGITS: Final = 5
"""Six digits may be a part of a telephone, document or personal number."""
_DIGITS: Final = re.compile(r"\d(?:[\s().+/-]*\d)*")
_YEARS: Final = re.compile(r"(?:1[89]|20|21)\d\d(?:\D+(?:1[89]|20|21)\d\d)*")
_EARLY: Final = ("prefetch", "prerender", "preview")

_counts: dict[Key, list[int]] = {}
_lock = threading.Lock()


def note(request: HttpRequest, place: SearchPlace, *, is_found: bool, is_rewritten: bool = False) -> None:
    """Say that a search for `q` is answered: whether anything was found, and whether only by another reading."""
    on_hit.repeat(request, NAME, place.value, int(is_found), int(is_rewritten))


def count_request(request: HttpRequest, place: str, is_found: int, is_rewritten: int) -> None:
    """Count the search that a request makes, if a person makes it."""
    if is_counted(request):
        words = request.GET.get("q", "")
        count(request.path_info[1:3], place, words, is_found=bool(is_found), is_rewritten=bool(is_rewritten))


def is_counted(request: HttpRequest) -> bool:
    """Whether a person asked: no robot, no browser that only guesses what will be wanted, no further page."""
    early = " ".join(request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")).lower()
    return (
        request.method == "GET"
        and request.path_info[1:3] in CODES
        and request.GET.get("page", "1") in {"", "1"}
        and not any(word in early for word in _EARLY)
        and not ROBOTS.search(request.headers.get("User-Agent", ""))
    )


def count(language: str, place: str, text: str, *, is_found: bool, is_rewritten: bool = False) -> None:
    """Count one search, to be written down in a while."""
    words = kept_words(text)
    with _lock:
        key: Key = (localdate(), language, place, words)
        if key not in _counts and len(_counts) >= MOST:
            key = (*key[:3], "")
        numbers = _counts.setdefault(key, [0, 0, 0])
        numbers[0] += 1
        numbers[1] += not is_found
        numbers[2] += is_rewritten
    _clock.wake()


def kept_words(text: str) -> str:
    """The words as they are kept: small letters, single blanks; empty for what is too long or may be personal data."""
    if len(text) > LONGEST_KEPT * 2:
        return ""
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = " ".join("".join(" " if unicodedata.category(one)[0] == "C" else one for one in plain).split())
    if len(words) > LONGEST_KEPT or "@" in words:
        return ""
    for found in _DIGITS.finditer(words):
        digits = sum(one.isdecimal() for one in found.group())
        if digits > MOST_DIGITS and not _YEARS.fullmatch(found.group()):
            return ""
    return words


def write_down() -> int:
    """Add what was counted to the database; how many searches. What cannot be written stays for the next time."""
    with _lock:
        taken = {key: list(numbers) for key, numbers in _counts.items()}
        _counts.clear()
    if not taken:
        return 0
    rows = [(*key, *numbers) for key, numbers in sorted(taken.items())]
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO publishing_searchtally AS known"
                " (day, language, place, words, asked, without_result, rewritten)"
                " SELECT * FROM unnest(%s::date[], %s::text[], %s::text[], %s::text[], %s::int[], %s::int[], %s::int[])"
                " ON CONFLICT (day, language, place, words) DO UPDATE SET asked = known.asked + EXCLUDED.asked,"
                " without_result = known.without_result + EXCLUDED.without_result,"
                " rewritten = known.rewritten + EXCLUDED.rewritten",
                [list(column) for column in zip(*rows, strict=True)],
            )
    except Error:
        log.exception("searches could not be written down")
        with _lock:
            for key, numbers in taken.items():
                standing = _counts.setdefault(key, [0, 0, 0])
                standing[:] = [one + other for one, other in zip(standing, numbers, strict=True)]
        return 0
    return sum(numbers[0] for numbers in taken.values())


def forget() -> None:
    """Let go of what was counted and not yet written down."""
    with _lock:
        _counts.clear()


def prune() -> None:
    """Delete what is older than KEPT_DAYS."""
    SearchTally.objects.filter(day__lt=localdate() - timedelta(days=KEPT_DAYS)).delete()


def register() -> None:
    """Have hits of the page cache counted, and old rows deleted every day."""
    on_hit.register(NAME, count_request)
    duties.register("old_searches", every=timedelta(days=1), run=prune)


_clock = WriteBehind(EVERY, write_down)
atexit.register(write_down)
