"""How often one visitor may do what costs others something: send letters, take uploads, ask without end."""

import hashlib
import threading
import time
from typing import Final

from django.core.cache import cache

MOST_VISITORS: Final = 10_000
"""So many visitors a worker tells apart at a time; beyond that it forgets them all and begins anew."""

_lock = threading.Lock()
_windows: dict[tuple[str, int], int] = {}


def is_within(action: str, visitor: str, *, amount: int, seconds: int) -> bool:
    """Count one attempt; False when the visitor has made `amount` of them within the last `seconds`.

    The visitor (an address, an account) enters the cache only as a digest. The moments are kept, not a counter: counting
    up would give an entry of the database's cache the default life instead of its own.
    """
    key = "limit:" + hashlib.sha256(f"{action}:{visitor}".encode()).hexdigest()
    now = time.time()
    attempts = [moment for moment in cache.get(key, ()) if moment > now - seconds]
    if len(attempts) >= amount:
        return False
    cache.set(key, [*attempts, now], timeout=seconds)
    return True


def is_within_worker(action: str, visitor: str, *, amount: int, seconds: int) -> bool:
    """As `is_within`, counted by this worker alone and in fixed stretches of time: for what must cost next to nothing.

    A portal of several workers lets through as many times the amount at the most.
    """
    stretch = int(time.time() // seconds)
    key = (hashlib.sha256(f"{action}:{visitor}".encode()).hexdigest(), stretch)
    with _lock:
        if len(_windows) >= MOST_VISITORS:
            _windows.clear()
        _windows[key] = _windows.get(key, 0) + 1
        return _windows[key] <= amount
