"""Pages and files of the glossary."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..models import Term
from ..origin import origin_of
from ..reader import order_of
from . import exports
from .listing import glossary, listed


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All terms by letter, or those that a query finds in whatever language and form it is typed."""
    found = glossary(request.user, request.GET.get("q", ""), request.GET.get("domain", ""), order_of(request))
    return render(request, "publishing/glossary.html", {"glossary": found, "text": request.GET.get("q", "")})


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One term in every language, with its sources."""
    term = get_object_or_404(Term.objects.visible_to(request.user).prefetch_related("sources"), slug=slug)
    context = {
        "term": term,
        "row": listed(term, order_of(request)),
        "crumbs": [(reverse("glossary:list"), _("Glossary"))],
    }
    return render(request, "publishing/term.html", context)


@require_safe
def csv_file(request: HttpRequest) -> HttpResponse:
    """The whole glossary as a table."""
    terms = Term.objects.visible_to(request.user).prefetch_related("sources")
    return _file(exports.table(terms).encode(), "text/csv; charset=utf-8", "glossary.csv")


@require_safe
def tbx_file(request: HttpRequest, edition: str) -> HttpResponse:
    """The whole glossary for translators' tools, in an edition of the standard."""
    terms = Term.objects.visible_to(request.user).prefetch_related("sources")
    content = exports.tbx(
        terms,
        exports.EDITIONS[edition],
        title=_("Glossary of the Regional Hub of Civil Service"),
        description=origin_of(request) + reverse("glossary:list"),
        language=get_language() or "ru",
    )
    return _file(content, "application/xml; charset=utf-8", f"glossary-{edition}.tbx")


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
