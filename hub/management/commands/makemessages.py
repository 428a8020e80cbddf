"""In place of Django's command of that name, which needs the system's gettext."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hub.message_catalogues import compile_all
from hub.message_catalogues.updating import Update, updates


class Command(BaseCommand):
    """Collect the texts to translate into locale/, or tell what is missing there."""

    help = "Brings locale/ru and locale/kk in step with the texts of the code and the templates."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """--check writes nothing, and fails unless all is collected and translated."""
        parser.add_argument("--check", action="store_true", help="write nothing; fail unless all is in step")

    def handle(self, *args: object, **options: object) -> None:
        """Update the files, or check them."""
        found = updates(settings.BASE_DIR)
        for update in found:
            self._tell(update)
        if options["check"]:
            if any(update.is_needed or update.untranslated for update in found):
                raise CommandError("The message catalogues are not in step: make messages, then translate.")
            return
        for update in found:
            if update.is_needed:
                update.path.parent.mkdir(parents=True, exist_ok=True)
                update.path.write_text(update.content, encoding="utf-8")
        compile_all(settings.BASE_DIR)

    def _tell(self, update: Update) -> None:
        for what in ("added", "dropped", "untranslated"):
            for text in getattr(update, what):
                self.stdout.write(f"{update.language}: {what}: {text!r}")
