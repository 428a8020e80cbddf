"""Pages of the reforms."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing import readership
from publishing.as_of import reading
from publishing.catalogue import details_of, language_states
from publishing.glossary.notes import TermNotes
from publishing.reader import order_of
from publishing.redirects import follow_former_slugs
from publishing.sources import numbers_of

from .models import Reform
from .practice_links import practices_of
from .querysets import PARTS, load_former
from .tracker import tracker


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The public reforms, by country, theme and stage."""
    found = tracker(request.user, request.GET, order_of(request))
    return render(request, "reforms/list.html", {"listing": found.listing, "cards": found.cards, "notes": found.notes})


@require_safe
@follow_former_slugs(Reform)
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One reform, as it stands or as it stood on the day of `as_of`; 404 where the person may not see it."""
    present = get_object_or_404(Reform.objects.visible_to(request.user).for_page(), slug=slug)
    read = reading(present, request.GET.get("as_of"), PARTS)
    if read.on:
        load_former(read.record, present)
    context = {
        "reform": read.record,
        "reading": read,
        "address": present.get_absolute_url(),
        "crumbs": [(reverse("reforms:list"), _("Reforms"))],
        "states": language_states(read.record),
        "source_numbers": numbers_of(read.record),
        "term_notes": TermNotes(),
        "milestones": [
            (row, date(row.year, row.month, 1) if row.month else None) for row in read.record.milestones.all()
        ],
        "practices": () if read.on else practices_of(present, request.user),
        "own": {} if read.on else details_of(present),
    }
    readership.note(request, present)
    return render(request, "reforms/detail.html", context)
