"""Practices and reforms, found from either end."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from practices.models import Practice
from publishing import links
from publishing.models import Entry, Publication

from .models import Reform


def reforms_of(practice: Publication) -> QuerySet[Any]:
    """The primary keys of the reforms that are linked with the practice."""
    rows: Any = Reform.practices.through
    found: QuerySet[Any] = rows._default_manager.filter(practice_id=practice.pk).values("reform_id")
    return found


def practices_of(reform: Reform, user: Any) -> QuerySet[Entry]:
    """The public practices that are linked with the reform, as the catalogue has them, the earliest first."""
    rows: Any = Reform.practices.through
    linked = rows._default_manager.filter(reform_id=reform.pk)
    practice = ContentType.objects.get_for_model(Practice)
    entries = Entry.objects.visible_to(user).filter(content_type=practice, object_id__in=linked.values("practice_id"))
    return entries.defer("vector").order_by("start_year", "pk")


def register() -> None:
    """Let reforms be found from a practice."""
    links.register(Practice, Reform, reforms_of)
