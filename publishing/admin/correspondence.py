"""The letters about a record, as its pages in the admin show them."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from ..models import Letter
from ..reviewing.rights import letters_hidden_from

SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Correspondence:
    """The newest letters about a record, and the list of all."""

    letters: list[Letter]
    url: str


def letters_about(request: HttpRequest, record: models.Model) -> Correspondence | None:
    """The letters about the record; None for whoever may not read letters, or where there are none."""
    if not request.user.has_perm("publishing.view_letter"):
        return None
    key: dict[str, Any] = {
        "content_type": ContentType.objects.get_for_model(type(record)).pk,
        "object_id": record.pk,
    }
    found = list(
        Letter.objects.filter(**key)
        .exclude(letters_hidden_from(request.user))
        .defer("text")
        .order_by("-created_at", "-pk")[:SHOWN]
    )
    return Correspondence(found, f"{reverse('admin:publishing_letter_changelist')}?{urlencode(key)}") if found else None
