"""The shared parts of every published record, and the catalogue of what is public."""

from .documents import Document, DocumentFile
from .entries import Entry
from .parts import GENERAL_KNOWLEDGE, YEARS, Event, FormerSlug, LanguageVersion, RecordPart, Source
from .publication import Publication
from .vocabulary import Tag, Tagged, TaggedRecord, Theme

__all__ = [
    "GENERAL_KNOWLEDGE",
    "YEARS",
    "Document",
    "DocumentFile",
    "Entry",
    "Event",
    "FormerSlug",
    "LanguageVersion",
    "Publication",
    "RecordPart",
    "Source",
    "Tag",
    "Tagged",
    "TaggedRecord",
    "Theme",
]
