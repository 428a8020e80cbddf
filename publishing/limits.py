"""How often one visitor may do what costs others something: send letters, take uploads."""

import hashlib
import time

from django.core.cache import cache


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
