"""Make the translation memory anew from all approved and current translations."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from publishing.models import Segment
from publishing.translating import memory
from publishing.translating.records import kinds


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            Segment.objects.all().delete()
            total = 0
            for model in kinds().values():
                records = model._default_manager.prefetch_related("language_versions").order_by("pk")
                number = sum(memory.learn_all(record) for record in records.iterator(chunk_size=200))
                self.stdout.write(f"{model._meta.label}: {number} segments")
                total += number
        self.stdout.write(f"{total} segments in all")
