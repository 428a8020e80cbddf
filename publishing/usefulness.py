"""“Was this useful?”: one click, no account, counted once for a visitor."""

import secrets
from typing import Any, Final

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from . import catalogue
from .models import UsefulMark

COOKIE: Final = "visitor"
SALT: Final = "publishing.usefulness"
YEAR: Final = 365 * 24 * 3600


def visitor_of(request: HttpRequest) -> str:
    """The visitor's random number from the signed cookie; a new one where there is none."""
    return request.get_signed_cookie(COOKIE, "", salt=SALT) or secrets.token_urlsafe(16)


def remember(response: HttpResponse, visitor: str) -> None:
    """Let the browser keep its number; it names nobody and is set only by the click."""
    response.set_signed_cookie(
        COOKIE, visitor, salt=SALT, max_age=YEAR, httponly=True, samesite="Lax", secure=not settings.LOCAL
    )


def mark(record: models.Model, visitor: str) -> bool:
    """Count the record as useful for the visitor; False where it was counted before."""
    content_type = ContentType.objects.get_for_model(type(record))
    digest = salted_hmac(SALT, f"{content_type.pk}:{record.pk}:{visitor}", algorithm="sha256").hexdigest()
    with transaction.atomic():
        _mark, is_new = UsefulMark.objects.get_or_create(content_type=content_type, object_id=record.pk, visitor=digest)
        if is_new:
            catalogue.write_enrichment(record, "useful")
    return is_new


def counts(content_type: ContentType, keys: list[int]) -> dict[int, Any]:
    """How many visitors found each of the records useful."""
    rows = UsefulMark.objects.filter(content_type=content_type, object_id__in=keys)
    return dict(rows.values_list("object_id").annotate(n=Count("pk")))


def register() -> None:
    """Let the counts stand in the entries."""
    catalogue.enrich("useful", counts)
