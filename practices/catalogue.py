"""How practices reach the catalogue."""

from django.db.models import QuerySet

from publishing import catalogue
from publishing.enums import Kind
from publishing.index_texts import names, titles, weighted

from .models import Practice


def public() -> QuerySet[Practice]:
    """The published practices with all that their entry tells."""
    related = ("theme_rows__theme", "tags", "results", "awards", "sources", "language_versions")
    found: QuerySet[Practice] = Practice.objects.published().select_related("country").prefetch_related(*related)
    return found


def describe(practice: Practice) -> catalogue.Description:
    """The practice's entry; `details`: institution and country name by language, how many results, awards and sources."""
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
        texts=[
            *weighted(practice, "A", "title"),
            *weighted(practice, "B", "summary", "institution"),
            *weighted(practice.country, "B", "name"),
            *names([*themes, *tags]),
            *weighted(practice, "C", "problem", "solution", "results_text", "lessons", "transfer"),
            *(text for result in results for text in weighted(result, "C", "indicator")),
            *(text for award in awards for text in weighted(award, "C", "name")),
        ],
        details={
            "institution": catalogue.texts_by_language(practice, "institution"),
            "country_name": catalogue.texts_by_language(practice.country, "name"),
            "results": len(results),
            "awards": len(awards),
            "sources": len(practice.sources.all()),
        },
    )


def register() -> None:
    """Let practices enter the catalogue."""
    catalogue.register(Practice, public=public, describe=describe)
