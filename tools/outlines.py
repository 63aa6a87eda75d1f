"""static/land.txt from Natural Earth's land at 1:50 million, which is in the public domain.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/outlines.py package/land-50m.json > static/land.txt

One ring to a line: hundredths of a degree, longitude and latitude in turn, the first point whole and each after it as
the way from the one before. Islands that no map of a news dossier would show are left out, and so is Antarctica.
"""

import json
import sys
from itertools import pairwise
from pathlib import Path

TOLERANCE = 8  # hundredths of a degree: some 9 km
SMALLEST = 1500  # square hundredths: an island of 30 by 50 km
SOUTH = -6000

Point = tuple[int, int]


def rings(topology: dict) -> list[list[Point]]:
    arcs = [_arc(arc, topology["transform"]) for arc in topology["arcs"]]
    polygons = [p for geometry in topology["objects"]["land"]["geometries"] for p in geometry["arcs"]]
    return [
        [point for arc in ring for point in (arcs[arc] if arc >= 0 else arcs[~arc][::-1])]
        for p in polygons
        for ring in p[:1]
    ]


def _arc(steps: list[list[int]], transform: dict) -> list[Point]:
    points, x, y = [], 0, 0
    (scale_x, scale_y), (left, top) = transform["scale"], transform["translate"]
    for dx, dy in steps:
        x, y = x + dx, y + dy
        points.append((round((x * scale_x + left) * 100), round((y * scale_y + top) * 100)))
    return points


def area(ring: list[Point]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]]))) / 2


def simple(ring: list[Point]) -> list[Point]:
    """The ring without the points that are nowhere further than the tolerance from a line between those that stay."""
    kept = {0, len(ring) - 1}
    spans = [(0, len(ring) - 1)]
    while spans:
        first, last = spans.pop()
        far = max(range(first + 1, last), key=lambda n: _apart(ring[n], ring[first], ring[last]), default=None)
        if far is not None and _apart(ring[far], ring[first], ring[last]) > TOLERANCE:
            kept.add(far)
            spans += [(first, far), (far, last)]
    return [ring[n] for n in sorted(kept)]


def _apart(point: Point, start: Point, end: Point) -> float:
    (x, y), (ax, ay), (bx, by) = point, start, end
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
    if not length:
        return ((x - ax) ** 2 + (y - ay) ** 2) ** 0.5
    return abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length


def line(ring: list[Point]) -> str:
    steps = [ring[0], *((b[0] - a[0], b[1] - a[1]) for a, b in pairwise(ring))]
    return " ".join(f"{x} {y}" for x, y in steps)


def main(source: Path) -> None:
    print("# Land at 1:50 million, simplified, from Natural Earth (public domain), by way of world-atlas 2.0.2")
    for ring in rings(json.loads(source.read_text("utf-8"))):
        if area(ring) >= SMALLEST and max(y for _, y in ring) > SOUTH:
            reduced = simple(ring)
            if len(reduced) > 3:
                print(line(reduced))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
