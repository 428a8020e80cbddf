"""Confirmed adoptions as news for those who follow the practice, its theme or one of the two countries."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.contenttypes.models import ContentType

from publishing.following import Occurrence, register_source
from publishing.models import Happening

from ..models import Practice
from .enums import AdoptionState
from .models import Adoption


def register() -> None:
    """Let confirmations be told."""
    register_source("adoptions", confirmed)


def confirmed(since: datetime) -> Iterator[Occurrence]:
    """The adoptions that both countries stand by and that were confirmed since then; not those for demonstration."""
    key = ContentType.objects.get_for_model(Practice).pk
    rows = Adoption.objects.filter(state=AdoptionState.CONFIRMED, confirmed_at__gte=since, is_demonstration=False)
    for row in (
        rows.select_related("country")
        .order_by("confirmed_at")
        .only("pk", "practice_id", "confirmed_at", "country__iso2")
    ):
        if row.confirmed_at is not None:
            yield Occurrence(
                f"adoption:{row.pk}:{row.confirmed_at:%Y%m%d%H%M%S}",
                Happening.ADOPTED,
                key,
                row.practice_id,
                row.confirmed_at,
                countries=[row.country.iso2],
            )
