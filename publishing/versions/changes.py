"""What changed between two published versions: texts by section and language, facts, rows."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import models
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from ..alignment import runs
from ..comparison import compare, compare_rich
from ..languages import CODES, SHORT_NAMES
from .content import Cell, Content, Rows, Shape, label, row_model, shown

KEPT, GONE, COME, CHANGED = "same", "removed", "added", "changed"
STATUS: Final[dict[str, str | Promise]] = {GONE: _("Removed"), COME: _("Added"), CHANGED: _("Changed")}
BUDGET: Final = 400_000
"""How many characters one page compares word by word; a text beyond that is shown whole, removed and added."""


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text that differs in one language; the mark-up bears `<del>` and `<ins>`."""

    language: str
    html: SafeString
    is_rich: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A section with the languages in which it changed."""

    name: str
    title: str
    texts: list[TextChange]


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that differs."""

    title: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that went, came or differs; its cells in the order of the columns."""

    status: str
    cells: list[SafeString]

    @property
    def word(self) -> str | Promise:
        """What happened to it, in words."""
        return STATUS[self.status]


@dataclass(frozen=True, slots=True)
class RowsChange:
    """Rows of one kind that differ."""

    name: str
    title: str | Promise
    columns: list[str]
    rows: list[RowChange]


@dataclass(slots=True)
class Changes:
    """Everything that differs between two contents."""

    sections: list[Section] = field(default_factory=list)
    facts: list[FactChange] = field(default_factory=list)
    rows: list[RowsChange] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.sections or self.facts or self.rows)


def changes_between(shape: Shape, before: Content, after: Content, order: Sequence[str]) -> Changes:
    """What differs from one content to the other; texts that stand in languages are read in the given order."""
    words = _Words()
    found = Changes()
    for name in names_of(before["texts"], after["texts"], shape.texts):
        is_rich = name in {*before["rich"], *after["rich"]}
        texts = list(words.texts(before["texts"].get(name, {}), after["texts"].get(name, {}), order, is_rich=is_rich))
        if texts:
            found.sections.append(Section(name, label(shape.model, name), texts))
    for name in names_of(before["facts"], after["facts"], shape.facts):
        old, new = (shown(shape.model, name, content["facts"].get(name), order) for content in (before, after))
        if old != new:
            found.facts.append(FactChange(label(shape.model, name), words.plain(old, new)))
    for rows in rows_of(shape, before, after):
        changed = _rows_changed(shape, rows, before, after, order, words)
        if changed.rows:
            found.rows.append(changed)
    return found


def names_of(before: Mapping[str, Any], after: Mapping[str, Any], order: Sequence[str]) -> list[str]:
    """The names in the order of the page; those that the page no longer has at the end."""
    return [*(name for name in order if name in before or name in after), *sorted({*before, *after} - {*order})]


def rows_of(shape: Shape, *sides: Content) -> list[Rows]:
    """The kinds of rows of the page, and those of the contents that it no longer has."""
    known = {rows.name: rows for rows in shape.rows}
    gone = sorted({name for side in sides for name in side["rows"]} - known.keys())
    return [*shape.rows, *(Rows(name, label(shape.model, name), ()) for name in gone)]


def columns_of(rows: Rows, lines: Sequence[Mapping[str, Any]]) -> list[str]:
    """The columns of rows: those of the page, then what only the rows themselves have."""
    return [*rows.columns, *sorted({name for line in lines for name in line} - {*rows.columns})]


class _Words:
    """Compares words within the budget of one page."""

    def __init__(self) -> None:
        self._left = BUDGET

    def texts(
        self, before: Mapping[str, str], after: Mapping[str, str], order: Sequence[str], *, is_rich: bool
    ) -> Iterator[TextChange]:
        """The languages that differ, the reader's first."""
        for code in dict.fromkeys((*order, *CODES)):
            old, new = before.get(code, ""), after.get(code, "")
            if old != new:
                yield TextChange(code, self.rich(old, new) if is_rich else self.plain(old, new), is_rich)

    def plain(self, before: str, after: str) -> SafeString:
        """Plain texts in one."""
        if not self._may(before, after):
            return _whole(format_html("{}", before), format_html("{}", after))
        return compare(before, after).html

    def rich(self, before: str, after: str) -> SafeString:
        """Rich texts in one."""
        if not self._may(before, after):
            return _whole(mark_safe(before), mark_safe(after))  # noqa: S308 - sanitised when it was written
        return compare_rich(before, after).html

    def _may(self, before: str, after: str) -> bool:
        self._left -= len(before) + len(after)
        return self._left >= 0


def _whole(before: SafeString, after: SafeString) -> SafeString:
    return format_html(
        "{}{}",
        format_html("<del>{}</del>", before) if before else "",
        format_html("<ins>{}</ins>", after) if after else "",
    )


def _rows_changed(
    shape: Shape, rows: Rows, before: Content, after: Content, order: Sequence[str], words: _Words
) -> RowsChange:
    old, new = before["rows"].get(rows.name, []), after["rows"].get(rows.name, [])
    columns = columns_of(rows, [*old, *new])
    model = row_model(shape.model, rows.name)
    found = [
        RowChange(status, [_cell(model, name, left, right, order, words) for name in columns])
        for status, left, right in _pairs(old, new, columns)
    ]
    return RowsChange(rows.name, rows.title, [label(model, name) for name in columns], found)


def _pairs(
    old: list[dict[str, Cell]], new: list[dict[str, Cell]], columns: Sequence[str]
) -> Iterator[tuple[str, dict[str, Cell], dict[str, Cell]]]:
    """The rows that differ; a row and its successor in the same place are one row that changed."""
    keys = [[json.dumps(row, sort_keys=True) for row in side] for side in (old, new)]
    for run in runs(keys[0], keys[1]):
        if not run.is_change:
            continue
        left, right = ([json.loads(row) for row in side] for side in (run.before, run.after))
        for row in left:
            partner = next((other for other in right if _is_same_row(row, other, columns)), None)
            if partner is None:
                yield GONE, row, {}
            else:
                right.remove(partner)
                yield CHANGED, row, partner
        yield from ((COME, {}, row) for row in right)


def _is_same_row(one: Mapping[str, Cell], other: Mapping[str, Cell], columns: Sequence[str]) -> bool:
    """Whether the first columns say the same, or at least half of all that is filled."""
    if one.get(columns[0]) and one.get(columns[0]) == other.get(columns[0]):
        return True
    filled = [name for name in columns if one.get(name) or other.get(name)]
    return 2 * sum(one.get(name) == other.get(name) for name in filled) >= len(filled) > 1


def _cell(
    model: type[models.Model] | None,
    name: str,
    before: Mapping[str, Cell],
    after: Mapping[str, Cell],
    order: Sequence[str],
    words: _Words,
) -> SafeString:
    old, new = before.get(name), after.get(name)
    if not isinstance(old, dict) and not isinstance(new, dict):
        return words.plain(shown(model, name, old, order), shown(model, name, new, order))
    if old == new or not before or not after:
        return words.plain(shown(model, name, old or {}, order), shown(model, name, new or {}, order))
    texts = words.texts(
        old if isinstance(old, dict) else {}, new if isinstance(new, dict) else {}, order, is_rich=False
    )
    pieces = ((SHORT_NAMES[text.language], text.language, text.html) for text in texts)
    return format_html_join(mark_safe("<br>"), '<b>{}</b> <span lang="{}">{}</span>', pieces)
