"""The documents that a practice's page leads to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from publishing.enums import Kind
from publishing.languages import Text, read
from publishing.models import Document, Entry

from .models import Practice


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document of the practice: where it is, and its title as the reader gets it."""

    slug: str
    title: Text


def public_documents(practice: Practice, public: QuerySet[Entry]) -> QuerySet[Entry]:
    """The catalogue's entries of the documents that everybody may open."""
    keys = practice.documents.values("pk")
    return public.filter(
        kind=Kind.DOCUMENT, content_type=ContentType.objects.get_for_model(Document), object_id__in=keys
    )


def attachments(
    practice: Practice, user: Any, entries: Sequence[Entry], reading_order: Sequence[str]
) -> list[Attachment]:
    """The documents that this person may open: for who is signed in also those for members, which costs a query."""
    if not user.is_authenticated:
        return [Attachment(entry.slug, read(entry, "title", reading_order)) for entry in entries]
    ids = practice.documents.values("pk")
    mine = Document.objects.visible_to(user).filter(pk__in=ids)
    return [Attachment(document.slug, read(document, "title", reading_order)) for document in mine]
