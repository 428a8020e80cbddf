"""How practices reach the catalogue."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from publishing import catalogue
from publishing.enums import Kind
from publishing.index_texts import names, titles, weighted

from .depth import depth_of
from .models import Adoption, Practice


def public() -> QuerySet[Practice]:
    """The published practices with all that their entry tells."""
    related = ("theme_rows__theme", "tags", "results", "awards", "sources", "language_versions")
    found: QuerySet[Practice] = Practice.objects.published().select_related("country").prefetch_related(*related)
    return found.annotate(documented_adoptions=_documented_adoptions())


def _documented_adoptions() -> Coalesce:
    """How many countries pilot the practice or have adopted it, with both sides saying so."""
    counted = Adoption.objects.documented().filter(practice=OuterRef("pk")).order_by().values("practice")
    return Coalesce(Subquery(counted.annotate(number=Count("pk")).values("number")), 0)


def describe(practice: Any) -> catalogue.Description:
    """The practice's entry; `details`: institution and country name by language, how many results, awards and sources,
    how deep it is (`practices.depth`) and in whose name it was submitted.
    """
    themes = [row.theme for row in practice.theme_rows.all()]
    tags = sorted(practice.tags.all(), key=lambda tag: tag.slug)
    results, awards = practice.results.all(), practice.awards.all()
    return catalogue.Description(
        kind=Kind.PRACTICE,
        slug=practice.slug,
        titles=titles(practice, "title"),
        summaries=catalogue.texts_by_language(practice, "summary"),
        original_language=practice.original_language,
        states=catalogue.language_states(practice),
        published_at=catalogue.published_at(practice),
        changed_at=practice.changed_at,
        checked_on=practice.checked_on,
        country=practice.country.iso2,
        themes=[theme.slug for theme in themes],
        tags=[tag.slug for tag in tags],
        evidence=practice.evidence,
        level=practice.level,
        stage=practice.stage,
        start_year=practice.start_year,
        adoptions=practice.documented_adoptions,
        texts=[
            *weighted(practice, "A", "title"),
            *weighted(practice, "B", "summary", "institution"),
            *weighted(practice.country, "B", "name"),
            *names([*themes, *tags]),
            *weighted(practice, "C", "problem", "solution", "results_text", "evidence_basis", "lessons", "transfer"),
            *(text for result in results for text in weighted(result, "C", "indicator")),
            *(text for award in awards for text in weighted(award, "C", "name")),
        ],
        details={
            "institution": catalogue.texts_by_language(practice, "institution"),
            "country_name": catalogue.texts_by_language(practice.country, "name"),
            "results": len(results),
            "awards": len(awards),
            "sources": len(practice.sources.all()),
            "depth": depth_of(practice).value,
            "submitted_for": practice.submitted_for,
        },
    )


def register() -> None:
    """Let practices enter the catalogue."""
    catalogue.register(Practice, public=public, describe=describe)
