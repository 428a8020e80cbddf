"""The admin of this floor: what every admin page shares, and the pages for themes, tags, documents and the trail."""

from . import documents, duties, freshness, glossary, letters, reviews, schedules, searches, synonyms, trail, vocabulary

__all__ = [
    "documents",
    "duties",
    "freshness",
    "glossary",
    "letters",
    "reviews",
    "schedules",
    "searches",
    "synonyms",
    "trail",
    "vocabulary",
]
