"""What the search index is given of a record: (weight, language, text) for each language that has the text."""

from collections.abc import Iterable

from django.db.models import Model

from .catalogue import texts_by_language
from .models import Tag, Theme
from .richtext.html import RichTextField, to_plain

Weighted = tuple[str, str, str]
TITLE_LENGTH = 300
"""The catalogue's title columns hold this many characters."""


def weighted(record: Model, weight: str, *names: str) -> list[Weighted]:
    """The translated fields' texts under one weight; of rich text the text alone."""
    found = []
    for name in names:
        is_rich = isinstance(record._meta.get_field(name), RichTextField)
        found += [
            (weight, code, to_plain(text) if is_rich else text)
            for code, text in texts_by_language(record, name).items()
        ]
    return found


def names(records: Iterable[Theme | Tag]) -> list[Weighted]:
    """The names of themes and tags, under the weight of a summary."""
    return [text for record in records for text in weighted(record, "B", "name")]


def titles(record: object, name: str) -> dict[str, str]:
    """The titles by language, a very long one cut at a word."""
    return {code: cut(text, TITLE_LENGTH) for code, text in texts_by_language(record, name).items()}


def cut(text: str, length: int) -> str:
    """The text in at most `length` characters; cut at a word and marked with an ellipsis."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    ends_with_word = text[length - 1].isspace() or head[-1:].isspace()
    at_word = head if ends_with_word or " " not in head else head.rsplit(maxsplit=1)[0]
    return f"{at_word.rstrip(' ,;:–—-')}…"
