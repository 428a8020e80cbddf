"""The library as a feed, with everything that its list can be narrowed by."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing.enums import Kind
from publishing.finding.counting import NEWEST, ColumnFacet
from publishing.finding.find import Wish, search
from publishing.following.searches import SavedList, register_list
from publishing.languages import reading_order
from publishing.listing.feeds import ENTRIES, Channel, feed_response
from publishing.listing.listing import FacetPlan, asked_of

from .listing import TAG, plans, vocabulary

PLACE = "practices"


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest practices of the list with the same query, as Atom."""
    order = reading_order(get_language() or "ru")
    themes, countries, tags = vocabulary(order, request.GET.getlist(TAG.name))
    facets = plans(themes, countries, tags, order)
    asked = asked_of(request.GET, facets, {})
    wish = Wish(
        text=asked.words,
        kinds=(Kind.PRACTICE.value,),
        facets=tuple(plan.facet for plan in facets),
        selection=asked.selection,
        order=NEWEST,
        per_page=ENTRIES,
        is_guessing=False,
    )
    found = search(wish)
    words = " ".join(asked.words.split())
    labels = [str(plan.labels[value]) for plan in facets for value in asked.selection[plan.facet.name]]
    choices = sorted((name, value) for name, values in asked.selection.items() for value in values)
    channel = Channel(
        title=": ".join(filter(None, (_("Library of practices"), ", ".join(filter(None, (words, *labels)))))),
        subtitle=_("What civil services did, what came of it, and what another country would need first."),
        page=reverse("practices:list"),
        query=urlencode([*([("q", words)] if words else []), *choices]),
        entries=[] if words and found.query.is_empty else list(found.page),
        themes=themes,
    )
    return feed_response(request, channel)


def facets_of(order: Sequence[str], tags: Sequence[str]) -> list[FacetPlan[ColumnFacet]]:
    """The facets of the library, for searches that are saved."""
    return plans(*vocabulary(order, tags), order)


def register() -> None:
    """Let searches of the library be saved."""
    register_list(SavedList(PLACE, Kind.PRACTICE, "practices:list", "practices:feed", facets_of))
