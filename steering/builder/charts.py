"""Bars of one figure, this snapshot's over the former's: computed here, drawn as SVG by the template."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from publishing.languages import Text

from .comparison import FigureView, LineView
from .enums import FigureUnit

WIDTH: Final = 340
"""Units of the drawing: so narrow that its letters stay readable on a phone."""
ROOM: Final = 70
"""Right of the longest bar, for its number."""
BAR: Final = 14
TEXT: Final = 16
GAP: Final = 10
PIECE: Final = 6
"""Bars of a piece on paper."""
LETTERS: Final = 42
"""Letters of a name for which the drawing has room."""
MOST: Final = 40
"""More bars than these nobody reads; the table has them all."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line: its name, and one or two bars under it; lengths and places in units of the drawing."""

    label: Text
    label_y: int
    y: int
    length: float
    text: str
    former_y: int
    former_length: float
    former_text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The drawing of a figure; `marks` makes the names inside of it unique on the page."""

    marks: str
    width: int
    height: int
    bars: list[Bar]
    has_former: bool


def chart_of(figure: FigureView) -> Chart | None:
    """The drawing of a figure with lines; None for sums of money, which have no common scale, and for zeros."""
    lines = [line for line in figure.rows if line.value is not None or line.former is not None]
    has_length = any(line.value or line.former for line in lines)
    if figure.unit == FigureUnit.MONEY or not has_length or len(lines) < 2 or len(lines) > MOST:
        return None
    return _drawing(figure.key, lines, _scale(lines, figure.unit))


def pieces_of(figure: FigureView) -> list[Chart]:
    """The same drawing in pieces that fit on a page each, on one scale."""
    if chart_of(figure) is None:
        return []
    lines = [line for line in figure.rows if line.value is not None or line.former is not None]
    scale = _scale(lines, figure.unit)
    return [
        _drawing(f"{figure.key}_{start}", lines[start : start + PIECE], scale) for start in range(0, len(lines), PIECE)
    ]


def _drawing(marks: str, lines: Sequence[LineView], scale: Decimal) -> Chart:
    has_former = any(line.former is not None for line in lines)
    bars, y = [], 0
    for line in lines:
        bars.append(_bar(line, y, scale, has_former=has_former))
        y += TEXT + BAR * (2 if has_former else 1) + GAP
    return Chart(marks.replace("_", "-"), WIDTH, y, bars, has_former)


def _scale(lines: Sequence[LineView], unit: FigureUnit) -> Decimal:
    """The number that the longest possible bar stands for; shares are always out of a hundred."""
    if unit == FigureUnit.PERCENT:
        return Decimal(100)
    return max(value for line in lines for value in (line.value, line.former) if value is not None)


def _bar(line: LineView, y: int, scale: Decimal, *, has_former: bool) -> Bar:
    return Bar(
        label=Text(_shortened(line.label), line.label.language, line.label.wanted),
        label_y=y + TEXT - 4,
        y=y + TEXT,
        length=_length(line.value, scale),
        text=line.now,
        former_y=y + TEXT + BAR,
        former_length=_length(line.former, scale) if has_former else 0,
        former_text=line.then if line.former is not None else "",
    )


def _shortened(name: str) -> str:
    """As much of a name as the drawing has room for; the table has all of it."""
    return name if len(name) <= LETTERS else f"{name[: LETTERS - 1].rstrip(' ,')}…"


def _length(value: Decimal | None, scale: Decimal) -> float:
    return round(float((value or 0) / scale) * (WIDTH - ROOM), 1)
