"""The hits of the site's search, ready to be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from publishing.enums import Kind
from publishing.finding.hits import Shown, shown
from publishing.languages import Text
from publishing.models import Entry
from publishing.search.query import Query

from .addresses import address_of


@dataclass(frozen=True, slots=True)
class Result:
    """A hit: where it leads, and its texts with the words marked."""

    key: str
    """Kind and slug, as in the catalogue."""
    kind: str
    url: str
    shown: Shown
    country: Text | None
    is_demonstration: bool

    @property
    def title(self) -> Text:
        """The title as the reader sees it."""
        return self.shown.title


def results_of(
    entries: Sequence[Entry], query: Query, order: Sequence[str], countries: Mapping[str, Text]
) -> list[Result]:
    """The entries as hits for a reader with this order of languages; at most one query."""
    return [
        Result(
            key=f"{entry.kind}/{entry.slug}",
            kind=str(Kind(entry.kind).label),
            url=f"/{get_language()}{address_of(entry.kind, entry.slug)}",
            shown=one,
            country=countries.get(entry.country) if entry.kind != Kind.COUNTRY else None,
            is_demonstration=entry.is_demonstration,
        )
        for entry, one in zip(entries, shown(entries, query, order), strict=True)
    ]
