"""The directory of experts: what a reader asks of it, and how many experts each further choice would show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import OuterRef
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publishing.collation import alphabetical, kk_key
from publishing.facets import Counts, Facet, count, narrowed
from publishing.languages import read
from publishing.listing import Chip, FacetPlan, OfferedFacet, Option, asked_of, notices_of
from publishing.models import Theme

from .language_names import language_names
from .models import Country, Expert

PER_PAGE: Final = 24


@dataclass(frozen=True, slots=True)
class Directory:
    """The directory as its page shows it."""

    page: Page[Expert]
    total: int
    facets: list[OfferedFacet]
    chips: list[Chip]
    notices: list[str | Promise]


def directory_of(user: Any, query: QueryDict, order: Sequence[str]) -> Directory:
    """The experts whom this person may see, as an address asks for them; `order` is the reader's languages. Five queries."""
    visible: Any = Expert.objects.visible_to(user)
    plans = _plans(visible, order)
    facets = [plan.facet for plan in plans]
    asked = asked_of(query, plans, {})
    counts = count(visible, facets, asked.selection)
    rows: Any = narrowed(visible, facets, asked.selection)
    paginator = Paginator(
        rows.select_related("country").prefetch_related("themes").order_by(alphabetical("name", order[0]), "pk"),
        PER_PAGE,
    )
    paginator.__dict__["count"] = counts.total  # known already: not to be counted again
    page = paginator.get_page(asked.page)
    page.elided = list(paginator.get_elided_page_range(page.number))  # type: ignore[attr-defined]
    return Directory(
        page=page,
        total=counts.total,
        facets=[_offered(plan, counts, asked.selection[plan.facet.name]) for plan in plans],
        chips=[
            Chip(plan.facet.name, value, plan.title, plan.labels[value])
            for plan in plans
            for value in asked.selection[plan.facet.name]
        ],
        notices=notices_of(asked, is_beyond=(asked.page or 1) > paginator.num_pages, last=page.number),
    )


def _plans(visible: Any, order: Sequence[str]) -> list[FacetPlan]:
    """The filters with all their values: themes in the order of the house, the others in alphabetical order."""
    themes = Expert.themes.through._default_manager.filter(expert_id=OuterRef("pk")).values("theme__slug")
    countries = Country.objects.filter(pk__in=visible.values("country_id")).order_by(
        alphabetical("name", order[0]), "pk"
    )
    names = sorted(language_names().items(), key=lambda item: kk_key(item[1]))
    return [
        FacetPlan(
            Facet("theme", ArraySubquery(themes), is_array=True),
            _("Theme"),
            {theme.slug: read(theme, "name", order) for theme in Theme.objects.all()},
        ),
        FacetPlan(Facet("language", "languages", is_array=True), _("Language they speak"), dict(names)),
        FacetPlan(
            Facet("country", "country__iso2"),
            _("Country"),
            {country.iso2: read(country, "name", order) for country in countries},
        ),
    ]


def _offered(plan: FacetPlan, counts: Counts, chosen: Sequence[str]) -> OfferedFacet:
    """The values that would show somebody, or are chosen."""
    numbers: Mapping[str, int] = counts.by_facet[plan.facet.name]
    options = [
        Option(value, label, numbers.get(value, 0), value in chosen)
        for value, label in plan.labels.items()
        if numbers.get(value) or value in chosen
    ]
    return OfferedFacet(plan.facet.name, plan.title, options, [])
