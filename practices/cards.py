"""A practice as a card shows it: prepared from its catalogue entry, so that a template only prints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from publishing.languages import NAMES, Text, read
from publishing.models import Entry
from publishing.richtext import to_plain
from publishing.search.query import Query
from publishing.search.snippets import has_hit, highlight, snippet

from .depth import Depth
from .enums import Evidence, Stage
from .models import Practice

BADGES: Final = {Evidence.SELF_REPORTED: "plain", Evidence.AGENCY_DATA: "info", Evidence.INDEPENDENT: "ok"}
BODY: Final = ("problem", "solution", "results_text", "lessons", "transfer")
"""The texts of a practice that a card does not show."""
EXPLANATIONS: Final = {
    Evidence.SELF_REPORTED: _(
        "Self-reported: what the results rest on was said by the institution that runs the practice. Nobody outside it has checked it."
    ),
    Evidence.AGENCY_DATA: _(
        "Agency data: the results rest on figures or records that a public body has published. They can be looked up, but no independent body has evaluated the practice."
    ),
    Evidence.INDEPENDENT: _(
        "Independent evaluation: somebody other than the institution has examined the practice and published what they found."
    ),
}
"""What each badge means, in one or two sentences."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Where the words of a query were found when neither the title nor the summary on the card has them."""

    text: SafeString
    language: str
    language_name: str
    """The language's name in itself; empty where it is that of the page."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a card prints."""

    entry: Entry
    title: SafeString
    summary: SafeString
    country: Text | str
    themes: list[Text]
    hit: Hit | None
    is_in_full_text: bool
    """Whether the words stand in the practice's text only, which a card does not show."""

    @property
    def evidence(self) -> str:
        """The evidence in words."""
        return str(Evidence(self.entry.evidence).label) if self.entry.evidence in Evidence.values else ""

    @property
    def badge(self) -> str:
        """The badge's kind by the evidence."""
        return BADGES.get(Evidence(self.entry.evidence), "plain") if self.entry.evidence in Evidence.values else "plain"

    @property
    def is_full(self) -> bool:
        """Whether it is a full entry, not a snapshot."""
        return self.entry.details.get("depth") == Depth.FULL

    @property
    def is_endorsed(self) -> bool:
        """Whether the country stands behind it."""
        return "endorsement" in self.entry.details

    @property
    def stage(self) -> str:
        """The stage in words."""
        return str(Stage(self.entry.stage).label) if self.entry.stage in Stage.values else ""


def card_of(
    entry: Entry,
    reading_order: Sequence[str],
    themes: Mapping[str, Text],
    countries: Mapping[str, Text],
    query: Query | None = None,
) -> Card:
    """The entry's card for a reader; the words of the query are marked, wherever they were found."""
    title, summary = read(entry, "title", reading_order), read(entry, "summary", reading_order)
    is_asked = query is not None and not query.is_empty
    is_shown = not is_asked or any(has_hit(text.value, text.language, query) for text in (title, summary) if query)
    hit = None if is_shown or query is None else _elsewhere(entry, reading_order, query)
    return Card(
        entry,
        _marked(title, query),
        _marked(summary, query),
        countries.get(entry.country, entry.country),
        [themes[slug] for slug in entry.themes if slug in themes],
        hit,
        is_in_full_text=not is_shown and hit is None,
    )


def _marked(text: Text, query: Query | None) -> SafeString:
    html = (
        highlight(text.value, text.language, query) if query and not query.is_empty else format_html("{}", text.value)
    )
    return format_html('<span lang="{}">{}</span>', text.language, html) if text.is_fallback else html


def _elsewhere(entry: Entry, reading_order: Sequence[str], query: Query) -> Hit | None:
    """The first title or summary in another language that has the words."""
    for code in reading_order:
        for field in ("title", "summary"):
            value = getattr(entry, f"{field}_{code}")
            if value and has_hit(value, code, query):
                return Hit(snippet(value, code, query, length=160), code, NAMES[code])
    return None


def with_hits_in_text(cards: list[Card], reading_order: Sequence[str], query: Query) -> list[Card]:
    """The practices' cards, with the place in the full text where a card itself shows no hit; at most one query."""
    lacking = [card.entry.object_id for card in cards if card.is_in_full_text]
    if not lacking:
        return cards
    columns = [f"{field}_{code}" for code in reading_order for field in BODY]
    rows = Practice.objects.filter(pk__in=lacking).values_list("pk", *columns)
    hits = {pk: _in_text(dict(zip(columns, texts, strict=True)), reading_order, query) for pk, *texts in rows}
    return [
        replace(card, hit=hit, is_in_full_text=False)
        if (hit := hits.get(card.entry.object_id)) and card.is_in_full_text
        else card
        for card in cards
    ]


def _in_text(texts: Mapping[str, str | None], reading_order: Sequence[str], query: Query) -> Hit | None:
    """The first text in the reader's order of languages that has the words."""
    for code in reading_order:
        for field in BODY:
            plain = " ".join(to_plain(texts.get(f"{field}_{code}") or "").split())
            if plain and has_hit(plain, code, query):
                name = "" if code == reading_order[0] else NAMES[code]
                return Hit(snippet(plain, code, query, length=180), code, name)
    return None
