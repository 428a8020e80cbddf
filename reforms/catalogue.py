"""How reforms reach the catalogue."""

from django.db.models import QuerySet

from publishing import catalogue
from publishing.enums import Kind
from publishing.index_texts import names, titles, weighted

from .models import Reform


def public() -> QuerySet[Reform]:
    """The published reforms with all that their entry tells."""
    related = ("theme_rows__theme", "milestones", "legal_acts", "language_versions")
    found: QuerySet[Reform] = Reform.objects.published().select_related("country").prefetch_related(*related)
    return found


def describe(reform: Reform) -> catalogue.Description:
    """The reform's entry; `details`: country name by language, how many milestones, the year of the last one."""
    themes = [row.theme for row in reform.theme_rows.all()]
    milestones = list(reform.milestones.all())
    return catalogue.Description(
        kind=Kind.REFORM,
        slug=reform.slug,
        titles=titles(reform, "title"),
        summaries=catalogue.texts_by_language(reform, "summary"),
        original_language=reform.original_language,
        states=catalogue.language_states(reform),
        published_at=catalogue.published_at(reform),
        changed_at=reform.changed_at,
        checked_on=reform.checked_on,
        country=reform.country.iso2,
        themes=[theme.slug for theme in themes],
        stage=reform.stage,
        start_year=reform.start_year,
        texts=[
            *weighted(reform, "A", "title"),
            *weighted(reform, "B", "summary"),
            *weighted(reform.country, "B", "name"),
            *names(themes),
            *weighted(reform, "C", "background", "course"),
            *(text for milestone in milestones for text in weighted(milestone, "C", "text")),
            *(text for act in reform.legal_acts.all() for text in weighted(act, "C", "title")),
        ],
        details={
            "country_name": catalogue.texts_by_language(reform.country, "name"),
            "milestones": len(milestones),
            "last_milestone": max((milestone.year for milestone in milestones), default=None),
        },
    )


def register() -> None:
    """Let reforms enter the catalogue."""
    catalogue.register(Reform, public=public, describe=describe)
