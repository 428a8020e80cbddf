"""Read the texts of documents' files for the search."""

from collections import Counter
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.db.models import QuerySet

from publishing.document_texts import states
from publishing.enums import TextState
from publishing.models import DocumentFile, DocumentText

TOGETHER: Final = 100


class Command(BaseCommand):
    """Here and now, one after another; what the task worker is reading already is left to it."""

    help = (
        "Reads the texts of documents' files for the search: those that nobody has read, or whose file is another now."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--failed", action="store_true", help="try those again that could not be read")
        parser.add_argument("--all", action="store_true", help="read all files anew")
        parser.add_argument("--queue", action="store_true", help="leave the reading to the task worker")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = self.ask(self.wanted(**options), is_queued=options["queue"])
        if options["queue"]:
            self.stdout.write(f"{asked} files wait for the task worker.")
            return
        done: Counter[str] = Counter()
        keys = [*DocumentText.objects.filter(state=TextState.WAITING).order_by("pk").values_list("pk", flat=True)]
        for key in keys:
            if states.read_now(key):
                row = DocumentText.objects.defer("text").select_related("file").get(pk=key)
                done[row.state] += 1
                if row.problem:
                    self.stdout.write(f"{row.file}: {row.problem}")
        told = ", ".join(f"{done[state]} {state}" for state in TextState.values if done[state])
        self.stdout.write(f"{sum(done.values())} files read{': ' if told else ''}{told}.")

    def wanted(self, **options: Any) -> QuerySet[DocumentFile]:
        """The files to be asked for."""
        if options["all"]:
            return DocumentFile.objects.all()
        return states.missing() | states.failed() if options["failed"] else states.missing()

    def ask(self, files: QuerySet[DocumentFile], *, is_queued: bool) -> int:
        """Ask for the texts, so many at a time; how many."""
        keys = [*files.order_by("pk").values_list("pk", flat=True)]
        for start in range(0, len(keys), TOGETHER):
            with transaction.atomic():
                states.ask_for(DocumentFile.objects.filter(pk__in=keys[start : start + TOGETHER]), is_queued=is_queued)
        return len(keys)
