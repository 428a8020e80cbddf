"""Picked records as pages list them."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import get_language

from ..addresses import address_of
from ..enums import Kind
from ..languages import Text, read
from ..models import Entry
from ..reader import order_of


@dataclass(frozen=True, slots=True)
class Row:
    """A record in a collection."""

    entry: Entry
    kind: str
    url: str
    title: Text
    summary: Text


def rows_of(entries: list[Entry], request: HttpRequest) -> list[Row]:
    """The entries as rows in the reader's languages; no query."""
    order = order_of(request)
    return [
        Row(
            entry,
            str(Kind(entry.kind).label),
            f"/{get_language()}{address_of(entry.kind, entry.slug)}",
            read(entry, "title", order),
            read(entry, "summary", order),
        )
        for entry in entries
    ]
