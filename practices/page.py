"""What stands on a practice's page beside the practice itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import IntegerField, OuterRef, Prefetch, QuerySet, Subquery, Value, prefetch_related_objects
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from members.models import Country
from publishing.catalogue import language_states
from publishing.enums import Kind, State
from publishing.glossary.notes import TermNotes
from publishing.language_lines import dated
from publishing.languages import CODES, Text, columns, first_of, read
from publishing.links import linked_to
from publishing.models import Entry, Source, Tag
from publishing.origin import origin_of
from publishing.prepared import Prepared, hand_over
from publishing.reader import order_of
from publishing.sources import numbers_of

from .adoption import chain
from .attachments import Attachment, attachments, public_documents
from .cards import BADGES, EXPLANATIONS
from .citation import Citation, citation_of
from .depth import depth_of
from .enums import Evidence
from .models import Award, Practice, PracticeTheme, Result
from .neighbours import nearest

PARTS: Final = ("results", "awards", "theme_rows", "sources", "language_versions")
"""The rows whose history is kept with a practice's."""
SECTIONS: Final = ("problem", "solution", "results_text", "lessons", "transfer")
RELATED: Final = 4
_OWN_ROWS: Final = frozenset({"results", "awards", "theme_rows"})
"""The rows that know their practice by a foreign key."""


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


def shown(slug: str, user: Any) -> Practice:
    """The practice of an address with its country and `chain`; Http404 where the person may not see it."""
    if user.is_authenticated:
        found: Practice = get_object_or_404(with_chain(Practice.objects.visible_to(user)), slug=slug)
        return found
    rows = _BY_SLUG.rows(slug)
    if not rows:
        raise Http404
    return rows[0]


def load(*practices: Practice) -> None:
    """Load the rows that the page prints, six queries in all."""
    if len(practices) == 1:
        for name, query in _ROWS.items():
            rows = query.rows(practices[0].pk)
            hand_over(practices[0], name, rows)
            for row in rows if name in _OWN_ROWS else ():
                row.practice = practices[0]
        return
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


def around(practice: Practice) -> list[Entry]:
    """The catalogue's entries for the page: the nearest practices, linked reforms, documents, its own; one query."""
    return _SURROUNDINGS.rows(practice.pk, practice.country.iso2, [row.theme_id for row in practice.theme_rows.all()])


def surroundings(
    practice: Practice, user: Any, reading_order: Sequence[str], rows: Sequence[Entry] | None = None
) -> Surroundings:
    """The practices nearest by theme and country, the linked public reforms, and the practice's own entry.

    One query, unless the `rows` of `around` are given.
    """
    found: Sequence[Any] = around(practice) if rows is None else rows
    own: dict[str, Any] = next(
        (row.details for row in found if row.kind == Kind.PRACTICE and row.object_id == practice.pk), {}
    )
    neighbours = [
        Neighbour(
            entry,
            read(entry, "title", reading_order),
            first_of({code: getattr(entry, f"country_{code}") for code in CODES}, reading_order),
        )
        for entry in found
        if (entry.kind, entry.object_id) != (Kind.PRACTICE, practice.pk)
    ]
    return Surroundings(
        [neighbour for neighbour in neighbours if neighbour.entry.kind == Kind.PRACTICE],
        [neighbour for neighbour in neighbours if neighbour.entry.kind == Kind.REFORM],
        own,
        attachments(practice, user, [row for row in found if row.kind == Kind.DOCUMENT], reading_order),
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


def _surroundings(practice: Any, country: Any, themes: Any) -> QuerySet[Entry]:
    """What `surroundings` reads: the nearest, the linked, the entry itself, the public documents."""
    public = Entry.objects.visible_to(AnonymousUser())
    record = Practice(pk=practice)
    near = nearest(public, practice, country, themes).annotate(**_country_names()).only(*_OF_AN_ENTRY)[:RELATED]
    linked = linked_to(record, public).order_by("start_year", "pk")
    itself = public.filter(kind=Kind.PRACTICE, object_id=practice)
    others = [
        found.annotate(nearness=Value(0, IntegerField()), **_country_names()).only(*_OF_AN_ENTRY)
        for found in (linked, itself, public_documents(record, public))
    ]
    return near.union(*others, all=True)


def _country_names() -> dict[str, Subquery]:
    """The country's names beside an entry, so that no second query is due for them."""
    countries = Country.objects.filter(iso2=OuterRef("country"))
    return {f"country_{code}": Subquery(countries.values(f"name_{code}")[:1]) for code in CODES}


def _practice_type() -> int:
    return ContentType.objects.get_for_model(Practice).pk


def _of(model: type[models.Model]) -> Callable[..., QuerySet[Any]]:
    """The rows of a model that hang on a practice by a foreign key."""
    return lambda practice: model._default_manager.filter(practice_id=practice)


def _hanging(rows: QuerySet[Any], practice: Any) -> QuerySet[Any]:
    return rows.filter(content_type_id=_practice_type(), object_id=practice)


_OF_AN_ENTRY: Final = (
    "content_type",
    "object_id",
    "kind",
    "slug",
    *columns("title"),
    "start_year",
    "country",
    "details",
)
_SURROUNDINGS: Final = Prepared(_surroundings, int, str, str, key=_practice_type)
_ROWS: Final[dict[str, Prepared[Any]]] = {
    "results": Prepared(_of(Result), int),
    "awards": Prepared(_of(Award), int),
    "sources": Prepared(lambda practice: _hanging(Source.objects.all(), practice), int, key=_practice_type),
    "language_versions": Prepared(lambda practice: _hanging(dated(Practice), practice), int, key=_practice_type),
    "tags": Prepared(
        lambda practice: Tag.objects.filter(
            items__content_type_id=_practice_type(), items__object_id=practice
        ).order_by("pk"),
        int,
        key=_practice_type,
    ),
    "theme_rows": Prepared(
        lambda practice: PracticeTheme.objects.filter(practice_id=practice).select_related("theme"), int
    ),
}
_BY_SLUG: Final = Prepared(
    lambda slug: with_chain(Practice.objects.visible_to(AnonymousUser())).filter(slug=slug), str, key=_practice_type
)
