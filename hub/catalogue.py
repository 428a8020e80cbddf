"""How the about pages reach the catalogue."""

from django.db.models import QuerySet

from publishing import catalogue
from publishing.enums import Kind
from publishing.index_texts import titles, weighted

from .models import Page


def public() -> QuerySet[Page]:
    """The published pages with all that their entry tells."""
    found: QuerySet[Page] = Page.objects.published().prefetch_related("language_versions")
    return found


def describe(page: Page) -> catalogue.Description:
    """The page's entry; `details`: its place in the menu and the day of its content (ISO or null)."""
    return catalogue.Description(
        kind=Kind.PAGE,
        slug=page.slug,
        titles=titles(page, "title"),
        summaries=catalogue.texts_by_language(page, "lead"),
        original_language=page.original_language,
        states=catalogue.language_states(page),
        published_at=catalogue.published_at(page),
        changed_at=page.changed_at,
        checked_on=page.checked_on,
        texts=[*weighted(page, "A", "title"), *weighted(page, "B", "lead"), *weighted(page, "C", "body")],
        details={"position": page.position, "as_of": page.as_of.isoformat() if page.as_of else None},
    )


def register() -> None:
    """Let the about pages enter the catalogue."""
    catalogue.register(Page, public=public, describe=describe)
