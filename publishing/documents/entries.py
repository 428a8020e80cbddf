"""How documents reach the catalogue: only those that everybody may open."""

from collections.abc import Iterator
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from .. import catalogue
from ..enums import Kind, LanguageState, TextState
from ..index_texts import Weighted, titles, weighted
from ..languages import CODES
from ..models import Document, DocumentText

LETTERS: Final = 600_000
"""So many letters of a document's files are indexed, shared among its languages: what the largest index of a record holds."""
AT_A_TIME: Final = 20
"""Documents whose texts are held in memory together."""


def public() -> QuerySet[Document]:
    """The documents that anybody may open: public ones of records that are public themselves."""
    found: QuerySet[Document] = Document.objects.visible_to(AnonymousUser()).prefetch_related("files")
    return found


def describe(document: Document) -> catalogue.Description:
    """The document's entry; `details`: date (ISO or null), number, signatory by language, languages of its files."""
    written = titles(document, "title")
    return catalogue.Description(
        kind=Kind.DOCUMENT,
        slug=document.slug,
        titles=written,
        summaries=catalogue.texts_by_language(document, "summary"),
        original_language=next((code for code in ("en", *CODES) if code in written), "en"),
        states={code: (LanguageState.APPROVED if code in written else LanguageState.MISSING).value for code in CODES},
        published_at=document.created_at,
        changed_at=document.changed_at,
        texts=_texts(document),
        details={
            "date": document.date.isoformat() if document.date else None,
            "number": document.number,
            "signatory": catalogue.texts_by_language(document, "signatory"),
            "files": sorted(file.language for file in document.files.all()),
        },
    )


def _texts(document: Document) -> Iterator[Weighted]:
    """What the search finds the document by, the text of its files last; these are read only when it comes to that."""
    yield from weighted(document, "A", "title")
    yield from weighted(document, "B", "summary", "signatory")
    if document.number:
        yield from (("B", code, document.number) for code in titles(document, "title"))
    texts = DocumentText.objects.filter(file__document=document, state=TextState.EXTRACTED)
    rows = texts.order_by("file__language").values_list("file__language", "text")
    yield from (("D", language, text[: LETTERS // len(rows)]) for language, text in rows)


def register() -> None:
    """Let documents enter the catalogue."""
    catalogue.register(Document, public=public, describe=describe, batch=AT_A_TIME)
