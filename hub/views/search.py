"""Search over everything public."""

from django.core.paginator import Paginator
from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from members.models import Country
from publishing.enums import Kind
from publishing.finding import find
from publishing.languages import read
from publishing.models import Entry

from ..results import result_of

PAGE_SIZE = 20


def search(request: HttpRequest) -> HttpResponse:
    """What the catalogue holds for the words that were typed, by kind, in whatever language it is written."""
    text = request.GET.get("q", "")
    found = find(Entry.objects.visible_to(request.user), text)
    if found.query.is_empty:
        return render(request, "hub/search.html", {"text": text, "query": found.query})
    counts = dict(found.entries.order_by().values_list("kind").annotate(n=Count("pk")))
    kind = request.GET.get("kind", "")
    chosen = found.entries.filter(kind=kind) if kind in Kind else found.entries
    paginator = Paginator(chosen.defer("vector").order_by(F("rank").desc(), "-published_at", "pk"), PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    page.elided = list(paginator.get_elided_page_range(page.number))  # type: ignore[attr-defined]
    order = request.reader.order(get_language())  # type: ignore[attr-defined]
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
        "kinds": [(value, label, counts[value]) for value, label in Kind.choices if value in counts],
        "kind": kind if kind in Kind else "",
        "unknown_kind": kind if kind not in Kind else "",
        "total": sum(counts.values()),
    }
    return render(request, "hub/search.html", context)
