"""Suggestions while typing, for the search fields of every page."""

import hashlib
from typing import Any, Final

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag, urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing.addresses import address_of
from publishing.enums import Kind
from publishing.languages import CODES, Text, reading_order
from publishing.limits import is_within_worker
from publishing.models import Theme
from publishing.suggesting.lookup import Name, Suggestion, Suggestions, suggest
from publishing.suggesting.words import LONGEST_TEXT, typed

THEME: Final = "theme"
THEME_BONUS: Final = 90_000
"""A theme gathers many records: it stands about where a country stands."""
PER_MINUTE: Final = 240
"""Requests of one visitor and worker: a fast typist makes five in a second, for some seconds."""
MAX_AGE: Final = 60


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What `q` may go on to mean, as JSON in the language of the address; `kind` keeps to one kind of records.

    The same for everybody, whatever order of languages a reader prefers: caches may keep it.
    """
    if not is_within_worker("suggest", get_adapter().get_client_ip(request), amount=PER_MINUTE, seconds=60):
        return JsonResponse(_answer("", Suggestions("")), status=429, headers={"Retry-After": "60"})
    text = request.GET.get("q", "")
    kind = request.GET.get("kind", "")
    kind = kind if kind in Kind else ""
    if len(text) > LONGEST_TEXT or typed(text).is_empty:
        found = Suggestions("")
    else:
        names = _themes() if kind in {"", Kind.PRACTICE} else []
        found = suggest(text, reading_order(get_language() or "ru"), kind=kind, names=names)
    response = JsonResponse(_answer(text[:LONGEST_TEXT], found), json_dumps_params={"ensure_ascii": False})
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response.headers["ETag"] = etag
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return get_conditional_response(request, etag=etag, response=response) or response


def _themes() -> list[Name]:
    return [
        Name(THEME, theme.slug, {code: text for code in CODES if (text := getattr(theme, f"name_{code}"))}, THEME_BONUS)
        for theme in Theme.objects.all()
    ]


def _answer(text: str, found: Suggestions) -> dict[str, Any]:
    number = len(found.entries) + len(found.completions)
    said = ngettext("%(number)d suggestion, use the arrow keys", "%(number)d suggestions, use the arrow keys", number)
    return {
        "query": text,
        "suggestions": [_shown(one) for one in found.entries],
        "completions": [str(one) for one in found.completions],
        "label": _("Search for"),
        "status": said % {"number": number} if number else _("No suggestions"),
    }


def _shown(one: Suggestion) -> dict[str, str]:
    """One row of the list; languages are named where they are not the page's."""
    return {
        "title": str(one.title),
        "lang": one.title.language if one.title.is_fallback else "",
        "kind": str(_("Theme") if one.kind == THEME else Kind(one.kind).label),
        "url": _address(one),
        **_second(one.also),
    }


def _second(also: Text | None) -> dict[str, str]:
    return {"also": str(also), "also_lang": also.language} if also else {}


def _address(one: Suggestion) -> str:
    if one.kind == THEME:
        return f"{reverse('practices:list')}?{urlencode({'theme': one.slug})}"
    return f"/{get_language()}{address_of(one.kind, one.slug)}"
