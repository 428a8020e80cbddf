"""Make the demonstration accounts and experts."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hub import demonstration
from members.models import User


class Command(BaseCommand):
    """One account per role and a dozen invented experts."""

    help = "Makes one account per role, all with one known password, and a dozen invented experts. Only for the local mode."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--force", action="store_true", help="do it outside the local mode, too: everybody knows the password"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LOCAL and not options["force"]:
            raise CommandError(
                "The password of these accounts is known to everybody. Outside the local mode this needs --force."
            )
        try:
            outcomes = demonstration.load()
        except demonstration.NoContent as error:
            raise CommandError(f"The content has to be loaded first (load_sample): {error}.") from error
        for name, outcome in outcomes.items():
            parts = [f"{len(outcome.created)} created"] * bool(outcome.created)
            parts += [f"{len(outcome.changed)} changed ({', '.join(outcome.changed)})"] * bool(outcome.changed)
            parts += [f"{outcome.unchanged} unchanged"] * bool(outcome.unchanged)
            self.stdout.write(f"{name}: {', '.join(parts)}")
        self.stdout.write(f"Demonstration accounts, all with the password {demonstration.PASSWORD}:")
        for user in (
            User.objects.filter(is_demonstration=True)
            .prefetch_related("groups")
            .select_related("country")
            .order_by("pk")
        ):
            roles = (
                ", ".join(sorted(group.name for group in user.groups.all() if group.name != "registered"))
                or "registered"
            )
            self.stdout.write(
                f"  {user.email:<26} {roles}{f' ({user.country.iso2})' if user.country else ''}{', staff' if user.is_staff else ''}"
            )
