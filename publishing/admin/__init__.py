"""The admin of this floor: what every admin page shares, and the pages for themes, tags, documents and the trail."""

from . import documents, duties, glossary, trail, vocabulary

__all__ = ["documents", "duties", "glossary", "trail", "vocabulary"]
