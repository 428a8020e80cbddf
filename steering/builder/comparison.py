"""Two snapshots side by side: what a figure is, what it was, and what lies between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from publishing.collation import kk_key
from publishing.languages import Text, first_of
from publishing.templatetags.publishing import number

from ..contributions.money import written
from .enums import FigureBasis, FigureUnit

TENTH: Final = Decimal("0.1")
MINUS: Final = "−"


class Standing(models.TextChoices):
    """How a line relates to the snapshot before."""

    SAME = "same", pgettext_lazy("compared figure", "unchanged")
    CHANGED = "changed", pgettext_lazy("compared figure", "changed")
    NEW = "new", pgettext_lazy("compared figure", "new")
    GONE = "gone", pgettext_lazy("compared figure", "no longer counted")
    REDEFINED = "redefined", pgettext_lazy("compared figure", "not comparable: the definition has changed")
    ALONE = "alone", ""


@dataclass(frozen=True, slots=True)
class LineView:
    """One number with the number before; texts are in the reader's format, values exact."""

    key: str
    label: Text
    value: Decimal | None
    former: Decimal | None
    now: str
    then: str
    change: str
    """“+3”, “−2,5”; empty where nothing can be compared."""
    percent: str
    """“+12,5 %”; empty where there was nothing before."""
    standing: Standing


@dataclass(frozen=True, slots=True)
class FigureView:
    """One figure as pages, files and paper show it."""

    key: str
    title: Text
    definition: Text
    unit: FigureUnit
    basis: FigureBasis
    missing: Text
    total: LineView | None
    rows: list[LineView]
    standing: Standing

    @property
    def lines(self) -> list[LineView]:
        """The total, then the lines."""
        return [*([self.total] if self.total else []), *self.rows]

    @property
    def has_former(self) -> bool:
        """Whether anything of it was counted before."""
        return any(line.former is not None for line in self.lines)


def views_of(now: Mapping[str, Any], then: Mapping[str, Any] | None, order: Sequence[str]) -> list[FigureView]:
    """The figures of a snapshot against those of the one before (None where there is none), in the reader's languages.

    What is no longer counted stands at the end with its former number.
    """
    before = {figure["key"]: figure for figure in then["figures"]} if then else None
    views = [_view(figure, before, order) for figure in now["figures"]]
    known = {figure["key"] for figure in now["figures"]}
    gone = [figure for key, figure in (before or {}).items() if key not in known]
    return [*views, *(_gone(figure, order) for figure in gone)]


def _view(figure: Mapping[str, Any], before: Mapping[str, Any] | None, order: Sequence[str]) -> FigureView:
    former = before.get(figure["key"]) if before is not None else None
    standing = Standing.ALONE if before is None else Standing.CHANGED
    if before is not None and former is None:
        standing = Standing.NEW
    elif former is not None and (former["version"], former["unit"]) != (figure["version"], figure["unit"]):
        standing = Standing.REDEFINED
    unit = FigureUnit(figure["unit"])
    rows = {row["key"]: row for row in figure["rows"]}
    former_rows = {row["key"]: row for row in former["rows"]} if former else {}
    lines = []
    for key in [*rows, *(key for key in former_rows if key not in rows)]:
        row = rows.get(key) or former_rows[key]
        pair = (_value(rows.get(key), "value"), _value(former_rows.get(key), "value"))
        lines.append(_line(key, first_of(row["label"], order), pair, unit, standing))
    if figure["is_alphabetical"]:
        lines.sort(key=lambda line: kk_key(line.label))
    total = None
    if figure["total"] is not None or (former and former["total"] is not None):
        label = Text(_("Total"), order[0], order[0])
        total = _line("total", label, (_value(figure, "total"), _value(former, "total")), unit, standing)
    return FigureView(
        figure["key"],
        first_of(figure["title"], order),
        first_of(figure["definition"], order),
        unit,
        FigureBasis(figure["basis"]),
        first_of(figure["missing"], order),
        total,
        lines,
        standing,
    )


def _gone(figure: Mapping[str, Any], order: Sequence[str]) -> FigureView:
    unit = FigureUnit(figure["unit"])
    lines = [
        _line(row["key"], first_of(row["label"], order), (None, _value(row, "value")), unit, Standing.GONE)
        for row in figure["rows"]
    ]
    total = None
    if figure["total"] is not None:
        label = Text(_("Total"), order[0], order[0])
        total = _line("total", label, (None, _value(figure, "total")), unit, Standing.GONE)
    return FigureView(
        figure["key"],
        first_of(figure["title"], order),
        first_of(figure["definition"], order),
        unit,
        FigureBasis(figure["basis"]),
        Text("", order[0], order[0]),
        total,
        lines,
        Standing.GONE,
    )


def _line(
    key: str, label: Text, pair: tuple[Decimal | None, Decimal | None], unit: FigureUnit, of_figure: Standing
) -> LineView:
    now, then = pair
    standing = of_figure
    if of_figure == Standing.CHANGED:
        standing = _standing(now, then)
    change = share = ""
    if now is not None and then is not None and standing in {Standing.CHANGED, Standing.SAME}:
        change = _signed(now - then, unit, key)
        if then and now != then and unit != FigureUnit.PERCENT:
            share = f"{_sign(now - then)}{number(abs((now - then) / then * 100).quantize(TENTH))}\u00a0%"
    return LineView(key, label, now, then, _shown(now, unit, key), _shown(then, unit, key), change, share, standing)


def _standing(now: Decimal | None, then: Decimal | None) -> Standing:
    if then is None:
        return Standing.NEW if now is not None else Standing.ALONE
    if now is None:
        return Standing.GONE
    return Standing.SAME if now == then else Standing.CHANGED


def _value(row: Mapping[str, Any] | None, name: str) -> Decimal | None:
    return Decimal(row[name]) if row is not None and row[name] is not None else None


def _sign(difference: Decimal) -> str:
    return "+" if difference > 0 else MINUS if difference < 0 else ""


def _signed(difference: Decimal, unit: FigureUnit, key: str) -> str:
    return f"{_sign(difference)}{_shown(abs(difference), unit, key)}"


def _shown(value: Decimal | None, unit: FigureUnit, key: str) -> str:
    """The number in the reader's format: sums with their currency, shares with the sign of per cent."""
    if value is None:
        return "—"
    if unit == FigureUnit.MONEY:
        return written(value, key)
    return f"{number(value)}\u00a0%" if unit == FigureUnit.PERCENT else number(value)
