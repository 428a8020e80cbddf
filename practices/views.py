"""Pages of the practices."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing import readership
from publishing.as_of import reading
from publishing.caching import epoch
from publishing.finding import tally as search_tally
from publishing.models import SearchPlace
from publishing.pdf import pdf_response
from publishing.reader import order_of
from publishing.redirects import follow_former_slugs

from . import page
from .listing import library
from .models import Practice
from .paper import paper
from .trust import judging_links, trust_of
from .whole import whole

CITATIONS = {"bib": "application/x-bibtex; charset=utf-8", "ris": "application/x-research-info-systems; charset=utf-8"}


@require_safe
@epoch.steady
def listing(request: HttpRequest) -> HttpResponse:
    """The library: what the address asks for among the public practices."""
    found = library(request.user, request.GET, order_of(request))
    shown = found.listing
    if not shown.found.query.is_empty:  # what a filter leaves out is no gap in what was looked for
        is_found = bool(shown.total or shown.chips)
        search_tally.note(request, SearchPlace.PRACTICES, is_found=is_found, is_rewritten=bool(shown.found.reason))
    return render(request, "practices/list.html", {"list": shown, "cards": found.cards, "notes": found.notes})


@require_safe
@follow_former_slugs(Practice)
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One practice, as it stands or as it stood on the day of `as_of`; 404 where the person may not see it."""
    kept = whole(slug) if request.user.is_anonymous and not request.GET.get("as_of") else None
    present = kept.practice if kept is not None else page.shown(slug, request.user)
    read = reading(present, request.GET.get("as_of"), page.PARTS)
    order = order_of(request)
    crumbs = [(reverse("practices:list"), _("Practices"))]
    context: dict[str, Any] = {
        "practice": read.record,
        "reading": read,
        "address": present.get_absolute_url(),
        "crumbs": crumbs,
        "citation": None,
        "surroundings": None,
    }
    if read.on:
        page.load_former(read.record, present)
    else:
        if kept is None:
            page.load(read.record)
        rows = kept.around if kept is not None else None
        context["surroundings"] = page.surroundings(read.record, request.user, order, rows)
        context["citation"] = page.citation(read.record, request)
        context |= page.chain_of(present, order)
        context |= trust_of(present, context["surroundings"].own, order)
        context["judging"] = judging_links(request.user, present)
    readership.note(request, present)
    return render(request, "practices/detail.html", {**context, **page.facts(read.record, order)})


@require_safe
@follow_former_slugs(Practice)
def pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The practice on paper, in the language of the address; 304 where the reader has it already."""
    practice = get_object_or_404(Practice.objects.visible_to(request.user).select_related("country"), slug=slug)
    page.load(practice)
    return pdf_response(
        request, "record.typ", paper(practice, request), f"{practice.slug}-{get_language()}.pdf", practice.changed_at
    )


@require_safe
@follow_former_slugs(Practice)
def citation(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The practice's citation as a file for a reference manager: `bib` or `ris`."""
    practice = get_object_or_404(Practice.objects.visible_to(request.user).select_related("country"), slug=slug)
    cited = page.citation(practice, request)
    response = HttpResponse(cited.bibtex() if form == "bib" else cited.ris(), content_type=CITATIONS[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{practice.slug}.{form}"'
    return response
