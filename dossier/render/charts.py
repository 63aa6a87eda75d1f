"""Pictures of numbers: where each mark goes. templates/parts/charts.html draws them, as SVG.

A chart is as wide as its page. Its labels take a fixed column, its plot the rest: a place at share p of the
plot is at p percent of the whole, moved right by (1 − p) of the column. So no script and no style is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dossier import edtf
from dossier.model import When
from dossier.render import when
from dossier.render.site import Site

_COLUMN = 118  # pixels for labels: eight Han characters
_ROW, _TOP, _FOOT = 32, 14, 30
_MOST = 34  # columns of a chart before it counts in a larger unit


@dataclass(frozen=True, slots=True)
class X:
    """A place on the plot: percent of the width, and pixels to the right of that."""

    percent: float
    shift: float


@dataclass(frozen=True, slots=True)
class Tick:
    x: X
    label: str
    minor: bool  # left out on a phone


@dataclass(frozen=True, slots=True)
class Dot:
    x: X
    y: int
    side: int
    kind: str  # solid, about, or the status of an event
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    y: int
    label: str
    lang: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """When each outlet published, by day, week, month or year, under the events of that time."""

    title: str
    description: str
    caption: str
    height: int
    unit: str
    ticks: tuple[Tick, ...]
    events: tuple[Dot, ...]
    events_label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    width: float
    height: int
    title: str


@dataclass(frozen=True, slots=True)
class Density:
    """How many events there are in each month or year."""

    title: str
    description: str
    height: int
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """A stretch of time in equal steps."""

    starts: tuple[date, ...]
    unit: str

    def step(self, day: date) -> int:
        """The step that a day falls in."""
        return max((number for number, start in enumerate(self.starts) if start <= day), default=0)

    def x(self, step: int) -> X:
        share = (step + 0.5) / len(self.starts)
        return X(round(share * 100, 2), round((1 - share) * _COLUMN, 1))


def scale(first: date, last: date) -> Scale:
    """Days, weeks, months or years from the first day to the last, whichever are few enough to see."""
    for unit in ("day", "week", "month", "year"):
        starts = tuple(_starts(first, last, unit))
        if len(starts) <= _MOST or unit == "year":
            break
    return Scale(starts, unit)


def _starts(first: date, last: date, unit: str) -> Iterator[date]:
    begin: dict[str, Callable[[date], date]] = {
        "day": lambda day: day,
        "week": lambda day: day - timedelta(days=day.weekday()),
        "month": lambda day: day.replace(day=1),
        "year": lambda day: day.replace(month=1, day=1),
    }
    days = {"day": 1, "week": 7, "month": 32, "year": 366}[unit]
    at = begin[unit](first)
    while at <= last:
        yield at
        at = begin[unit](at + timedelta(days=days))


def coverage(site: Site) -> Coverage | None:
    """The articles of each outlet over time; nothing where fewer than two days would be shown."""
    counted = site.dossier.coverage
    if len({point.day for point in counted}) < 2:
        return None
    steps = scale(min(point.day for point in counted), max(point.day for point in counted))
    events = tuple(_events(site, steps))
    top = _TOP + max((dot.y for dot in events), default=0) + (18 if events else 0)
    rows = tuple(_rows(site, steps, top))
    words = site.words
    names = {outlet: site.outlet(outlet).name for outlet in dict.fromkeys(point.outlet for point in counted)}
    said = [
        words("chart.point", outlet=names[p.outlet], date=_said(site, p.day, steps.unit), n=p.articles) for p in counted
    ]
    return Coverage(
        title=words("chart.coverage"),
        description=words.sentence(said[:60]),
        caption=words(f"chart.coverage_caption.{steps.unit}"),
        height=top + _ROW * len(rows) + _FOOT,
        unit=steps.unit,
        ticks=tuple(_ticks(site, steps)),
        events=events,
        events_label=words("chart.events"),
        rows=rows,
    )


def _events(site: Site, steps: Scale) -> Iterator[Dot]:
    """The events of the time that the chart shows, stacked where they share a step."""
    stacked: dict[int, int] = {}
    for event in site.dossier.timeline:
        if event.when is None or not _within(event.when, steps):
            continue
        step = steps.step(event.when.first)
        stacked[step] = stacked.get(step, 0) + 1
        yield Dot(steps.x(step), 16 * stacked[step] - 8, 12, event.status, event.title)


def _within(date: When, steps: Scale) -> bool:
    """Whether a date is sure enough to be put on one step, and that step is shown."""
    return (
        steps.starts[0] <= date.first and steps.step(date.first) == steps.step(date.last) and _last(steps) >= date.last
    )


def _last(steps: Scale) -> date:
    lengths = {"day": 0, "week": 6, "month": 27, "year": 364}
    return steps.starts[-1] + timedelta(days=lengths[steps.unit])


def _rows(site: Site, steps: Scale, top: int) -> Iterator[Row]:
    outlets = dict.fromkeys(point.outlet for point in site.dossier.coverage)
    for number, outlet_id in enumerate(outlets):
        y = top + _ROW * number
        outlet = site.outlet(outlet_id)
        counts: dict[tuple[int, bool], int] = {}
        for point in site.dossier.coverage:
            if point.outlet == outlet_id:
                key = steps.step(point.day), point.exact
                counts[key] = counts.get(key, 0) + point.articles
        dots = (
            Dot(
                steps.x(step),
                y,
                min(11 + 2 * (n - 1), 21),
                "solid" if exact else "about",
                site.words("chart.point", outlet=outlet.name, date=_said(site, steps.starts[step], steps.unit), n=n),
            )
            for (step, exact), n in counts.items()
        )
        yield Row(y, outlet.name, site.lang(outlet.language), tuple(dots))


def _ticks(site: Site, steps: Scale) -> Iterator[Tick]:
    """A label under every step or every few, saying what is new since the one before."""
    every = 1 if len(steps.starts) <= 16 else 2 if len(steps.starts) <= 24 else 4
    context: When | None = None
    for number, start in enumerate(steps.starts):
        if number % every == 0:
            shown = _as_when(start, steps.unit)
            label = (
                str(start.day)
                if steps.unit == "day" and start.day != 1 and number
                else when.words(shown, site.language, context=context)
            )
            context = shown
            yield Tick(steps.x(number), label, minor=bool(number // every % 2))


def _as_when(day: date, unit: str) -> When:
    return edtf.parse({"month": f"{day:%Y-%m}", "year": f"{day:%Y}"}.get(unit, day.isoformat()))


def _said(site: Site, day: date, unit: str) -> str:
    return when.words(_as_when(day, unit), site.language)


def density(site: Site) -> Density | None:
    """The events by month, or by year over many of them; nothing where a glance at the list tells as much."""
    days = [event.when.first for event in site.dossier.timeline if event.when and event.when.first > date.min]
    if len(days) < 6:
        return None
    first, last = min(days), max(days)
    unit = "month" if (last - first).days < 366 * 6 else "year"
    steps = Scale(tuple(_starts(first, last, unit)), unit)
    counts = [0] * len(steps.starts)
    for day in days:
        counts[steps.step(day)] += 1
    words, each = site.words, 100 / len(steps.starts)
    said = [
        words("chart.month_events", date=_said(site, start, unit), n=n)
        for start, n in zip(steps.starts, counts, strict=True)
    ]
    bars = (
        Bar(round(number * each, 2), round(each * 0.8, 2), round(48 * n / max(counts)) + 2, said[number])
        for number, n in enumerate(counts)
        if n
    )
    years = [
        (round(number * each, 2), str(start.year))
        for number, start in enumerate(steps.starts)
        if start.month == 1 or number == 0
    ]
    return Density(
        words("chart.density"),
        words.sentence([text for text, n in zip(said, counts, strict=True) if n]),
        80,
        tuple(bars),
        tuple(years[:: max(1, len(years) // 8)]),
    )
