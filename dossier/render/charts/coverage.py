"""When each outlet published, under the events of that time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from dossier.render.charts.scale import Scale, scale
from dossier.render.site import Site

_COLUMN = 118  # pixels for labels: eight Han characters
_ROW, _SIGN, _FOOT = 32, 16, 30
_DAYS, _BEFORE = timedelta(days=24), timedelta(days=4)  # a short chart also shows the days before the first report


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark: at `x` percent of the width, `shift` pixels to the right of that."""

    x: float
    shift: float
    y: float
    side: int
    kind: str  # solid, about, or the status of an event
    title: str


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    shift: float
    label: str
    minor: bool  # left out on a phone


@dataclass(frozen=True, slots=True)
class Row:
    y: int  # of its words
    line: float
    label: str
    lang: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    title: str
    description: str
    caption: str
    height: int
    foot: int
    begins: str
    ticks: tuple[Tick, ...]
    events_label: str
    events: tuple[Dot, ...]
    rows: tuple[Row, ...]


def coverage(site: Site) -> Coverage | None:
    """The articles of each outlet over time; None where fewer than two days would be shown."""
    counted = site.dossier.coverage
    days = [point.day for point in counted]
    if len(set(days)) < 2:
        return None
    steps = scale(min(days) - (_BEFORE if max(days) - min(days) < _DAYS else timedelta()), max(days))
    events = tuple(_events(site, steps))
    top = max((dot.y + _SIGN for dot in events), default=0)
    rows = tuple(_rows(site, steps, int(top)))
    height = int(top) + _ROW * len(rows) + _FOOT
    words = site.words
    return Coverage(
        title=words("chart.coverage"),
        description=words.join_facts(dot.title for row in rows for dot in row.dots),
        caption=words(f"chart.coverage_caption.{steps.unit}"),
        height=height,
        foot=height - 8,
        begins=steps.start_words(site),
        ticks=tuple(_ticks(site, steps)),
        events_label=words("chart.events") if events else "",
        events=events,
        rows=rows,
    )


def _events(site: Site, steps: Scale) -> Iterator[Dot]:
    """The events of the time that the chart shows, one above the other where they share a step."""
    stacked: Counter[int] = Counter()
    for event in site.dossier.timeline:
        if event.when and steps.contains(event.when.first, event.when.last):
            step = steps.step(event.when.first)
            x, shift = _place(steps, step, 12)
            yield Dot(x, shift, _SIGN * stacked[step] + 4, 12, event.status, event.title)
            stacked[step] += 1


def _rows(site: Site, steps: Scale, top: int) -> Iterator[Row]:
    outlets = dict.fromkeys(point.outlet for point in site.dossier.coverage)
    for number, outlet_id in enumerate(outlets):
        outlet, y = site.outlet(outlet_id), top + _ROW * number
        counts: Counter[tuple[int, bool]] = Counter()
        for point in site.dossier.coverage:
            if point.outlet == outlet_id:
                counts[steps.step(point.day), point.exact] += point.articles
        dots = []
        for (step, exact), n in counts.items():
            side = min(9 + 2 * n, 21)
            title = site.words("chart.point", outlet=outlet.name, date=steps.step_words(site, step), n=n)
            kind = "solid" if exact else "about"
            dots.append(Dot(*_place(steps, step, side), y + 8 - side / 2, side, kind, title))
        yield Row(y + 13, y + 24.5, outlet.name, site.lang(outlet.language), tuple(dots))


def _ticks(site: Site, steps: Scale) -> Iterator[Tick]:
    """A label under every step, or every few."""
    many = len(steps.starts)
    every = 1 if many <= 16 else 2 if many <= 24 else 4
    for step in range(0, many, every):
        label = steps.label(site, step, max(0, step - every))
        yield Tick(*_place(steps, step), label, minor=bool(step // every % 2))


def _place(steps: Scale, step: int, width: int = 0) -> tuple[float, float]:
    """Where something of this width is put to stand in the middle of a step."""
    share = (step + 0.5) / len(steps.starts)
    return round(share * 100, 2), round((1 - share) * _COLUMN - width / 2, 1)
