"""Load content files: practices, reforms, countries, pages, documents, tags and glossary in three languages."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hub.sample.folder import read_folder
from hub.sample.loading import Tally, load
from hub.sample.problems import BrokenContent
from publishing.translating import memory


class Command(BaseCommand):
    """All or nothing, and only what changed."""

    help = (
        "Loads the content files of a folder (default: sample/), all of them or none. A file that has not changed since it was "
        "loaded costs nothing; a record that somebody edited by hand since is left alone. Prints every fault as file:line: field: what."
    )

    requires_system_checks = ()  # a load says itself what is wrong, and a second one shall be quick

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder",
            nargs="?",
            default=None,
            help="the folder with practices/, reforms/, countries/, pages/, documents/, tags.yaml and glossary.yaml",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would change, change nothing")
        parser.add_argument(
            "--overwrite", action="store_true", help="let the files win over edits and removals by hand"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["folder"] or settings.BASE_DIR / "sample")
        try:
            sample = read_folder(_short(folder))
        except BrokenContent as broken:
            for problem in broken.problems:
                self.stderr.write(str(problem))
            count = len(broken.problems)
            raise CommandError(f"{count} {'fault' if count == 1 else 'faults'}; nothing was loaded.") from broken
        tallies = load(sample, overwrite=options["overwrite"], dry_run=options["dry_run"])
        self._report(tallies, dry_run=options["dry_run"])
        if not options["dry_run"] and any(tally.created or tally.updated for tally in tallies.values()):
            memory.rebuild_later.enqueue()

    def _report(self, tallies: dict[str, Tally], *, dry_run: bool) -> None:
        for name, tally in tallies.items():
            parts = [f"{len(tally.created)} created"] * bool(tally.created)
            parts += [f"{len(tally.updated)} updated ({', '.join(tally.updated)})"] * bool(tally.updated)
            parts += [f"{tally.unchanged} unchanged"] * bool(tally.unchanged)
            if parts or tally.kept or tally.removed:
                self.stdout.write(f"{name}: {', '.join(parts) or 'nothing done'}")
            for slug in tally.kept:
                self.stdout.write(
                    f"  {slug}: edited by hand since it was loaded, and its file differs: left alone (--overwrite takes the file)"
                )
            for slug in tally.removed:
                self.stdout.write(
                    f"  {slug}: removed by hand since it was loaded: left so (--overwrite brings it back)"
                )
        if not any(tally.created or tally.updated for tally in tallies.values()):
            self.stdout.write("Nothing to do: the database holds what the files say.")
        elif dry_run:
            self.stdout.write("A dry run: nothing was written.")


def _short(folder: Path) -> Path:
    """The folder as seen from here, so that messages stay readable."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_absolute() and folder.is_relative_to(here) else folder
