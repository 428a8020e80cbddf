"""Make the catalogue anew from the records."""

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser

from publishing import catalogue

WIDTH: Final = 30
PAUSE: Final = 10.0
"""Seconds between two lines where the output is no terminal."""


class Command(BaseCommand):
    """A bar in a terminal, a line now and then elsewhere; a broken-off run goes on where it stopped."""

    help = "Makes the catalogue (lists, search, feeds) anew from the records. The site stays up; each batch is written as a whole."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--resume",
            default="",
            metavar="MODEL:KEY",
            help="go on behind this record, as a run that broke off named it",
        )
        parser.add_argument(
            "--workers", type=int, metavar="N", help="processes that analyse texts; 0: none beside this one"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        model, _colon, key = options["resume"].partition(":")
        if options["resume"] and not key.isdecimal():
            raise CommandError("--resume takes MODEL:KEY, such as practices.Practice:57.")
        if (options["workers"] or 0) < 0:
            raise CommandError("--workers takes 0 or more.")
        report = Report(self.stdout)
        try:
            with ended_in_order():
                for progress in catalogue.rebuild(model=model, after=int(key or 0), workers=options["workers"]):
                    report.tell(progress)
        except LookupError as error:
            raise CommandError(str(error)) from error
        except BaseException:
            report.broke_off()
            raise
        report.end()


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Let SIGTERM end the run as Ctrl-C does, so that what was set for the run is set back."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = signal.signal(signal.SIGTERM, lambda *_received: sys.exit(1))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)


class Report:
    """What is told on the way."""

    def __init__(self, out: Any) -> None:
        self.out = out
        self.is_terminal = out.isatty()
        self.started = self.told = time.monotonic()
        self.written = 0
        self.place = ""

    def tell(self, progress: catalogue.Progress) -> None:
        """One batch is written."""
        self.written += progress.written
        self.place = progress.place
        is_whole = progress.done >= progress.total
        now = time.monotonic()
        if self.is_terminal:
            self.out.write("\r\x1b[K" + self.bar(progress), ending="\n" if is_whole else "")
        elif is_whole or now - self.told >= PAUSE:
            self.told = now
            label = progress.model._meta.label
            self.out.write(f"{label}: {progress.done} of {progress.total} (--resume {progress.place})")
        self.out.flush()

    def bar(self, progress: catalogue.Progress) -> str:
        """How far, how fast, how long still."""
        share = min(1.0, progress.done / max(progress.total, 1))
        left = max(progress.total - progress.done, 0) / max(self.speed(), 0.1)
        drawn = "█" * round(share * WIDTH)
        return (
            f"{progress.model._meta.label:20} {drawn:░<{WIDTH}} {progress.done} of {progress.total}, "
            f"{self.speed():.0f} a second, {left:.0f} s left"
        )

    def speed(self) -> float:
        """Records a second since the start."""
        return self.written / max(time.monotonic() - self.started, 0.001)

    def broke_off(self) -> None:
        """Where to go on."""
        if self.place:
            self.out.write(f"\nBroken off. What is written stays; go on with --resume {self.place}")

    def end(self) -> None:
        """The sum."""
        seconds = time.monotonic() - self.started
        self.out.write(f"{self.written} records in {seconds:.1f} s, {self.speed():.0f} a second.")
