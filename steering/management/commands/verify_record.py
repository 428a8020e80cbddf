"""Whether the Committee's record is as it was sealed."""

import re
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from steering.models import RecordEntry
from steering.record.verifying import problems

FINGERPRINT = re.compile(r"\b[0-9a-f]{64}\b")


class Command(BaseCommand):
    """Walk the chain, recompute every fingerprint, compare with the rows of today."""

    help = (
        "Checks the chain of the Committee's record and the rows it was made of. Prints what was touched and the head; "
        "ends with 1 where anything was. Note the head elsewhere from time to time: only against such a note does it "
        "show that the end of the chain was cut off or the whole chain written anew."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """What was noted elsewhere."""
        parser.add_argument("--head", action="append", default=[], metavar="HASH", help="a fingerprint noted elsewhere")
        parser.add_argument("--anchor", metavar="FILE", help="a file with such fingerprints, as --note writes it")
        parser.add_argument("--note", metavar="FILE", help="add today's head to this file where the record is sound")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print every problem, then the head; exit with 1 where there was any."""
        noted = [head.strip().lower() for head in options["head"]]
        if wrong := [head for head in noted if not FINGERPRINT.fullmatch(head)]:
            raise CommandError(f"{wrong[0]!r} is no fingerprint: it has 64 hexadecimal digits.")
        if options["anchor"]:
            noted += _heads_in(Path(options["anchor"]))
        count = 0
        for problem in problems(noted):
            count += 1
            self.stdout.write(self.style.ERROR(str(problem)))
        last = RecordEntry.objects.order_by("-sequence").only("sequence", "fingerprint", "sealed_at").first()
        if last is None:
            self.stdout.write("The record is empty.")
        else:
            self.stdout.write(
                f"{last.sequence} entries up to {last.sealed_at:%Y-%m-%d %H:%M} UTC; head {last.fingerprint}"
            )
        if count:
            raise CommandError(f"The record was touched: {count} problems.", returncode=1)
        self.stdout.write(self.style.SUCCESS("The record is as it was sealed."))
        if options["note"] and last is not None:
            with Path(options["note"]).open("a", encoding="utf-8") as file:
                file.write(f"{last.sequence} {last.fingerprint} {last.sealed_at:%Y-%m-%dT%H:%M:%SZ}\n")


def _heads_in(file: Path) -> list[str]:
    """The fingerprints in a file of notes; CommandError where it can't be read or holds none."""
    try:
        found = FINGERPRINT.findall(file.read_text(encoding="utf-8").lower())
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{file}: {error}") from error
    if not found:
        raise CommandError(f"{file} holds no fingerprint.")
    return found
