"""Where an event was: the coast around it, its place, and the legs of a journey as far as they are known.

Of a leg only the two ends are drawn: no report tells the way between them. There are no borders.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from typing import NamedTuple

from dossier.model import Entity, Event, Leg
from dossier.render.charts.outlines import MapWindow
from dossier.render.charts.places import SIDES, label_sides
from dossier.render.site import Site

WIDTH, HEIGHT, LOW = 600, 540, 400  # units of the paths; LOW is the height on the home page
_ROOM = 1.5  # of the window's sides to what must lie in it
_LEAST, _FAR = 1_500.0, 1_500.0  # km across; km to another place that is shown for orientation, if it is no farther
_NEAREST, _ENDS = 0.05, 0.3  # shares of a leg: from where, and to where each of its ends is drawn
_REFERENCES = 3  # other places that are named, so that one knows where one is
_PHONE = 320  # pixels across


class View(NamedTuple):
    """The middle of a map, how many km it is across, and its height in units of the paths."""

    latitude: float
    longitude: float
    width: float
    height: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map of an event."""

    x: float  # where it is, in percent
    y: float  # likewise
    kind: str  # at (the event's), end (of a leg) or other
    name: str  # its name
    lang: str  # the name's language; empty where it is the page's
    anchor: str  # on which side of it the name is anchored
    dx: int  # pixels from the place to its name
    dy: int  # likewise
    named: bool  # whether there is room for the name


@dataclass(frozen=True, slots=True)
class DrawnLeg:
    """A leg of a journey on the map: its two ends."""

    number: int  # its number
    status: str  # happened, planned, alleged, denied or superseded
    path: str  # its ends as a path
    tip: str  # the head of its arrow
    x: float  # where its number is, in percent
    y: float  # likewise


@dataclass(frozen=True, slots=True)
class Locator:
    """The map of an event."""

    label: str  # what it shows, for screen readers
    land: str  # the coast as a path
    legs: tuple[DrawnLeg, ...]  # the legs whose ends have coordinates
    spots: tuple[Spot, ...]  # the places
    bar: float  # length of the scale bar, in percent
    bar_label: str  # the kilometres that it stands for
    width: int = WIDTH  # of the paths
    height: int = HEIGHT  # of the paths


def locator(site: Site, event: Event, height: int = HEIGHT) -> Locator | None:
    """The map of an event; None where nothing of it has coordinates."""
    own = [event.where, *(end for leg in event.legs for end in (leg.origin, leg.destination))]
    needed = [site.entities[one] for one in dict.fromkeys(own) if _has_place(site, one)]
    if not needed:
        return None
    others = [one for one in site.cached(_known_places) if one not in needed]
    view = _view(needed if len(needed) > 1 else [*needed, *_nearest(needed[0], others)], height)
    window = _map_window(view)
    shown = [*needed, *[one for one in others if _inside(window, one)][:_REFERENCES]]
    scale = WIDTH / window.width
    kilometres = next(km for km in (5_000, 2_000, 1_000, 500, 200, 100) if km * scale < WIDTH * 0.45 or km == 100)
    legs = tuple(_legs(site, event.legs, window))
    return Locator(
        label=_label(site, event, needed),
        land=site.cached_for(_land, view),
        legs=legs,
        spots=tuple(_spots(site, event, shown, window)),
        bar=round(100 * kilometres / window.width, 2),
        bar_label=site.words("locator.kilometres", n=kilometres),
        height=height,
    )


def _nearest(one: Entity, others: Sequence[Entity]) -> tuple[Entity, ...]:
    """The place nearest to one, where it is not too far: a single place in the middle of a land tells nothing."""
    window = MapWindow(*(one.coordinates or (0.0, 0.0)))
    apart = {other.id: hypot(*window.flat(*other.coordinates)) for other in others if other.coordinates}
    near = min(others, key=lambda other: apart[other.id], default=None)
    return (near,) if near and apart[near.id] <= _FAR else ()


def _has_place(site: Site, entity: str) -> bool:
    return entity in site.entities and site.entities[entity].coordinates is not None


def _known_places(site: Site) -> Sequence[Entity]:
    """The places with coordinates, the most named first."""
    counts = {entity: sum(articles.values()) for entity, articles in site.dossier.counts.items()}
    placed = [one for one in site.entities.values() if one.coordinates and one.type == "place"]
    return sorted(placed, key=lambda one: -counts.get(one.id, 0))


def _view(entities: Iterable[Entity], tall: int) -> View:
    """A window with all of these in it, room around them, and its middle at a tenth of a degree: many events share it."""
    points = [entity.coordinates for entity in entities if entity.coordinates]
    first = MapWindow(*points[0])
    flat = [first.flat(*point) for point in points]
    width, height = (max(of) - min(of) for of in zip(*flat, strict=True))
    middle = _middle(points)
    return View(*middle, max(width * _ROOM, height * _ROOM * WIDTH / tall, _LEAST), tall)


def _middle(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The middle of the points' latitudes and longitudes, across the date line where that is shorter."""
    latitudes = [latitude for latitude, _ in points]
    longitudes = [longitude for _, longitude in points]
    if max(longitudes) - min(longitudes) > 180:
        longitudes = [longitude + 360 if longitude < 0 else longitude for longitude in longitudes]
    east = round((min(longitudes) + max(longitudes)) / 2, 1)
    return round((min(latitudes) + max(latitudes)) / 2, 1), east - 360 if east > 180 else east


def _map_window(view: View) -> MapWindow:
    width, height = view.width, view.width * view.height / WIDTH
    return MapWindow(view.latitude, view.longitude, -width / 2, -height / 2, width, height)


def _land(_: Site, view: View) -> str:
    return _map_window(view).land(WIDTH / view.width)


def _at(window: MapWindow, entity: Entity) -> tuple[float, float]:
    """Where a place lies, in units of the paths."""
    x, y = window.flat(*(entity.coordinates or (0.0, 0.0)))
    scale = WIDTH / window.width
    return (x - window.left) * scale, (y - window.top) * scale


def _height(window: MapWindow) -> float:
    """The height of a map, in units of the paths."""
    return window.height / window.width * WIDTH


def _inside(window: MapWindow, entity: Entity) -> bool:
    x, y = _at(window, entity)
    return WIDTH * 0.04 < x < WIDTH * 0.96 and 0.06 < y / _height(window) < 0.94


def _spots(site: Site, event: Event, shown: Sequence[Entity], window: MapWindow) -> Iterator[Spot]:
    names: Mapping[str, str] = {entity.id: site.display_name(entity)[0] for entity in shown}
    ratio = _PHONE / WIDTH
    at = {entity.id: (x * ratio, y * ratio) for entity in shown for x, y in (_at(window, entity),)}
    sides = label_sides(names, at, _PHONE)
    ends = {end for leg in event.legs for end in (leg.origin, leg.destination)}
    for entity in shown:
        x, y = _at(window, entity)
        kind = "at" if entity.id == event.where else "end" if entity.id in ends else "other"
        anchor, dx, dy = SIDES[sides.get(entity.id, 0)]
        name, lang = site.display_name(entity)
        named = entity.id in sides or kind != "other"
        yield Spot(
            round(100 * x / WIDTH, 2), round(100 * y / _height(window), 2), kind, name, lang, anchor, dx, dy, named
        )


def _legs(site: Site, legs: Sequence[Leg], window: MapWindow) -> Iterator[DrawnLeg]:
    for number, leg in enumerate(legs, 1):
        if not (_has_place(site, leg.origin) and _has_place(site, leg.destination)) or leg.origin == leg.destination:
            continue
        (x1, y1), (x2, y2) = (_at(window, site.entities[end]) for end in (leg.origin, leg.destination))
        length = hypot(x2 - x1, y2 - y1) or 1.0
        across, down = (x2 - x1) / length, (y2 - y1) / length
        aside = 5 * sum(_same_ends(leg, other) for other in legs[: number - 1])  # so that no leg covers another
        x1, y1, x2, y2 = x1 - down * aside, y1 + across * aside, x2 - down * aside, y2 + across * aside

        def along(share: float, x1: float = x1, y1: float = y1, x2: float = x2, y2: float = y2) -> str:
            return f"{x1 + (x2 - x1) * share:.1f} {y1 + (y2 - y1) * share:.1f}"

        near = max(_NEAREST, min(12 / length, 0.2))
        head = 1 - near
        ends = f"M{along(near)}L{along(_ENDS)}M{along(1 - _ENDS)}L{along(head)}"
        end_x, end_y = x1 + (x2 - x1) * head, y1 + (y2 - y1) * head
        wings = [
            f"{end_x - 11 * across + side * 5 * down:.1f} {end_y - 11 * down - side * 5 * across:.1f}"
            for side in (1, -1)
        ]
        tip = f"M{wings[0]}L{along(head)}L{wings[1]}"
        x, y = x1 + (x2 - x1) / 2, y1 + (y2 - y1) / 2
        yield DrawnLeg(number, leg.status, ends, tip, round(100 * x / WIDTH, 2), round(100 * y / _height(window), 2))


def _same_ends(one: Leg, other: Leg) -> bool:
    return {one.origin, one.destination} == {other.origin, other.destination}


def _label(site: Site, event: Event, needed: Sequence[Entity]) -> str:
    """What the map shows, for those who do not see it."""
    words = site.words
    names = words.join_items(site.display_name(entity)[0] for entity in needed)
    legs = [
        words(
            "locator.leg",
            n=number,
            status=words(f"status.{leg.status}"),
            origin=_name(site, leg.origin),
            destination=_name(site, leg.destination),
        )
        for number, leg in enumerate(event.legs, 1)
    ]
    return words("locator.label", names=names) + (words.join_facts(legs) if legs else "")


def _name(site: Site, entity: str) -> str:
    return site.display_name(site.entities[entity])[0] if entity in site.entities else entity
