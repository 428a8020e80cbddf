"""How countries and experts reach the catalogue; of experts only what everybody may see, until their consent ends."""

from django.db.models import QuerySet

from publishing import catalogue
from publishing.enums import Kind
from publishing.index_texts import cut, names, titles, weighted
from publishing.richtext.html import to_plain

from .models import Country, Expert

SUMMARY = 400
"""The part of a long text that stands for a summary, in characters."""


def public_countries() -> QuerySet[Country]:
    """The published countries with all that their entry tells."""
    found: QuerySet[Country] = Country.objects.published().prefetch_related("institutions", "language_versions")
    return found


def describe_country(country: Country) -> catalogue.Description:
    """The country's entry; `details`: capital by language, region, participation, year of joining, kind of system."""
    bodies = [body for body in country.institutions.all() if body.is_civil_service_body]
    profiles = {code: to_plain(text) for code, text in catalogue.texts_by_language(country, "profile").items()}
    return catalogue.Description(
        kind=Kind.COUNTRY,
        slug=country.slug,
        titles=titles(country, "name"),
        summaries={code: cut(text, SUMMARY) for code, text in profiles.items()},
        original_language=country.original_language,
        states=catalogue.language_states(country),
        published_at=catalogue.published_at(country),
        changed_at=country.changed_at,
        checked_on=country.checked_on,
        country=country.iso2,
        texts=[
            *weighted(country, "A", "name"),
            *weighted(country, "B", "capital"),
            *(text for body in bodies for text in weighted(body, "B", "name")),
            *weighted(country, "C", "profile", "law_title"),
        ],
        details={
            "capital": catalogue.texts_by_language(country, "capital"),
            "region": country.region,
            "participation": country.participation,
            "joined_year": country.joined_year,
            "system_type": country.system_type,
        },
    )


def public_experts() -> QuerySet[Expert]:
    """The experts whom everybody may see today, with all that their entry tells."""
    found: QuerySet[Expert] = (
        Expert.objects.public().select_related("country", "institution").prefetch_related("themes", "language_versions")
    )
    return found


def describe_expert(expert: Expert) -> catalogue.Description:
    """The expert's entry; `details`: position, country name and institution by language, languages spoken. No address."""
    themes = list(expert.themes.all())
    institution = expert.institution
    return catalogue.Description(
        kind=Kind.EXPERT,
        slug=expert.slug,
        titles=titles(expert, "name"),
        summaries={
            code: cut(to_plain(text), SUMMARY) for code, text in catalogue.texts_by_language(expert, "offers").items()
        },
        original_language=expert.original_language,
        states=catalogue.language_states(expert),
        published_at=catalogue.published_at(expert),
        changed_at=expert.changed_at,
        checked_on=expert.checked_on,
        country=expert.country.iso2,
        themes=[theme.slug for theme in themes],
        is_demonstration=expert.is_demonstration,
        visible_until=expert.consent_until,
        texts=[
            *weighted(expert, "A", "name"),
            *weighted(expert, "B", "position", "offers"),
            *weighted(expert.country, "B", "name"),
            *(weighted(institution, "B", "name") if institution else []),
            *names(themes),
            *weighted(expert, "C", "biography"),
        ],
        details={
            "position": catalogue.texts_by_language(expert, "position"),
            "country_name": catalogue.texts_by_language(expert.country, "name"),
            "institution": catalogue.texts_by_language(institution, "name") if institution else {},
            "languages": [*expert.languages],
        },
    )


def register() -> None:
    """Let countries and experts enter the catalogue."""
    catalogue.register(Country, public=public_countries, describe=describe_country)
    catalogue.register(Expert, public=public_experts, describe=describe_expert)
