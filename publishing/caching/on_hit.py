"""What must happen each time a page is shown, also when the page itself comes out of the cache.

A view counts by `repeat`ing a registered function: the cache of pages remembers the call with the page and makes it
again at every hit. Such a function costs no query and takes numbers or short texts, which any cache can hold.
"""

import logging
from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest

log = logging.getLogger(__name__)
Call = tuple[str, tuple[int | str, ...]]
"""A registered name and the values to call it with."""

NOTED: Final = "_calls_on_hit"
_known: dict[str, Callable[..., None]] = {}


def register(name: str, function: Callable[..., None]) -> None:
    """Make a function known: `function(request, *values)` is called at every hit."""
    _known[name] = function


def repeat(request: HttpRequest, name: str, *values: int | str) -> None:
    """Call the registered function now, and again whenever this answer is given out of the cache."""
    request.__dict__.setdefault(NOTED, []).append((name, values))
    _known[name](request, *values)


def calls_of(request: HttpRequest) -> tuple[Call, ...]:
    """What was repeated while the request was answered."""
    noted: list[Any] = request.__dict__.get(NOTED, [])
    return tuple(noted)


def play(request: HttpRequest, calls: tuple[Call, ...]) -> None:
    """Make the calls for a hit. A count that fails costs nobody the page."""
    for name, values in calls:
        try:
            _known[name](request, *values)
        except Exception:
            log.exception("%s could not be repeated", name)
