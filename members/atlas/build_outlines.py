"""Make `outlines.json`: the countries of the world as SVG paths, for two panels.

Run again only to change the projection, the frame or the detail:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python members/atlas/build_outlines.py package/countries-50m.json

The outlines are Natural Earth (public domain), 1:50 million, its boundaries taken as they are. Each arc of the topology is
simplified once (Visvalingam), so neighbours keep the same border; then coordinates become integers.

- `world`: Natural Earth projection. It is centred on 11° E because only that seam (169° W, the Bering Strait) cuts no country.
- `region`: Lambert azimuthal equal-area around 40° E 50° N, from Ireland to the Altai, about six times as large: the world panel
  leaves some twenty of the Hub's countries too small to hit.

A country is `small` in a panel when a finger needs a dot to hit it there.
"""

from __future__ import annotations

import heapq
import itertools
import json
import math
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pycountry

Point = tuple[float, float]
Ring = list[Point]
Project = Callable[[float, float], Point]

TARGET = Path(__file__).with_name("outlines.json")
LIMIT = 60_000
SEAM = -169.0
ANTARCTICA = "AQ"
# Natural Earth gives no ISO number to Kosovo; XK is the code that the European Union and Unicode use for it.
CODE_BY_NAME = {"Kosovo": "XK"}


def natural_earth(longitude: float, latitude: float) -> Point:
    """Project degrees to the Natural Earth plane, y downwards, one unit a radian at the equator."""
    x, y = math.radians(longitude - (SEAM + 180)), math.radians(latitude)
    y2 = y * y
    y4 = y2 * y2
    across = 0.8707 - 0.131979 * y2 + y4 * (-0.013791 + y4 * (0.003971 * y2 - 0.001529 * y4))
    up = 1.007226 + y2 * (0.015085 + y4 * (-0.044475 + 0.028874 * y2 - 0.005916 * y4))
    return x * across, -y * up


CENTRE = (math.radians(40), math.radians(50))


def azimuthal(longitude: float, latitude: float) -> Point:
    """Project degrees to Lambert's azimuthal equal-area plane around CENTRE, y downwards, in radii of the Earth."""
    x, y = math.radians(longitude) - CENTRE[0], math.radians(latitude)
    below = 1 + math.sin(CENTRE[1]) * math.sin(y) + math.cos(CENTRE[1]) * math.cos(y) * math.cos(x)
    k = math.sqrt(2 / max(below, 1e-9))
    up = math.cos(CENTRE[1]) * math.sin(y) - math.sin(CENTRE[1]) * math.cos(y) * math.cos(x)
    return k * math.cos(y) * math.sin(x), -k * up


def azimuthal_inverse(x: float, y: float) -> Point:
    """Give the degrees of a point of the azimuthal plane."""
    rho = math.hypot(x, y)
    c = 2 * math.asin(rho / 2)
    latitude = math.asin(math.cos(c) * math.sin(CENTRE[1]) - y * math.sin(c) * math.cos(CENTRE[1]) / rho)
    across = rho * math.cos(CENTRE[1]) * math.cos(c) + y * math.sin(CENTRE[1]) * math.sin(c)
    return math.degrees(CENTRE[0] + math.atan2(x * math.sin(c), across)), math.degrees(latitude)


@dataclass(frozen=True)
class Frame:
    """A panel: its projection, what part of the plane it shows, and how fine."""

    project: Project
    left: float
    top: float
    right: float
    bottom: float
    width: int
    detail: float  # a bend smaller than this many square units is straightened
    island: float  # a ring smaller than this many square units is left out
    finger: float  # a country narrower than this many units is small

    @property
    def scale(self) -> float:
        return self.width / (self.right - self.left)

    @property
    def height(self) -> int:
        return round((self.bottom - self.top) * self.scale)

    def shows(self, x: float, y: float) -> bool:
        """Tell whether a point in the panel's units is in sight."""
        return 0 <= x <= self.width and 0 <= y <= self.height

    def place(self, longitude: float, latitude: float) -> Point:
        """Give the panel's units of a place in degrees."""
        x, y = self.project(longitude, latitude)
        return (x - self.left) * self.scale, (y - self.top) * self.scale


WORLD = Frame(natural_earth, -2.62, -1.43, 2.66, 1.0, 1000, detail=3.7, island=16, finger=15)
REGION = Frame(azimuthal, -0.53, -0.325, 0.545, 0.265, 1000, detail=18, island=70, finger=42)


def decode_arcs(topology: dict[str, Any]) -> list[Ring]:
    """Undo the topology's delta coding: arcs in degrees, unwrapped so that none jumps at the date line."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for coded in topology["arcs"]:
        x = y = 0
        arc: Ring = []
        for step_x, step_y in coded:
            x, y = x + step_x, y + step_y
            arc.append((x * kx + dx, y * ky + dy))
        arcs.append(unwrapped(arc))
    return arcs


def unwrapped(line: Ring) -> Ring:
    """Let no step of a line be longer than half the globe."""
    out = [line[0]]
    for longitude, latitude in line[1:]:
        turns = round((out[-1][0] - longitude) / 360)
        out.append((longitude + 360 * turns, latitude))
    return out


def triangle(a: Point, b: Point, c: Point) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def simplified(arc: Ring, frame: Frame) -> Ring:
    """Drop the least telling points of an arc until each bend is worth `frame.detail` (Visvalingam); ends stay."""
    places = [frame.place(*point) for point in arc]
    last = len(arc) - 1
    before, after = list(range(-1, last)), list(range(1, last + 2))
    heap = [(triangle(places[i - 1], places[i], places[i + 1]), i) for i in range(1, last)]
    area = {i: worth for worth, i in heap}
    heapq.heapify(heap)
    alive = [True] * len(arc)
    while heap and heap[0][0] < frame.detail:
        worth, i = heapq.heappop(heap)
        if not alive[i] or worth != area[i]:
            continue
        alive[i] = False
        after[before[i]], before[after[i]] = after[i], before[i]
        for j in (before[i], after[i]):
            if 0 < j < last:
                area[j] = max(worth, triangle(places[before[j]], places[j], places[after[j]]))
                heapq.heappush(heap, (area[j], j))
    return [point for i, point in enumerate(arc) if alive[i]]


def rings(geometry: dict[str, Any], arcs: list[Ring]) -> Iterator[Ring]:
    """Give every ring of a geometry in degrees, joined from its arcs, on the side of the seam where most of it lies."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        for indices in polygon:
            ring: Ring = []
            for index in indices:
                ring.extend((arcs[index] if index >= 0 else arcs[~index][::-1])[1 if ring else 0 :])
            ring = unwrapped(ring)
            middle = sum(longitude for longitude, _ in ring) / len(ring)
            shift = 360 * math.floor((middle - SEAM) / 360)
            yield [(longitude - shift, latitude) for longitude, latitude in ring]


def clipped(ring: Ring, frame: Frame) -> Ring:
    """Cut a ring at the panel's edge and a little beyond, so that the cut's own line is out of sight (Sutherland-Hodgman)."""
    margin = 6.0
    for axis, edge, sign in (
        (0, -margin, 1),
        (0, frame.width + margin, -1),
        (1, -margin, 1),
        (1, frame.height + margin, -1),
    ):
        out: Ring = []
        for i, here in enumerate(ring):
            previous = ring[i - 1]
            inside, was_inside = sign * (here[axis] - edge) >= 0, sign * (previous[axis] - edge) >= 0
            if inside != was_inside:
                t = (edge - previous[axis]) / (here[axis] - previous[axis])
                out.append((previous[0] + t * (here[0] - previous[0]), previous[1] + t * (here[1] - previous[1])))
            if inside:
                out.append(here)
        ring = out
    return ring


def whole(ring: Ring) -> list[tuple[int, int]]:
    """Round to integers; drop points that repeat or lie on a straight line."""
    out: list[tuple[int, int]] = []
    for x, y in ring:
        here = (round(x), round(y))
        if out and out[-1] == here:
            continue
        if len(out) > 1 and triangle(out[-2], out[-1], here) == 0:
            out.pop()
        out.append(here)
    if len(out) > 1 and out[0] == out[-1]:
        out.pop()
    return out


def area_and_centre(ring: list[tuple[int, int]]) -> tuple[float, Point]:
    """Give a ring's area in square units, signed by its direction, and its centre of gravity."""
    area = x = y = 0.0
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = ax * by - bx * ay
        area += cross / 2
        x, y = x + (ax + bx) * cross / 6, y + (ay + by) * cross / 6
    return (area, (x / area, y / area)) if area else (0.0, ring[0])


def path(ring: list[tuple[int, int]]) -> str:
    """Write a ring as the shortest SVG path: one absolute point, then relative ones; a minus sign separates too."""
    numbers = [*ring[0]]
    for (ax, ay), (bx, by) in itertools.pairwise(ring):
        numbers += [bx - ax, by - ay]
    text = "".join(f" {number}" if number >= 0 else str(number) for number in numbers[2:]).strip()
    return f"M{numbers[0]}{' ' if numbers[1] >= 0 else ''}{numbers[1]}l{text}z"


def shape(all_rings: list[Ring], frame: Frame) -> dict[str, Any] | None:
    """Give a country's path, the place of its dot and whether it is small; None when it is out of the panel."""
    drawn = []
    for ring in all_rings:
        places = [frame.place(*point) for point in ring]
        ring_in_frame = whole(clipped(places, frame))
        if len(ring_in_frame) > 2:
            drawn.append((*area_and_centre(ring_in_frame), ring_in_frame))
    if not drawn:
        return dot_only(all_rings, frame)
    drawn.sort(key=lambda item: -abs(item[0]))
    area, (x, y), largest = drawn[0]
    kept = [ring for ring_area, _, ring in drawn if abs(ring_area) >= frame.island]
    across = min(max(p[axis] for p in largest) - min(p[axis] for p in largest) for axis in (0, 1))
    small = across < frame.finger or abs(area) < frame.finger**2 / 2
    if not kept and not frame.shows(x, y):
        return None
    return {"d": "".join(path(ring) for ring in kept), "x": round(x), "y": round(y), "small": small}


def dot_only(all_rings: list[Ring], frame: Frame) -> dict[str, Any] | None:
    """Give the place of a country whose every ring vanishes at this scale; None when it is out of the panel."""
    longitude, latitude = max(all_rings, key=len)[0]
    x, y = frame.place(longitude, latitude)
    if not frame.shows(x, y):
        return None
    return {"d": "", "x": round(x), "y": round(y), "small": True}


def code(geometry: dict[str, Any]) -> str | None:
    """Give a geometry's ISO 3166 alpha-2 code, None for lands that have none."""
    country = pycountry.countries.get(numeric=str(geometry.get("id", "")))
    return country.alpha_2 if country else CODE_BY_NAME.get(geometry["properties"]["name"])


def panel(topology: dict[str, Any], arcs: list[Ring], frame: Frame) -> dict[str, Any]:
    """Draw every country into one panel; lands without a code of their own become `rest`."""
    fine = [simplified(arc, frame) for arc in arcs]
    lands: dict[str, list[Ring]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        lands.setdefault(code(geometry) or "", []).extend(rings(geometry, fine))
    lands.pop(ANTARCTICA)
    shapes = {iso2: drawn for iso2, land in sorted(lands.items()) if (drawn := shape(land, frame))}
    rest = shapes.pop("", {"d": ""})["d"]
    return {"width": frame.width, "height": frame.height, "rest": rest, "shapes": shapes}


def outline_of_region() -> str:
    """Draw the region panel's edge as a line on the world panel."""
    corners = [
        (REGION.left, REGION.top),
        (REGION.right, REGION.top),
        (REGION.right, REGION.bottom),
        (REGION.left, REGION.bottom),
    ]
    edge: Ring = []
    for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
        for i in range(8):
            x, y = ax + (bx - ax) * i / 8, ay + (by - ay) * i / 8
            edge.append(WORLD.place(*azimuthal_inverse(x, y)))
    return path(whole(edge))


def main(source: Path) -> None:
    """Read the topology at `source`, write TARGET; refuse to write more than LIMIT bytes."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    arcs = decode_arcs(topology)
    outlines = {
        "source": "Natural Earth 1:50m (public domain), through world-atlas 2.0.2",
        "world": panel(topology, arcs, WORLD) | {"frame": outline_of_region()},
        "region": panel(topology, arcs, REGION),
    }
    text = json.dumps(outlines, ensure_ascii=False, separators=(",", ":")).replace('},"', '},\n"') + "\n"
    if len(text) > LIMIT:
        sys.exit(f"{len(text)} bytes are more than {LIMIT}: raise `detail` or `island` of a frame")
    TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
