"""The button by which a reader follows what a page shows."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest

from ..enums import State
from ..models import Followed, Publication, Subscription

register = template.Library()


@register.inclusion_tag("publishing/following/_button.html", takes_context=True)
def follow_button(context: Mapping[str, Any], what: str, followed: Any, name: str = "") -> dict[str, Any]:
    """`{% follow_button "country" country.iso2 %}`, `{% follow_button "record" practice %}`; `name` stands behind “Follow”.

    A signed-in reader gets a button, or hears that they follow it already: one query however many buttons the page has,
    asked here because the pages of every section would have to ask it. Whoever is not signed in gets a link and costs none.
    """
    request: HttpRequest = context["request"]
    user = getattr(request, "user", None)
    is_signed_in = bool(user is not None and user.is_authenticated)
    return {
        "is_shown": not isinstance(followed, Publication) or followed.state == State.PUBLISHED,
        "what": what,
        "value": f"{followed.kind}:{followed.slug}" if isinstance(followed, Publication) else str(followed),
        "name": name,
        "is_signed_in": is_signed_in,
        "is_followed": is_signed_in and _key(what, followed) in _mine(request),
        "page_path": context.get("page_path", ""),
        "csrf_token": context.get("csrf_token"),
    }


def _key(what: str, followed: Any) -> tuple[Any, ...]:
    if isinstance(followed, Publication):
        return (what, ContentType.objects.get_for_model(type(followed)).pk, followed.pk)
    return (what, " ".join(str(followed).split()))


def _mine(request: HttpRequest) -> set[tuple[Any, ...]]:
    """What the reader follows, asked once for a page."""
    mine = getattr(request, "_followed", None)
    if mine is None:
        rows = Subscription.objects.filter(user=request.user.pk).select_related("theme")
        mine = {_key_of(row) for row in rows}
        request._followed = mine  # type: ignore[attr-defined]  # noqa: SLF001 - kept for the page's other buttons
    return mine


def _key_of(row: Subscription) -> tuple[Any, ...]:
    if row.what == Followed.RECORD:
        return (row.what, row.content_type_id, row.object_id)
    return (row.what, row.theme.slug if row.theme is not None else row.country or row.words)
