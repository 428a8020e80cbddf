"""The cache of pages inside of a worker: bounded by bytes, what was not asked for longest goes first."""

import sys
import threading
from collections import OrderedDict
from typing import Any, Final

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

OVERHEAD: Final = 1_000
"""Bytes that an entry costs beside its value: key, headers, places in the dictionary."""
SIZE: Final = 64 * 1024 * 1024


class Pages:
    """The entries of one store, shared by the threads of the worker."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.used = 0
        self._values: OrderedDict[str, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str, default: Any) -> Any:
        """The value, which is now the last to go."""
        with self._lock:
            found = self._values.get(key)
            if found is None:
                return default
            self._values.move_to_end(key)
            return found[0]

    def put(self, key: str, value: Any) -> None:
        """Keep the value; what does not fit into a quarter of the room is not kept."""
        cost = OVERHEAD + int(getattr(value, "size", 0) or sys.getsizeof(value))
        with self._lock:
            self._drop(key)
            if cost > self.size // 4:
                return
            self._values[key] = (value, cost)
            self.used += cost
            while self.used > self.size:
                self._drop(next(iter(self._values)))

    def drop(self, key: str) -> bool:
        """Forget the value; whether there was one."""
        with self._lock:
            return self._drop(key)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()
            self.used = 0

    def _drop(self, key: str) -> bool:
        found = self._values.pop(key, None)
        if found is None:
            return False
        self.used -= found[1]
        return True


_stores: dict[str, Pages] = {}


class PageStore(BaseCache):
    """A cache backend that keeps objects as they are, without copying: what is put in must never be changed.

    `OPTIONS["SIZE"]` is the room in bytes. Times are not looked at: the pages of a former epoch are never asked for
    again, and go when there is no room for them.
    """

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        size = int(params.get("OPTIONS", {}).get("SIZE", SIZE))
        self.pages = _stores.setdefault(name, Pages(size))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value under the key, or the default."""
        return self.pages.get(key, default)

    def set(
        self, key: str, value: Any, timeout: float | object | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Keep the value under the key."""
        self.pages.put(key, value)

    def add(
        self, key: str, value: Any, timeout: float | object | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Keep the value unless there is one; whether it was kept."""
        if self.has_key(key):
            return False
        self.set(key, value)
        return True

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget the value; whether there was one."""
        return self.pages.drop(key)

    def has_key(self, key: str, version: int | None = None) -> bool:
        """Whether there is a value."""
        return self.pages.get(key, None) is not None

    def clear(self) -> None:
        """Forget everything."""
        self.pages.clear()
