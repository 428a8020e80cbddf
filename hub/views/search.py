"""Search over everything public."""

from collections.abc import Sequence
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from members.models import Country
from publishing.caching import epoch
from publishing.enums import Kind
from publishing.finding import tally as search_tally
from publishing.finding.counting import NEWEST, ColumnFacet
from publishing.finding.explaining import explained
from publishing.finding.find import Results, Wish
from publishing.finding.find import search as search_catalogue
from publishing.languages import read
from publishing.listing.listing import RELEVANCE
from publishing.listing.paging import number_of
from publishing.models import SearchPlace
from publishing.reader import order_of

from ..results import Result, results_of

KIND: Final = ColumnFacet("kind", "kind")

TABS = {
    Kind.PRACTICE: _("Practices"),
    Kind.REFORM: _("Reforms"),
    Kind.COUNTRY: _("Countries"),
    Kind.EXPERT: _("Experts"),
    Kind.DOCUMENT: _("Documents"),
    Kind.PAGE: _("About the Hub"),
    Kind.TERM: _("Glossary"),
    Kind.DECISION: _("Decisions of the Committee"),
    Kind.MEETING: _("Meetings of the Committee"),
    Kind.REPORT: _("Reports of the Committee"),
}
"""The kinds as the tabs name them, in their order."""

ORDERS: Final = {RELEVANCE: _("best match"), "newest": _("newest")}


@require_safe
@epoch.steady
def search(request: HttpRequest) -> HttpResponse:
    """What the catalogue holds for the words that were typed, by kind, in whatever language it is written."""
    text, kind, sort = (request.GET.get(name, "") for name in ("q", "kind", "sort"))
    if not text.strip():
        return render(request, "hub/search.html", {"text": text, "kind": kind if kind in TABS else ""})
    found = search_catalogue(
        Wish(
            text=text,
            facets=(KIND,),
            selection={KIND.name: [kind]} if kind in TABS else {},
            order=NEWEST if sort == "newest" else None,
            page=number_of(request.GET.get("page", "1")) or 1,
        )
    )
    numbers = found.counts.by_facet[KIND.name]
    whole = 0 if found.query.is_empty else sum(numbers.values())
    total = found.total if whole else 0
    search_tally.note(request, SearchPlace.SITE, is_found=whole > 0, is_rewritten=bool(found.reason))
    context = {
        "text": text,
        "notes": explained(text, found.reading),
        "page": found.page,
        "results": _results(request, found) if whole else [],
        "kinds": [(value, label, numbers.get(value, 0)) for value, label in TABS.items()],
        "kind": kind if kind in TABS else "",
        "unknown": [value for value, known in ((kind, TABS), (sort, ORDERS)) if value and value not in known],
        "listing": {"total": total, "orders": ORDERS, "order": sort if sort in ORDERS else RELEVANCE},
        "whole": whole,
        "total": total,
        "is_beyond": found.is_beyond,
    }
    return render(request, "hub/search.html", context)


def _results(request: HttpRequest, found: Results) -> Sequence[Result]:
    order = order_of(request)
    names = {
        country.iso2: read(country, "name", order)
        for country in Country.objects.visible_to(request.user).only("iso2", "name_kk", "name_ru", "name_en")
    }
    return results_of(list(found.page), found.query, order, names)
