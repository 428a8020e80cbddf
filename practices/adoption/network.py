"""The network of adoptions as a drawing: countries on a circle, an arrow for each way that a practice went.

Everything is computed here and depends on nothing but the rows, so the same rows always give the same drawing.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

from publishing.languages import Text

from .enums import AdoptionStage, AdoptionState
from .models import Adoption

MOST_ARROWS: Final = 300
"""More arrows than these nobody can tell apart; the table has them all."""
SMALLEST: Final = 190
"""Radius of the circle for few countries, in units of the drawing."""
PER_COUNTRY: Final = 13
"""What each country adds to the radius once there are many."""
SIDE: Final = 230
"""Room for the names beside the circle."""
TOP: Final = 56
"""Room for the names above and below it."""
PULL: Final = 0.45
"""How far an arrow bends towards the middle: 0 is straight, 1 goes through it."""
APART: Final = 24
"""Distance between arrows over the same way."""


@dataclass(frozen=True, slots=True)
class Node:
    """A country: where its dot and its name stand; `anchor` is that of SVG texts."""

    iso2: str
    name: Text
    x: float
    y: float
    radius: float
    label_x: float
    label_y: float
    anchor: str
    given: int
    taken: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """The adoptions from one country by another in one stage, confirmed or not; `path` is SVG."""

    source: Text
    adopter: Text
    stage: AdoptionStage
    is_confirmed: bool
    count: int
    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Network:
    """The drawing."""

    width: int
    height: int
    nodes: list[Node]
    arrows: list[Arrow]
    is_cut: bool

    @property
    def view_box(self) -> str:
        """As SVG wants it."""
        return f"0 0 {self.width} {self.height}"


@dataclass(frozen=True, slots=True)
class Way:
    """One group of adoptions: from where to where, in which stage, how many."""

    source: str
    adopter: str
    stage: str
    is_confirmed: bool
    count: int


def ways_of(adoptions: QuerySet[Adoption]) -> list[Way]:
    """The adoptions grouped, the most frequent first; one query, of at most one arrow more than are drawn."""
    confirmed = Case(When(state=AdoptionState.CONFIRMED, then=Value(1)), default=Value(0), output_field=IntegerField())
    rows: Any = (
        adoptions.order_by()
        .annotate(confirmed=confirmed)
        .values_list("practice__country__iso2", "country__iso2", "stage", "confirmed")
        .annotate(number=Count("pk"))
        .order_by("-number", "practice__country__iso2", "country__iso2", "stage", "confirmed")
    )
    return [
        Way(source, adopter, stage, bool(is_confirmed), number)
        for source, adopter, stage, is_confirmed, number in rows[: MOST_ARROWS + 1]
    ]


def drawing(ways: Sequence[Way], names: Mapping[str, Text]) -> Network:
    """The drawing of these ways; `names` are the countries by ISO code, in the order in which they stand on the circle."""
    drawn = list(ways[:MOST_ARROWS])
    taking_part = {code for way in drawn for code in (way.source, way.adopter)}
    codes = [code for code in names if code in taking_part]
    radius = max(SMALLEST, PER_COUNTRY * len(codes))
    width, height = 2 * (radius + SIDE), 2 * (radius + TOP)
    nodes = _nodes(codes, drawn, names, radius, (width / 2, height / 2))
    return Network(
        width, height, list(nodes.values()), _arrows(drawn, nodes, (width / 2, height / 2)), len(ways) > MOST_ARROWS
    )


def _nodes(
    codes: Sequence[str], ways: Iterable[Way], names: Mapping[str, Text], radius: float, middle: tuple[float, float]
) -> dict[str, Node]:
    given, taken = dict.fromkeys(codes, 0), dict.fromkeys(codes, 0)
    for way in ways:
        given[way.source] = given.get(way.source, 0) + way.count
        taken[way.adopter] = taken.get(way.adopter, 0) + way.count
    nodes = {}
    for place, code in enumerate(codes):
        angle = 2 * math.pi * place / len(codes) - math.pi / 2 if len(codes) > 2 else math.pi * (1 - place)
        across, down = math.cos(angle), math.sin(angle)
        size = 8 + min(8, 2 * given[code])
        away = radius + size + 10
        anchor = "middle" if abs(across) < 0.2 else "start" if across > 0 else "end"
        nodes[code] = Node(
            iso2=code,
            name=names[code],
            x=round(middle[0] + radius * across, 1),
            y=round(middle[1] + radius * down, 1),
            radius=size,
            label_x=round(middle[0] + away * across, 1),
            label_y=round(middle[1] + away * down + (6 if anchor != "middle" else 14 if down > 0 else -2), 1),
            anchor=anchor,
            given=given[code],
            taken=taken[code],
        )
    return nodes


def _arrows(ways: Iterable[Way], nodes: Mapping[str, Node], middle: tuple[float, float]) -> list[Arrow]:
    arrows, seen = [], dict[tuple[str, str], int]()
    for way in ways:
        if way.source not in nodes or way.adopter not in nodes or way.source == way.adopter:
            continue
        start, end = nodes[way.source], nodes[way.adopter]
        number = seen[way.source, way.adopter] = seen.get((way.source, way.adopter), -1) + 1
        bend = _bend(start, end, middle, APART * (number + 0.5))
        first, last = _towards(start, bend, start.radius + 3), _towards(end, bend, end.radius + 11)
        half = [0.25 * a + 0.5 * b + 0.25 * c for a, b, c in zip(first, bend, last, strict=True)]
        path = f"M{first[0]:.1f} {first[1]:.1f}Q{bend[0]:.1f} {bend[1]:.1f} {last[0]:.1f} {last[1]:.1f}"
        arrows.append(
            Arrow(
                start.name, end.name, AdoptionStage(way.stage), way.is_confirmed, way.count, path,
                round(half[0], 1), round(half[1], 1),
            )
        )  # fmt: skip
    return arrows


def _bend(start: Node, end: Node, middle: tuple[float, float], aside: float) -> tuple[float, float]:
    """The point that bends an arrow: towards the middle, and to its own right, so that the way back lies beside it."""
    x, y = (start.x + end.x) / 2, (start.y + end.y) / 2
    across, down = end.x - start.x, end.y - start.y
    length = math.hypot(across, down) or 1
    return (
        x + PULL * (middle[0] - x) - aside * down / length,
        y + PULL * (middle[1] - y) + aside * across / length,
    )


def _towards(node: Node, point: tuple[float, float], distance: float) -> tuple[float, float]:
    """The point at a distance from the node's centre on the way to another."""
    across, down = point[0] - node.x, point[1] - node.y
    length = math.hypot(across, down) or 1
    return node.x + distance * across / length, node.y + distance * down / length
