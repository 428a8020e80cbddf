"""The register of adoptions: what an address asks of it, its table and its drawing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, F, Func, OuterRef, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices.listing import vocabulary
from practices.models import PracticeTheme
from publishing.languages import Text
from publishing.listing.facets import Facet, count, narrowed
from publishing.listing.listing import (
    Asked,
    Chip,
    FacetPlan,
    OfferedFacet,
    asked_of,
    chips_of,
    notices_of,
    offered_facets,
)
from publishing.listing.paging import NumberedPage, page_of

from .chain import Link, link_of
from .enums import PUBLIC_STATES, AdoptionStage
from .models import Adoption
from .network import Network, drawing, ways_of

PER_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Register:
    """The register as its page shows it."""

    links: list[Link]
    page: NumberedPage
    total: int
    facets: list[OfferedFacet]
    chips: list[Chip]
    notices: list[str | Promise]
    network: Network

    @property
    def has_demonstration(self) -> bool:
        """Whether anything invented stands on the page."""
        return any(link.is_demonstration for link in self.links)


def register_of(user: Any, query: QueryDict, order: Sequence[str]) -> Register:
    """The public adoptions that an address asks for; `order` is the reader's languages. At most five queries."""
    themes, countries, _tags = vocabulary(order)
    public = Adoption.objects.public()
    plans = _plans(themes, countries)
    facets = [plan.facet for plan in plans]
    asked = asked_of(query, plans, {})
    counts = count(public, facets, asked.selection)
    found: Any = narrowed(public, facets, asked.selection)
    page, is_beyond = page_of(found.for_page().order_by("-year", "-pk"), PER_PAGE, counts.total, asked.page or 1)
    return Register(
        links=[link_of(adoption, order) for adoption in page],
        page=page,
        total=counts.total,
        facets=offered_facets(plans, counts, asked, limit=8),
        chips=chips_of(plans, asked),
        notices=list(notices_of(asked, is_beyond=is_beyond, last=page.number)),
        network=drawing(ways_of(found), countries),
    )


def asked_adoptions(query: QueryDict, order: Sequence[str]) -> QuerySet[Adoption]:
    """All the public adoptions that an address asks for, for the export; the vocabulary costs one query more."""
    themes, countries, _tags = vocabulary(order)
    plans = _plans(themes, countries)
    asked: Asked = asked_of(query, plans, {})
    found: Any = narrowed(Adoption.objects.public(), [plan.facet for plan in plans], asked.selection)
    rows: QuerySet[Adoption] = found.for_page().order_by("-year", "-pk")
    return rows


def _plans(themes: Mapping[str, Text], countries: Mapping[str, Text]) -> list[FacetPlan[Facet]]:
    """Theme of the practice, either country, stage, and what the two say."""
    of_practice = PracticeTheme.objects.filter(practice_id=OuterRef("practice_id")).order_by().values("theme__slug")
    both = Func(
        F("country__iso2"),
        F("practice__country__iso2"),
        template="ARRAY[%(expressions)s]::varchar[]",
        output_field=ArrayField(CharField()),
    )
    states = {state.value: state.label for state in PUBLIC_STATES}
    return [
        FacetPlan(Facet("stage", "stage"), _("Stage"), dict(AdoptionStage.choices)),
        FacetPlan(Facet("state", "state"), _("Confirmation"), states),
        FacetPlan(Facet("theme", ArraySubquery(of_practice), is_array=True), _("Theme"), themes),
        FacetPlan(Facet("country", both, is_array=True), _("Country, on either side"), countries),
    ]
