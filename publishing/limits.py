"""How often one visitor may do what costs others something: send letters, take uploads."""

import hashlib

from django.core.cache import cache


def is_within(action: str, visitor: str, *, amount: int, seconds: int) -> bool:
    """Count one attempt; False when the visitor has used up `amount` attempts in the last window of `seconds`.

    The visitor (an address, an account) enters the cache only as a digest.
    """
    key = "limit:" + hashlib.sha256(f"{action}:{visitor}".encode()).hexdigest()
    if cache.add(key, 1, timeout=seconds):
        return True
    try:
        return cache.incr(key) <= amount
    except ValueError:  # ran out between the two calls
        cache.set(key, 1, timeout=seconds)
        return True
