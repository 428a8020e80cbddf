"""Pages of the countries."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from members import country_additions
from members.atlas.world_map import world_map
from members.country_records import Some, experts_of, parity_of, records_of
from members.models import Country
from members.querysets import COUNTRY_PARTS as PARTS
from members.roll import roll_of
from publishing import readership
from publishing.as_of import reading
from publishing.catalogue import language_states
from publishing.enums import Kind
from publishing.glossary.notes import TermNotes
from publishing.reader import order_of
from publishing.redirects import follow_former_slugs
from publishing.sources import numbers_of


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All countries that the person may see: on the map and, by region, in three lists."""
    roll = roll_of(request.user, order_of(request))
    context = {
        "lists": {"confirmed": roll.participants(), "indicated": roll.indicated(), "unconfirmed": roll.unconfirmed()},
        "numbers": roll.numbers(),
        "map": world_map(roll.marks()),
    }
    return render(request, "members/country_list.html", context)


@require_safe
@follow_former_slugs(Country)
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One country, as it stands with what it published, or as it stood on the day of `as_of`; 404 where the person may not see it."""
    countries = Country.objects.visible_to(request.user).for_page().annotate(**country_additions.columns())
    present = get_object_or_404(countries, slug=slug)
    read = reading(present, request.GET.get("as_of"), PARTS)
    records = {} if read.on else records_of(present, request.user)
    experts = Some() if read.on else experts_of(present, request.user)
    context = {
        "country": read.record,
        "reading": read,
        "address": present.get_absolute_url(),
        "crumbs": [(reverse("countries:list"), _("Countries"))],
        "states": language_states(read.record),
        "source_numbers": numbers_of(read.record),
        "term_notes": TermNotes(),
        "practices": records.get(Kind.PRACTICE, Some()),
        "reforms": records.get(Kind.REFORM, Some()),
        "experts": experts,
        "parity": parity_of(records),
        "additions": [] if read.on else country_additions.parts_of(present, order_of(request)),
        "has_demonstration": any(expert.is_demonstration for expert in experts.shown),
    }
    readership.note(request, present)
    return render(request, "members/country_detail.html", context)
