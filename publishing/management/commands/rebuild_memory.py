"""Make the translation memory anew from all approved and current translations."""

from typing import Any

from django.core.management.base import BaseCommand

from publishing.translating import memory


class Command(BaseCommand):
    """All or nothing, in one transaction; translators keep the old memory until it is done."""

    help = "Makes the translation memory anew from all approved and current translations."

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        for model, number in memory.rebuild():
            self.stdout.write(f"{model._meta.label}: {number} segments")
            total += number
        self.stdout.write(f"{total} segments in all")
