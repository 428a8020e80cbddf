"""Make the catalogue anew from the records."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from publishing import catalogue


class Command(BaseCommand):
    """Batch by batch, with a progress line; a broken-off run goes on where it stopped."""

    help = "Makes the catalogue (lists, search, feeds) anew from the records. The site stays up; each batch is written as a whole."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--resume",
            default="",
            metavar="MODEL:KEY",
            help="go on behind this record, as the last progress line named it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        model, _colon, key = options["resume"].partition(":")
        if options["resume"] and not key.isdecimal():
            raise CommandError("--resume takes MODEL:KEY, such as practices.Practice:57.")
        started, done = time.monotonic(), {}
        skipped = None
        try:
            for progress in catalogue.rebuild(model=model, after=int(key or 0)):
                label = progress.model._meta.label
                skipped = progress.done - catalogue.BATCH if skipped is None else skipped
                done[label] = progress.done
                self.stdout.write(f"{label}: {progress.done} of {progress.total} (--resume {label}:{progress.last})")
                self.stdout.flush()
        except LookupError as error:
            raise CommandError(str(error)) from error
        seconds = time.monotonic() - started
        written = sum(done.values()) - max(skipped or 0, 0)
        self.stdout.write(f"{written} records in {seconds:.1f} s, {written / max(seconds, 0.001):.0f} a second.")
