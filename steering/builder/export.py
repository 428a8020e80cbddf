"""The figures of a snapshot as a table: a row for each number, with its definition beside it."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from ..spreadsheets import Value
from .comparison import FigureView
from .enums import FigureUnit


def rows(views: Iterable[FigureView]) -> Iterator[Sequence[Value]]:
    """The heading, then every total and every line; numbers are exact and bare."""
    yield [
        _("Figure"), _("Key"), _("Line"), _("Key of the line"), _("Now"), _("Before"), _("Difference"),
        _("Standing"), _("Unit"), _("Counted for"), _("Definition"), _("Remark"),
    ]  # fmt: skip
    for view in views:
        for line in view.lines:
            is_compared = bool(line.change)
            difference = (
                line.value - line.former if is_compared and line.value is not None and line.former is not None else None
            )
            yield [
                view.title.value,
                view.key,
                line.label.value,
                line.key,
                line.value,
                line.former,
                difference,
                str(line.standing.label),
                line.key if view.unit == FigureUnit.MONEY else str(view.unit.label),
                str(view.basis.label),
                view.definition.value,
                view.missing.value,
            ]
        if not view.lines:
            yield [
                view.title.value, view.key, "", "", None, None, None, "", str(view.unit.label),
                str(view.basis.label), view.definition.value, view.missing.value,
            ]  # fmt: skip
