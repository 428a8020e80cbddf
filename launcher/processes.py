"""The portal's processes: started together, watched, and stopped together."""

import ctypes
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

PATIENCE = 10.0  # seconds that a process has to finish what it does
GLANCE = 0.2  # seconds between two looks
RESTARTS, WITHIN = 3, 60.0  # so many restarts within so many seconds; then the portal stops
SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux


@dataclass
class Process:
    """One command of the portal; `restart` tells whether the others can outlive its death."""

    name: str
    command: Sequence[str]
    restart: bool
    running: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it in a session of its own: Ctrl-C reaches the launcher alone, which stops in order."""
        self.running = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 (the launcher has no threads)
        )

    def code(self) -> int | None:
        """Its exit code; None while it runs."""
        return self.running.poll() if self.running else None

    def signal(self, number: int) -> None:
        """Send a signal to it and to what it has started."""
        if self.running:
            with suppress(ProcessLookupError):
                os.killpg(self.running.pid, number)


class Watch:
    """Runs the processes until a stop is asked for or one dies that the rest needs."""

    def __init__(self) -> None:
        self.processes: list[Process] = []
        self._stop = threading.Event()

    def begin(self, process: Process) -> None:
        """Start one more; from here on a signal asks for the stop instead of raising."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self._stop.set())
        self.processes.append(process)
        process.start()

    def keep(self, meanwhile: Callable[[], None]) -> int:
        """Watch until the end; 0 when it was asked for, 1 when a process died for good.

        `meanwhile` is called between two looks.
        """
        while not self._stop.wait(GLANCE):
            meanwhile()
            for process in self.processes:
                if process.code() is not None and not self._revive(process):
                    return 1
        return 0

    def asked_to_stop(self) -> bool:
        """Whether somebody pressed Ctrl-C or sent a signal."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask all to finish, wait for them, and end the ones that do not."""
        for process in self.processes:
            process.signal(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and any(p.running and p.code() is None for p in self.processes):
            time.sleep(GLANCE / 4)
        for process in self.processes:
            process.signal(signal.SIGKILL)
            if process.running:
                process.running.wait()

    def _revive(self, process: Process) -> bool:
        now = time.monotonic()
        process.deaths = [then for then in process.deaths if now - then < WITHIN] + [now]
        if not process.restart or len(process.deaths) > RESTARTS:
            print(f"The {process.name} ended with code {process.code()}; the portal stops.", flush=True)
            return False
        print(f"The {process.name} ended with code {process.code()}; it is started again.", flush=True)
        process.start()
        return True


def _die_with_parent() -> None:
    """In the child: be told to end when the launcher is killed without a chance to stop it."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
