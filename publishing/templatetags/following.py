"""The button by which a reader follows what a page shows."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.utils.http import urlencode

from ..enums import State
from ..following.searches import Search
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
        "place": "",
        "value": f"{followed.kind}:{followed.slug}" if isinstance(followed, Publication) else str(followed),
        "name": name,
        "is_signed_in": is_signed_in,
        "is_followed": is_signed_in and _key(what, followed) in _mine(request),
        "page_path": context.get("page_path", ""),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("publishing/following/_button.html", takes_context=True)
def follow_search(
    context: Mapping[str, Any], place: str, words: str, chips: Iterable[Any], kind: str = "", name: str = ""
) -> dict[str, Any]:
    """`{% follow_search "practices" words chips %}`: the search of a list with its choices, or with `kind` of the site.

    `place` is the registered list, or `site`.
    """
    request: HttpRequest = context["request"]
    user = getattr(request, "user", None)
    is_signed_in = bool(user is not None and user.is_authenticated)
    search = search_for(place, words, chips, kind)
    return {
        "is_shown": bool(search.words or (search.place and not _has_themes_alone(chips))),
        "what": Followed.SEARCH.value,
        "value": search.value,
        "place": place,
        "name": name,
        "is_signed_in": is_signed_in,
        "is_followed": is_signed_in and (Followed.SEARCH, search.words, search.place, search.query) in _mine(request),
        "page_path": context.get("page_path", ""),
        "csrf_token": context.get("csrf_token"),
    }


def _has_themes_alone(chips: Iterable[Any]) -> bool:
    """Whether nothing is chosen but themes, which have buttons of their own."""
    return all(chip.name == "theme" for chip in chips or ())


@register.simple_tag
def feed_query(words: str, chips: Iterable[Any], kind: str = "") -> str:
    """The query string by which a feed has what a list shows; empty for everything."""
    return search_for("site", words, chips, kind).value


def search_for(place: str, words: str, chips: Iterable[Any], kind: str = "") -> Search:
    """The search of a page by its words and its choices, in its settled form."""
    choices = [(chip.name, chip.value) for chip in chips or ()] + ([("kind", kind)] if kind else [])
    return Search(" ".join(str(words).split()), "" if place == "site" else place, urlencode(sorted(choices)))


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
    if row.what == Followed.SEARCH:
        return (row.what, row.words, row.place, row.query)
    return (row.what, row.theme.slug if row.theme is not None else row.country or row.words)
