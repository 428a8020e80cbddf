"""A practice as a card shows it: prepared from its catalogue entry, so that a template only prints."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from publishing.finding.hits import Shown, shown
from publishing.languages import Text
from publishing.models import Entry
from publishing.search.query import Query

from .depth import Depth
from .enums import Evidence, Stage

BADGES: Final = {Evidence.SELF_REPORTED: "plain", Evidence.AGENCY_DATA: "info", Evidence.INDEPENDENT: "ok"}
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
class Card:
    """What a card prints."""

    entry: Entry
    title: SafeString
    summary: SafeString
    country: Text | str
    themes: list[Text]
    shown: Shown
    """Why it was found, where the card does not show it."""

    @property
    def content(self) -> tuple[Any, ...]:
        """Everything that the card prints; empty where words were searched, which make cards of their own."""
        one, entry = self.shown, self.entry
        if one.hit or one.instead or one.is_elsewhere or "<mark" in self.title or "<mark" in self.summary:
            return ()
        return (
            entry.slug,
            str(self.title),
            str(self.summary),
            self.country.content if isinstance(self.country, Text) else self.country,
            entry.evidence,
            self.is_endorsed,
            tuple(theme.content for theme in self.themes),
            entry.start_year,
            entry.stage,
            self.is_full,
            entry.adoptions,
            tuple(entry.states.items()),
            entry.original_language,
        )

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


def cards_of(
    entries: Iterable[Entry],
    reading_order: Sequence[str],
    themes: Mapping[str, Text],
    countries: Mapping[str, Text],
    query: Query | None = None,
) -> list[Card]:
    """The entries' cards for a reader, the words of the query marked; at most one query, for words that no card shows."""
    listed = list(entries)
    return [
        Card(
            entry,
            _in_language(one.title, one.title_html),
            _in_language(one.summary, one.summary_html),
            countries.get(entry.country, entry.country),
            [themes[slug] for slug in entry.themes if slug in themes],
            one,
        )
        for entry, one in zip(listed, shown(listed, query, reading_order), strict=True)
    ]


def _in_language(text: Text, html: SafeString) -> SafeString:
    return format_html('<span lang="{}">{}</span>', text.language, html) if text.is_fallback else html
