"""What stands on a practice's page beside the practice itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import (
    Case,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    prefetch_related_objects,
)
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from members.models import Country
from publishing.catalogue import language_states
from publishing.enums import Kind, State
from publishing.language_lines import dated
from publishing.languages import CODES, Text, first_of, read
from publishing.links import linked_to
from publishing.models import Entry
from publishing.origin import origin_of
from publishing.reader import order_of
from publishing.sources import numbers_of
from publishing.term_notes import TermNotes

from .adoption import chain
from .attachments import Attachment, attachments, public_documents
from .cards import BADGES, EXPLANATIONS
from .citation import Citation, citation_of
from .depth import depth_of
from .enums import Evidence
from .models import Practice, PracticeTheme

PARTS: Final = ("results", "awards", "theme_rows", "sources", "language_versions")
"""The rows whose history is kept with a practice's."""
SECTIONS: Final = ("problem", "solution", "results_text", "lessons", "transfer")
RELATED: Final = 4


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another record in the catalogue that the page leads to."""

    entry: Entry
    title: Text
    country: Text


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Practices like this one, the reforms of which it is part, and its documents."""

    practices: list[Neighbour]
    reforms: list[Neighbour]
    own: dict[str, Any]
    """The `details` of the practice's own entry: what hangs on it (`catalogue.enrich`); empty while it is not public."""
    documents: list[Attachment]


def load(*practices: Practice) -> None:
    """Load the rows that the page prints, six queries in all."""
    prefetch_related_objects(
        list(practices),
        "results",
        "awards",
        "sources",
        Prefetch("language_versions", dated(Practice)),
        "tags",
        Prefetch("theme_rows", PracticeTheme.objects.select_related("theme")),
    )


def with_chain(practices: QuerySet[Practice]) -> QuerySet[Practice]:
    """The practices with their country and, in the same query, the public adoptions that they are part of."""
    return practices.select_related("country").annotate(chain=chain.of_practice())


def chain_of(practice: Any, reading_order: Sequence[str]) -> dict[str, Any]:
    """Who adopted a practice read with `with_chain`, and from whom its own country adopted it."""
    links = chain.links(practice.chain, reading_order)
    return {
        "has_demonstration": any(link.is_demonstration for link in links),
        "adopted_by": [link for link in links if link.practice_slug == practice.slug],
        "adopted_from": [link for link in links if link.own_slug == practice.slug],
    }


def load_former(practice: Practice, present: Practice) -> None:
    """Load what a former version shares with the present one: its country and the names of its themes."""
    practice.country = present.country if practice.country_id == present.country_id else practice.country
    prefetch_related_objects(list(practice.theme_rows.all()), "theme")


def surroundings(practice: Practice, user: Any, reading_order: Sequence[str]) -> Surroundings:
    """The practices nearest by theme and country, the linked public reforms, and the practice's own entry; one query."""
    public = Entry.objects.visible_to(user)
    themes = [row.theme.slug for row in practice.theme_rows.all()]
    nearest = (
        public.filter(Q(themes__overlap=themes) | Q(country=practice.country.iso2), kind=Kind.PRACTICE)
        .exclude(object_id=practice.pk)
        .annotate(nearness=_nearness(themes, practice.country.iso2), **_country_names())
        .order_by("-nearness", "-published_at", "-pk")
    )
    linked = (
        linked_to(practice, public)
        .annotate(nearness=Value(0, IntegerField()), **_country_names())
        .order_by("start_year", "pk")
    )
    itself = public.filter(kind=Kind.PRACTICE, object_id=practice.pk)
    itself = itself.annotate(nearness=Value(0, IntegerField()), **_country_names())
    papers = public_documents(practice, public).annotate(nearness=Value(0, IntegerField()), **_country_names())
    others = (linked.defer("vector"), itself.defer("vector"), papers.defer("vector"))
    found: Any = nearest.defer("vector")[:RELATED].union(*others, all=True)
    rows = list(found)
    own: dict[str, Any] = next(
        (row.details for row in rows if row.kind == Kind.PRACTICE and row.object_id == practice.pk), {}
    )
    neighbours = [
        Neighbour(
            entry,
            read(entry, "title", reading_order),
            first_of({code: getattr(entry, f"country_{code}") for code in CODES}, reading_order),
        )
        for entry in rows
        if (entry.kind, entry.object_id) != (Kind.PRACTICE, practice.pk)
    ]
    return Surroundings(
        [neighbour for neighbour in neighbours if neighbour.entry.kind == Kind.PRACTICE],
        [neighbour for neighbour in neighbours if neighbour.entry.kind == Kind.REFORM],
        own,
        attachments(practice, user, [row for row in rows if row.kind == Kind.DOCUMENT], reading_order),
    )


def citation(practice: Practice, request: HttpRequest) -> Citation:
    """How to cite the practice in the language of the page."""
    reading_order = order_of(request)
    author = read(practice, "institution", reading_order).value or read(practice.country, "name", reading_order).value
    published = timezone.localdate(practice.published_at) if practice.published_at else None
    return citation_of(
        practice.slug, author, read(practice, "title", reading_order), published, address(practice, request)
    )


def address(practice: Practice, request: HttpRequest) -> str:
    """The practice's stable address in the language of the page, with scheme and host."""
    return origin_of(request) + reverse("practices:detail", args=[practice.slug])


def facts(practice: Practice, reading_order: Sequence[str]) -> dict[str, Any]:
    """What page and PDF say of a loaded practice: states of its languages, sections with text, numbered sources, badge."""
    states = language_states(practice)
    evidence = Evidence(practice.evidence)
    return {
        "states": states,
        "texts": {name: read(practice, name, reading_order) for name in SECTIONS},
        "source_numbers": numbers_of(practice),
        "term_notes": TermNotes(),
        "badge": BADGES[evidence],
        "evidence_explained": EXPLANATIONS[evidence],
        "depth": depth_of(practice),
        "has_country_page": practice.country.state == State.PUBLISHED,
    }


def _nearness(themes: Sequence[str], country: str) -> Any:
    """Two for each theme in common, one for the same country."""
    nearness: Any = Case(When(country=country, then=Value(1)), default=Value(0), output_field=IntegerField())
    for slug in themes:
        nearness = nearness + Case(
            When(themes__contains=[slug], then=Value(2)), default=Value(0), output_field=IntegerField()
        )
    return nearness


def _country_names() -> dict[str, Subquery]:
    """The country's names beside an entry, so that no second query is due for them."""
    countries = Country.objects.filter(iso2=OuterRef("country"))
    return {f"country_{code}": Subquery(countries.values(f"name_{code}")[:1]) for code in CODES}
