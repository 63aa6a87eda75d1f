"""Where the dossier's places are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import sqrt

from dossier.model import Entity
from dossier.render.charts.outlines import MapWindow
from dossier.render.site import Site

_MAIN = 0.9  # of all mentions, the share whose places the map must show
_SHAPE = 1.6  # width to height
_LEAST = 500.0  # km across
_UNITS = 1600  # across, of the path
_WIDE, _NARROW = 660, 328  # pixels across, on a desk and on a phone
_LETTER = 14  # pixels


Spot = tuple[Entity, float, float]  # a place, and where it lies in the window, as shares of its width and height


@dataclass(frozen=True, slots=True)
class Place:
    """A dot and its name; `x` and `y` in percent, the name moved by pixels from there."""

    x: float
    y: float
    radius: float
    name: str
    lang: str
    anchor: str  # start end middle
    dx: int
    dy: int
    shown: str  # where there is room for the name: both, wide, nowhere


@dataclass(frozen=True, slots=True)
class Map:
    title: str
    description: str
    caption: str
    width: int
    height: int
    land: str
    places: tuple[Place, ...]


def places(site: Site) -> Map | None:
    """A map of the places that most mentions are of; None for fewer than two."""
    counts = {entity: sum(articles.values()) for entity, articles in site.dossier.counts.items()}
    named = [entity for entity in site.entities.values() if entity.coordinates and counts.get(entity.id)]
    named.sort(key=lambda entity: -counts[entity.id])
    if len(named) < 2:
        return None
    window = _window(_nearest(named, counts))
    dots = [(entity, *_at(entity, window)) for entity in named]
    shown = [dot for dot in dots if 0 < dot[1] < 1 and 0 < dot[2] < 1]
    outside = [site.display_name(entity)[0] for entity, x, y in dots if not (0 < x < 1 and 0 < y < 1)]
    words = site.words
    return Map(
        title=words("chart.places"),
        description=words.join_items(site.display_name(entity)[0] for entity, _, _ in shown) + words("list.stop"),
        caption=words("chart.places_caption")
        + (words("chart.outside", names=words.join_items(outside)) if outside else ""),
        width=_UNITS,
        height=round(_UNITS / _SHAPE),
        land=window.land(_UNITS / window.width),
        places=tuple(_labelled(site, shown, counts)),
    )


def _nearest(named: list[Entity], counts: dict[str, int]) -> list[Entity]:
    """The places about the one that is nearest to all, until most mentions are theirs."""

    def apart(one: Entity, other: Entity) -> float:
        x, y = MapWindow(*_position(one)).flat(*_position(other))
        return sqrt(x * x + y * y)

    middle = min(named, key=lambda one: sum(counts[other.id] * apart(one, other) for other in named))
    total, seen, near = sum(counts[entity.id] for entity in named), 0, []
    for entity in sorted(named, key=lambda other: apart(middle, other)):
        near.append(entity)
        seen += counts[entity.id]
        if seen >= _MAIN * total:
            break
    return near


def _position(entity: Entity) -> tuple[float, float]:
    return entity.coordinates or (0.0, 0.0)


def _window(entities: list[Entity]) -> MapWindow:
    """A window of the usual shape with the places in it and room about them."""
    first = MapWindow(*_position(entities[0]))
    xs, ys = zip(*(first.flat(*_position(entity)) for entity in entities), strict=True)
    width = max((max(xs) - min(xs)) * 1.35, (max(ys) - min(ys)) * 1.5 * _SHAPE, _LEAST)
    left, top = (min(xs) + max(xs) - width) / 2, (min(ys) + max(ys) - width / _SHAPE) / 2
    return MapWindow(first.latitude, first.longitude, left, top, width, width / _SHAPE)


def _at(entity: Entity, window: MapWindow) -> tuple[float, float]:
    """Where a place lies in the window, as shares of its width and height."""
    x, y = window.flat(*_position(entity))
    return (x - window.left) / window.width, (y - window.top) / window.height


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


SIDES = (("start", 9, 5), ("end", -9, 5), ("middle", 0, -9), ("middle", 0, 20))  # anchor, and pixels from the dot
_SHARE = {"start": 0.0, "middle": 0.5, "end": 1.0}  # of a name that lies to the left of where it is anchored


def _labelled(site: Site, shown: list[Spot], counts: dict[str, int]) -> Iterator[Place]:
    """The dots with their names. What has room on a phone has it on a desk, where everything is further apart."""
    names = {entity.id: site.display_name(entity)[0] for entity, _, _ in shown}
    narrow = label_sides(names, _pixels(shown, _NARROW), _NARROW)
    wide = label_sides(names, _pixels(shown, _WIDE), _WIDE, narrow)
    most = max(counts[entity.id] for entity, _, _ in shown)
    for entity, x, y in shown:
        name, lang = site.display_name(entity)
        room = "both" if entity.id in narrow else "wide" if entity.id in wide else "nowhere"
        anchor, dx, dy = SIDES[wide.get(entity.id, 0)]
        radius = round(3 + 4 * sqrt(counts[entity.id] / most), 1)
        yield Place(round(100 * x, 2), round(100 * y, 2), radius, name, lang, anchor, dx, dy, room)


def _pixels(shown: list[Spot], width: int) -> dict[str, tuple[float, float]]:
    return {entity.id: (x * width, y * width / _SHAPE) for entity, x, y in shown}


def label_sides(
    names: Mapping[str, str], at: Mapping[str, tuple[float, float]], width: int, before: Mapping[str, int] | None = None
) -> dict[str, int]:
    """The side of its dot on which each name meets nothing, on a map of this width; those of `before` stay."""
    sides = dict(before or {})
    taken = [Box(x - 6, y - 6, x + 6, y + 6) for x, y in at.values()]
    taken += [_box(names[one], side, *at[one]) for one, side in sides.items() if one in at]
    for one in at:
        for side in range(len(SIDES)) if one not in sides else ():
            box = _box(names[one], side, *at[one])
            if box.left >= 0 and box.right <= width and not any(box.meets(other) for other in taken):
                sides[one] = side
                taken.append(box)
                break
    return sides


def _box(name: str, side: int, x: float, y: float) -> Box:
    """What a name covers on that side of a dot."""
    anchor, dx, dy = SIDES[side]
    length = sum(_LETTER if ord(letter) > 0x2E7F else _LETTER * 0.6 for letter in name)
    left = x + dx - length * _SHARE[anchor]
    return Box(left, y + dy - _LETTER, left + length, y + dy + 4)
