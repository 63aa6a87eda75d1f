"""How many events each month has, or each year, over the time that most of them are from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import ceil

from dossier.model import Event
from dossier.render.charts.scale import Scale, scale
from dossier.render.site import Site

_FEWEST = 6  # events worth a picture
_MAIN = 0.75  # the share of them that it must show
_TALL = 64  # pixels of the tallest bar


@dataclass(frozen=True, slots=True)
class Bar:
    """The events of a step: what happened stands on the line, the rest on that."""

    x: float
    width: float
    happened_y: int
    happened: int
    rest_y: int
    rest: int
    title: str


@dataclass(frozen=True, slots=True)
class Density:
    title: str
    description: str
    caption: str
    height: int
    line: float
    foot: int
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]


def density(site: Site) -> Density | None:
    """The events by month or year; None where a glance at the list tells as much."""
    dated = [event for event in site.dossier.timeline if event.when and event.when.first > date.min]
    if len(dated) < _FEWEST:
        return None
    shown = _densest(dated)
    days = [_day(event) for event in shown]
    steps = scale(min(days), max(days), ("month", "year"))
    words, others = site.words, len(dated) - len(shown)
    bars = tuple(_bars(site, steps, shown))
    return Density(
        title=words(f"chart.density.{steps.unit}"),
        description=words.join_facts(bar.title for bar in bars),
        caption=words("chart.density_caption") + (words("chart.others", n=others) if others else ""),
        height=_TALL + 26,
        line=_TALL + 0.5,
        foot=_TALL + 20,
        bars=bars,
        ticks=tuple(_years(steps)),
    )


def _day(event: Event) -> date:
    return event.when.first if event.when else date.min


def _densest(dated: list[Event]) -> list[Event]:
    """The events of the shortest time that most of them are from; of two such times, the later."""
    events = sorted(dated, key=_day)
    many = ceil(len(events) * _MAIN)
    spans = [(_day(events[n + many - 1]) - _day(events[n]), -n) for n in range(len(events) - many + 1)]
    begin = -min(spans)[1]
    first, last = _day(events[begin]), _day(events[begin + many - 1])
    return [event for event in events if first <= _day(event) <= last]


def _bars(site: Site, steps: Scale, events: list[Event]) -> Iterator[Bar]:
    counts = Counter((steps.step(_day(event)), event.status == "happened") for event in events)
    total = Counter(steps.step(_day(event)) for event in events)
    each, unit = 100 / len(steps.starts), _TALL / max(total.values())
    for step, n in sorted(total.items()):
        happened, rest = round(counts[step, True] * unit), round(counts[step, False] * unit)
        title = site.words("chart.step", date=steps.step_words(site, step), n=n)
        x, width = round(step * each, 2), round(each * 0.8, 2)
        yield Bar(x, width, _TALL - happened, happened, _TALL - happened - rest, rest, title)


def _years(steps: Scale) -> Iterator[tuple[float, str]]:
    """Each year under its first step, as many as there is room for."""
    starts = steps.starts
    firsts = [n for n, start in enumerate(starts) if n == 0 or start.year != starts[n - 1].year]
    for n in firsts[:: max(1, len(firsts) // 8)]:
        yield round(100 * n / len(starts), 2), str(starts[n].year)
