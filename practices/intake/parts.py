"""The parts of the template for one practice: what each is called and what belongs into it, in three languages."""

import re
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from publishing.languages import CODES

BOOKMARK: Final = "hub_"
"""Begins the hidden bookmarks by which a renamed heading is still known."""
HINT_STYLE: Final = "Hub hint"
_PUNCTUATION: Final = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True)
class Part:
    """One part: a line, plain text, rich text, a list of names, or a table with these columns."""

    key: str
    name: Promise
    hint: Promise
    kind: Literal["line", "text", "rich", "names", "table"]
    longest: int = 0
    columns: tuple[tuple[str, Promise], ...] = ()


PARTS: Final = (
    Part("title", pgettext_lazy("template", "Title"), _("What was done, in one line, without slogans."), "line", 200),
    Part("summary", pgettext_lazy("template", "Summary"), _("Two sentences that say what was done and what came of it."), "text", 600),
    Part("country", pgettext_lazy("template", "Country"), _("The name of the country, or its code of two letters."), "line", 100),
    Part("institution", pgettext_lazy("template", "Institution"), _("Who carries the practice."), "line", 300),
    Part("themes", pgettext_lazy("template", "Themes"), _("One theme a line, the most telling first. Take them from this list:"), "names"),
    Part("start_year", pgettext_lazy("template", "Year of start"), _("Four digits."), "line", 20),
    Part("problem", pgettext_lazy("template", "Problem"), _("What did not work, for whom, since when."), "rich"),
    Part("solution", pgettext_lazy("template", "Solution"), _("What was done, step by step, by whom, with what means."), "rich"),
    Part(
        "results", pgettext_lazy("template", "Results"),
        _("One figure a row; leave empty what you do not know. Source: the number of the row in the table of sources."), "table",
        columns=(
            ("indicator", pgettext_lazy("template", "Indicator")), ("before", pgettext_lazy("template", "Before")),
            ("after", pgettext_lazy("template", "After")), ("unit", pgettext_lazy("template", "Unit")),
            ("year", pgettext_lazy("template", "Year")), ("source", pgettext_lazy("template", "Source")),
        ),
    ),
    Part("results_text", pgettext_lazy("template", "What the figures mean"), _("What changed for people, and what the figures do not show."), "rich"),
    Part("evidence_basis", pgettext_lazy("template", "Evidence"), _("Where the figures come from, and who has checked them."), "text", 1000),
    Part("lessons", pgettext_lazy("template", "Lessons"), _("What you would do otherwise, and what others should avoid."), "rich"),
    Part("transfer", pgettext_lazy("template", "Conditions for transfer"), _("What another country would need first: laws, people, money, technology."), "rich"),
    Part(
        "sources", pgettext_lazy("template", "Sources"), _("At least one source that others can look up."), "table",
        columns=(
            ("title", pgettext_lazy("template", "Name of the source")), ("publisher", pgettext_lazy("template", "Publisher")),
            ("year", pgettext_lazy("template", "Year")), ("url", pgettext_lazy("template", "Link")),
        ),
    ),
)  # fmt: skip
BY_KEY: Final = {part.key: part for part in PARTS}


def in_languages(text: Promise) -> dict[str, str]:
    """The text in each of the three languages."""
    found = {}
    for code in CODES:
        with override(code):
            found[code] = str(text)
    return found


def plain_name(text: str) -> str:
    """A heading or a column's name as it is compared: letters alone, in small letters."""
    return _PUNCTUATION.sub(" ", text).strip().casefold()


def names_of(things: Any) -> dict[str, tuple[str, str]]:
    """(key, language) by the plain name of each of the (key, name) pairs, in all languages."""
    found: dict[str, tuple[str, str]] = {}
    for key, name in things:
        for code, text in in_languages(name).items():
            found.setdefault(plain_name(text), (key, code))
    return found


def all_hints() -> frozenset[str]:
    """The plain form of everything that the template says itself, in all languages, so that it is not read as an answer."""
    return frozenset(plain_name(text) for part in PARTS for text in in_languages(part.hint).values())
