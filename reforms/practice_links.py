"""What a practice's page needs to list the reforms that it belongs to."""

from typing import Any

from django.db.models import QuerySet

from practices.models import Practice
from publishing import links
from publishing.models import Publication

from .models import Reform


def reforms_of(practice: Publication) -> QuerySet[Any]:
    """The primary keys of the reforms that are linked with the practice."""
    return Reform.practices.through._default_manager.filter(practice_id=practice.pk).values("reform_id")


def register() -> None:
    """Let reforms be found from a practice."""
    links.register(Practice, Reform, reforms_of)
