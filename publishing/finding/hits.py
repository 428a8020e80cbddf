"""Found entries as a reader sees them: the words marked, and why an entry is there where its card does not show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..caching import epoch
from ..languages import NAMES, Text, read
from ..models import Entry
from ..search.query import Query
from ..search.snippets import Marked, glance, mark
from .full_texts import texts_of
from .result_cache import results

LONGEST_SUMMARY: Final = 300
"""Characters of a summary on a card; a longer one is cut around its hits."""
_MOST_WORDS: Final = 3
_OVERHEAD: Final = 1_000


@dataclass(frozen=True, slots=True)
class Hit:
    """Where the words stand, when neither the title nor the summary on the card has them."""

    text: SafeString
    language: str
    language_name: str
    """The language's name in itself; empty where it is that of the page."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry for a reader who searched, or did not."""

    title: Text
    title_html: SafeString
    summary: Text
    summary_html: SafeString
    hit: Hit | None = None
    instead: tuple[str, ...] = ()
    """Other words for what was typed, by which alone the entry was found; empty where it has the words themselves."""
    is_elsewhere: bool = False
    """Whether the words stand neither on the card nor in any text that could be looked through (a theme, a result)."""


def shown(entries: Sequence[Entry], query: Query | None, order: Sequence[str]) -> list[Shown]:
    """The entries for a reader with this order of languages; at most one query, where a card does not show the words.

    What was shown is kept while the epoch is held and nothing public has changed.
    """
    if query is None or query.is_empty or query.is_only_excluded:
        return [_plain(entry, order) for entry in entries]
    now = epoch.held_value()
    key = ("shown", query, tuple(order), tuple(entry.pk for entry in entries))
    known: list[Shown] | None = results.get(now, key) if now is not None else None
    if known is None:
        known = _marked(entries, query, order)
        if now is not None:
            results.put(now, key, known, sum(map(_size, known)))
    return list(known)


def _size(one: Shown) -> int:
    """Bytes that it takes, about: most letters take two."""
    return 2 * (len(one.title_html) + len(one.summary_html) + (len(one.hit.text) if one.hit else 0)) + _OVERHEAD


def _marked(entries: Sequence[Entry], query: Query, order: Sequence[str]) -> list[Shown]:
    cards = [_on_card(entry, query, order) for entry in entries]
    lacking = [entry for entry, (_card, has_typed) in zip(entries, cards, strict=True) if not has_typed]
    texts = texts_of(lacking)
    return [
        card if has_typed else _explained(entry, card, query, order, texts.get(entry.pk, {}))
        for entry, (card, has_typed) in zip(entries, cards, strict=True)
    ]


def _plain(entry: Entry, order: Sequence[str]) -> Shown:
    title, summary = read(entry, "title", order), read(entry, "summary", order)
    return Shown(title, format_html("{}", title.value), summary, format_html("{}", summary.value))


def _on_card(entry: Entry, query: Query, order: Sequence[str]) -> tuple[Shown, bool]:
    """The card with its words marked, and whether it shows any of the words as typed."""
    title, summary = read(entry, "title", order), read(entry, "summary", order)
    marked_title = mark(title.value, title.language or order[0], query)
    cut = LONGEST_SUMMARY if len(summary) > LONGEST_SUMMARY else 0
    marked_summary = mark(summary.value, summary.language or order[0], query, cut)
    card = Shown(
        title,
        marked_title.html,
        summary,
        marked_summary.html,
        instead=_few((*marked_title.others, *marked_summary.others)),
    )
    has_typed = marked_title.has_typed or marked_summary.has_typed
    return (replace(card, instead=()) if has_typed else card), has_typed


def _explained(entry: Entry, card: Shown, query: Query, order: Sequence[str], texts: Mapping[str, str]) -> Shown:
    """The card with the place where the words stand: as typed if anywhere, else as other words for them."""
    others: tuple[Marked, str] | None = None
    for code in order:
        for text, reads in (
            (getattr(entry, f"title_{code}"), mark),
            (getattr(entry, f"summary_{code}"), mark),
            (texts.get(code), glance),
        ):
            if not text:
                continue
            marked = reads(text, code, query, 180)
            if marked.has_typed:
                return replace(card, hit=_hit(marked, code, order), instead=())
            if marked.others and others is None:
                others = marked, code
    if card.instead:
        return card
    if others is not None:
        marked, code = others
        return replace(card, hit=_hit(marked, code, order), instead=_few(marked.others))
    return replace(card, is_elsewhere=True)


def _hit(marked: Marked, code: str, order: Sequence[str]) -> Hit:
    return Hit(marked.html, code, "" if code == order[0] else NAMES[code])


def _few(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))[:_MOST_WORDS]
