"""One hit of the site's search, ready to be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from publishing.enums import Kind
from publishing.languages import CODES, Text, read, reading_order
from publishing.models import Entry
from publishing.search.query import Query
from publishing.search.snippets import highlight, segments, snippet

from .addresses import address_of


@dataclass(frozen=True, slots=True)
class Result:
    """A hit: where it leads, its title and summary with the words marked, and why it is here when that is not visible."""

    kind: str
    url: str
    title: Text
    title_html: SafeString
    summary: Text
    summary_html: SafeString
    country: Text | None
    matched_in: str
    """The language in which the words stand, where the shown texts have none of them; empty where they do."""
    is_demonstration: bool


def result_of(entry: Entry, query: Query, order: Sequence[str], countries: Mapping[str, Text]) -> Result:
    """The entry as a hit for a reader with this order of languages."""
    title, summary = read(entry, "title", order), read(entry, "summary", order)
    return Result(
        kind=str(Kind(entry.kind).label),
        url=f"/{get_language()}{address_of(entry.kind, entry.slug)}",
        title=title,
        title_html=highlight(title.value, title.language, query),
        summary=summary,
        summary_html=snippet(summary.value, summary.language, query),
        country=countries.get(entry.country) if entry.kind != Kind.COUNTRY else None,
        matched_in="" if _is_visible(query, title, summary) else _language_of_match(entry, query, order),
        is_demonstration=entry.is_demonstration,
    )


def _is_visible(query: Query, *texts: Text) -> bool:
    return any(segment.is_hit for text in texts if text for segment in segments(text.value, text.language, query))


def _language_of_match(entry: Entry, query: Query, order: Sequence[str]) -> str:
    """The language of the title or summary in which the words stand; `text` where they stand deeper."""
    for code in reading_order(order[0]) if order else CODES:
        for name in ("title", "summary"):
            value = getattr(entry, f"{name}_{code}")
            if value and any(segment.is_hit for segment in segments(value, code, query)):
                return code
    return "text"
