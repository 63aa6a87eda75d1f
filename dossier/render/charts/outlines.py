"""The land around a place, on a flat sheet: Lambert's azimuthal equal-area map of Natural Earth's coasts.

Coasts only: where a border runs is often what the reports are about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from math import acos, asin, cos, pi, radians, sin, sqrt
from typing import NamedTuple

from dossier.render.templates import OURS

Point = tuple[float, float]
_EARTH = 6371.0  # km
_FAR = -0.5  # the cosine of 120°: beyond it the sheet ends, before the other side of the earth turns coasts inside out


@dataclass(frozen=True, slots=True)
class MapWindow:
    """A window of the flat map about a centre, in km from it: x to the right, y down."""

    latitude: float
    longitude: float
    left: float = 0
    top: float = 0
    width: float = 0
    height: float = 0

    def flat(self, latitude: float, longitude: float) -> Point:
        """Where a point of the earth lies."""
        here, there = radians(self.latitude), radians(latitude)
        turn = radians(longitude - self.longitude)
        k = _EARTH * sqrt(2 / (1 + max(self.near(latitude, longitude), _FAR)))
        return k * cos(there) * sin(turn), -k * (cos(here) * sin(there) - sin(here) * cos(there) * cos(turn))

    def near(self, latitude: float, longitude: float) -> float:
        """The cosine of the distance from the centre: 1 is here, −1 the other side of the earth."""
        here, there = radians(self.latitude), radians(latitude)
        return sin(here) * sin(there) + cos(here) * cos(there) * cos(radians(longitude - self.longitude))

    def land(self, scale: float) -> str:
        """The coasts in the window as the path of an SVG, `scale` units to the km."""
        here, there = radians(self.latitude), radians(self.longitude)
        toward = (cos(here) * cos(there), cos(here) * sin(there), sin(here))
        reach = cos(min(2 * asin(min(self._farthest / (2 * _EARTH), 1)), pi)) if self._farthest else 1.0
        rings = (self._flattened(ring) for ring in _rings() if _dot(toward, ring.middle) >= _sum(reach, ring.reach))
        clipped_rings = (clipped(ring, self) for ring in rings)
        return "".join(_path(ring, self, scale) for ring in clipped_rings if len(ring) > 2)

    @property
    def _farthest(self) -> float:
        """How far the farthest corner of the window is from its centre, in km on the sheet."""
        x = max(abs(self.left), abs(self.left + self.width))
        y = max(abs(self.top), abs(self.top + self.height))
        return sqrt(x * x + y * y)

    def _flattened(self, ring: Ring) -> list[Point]:
        """Where the points of a ring lie, those on the other side of the earth left out."""
        here, there = radians(self.latitude), radians(self.longitude)
        a, b, c = cos(here) * cos(there), cos(here) * sin(there), sin(here)
        d, e = -sin(there), cos(there)
        f, g, h = -sin(here) * cos(there), -sin(here) * sin(there), cos(here)
        flat = []
        for x, y, z in ring.points:
            near = a * x + b * y + c * z
            if near > _FAR:
                k = _EARTH * sqrt(2 / (1 + near))
                flat.append((k * (d * x + e * y), -k * (f * x + g * y + h * z)))
        return flat


Vector = tuple[float, float, float]


class Ring(NamedTuple):
    """A coast as points of the unit sphere, and a cap that holds it: its middle, and the cosine of its radius."""

    points: tuple[Vector, ...]
    middle: Vector
    reach: float


@cache
def _rings() -> tuple[Ring, ...]:
    lines = OURS.static("land.txt").decode().splitlines()
    return tuple(_ring(tuple(_points(line))) for line in lines if not line.startswith("#"))


def _ring(points: tuple[Vector, ...]) -> Ring:
    x, y, z = (sum(of) for of in zip(*points, strict=True))
    length = sqrt(x * x + y * y + z * z) or 1.0
    middle = (x / length, y / length, z / length)
    return Ring(points, middle, min(_dot(middle, point) for point in points))


def _dot(one: Vector, other: Vector) -> float:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]


def _sum(one: float, other: float) -> float:
    """The cosine of two angles together, of which the cosines are given; of more than half a turn, −1."""
    angle = acos(max(min(one, 1.0), -1.0)) + acos(max(min(other, 1.0), -1.0)) + 0.02
    return cos(angle) if angle < pi else -1.0


def _points(line: str) -> Iterator[Vector]:
    """The points of a ring, which is written as steps in hundredths of a degree."""
    steps = [int(step) for step in line.split()]
    longitude = latitude = 0
    for east, north in zip(steps[::2], steps[1::2], strict=True):
        longitude, latitude = longitude + east, latitude + north
        here, there = radians(latitude / 100), radians(longitude / 100)
        yield cos(here) * cos(there), cos(here) * sin(there), sin(here)


def clipped(ring: list[Point], window: MapWindow) -> list[Point]:
    """The part of a ring within a window (Sutherland and Hodgman)."""
    right, bottom = window.left + window.width, window.top + window.height
    edges: tuple[tuple[int, float, Callable[[float, float], bool]], ...] = (
        (0, window.left, float.__ge__),
        (0, right, float.__le__),
        (1, window.top, float.__ge__),
        (1, bottom, float.__le__),
    )
    for axis, edge, inside in edges:
        ring = list(_cut(ring, axis, edge, inside))
    return ring


def _cut(ring: list[Point], axis: int, edge: float, inside: Callable[[float, float], bool]) -> Iterator[Point]:
    for before, point in zip([*ring[-1:], *ring], ring, strict=False):
        if inside(point[axis], edge) != inside(before[axis], edge):
            share = (edge - before[axis]) / (point[axis] - before[axis])
            x, y = (b + share * (p - b) for b, p in zip(before, point, strict=True))
            yield x, y
        if inside(point[axis], edge):
            yield point


def _path(ring: Iterable[Point], window: MapWindow, scale: float) -> str:
    points = [(round((x - window.left) * scale), round((y - window.top) * scale)) for x, y in ring]
    last, steps = points[0], [f"M{points[0][0]} {points[0][1]}l"]
    for x, y in points[1:]:
        if (x, y) != last:
            steps.append(f"{x - last[0]} {y - last[1]} ")
            last = x, y
    return "".join(steps).rstrip() + "z"
