"""How glossary terms reach the catalogue: all of them, since the glossary is public."""

from django.db.models import QuerySet

from .. import catalogue
from ..enums import Kind, LanguageState
from ..index_texts import titles, weighted
from ..languages import CODES
from ..models import Term


def public() -> QuerySet[Term]:
    """All terms."""
    return Term.objects.all()


def describe(term: Term) -> catalogue.Description:
    """The term's entry; `details`: its field. Its other forms are found like its name."""
    written = titles(term, "name")
    return catalogue.Description(
        kind=Kind.TERM,
        slug=term.slug,
        titles=written,
        summaries=catalogue.texts_by_language(term, "definition"),
        original_language=next((code for code in ("en", *CODES) if code in written), "en"),
        states={code: (LanguageState.APPROVED if code in written else LanguageState.MISSING).value for code in CODES},
        published_at=term.created_at,
        changed_at=term.changed_at,
        texts=[
            *weighted(term, "A", "name", "variants"),
            *weighted(term, "B", "definition"),
            *weighted(term, "C", "note"),
        ],
        details={"domain": term.domain},
    )


def register() -> None:
    """Let terms enter the catalogue."""
    catalogue.register(Term, public=public, describe=describe)
