"""A search over everything public, as a feed."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing.enums import Kind
from publishing.finding.counting import NEWEST
from publishing.finding.find import Wish, search
from publishing.languages import reading_order
from publishing.listing.feeds import ENTRIES, Channel, feed_response, theme_names


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest that a search finds, as Atom; without words the newest of everything, or of one kind."""
    words = " ".join(request.GET.get("q", "").split())
    kind = request.GET.get("kind", "")
    kinds = (kind,) if kind in Kind else ()
    found = search(Wish(text=words, kinds=kinds, order=NEWEST, per_page=ENTRIES, is_guessing=False))
    named = ", ".join(filter(None, (words, str(Kind(kind).label) if kinds else "")))
    channel = Channel(
        title=": ".join(filter(None, (_("Search"), named))),
        page=reverse("search"),
        query=urlencode([*([("q", words)] if words else []), *(("kind", one) for one in kinds)]),
        entries=[] if words and found.query.is_empty else list(found.page),
        themes=theme_names(reading_order(get_language() or "ru")),
    )
    return feed_response(request, channel)
