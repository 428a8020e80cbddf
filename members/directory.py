"""The directory of experts: what a reader asks of it, and how many experts each further choice would show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publishing.collation import alphabetical, kk_key
from publishing.languages import read
from publishing.listing.facets import Facet, count, narrowed
from publishing.listing.listing import Chip, FacetPlan, OfferedFacet, asked_of, chips_of, notices_of, offered_facets
from publishing.listing.paging import NumberedPage, page_of
from publishing.models import Theme

from .language_names import language_names
from .models import Country, Expert

PER_PAGE: Final = 24


@dataclass(frozen=True, slots=True)
class Directory:
    """The directory as its page shows it."""

    page: NumberedPage
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
    rows = rows.select_related("country").prefetch_related("themes").order_by(alphabetical("name", order[0]), "pk")
    page, is_beyond = page_of(rows, PER_PAGE, counts.total, asked.page or 1)
    return Directory(
        page=page,
        total=counts.total,
        facets=offered_facets(plans, counts, asked),
        chips=chips_of(plans, asked),
        notices=notices_of(asked, is_beyond=is_beyond, last=page.number),
    )


def _plans(visible: Any, order: Sequence[str]) -> list[FacetPlan[Facet]]:
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
