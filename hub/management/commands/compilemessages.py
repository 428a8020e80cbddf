"""In place of Django's command of that name, which needs the system's gettext."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hub.message_catalogues import compile_all


class Command(BaseCommand):
    """Compile the message catalogues that changed."""

    help = "Compiles the message catalogues of locale/ that changed."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        """Compile, and say how many there were."""
        try:
            count = compile_all(settings.BASE_DIR)
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} catalogues compiled")
