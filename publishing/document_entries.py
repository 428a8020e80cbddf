"""How documents reach the catalogue: only those that everybody may open."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from . import catalogue
from .enums import Kind, LanguageState
from .index_texts import titles, weighted
from .languages import CODES
from .models import Document


def public() -> QuerySet[Document]:
    """The documents that anybody may open: public ones of records that are public themselves."""
    found: QuerySet[Document] = Document.objects.visible_to(AnonymousUser()).prefetch_related("files")
    return found


def describe(document: Document) -> catalogue.Description:
    """The document's entry; `details`: date (ISO or null), number, signatory by language, languages of its files."""
    written = titles(document, "title")
    number = [("B", code, document.number) for code in written if document.number]
    return catalogue.Description(
        kind=Kind.DOCUMENT,
        slug=document.slug,
        titles=written,
        summaries=catalogue.texts_by_language(document, "summary"),
        original_language=next((code for code in ("en", *CODES) if code in written), "en"),
        states={code: (LanguageState.APPROVED if code in written else LanguageState.MISSING).value for code in CODES},
        published_at=document.created_at,
        changed_at=document.changed_at,
        texts=[*weighted(document, "A", "title"), *weighted(document, "B", "summary", "signatory"), *number],
        details={
            "date": document.date.isoformat() if document.date else None,
            "number": document.number,
            "signatory": catalogue.texts_by_language(document, "signatory"),
            "files": sorted(file.language for file in document.files.all()),
        },
    )


def register() -> None:
    """Let documents enter the catalogue."""
    catalogue.register(Document, public=public, describe=describe)
