"""Compare the catalogue with the records."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from publishing import catalogue


class Command(BaseCommand):
    """One line for each difference; exit code 1 if there is any."""

    help = "Compares the catalogue with the records: one line for each difference, exit code 1 if there is any."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--quick", action="store_true", help="leave out the search index, whose texts have to be analysed again"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for line in catalogue.differences(with_index=not options["quick"]):
            count += 1
            self.stdout.write(line)
        if count:
            raise CommandError(
                f"{count} {'difference' if count == 1 else 'differences'}; `rebuild_catalogue` sets this right."
            )
        self.stdout.write("The catalogue holds what the records say.")
