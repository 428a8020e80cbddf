"""Search over everything public."""

from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from members.models import Country
from publishing.enums import Kind
from publishing.finding import find
from publishing.languages import read
from publishing.models import Entry
from publishing.paging import number_of, page_of
from publishing.reader import order_of

from ..results import result_of

PAGE_SIZE = 20

TABS = {
    Kind.PRACTICE: _("Practices"),
    Kind.REFORM: _("Reforms"),
    Kind.COUNTRY: _("Countries"),
    Kind.EXPERT: _("Experts"),
    Kind.DOCUMENT: _("Documents"),
    Kind.PAGE: _("About the Hub"),
    Kind.TERM: _("Glossary"),
}
"""The kinds as the tabs name them, in their order."""


def search(request: HttpRequest) -> HttpResponse:
    """What the catalogue holds for the words that were typed, by kind, in whatever language it is written."""
    text = request.GET.get("q", "")
    found = find(Entry.objects.visible_to(request.user), text)
    if found.query.is_empty:
        return render(request, "hub/search.html", {"text": text, "query": found.query})
    counts = dict(found.entries.order_by().values_list("kind").annotate(n=Count("pk")))
    kind = request.GET.get("kind", "")
    chosen = found.entries.filter(kind=kind) if kind in Kind else found.entries
    total = sum(counts.values())
    rows = chosen.defer("vector").order_by(F("rank").desc(), "-published_at", "pk")
    asked = number_of(request.GET.get("page", "1")) or 1
    page, _is_beyond = page_of(rows, PAGE_SIZE, counts.get(kind, 0) if kind in Kind else total, asked)
    order = order_of(request)
    names = {
        country.iso2: read(country, "name", order)
        for country in Country.objects.visible_to(request.user).only("iso2", "name_kk", "name_ru", "name_en")
    }
    context = {
        "text": text,
        "query": found.query,
        "reason": found.reason,
        "page": page,
        "results": [result_of(entry, found.query, order, names) for entry in page],
        "kinds": [(value, label, counts[value]) for value, label in TABS.items() if value in counts],
        "kind": kind if kind in Kind else "",
        "unknown_kind": kind if kind not in Kind else "",
        "total": total,
    }
    return render(request, "hub/search.html", context)
