"""What a worker counts without a query and writes down a little later: the clock of it."""

import threading
from collections.abc import Callable

from django.db import close_old_connections, connection


class WriteBehind:
    """Calls `write` once, `seconds` after the first `wake`, in a thread with a connection of its own; then waits anew."""

    def __init__(self, seconds: float, write: Callable[[], object]) -> None:
        self.seconds, self.write = seconds, write
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def wake(self) -> None:
        """See to it that somebody writes down in a while."""
        with self._lock:
            if self._timer is not None:
                return
            self._timer = threading.Timer(self.seconds, self._write)
            self._timer.daemon = True
            self._timer.start()

    def _write(self) -> None:
        with self._lock:
            self._timer = None
        close_old_connections()
        try:
            self.write()
        finally:
            connection.close()
