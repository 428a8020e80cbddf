"""What searches found, kept in the process while nothing public has changed.

Everything is kept under the epoch (`publishing.caching.epoch`): what was found under an older one is never asked for again, and
is let go as soon as a newer one is seen.
"""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any, Final

BYTES: Final = 24 * 2**20
"""Room for all that is kept, in bytes, about."""
LARGEST: Final = 8 * 2**20
"""The largest thing that is kept, in bytes: the columns of some hundred thousand entries, the ids of a million."""
_OVERHEAD: Final = 500
"""Bytes that each thing takes beside its own."""


class ResultCache:
    """Things by key, the ones not asked for longest let go first; several threads may use it."""

    def __init__(self, room: int = BYTES, largest: int = LARGEST) -> None:
        self._room, self._largest = room, largest
        self._lock = Lock()
        self._things: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._taken = 0
        self._epoch = 0

    def get(self, epoch: int, key: Hashable) -> Any:
        """What is kept under the key; None where nothing is, or nothing of this epoch."""
        with self._lock:
            if epoch != self._epoch or key not in self._things:
                return None
            self._things.move_to_end(key)
            return self._things[key][0]

    def put(self, epoch: int, key: Hashable, thing: Any, size: int) -> None:
        """Keep a thing of so many bytes, unless it is too large or of an epoch that is over."""
        size += _OVERHEAD
        with self._lock:
            if epoch > self._epoch:
                self._things.clear()
                self._taken, self._epoch = 0, epoch
            if epoch < self._epoch or size > self._largest:
                return
            _old, taken = self._things.pop(key, (None, 0))
            self._things[key] = (thing, size)
            self._taken += size - taken
            while self._taken > self._room:
                _key, (_thing, gone) = self._things.popitem(last=False)
                self._taken -= gone

    def clear(self) -> None:
        """Let go of everything, the epoch included: what comes next may be of any."""
        with self._lock:
            self._things.clear()
            self._taken = self._epoch = 0

    @property
    def taken(self) -> int:
        """Bytes that are taken, about."""
        return self._taken


results: Final = ResultCache()
"""Of this process."""
