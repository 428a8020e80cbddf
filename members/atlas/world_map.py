"""What a page needs to draw its countries on the map: plain data for `components/world_map.html`, no query."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# Two targets of 24 px on a map 820 px wide need this distance, in a panel's units.
ROOM = 30
OUTLINES = Path(__file__).with_name("outlines.json")


class Group(TextChoices):
    """How a country stands to the Hub; the labels are the map's legend."""

    PARTICIPANT = "participant", _("Participating country")
    INDICATED = "indicated", _("Participation is indicated by a source, not confirmed")
    NONE = "none", _("Has a page here; participation is not confirmed")


@dataclass(frozen=True)
class Mark:
    """A country to show: its name in the reader's language, its page, its group and how many practices it has."""

    iso2: str
    name: str
    url: str
    group: str
    count: int = 0


@dataclass(frozen=True)
class Dot:
    """Where a country too small to hit gets its dot, in the panel's units; `near` when another dot needs room beside it."""

    x: int
    y: int
    near: bool


@dataclass(frozen=True)
class Shape:
    """A country on a panel: its mark, its SVG path (empty where only a dot is left of it), its dot if it needs one."""

    mark: Mark
    path: str
    dot: Dot | None


@dataclass(frozen=True)
class Layer:
    """Countries of one group: `shapes` are links, `painted` is the path of those whose link stands on the other panel."""

    group: Group
    painted: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class Panel:
    """One drawing: its size in units, the muted land, layers in drawing order, the edge of the enlarged part or ''."""

    key: str
    width: int
    height: int
    land: str
    layers: tuple[Layer, ...]
    frame: str


@dataclass(frozen=True)
class Map:
    """The whole map: its panels and the groups that occur, for the legend."""

    panels: tuple[Panel, ...]
    groups: tuple[Group, ...]


class Outline(NamedTuple):
    """A country as the builder drew it."""

    path: str
    x: int
    y: int
    small: bool


@dataclass(frozen=True)
class Sheet:
    """A panel as the builder drew it, before anything is marked."""

    key: str
    width: int
    height: int
    rest: str
    frame: str
    outlines: dict[str, Outline]

    def centres(self, iso2: str) -> bool:
        """Tell whether the middle of a country is on this sheet."""
        outline = self.outlines.get(iso2)
        return outline is not None and 0 <= outline.x <= self.width and 0 <= outline.y <= self.height

    def dots(self, codes: Iterable[str]) -> dict[str, Dot]:
        """Give those of the countries that need a dot their dots."""
        spots = {code: self.outlines[code] for code in codes if self.outlines[code].small and self.centres(code)}
        return {
            code: Dot(
                here.x,
                here.y,
                near=any(
                    other != code and math.hypot(there.x - here.x, there.y - here.y) < ROOM
                    for other, there in spots.items()
                ),
            )
            for code, here in spots.items()
        }


def world_map(marks: Sequence[Mark], *, enlarged: bool = True) -> Map:
    """Lay out the marked countries over the muted land of the world.

    With `enlarged`, a second panel shows Europe, the Caucasus and Central Asia large enough to hit; a country whose middle
    lies there is a link there and only painted on the world. A mark whose code has no outline is left to the list beside
    the map. Raises ValueError for an unknown group.
    """
    by_code = {mark.iso2: mark for mark in marks}
    groups = tuple(group for group in Group if group in {Group(mark.group) for mark in by_code.values()})
    world, region = sheets()
    if not enlarged:
        return Map((_panel(world, by_code, by_code.keys(), frame=""),), groups)
    far = [code for code in by_code if not region.centres(code)]
    return Map(
        (_panel(world, by_code, far, frame=world.frame), _panel(region, by_code, by_code.keys(), frame="")), groups
    )


def _panel(sheet: Sheet, marks: dict[str, Mark], linked: Iterable[str], *, frame: str) -> Panel:
    """Draw muted land first, then each group's large countries, then the dots, so that nothing covers a dot."""
    land = sheet.rest + "".join(outline.path for code, outline in sheet.outlines.items() if code not in marks)
    links = {code for code in linked if code in sheet.outlines}
    dots = sheet.dots(links)
    layers = [
        layer
        for small in (False, True)
        for group in Group
        if (layer := _layer(sheet, [mark for mark in marks.values() if mark.group == group], dots, links, small))
    ]
    return Panel(sheet.key, sheet.width, sheet.height, land, tuple(layers), frame)


def _layer(sheet: Sheet, marks: list[Mark], dots: dict[str, Dot], links: set[str], small: bool) -> Layer | None:
    """Gather one group's large or small countries of a sheet; None when there are none."""
    found = [mark for mark in marks if mark.iso2 in sheet.outlines and sheet.outlines[mark.iso2].small == small]
    if not found:
        return None
    painted = "".join(sheet.outlines[mark.iso2].path for mark in found if mark.iso2 not in links)
    shapes = tuple(
        Shape(mark, sheet.outlines[mark.iso2].path, dots.get(mark.iso2)) for mark in found if mark.iso2 in links
    )
    return Layer(Group(found[0].group), painted, shapes)


@cache
def sheets() -> tuple[Sheet, Sheet]:
    """Read the outlines once: the world, then the region that is shown enlarged."""
    data = json.loads(OUTLINES.read_text(encoding="utf-8"))
    world, region = (
        Sheet(
            key=key,
            width=data[key]["width"],
            height=data[key]["height"],
            rest=data[key]["rest"],
            frame=data[key].get("frame", ""),
            outlines={
                code: Outline(path=drawn["d"], x=drawn["x"], y=drawn["y"], small=drawn["small"])
                for code, drawn in data[key]["shapes"].items()
            },
        )
        for key in ("world", "region")
    )
    return world, region
