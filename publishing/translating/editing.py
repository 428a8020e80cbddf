"""What the editor and the review show of each text: source, change, terms, suggestions, warnings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from ..comparison import compare, compare_rich
from ..glossary.terminology import Mismatch, renderings, terms_in
from . import memory
from .blocks import split, written
from .earlier import source_at
from .memory import Suggestion
from .units import Unit
from .workflow import Desk


@dataclass(frozen=True, slots=True)
class DefinedTerm:
    """A term of the glossary in the source, and what the glossary calls it in the other language."""

    found: str
    renderings: list[str]
    url: str


@dataclass(slots=True)
class Line:
    """One text in the editor. `stored` is what somebody else saved meanwhile, where that differs from what was typed."""

    unit: Unit
    source: SafeString
    value: str
    change: SafeString | None = None
    terms: list[DefinedTerm] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)
    warnings: list[Mismatch] = field(default_factory=list)
    errors: list[Any] = field(default_factory=list)
    stored: str | None = None

    @property
    def name(self) -> str:
        """The name of the form field."""
        return f"text-{self.unit.key}"

    @property
    def stored_html(self) -> SafeString:
        """What somebody else saved, as readers would get it."""
        return shown(self.unit, self.stored or "")

    @property
    def rows(self) -> int:
        """How high the text area is."""
        length = max(len(self.value), len(self.source))
        return min(24, max(2, 2 + length // (90 if self.unit.is_rich else 60)))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The editor's page. `has_history` is false where it is not known what the original said before."""

    desk: Desk
    lines: list[Line]
    has_moved: bool
    has_history: bool

    @property
    def filled(self) -> int:
        """How many texts of the original have a translation."""
        return sum(1 for line in self.lines if line.value)


def sheet_of(
    desk: Desk, typed: Mapping[str, str] | None = None, errors: Mapping[str, list[Any]] | None = None
) -> Sheet:
    """The texts side by side. `typed` stands in place of the working texts where it was not saved."""
    source = desk.record.original_language
    asked = [
        unit for unit in desk.units if unit.text(source) or desk.texts.get(unit.key) or (typed or {}).get(unit.key)
    ]
    before = source_at(desk.record, desk.units, desk.made_from)
    offered = _suggestions(desk, asked)
    lines = [_line(desk, unit, typed, before, offered.get(unit.key, [])) for unit in asked]
    for line in lines:
        line.errors = list((errors or {}).get(line.unit.key, []))
    moved = desk.made_from < desk.record.text_version
    return Sheet(desk, lines, moved, before is not None)


def warnings_of(unit: Unit, source: str, target: str, source_language: str, language: str) -> list[Mismatch]:
    """The defined terms of a source text that its translation renders otherwise."""
    return renderings(unit.plain(source), source_language, unit.plain(target), language)


def marked(unit: Unit, text: str, language: str) -> SafeString:
    """A text as HTML with the glossary's terms in `<mark>`."""
    if not unit.is_rich:
        return mark_safe(_marked_words(text, language))  # noqa: S308 - escaped word by word
    parts = split(text)
    blocks = [written(block, lambda words: _marked_words(words, language)) for block in parts.blocks]
    return mark_safe(parts.joined(blocks))  # noqa: S308 - sanitised, its words escaped


def shown(unit: Unit, text: str) -> SafeString:
    """A text as readers would get it."""
    return mark_safe(text) if unit.is_rich else format_html("{}", text)  # noqa: S308 - sanitised when it was saved


def difference(unit: Unit, before: str, after: str) -> SafeString | None:
    """What changed between two texts as HTML; None where nothing did."""
    found: Any = compare_rich(before, after) if unit.is_rich else compare(before, after)
    return None if found.is_same else found.html


def _line(
    desk: Desk,
    unit: Unit,
    typed: Mapping[str, str] | None,
    before: Mapping[str, str] | None,
    offered: list[Suggestion],
) -> Line:
    language, source_language = desk.language, desk.record.original_language
    source, working = unit.text(source_language), desk.texts.get(unit.key, "")
    value = typed.get(unit.key, working) if typed is not None else working
    return Line(
        unit=unit,
        source=marked(unit, source, source_language),
        value=value,
        change=difference(unit, before.get(unit.key, ""), source) if before is not None else None,
        terms=_terms(unit, source, source_language, language),
        suggestions=[one for one in offered if one.target not in unit.plain(value)],
        warnings=warnings_of(unit, source, value, source_language, language),
        stored=working if typed is not None and unit.clean(value) != working else None,
    )


def _terms(unit: Unit, source: str, source_language: str, language: str) -> list[DefinedTerm]:
    found: dict[int, DefinedTerm] = {}
    for hit in terms_in(unit.plain(source), source_language):
        if forms := hit.term.forms_in(language):
            found.setdefault(hit.term.pk, DefinedTerm(hit.found, forms[:3], hit.term.get_absolute_url()))
    return list(found.values())


def _suggestions(desk: Desk, units: list[Unit]) -> dict[str, list[Suggestion]]:
    source = desk.record.original_language
    texts = {unit.key: memory.source_sentences(unit, unit.text(source)) for unit in units}
    return memory.suggestions(texts, source, desk.language)


def _marked_words(text: str, language: str) -> str:
    pieces, place = [], 0
    for hit in terms_in(text, language):
        pieces += [escape(text[place : hit.start]), f'<mark class="term">{escape(hit.found)}</mark>']
        place = hit.end
    return "".join([*pieces, escape(text[place:])])
