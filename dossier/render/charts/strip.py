"""The overview of a timeline: events by step and status, what is known less exactly as spans, publications under them.

Every event is drawn or counted exactly once: in a column, as a span, before or after the axis, or without a date.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from dossier.model import Event, When
from dossier.render.charts.axis import Axis, Extent, after, as_when, begin, choose_axis, extent
from dossier.render.language import dates_in_words
from dossier.render.site import Site

WIDTH, TALL = 10, 44  # units across a step, pixels of the highest column
PRESS = 13  # pixels of the most publications
_LANES, _LANE = 6, 4  # rows of spans, pixels of a row
_AREAS = 40  # links over the columns: 24 pixels wide and more on a desk
_SEGMENTS = 14  # links under them: 24 pixels wide and more on a phone
_LARGER = {
    "day": ("month", "year", "decade"),
    "week": ("month", "year", "decade"),
    "month": ("year", "decade"),
    "quarter": ("year", "decade", "century"),
    "year": ("decade", "century", "millennium"),
    "decade": ("century", "millennium"),
    "century": ("millennium",),
    "millennium": ("millennium",),
}


class Span(NamedTuple):
    """The steps in which an event may have been, or throughout which it lasted."""

    first: int
    last: int
    lasted: bool


class Segment(NamedTuple):
    """A part of the axis with its name, from `x` percent on; and the events that begin in it."""

    x: float
    width: float
    label: str
    events: int
    first: str  # the id of the first of them


class Area(NamedTuple):
    """A few columns as one link to the first of their events."""

    x: float
    width: float
    title: str
    first: str


@dataclass(frozen=True, slots=True)
class Placed:
    """Where each event is on an axis, by its id; every event is in exactly one of these."""

    columns: Mapping[str, int]
    spans: Mapping[str, Span]
    before: tuple[str, ...]
    after: tuple[str, ...]
    undated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    axis: Axis
    placed: Placed
    happened: tuple[int, ...]  # by step
    others: tuple[int, ...]
    published: tuple[int, ...]
    published_elsewhere: int  # outside the axis, or on a day that is not known to the step
    lanes: tuple[tuple[Span, ...], ...]
    segments: tuple[Segment, ...]
    areas: tuple[Area, ...]
    peak: int  # the step of the highest column

    @property
    def units(self) -> int:
        return len(self.axis) * WIDTH

    @property
    def lanes_height(self) -> int:
        return len(self.lanes) * _LANE + 3 if self.lanes else 0


def event_extent(site: Site, event: Event) -> Extent | None:
    return extent(event.when, site.zone) if event.when else None


def strip(site: Site) -> Strip | None:
    """The overview of all events; None where fewer than two are dated."""
    events = site.dossier.timeline
    known = {event.id: extent(event.when, site.zone) for event in events if event.when}
    axis = choose_axis(tuple(known.values())) if len(known) > 1 else None
    if axis is None:
        return None
    placed = place(events, known, axis)
    status = {event.id: event.status for event in events}
    happened, others = [0] * len(axis), [0] * len(axis)
    for event, step in placed.columns.items():
        (happened if status[event] == "happened" else others)[step] += 1
    published, elsewhere = _published(site, axis)
    total = [one + other for one, other in zip(happened, others, strict=True)]
    return Strip(
        axis=axis,
        placed=placed,
        happened=tuple(happened),
        others=tuple(others),
        published=published,
        published_elsewhere=elsewhere,
        lanes=_lanes(set(placed.spans.values()), axis),
        segments=tuple(_segments(site, axis, known)),
        areas=tuple(_areas(site, axis, placed, known)),
        peak=max(range(len(axis)), key=total.__getitem__),
    )


def place(events: Iterable[Event], known: Mapping[str, Extent], axis: Axis) -> Placed:
    """Each event once: in the step that holds all the days it may mean, else over the steps that do."""
    columns: dict[str, int] = {}
    spans: dict[str, Span] = {}
    early, late, undated = [], [], []
    most = len(axis) - 1
    for event in events:
        if event.when is None:
            undated.append(event.id)
            continue
        first, last = axis.steps(known[event.id])
        if last < 0:
            early.append(event.id)
        elif first > most:
            late.append(event.id)
        elif first == last:
            columns[event.id] = first
        else:
            spans[event.id] = Span(max(first, 0), min(last, most), lasted(event.when))
    return Placed(columns, spans, tuple(early), tuple(late), tuple(undated))


def lasted(when: When) -> bool:
    """Whether something is known to have lasted throughout, from a known day to a known one or on."""
    unsure = when.approximate or when.uncertain or when.edtf.endswith("/") or when.first == date.min
    return when.span and not unsure


def _published(site: Site, axis: Axis) -> tuple[tuple[int, ...], int]:
    """The publications of each step; how many cannot be drawn in one."""
    counts, elsewhere = [0] * len(axis), 0
    for article in site.dossier.content.articles:
        if article.published and article.outlet not in site.own_outlets:
            first, last = axis.steps(extent(article.published, site.zone))
            if first == last and 0 <= first < len(axis):
                counts[first] += 1
            else:
                elsewhere += 1
    return tuple(counts), elsewhere


def _lanes(spans: Iterable[Span], axis: Axis) -> tuple[tuple[Span, ...], ...]:
    """The spans in rows, none over another, the longest first; in larger units where there are too many rows.

    A span may grow by that and never shrinks; equal ones are one line.
    """
    wanted = sorted(spans)
    for unit in ("", *_LARGER[axis.unit]):
        grown = sorted({_grown(span, axis, unit) for span in wanted}, key=lambda s: (s.first - s.last, s))
        rows: list[list[Span]] = []
        for span in grown:
            free = (row for row in rows if all(span.last < other.first or span.first > other.last for other in row))
            row = next(free, None)
            if row is None:
                rows.append(row := [])
            row.append(span)
        if len(rows) <= _LANES:
            break
    else:
        rows = _merged(grown)
    return tuple(tuple(sorted(row)) for row in rows)


def _grown(span: Span, axis: Axis, unit: str) -> Span:
    if not unit:
        return span
    first = begin(axis.starts[span.first], unit)
    last = after(begin(axis.starts[span.last], unit), unit) - timedelta(1)
    return span._replace(first=max(axis.step(first), 0), last=min(axis.step(last), len(axis) - 1))


def _merged(spans: Iterable[Span]) -> list[list[Span]]:
    """What lasted in one row and what was within in another, those that overlap as one line."""
    rows: dict[bool, list[Span]] = {True: [], False: []}
    for span in sorted(spans):
        row = rows[span.lasted]
        if row and span.first <= row[-1].last:
            row[-1] = row[-1]._replace(last=max(row[-1].last, span.last))
        else:
            row.append(span)
    return [row for row in rows.values() if row]


def _segments(site: Site, axis: Axis, known: Mapping[str, Extent]) -> Iterator[Segment]:
    """The years under months, the months under days: the smallest larger unit that few make up."""
    for unit in _LARGER[axis.unit]:
        starts = list(_starts(axis, unit))
        if len(starts) <= _SEGMENTS:
            break
    bounds = [*(max(axis.step(start), 0) for start in starts), len(axis)]
    counts, firsts = _by_start(axis, known, unit)
    implied = None
    for start, step, end in zip(starts, bounds, bounds[1:], strict=False):
        when = as_when(start, unit)
        label = dates_in_words.date_words(when, site.language, implied=implied)
        implied = as_when(begin(start, "year"), "year") if unit == "month" else None
        x, width = 100 * step / len(axis), 100 * (end - step) / len(axis)
        yield Segment(round(x, 3), round(width, 3), label, counts[start], firsts.get(start, ""))


def _starts(axis: Axis, unit: str) -> Iterator[date]:
    start = begin(axis.starts[0], unit)
    while start < axis.end and start < date.max:
        yield start
        start = after(start, unit)


def _by_start(axis: Axis, known: Mapping[str, Extent], unit: str) -> tuple[Counter[date], dict[date, str]]:
    """How many events begin in each unit of the axis, and the first of them."""
    counts: Counter[date] = Counter()
    firsts: dict[date, str] = {}
    for event, one in known.items():
        first, last = axis.steps(one)
        if last >= 0 and first < len(axis):
            start = begin(max(one.first, axis.starts[0]), unit)
            counts[start] += 1
            firsts.setdefault(start, event)
    return counts, firsts


def _areas(site: Site, axis: Axis, placed: Placed, known: Mapping[str, Extent]) -> Iterator[Area]:
    """The columns as links, a few of them to a link, so that each can be hit."""
    by_step: defaultdict[int, list[str]] = defaultdict(list)
    for event, step in placed.columns.items():
        by_step[step].append(event)
    each = -(-len(axis) // _AREAS)
    for first in range(0, len(axis), each):
        last = min(first + each, len(axis)) - 1
        events = [event for step in range(first, last + 1) for event in by_step[step]]
        if events:
            period = axis.words(first, site.language)
            if last > first:
                period = site.words("chart.period", first=period, last=axis.words(last, site.language))
            title = site.words("chart.step", date=period, n=len(events))
            x, width = 100 * first / len(axis), 100 * (last + 1 - first) / len(axis)
            yield Area(round(x, 3), round(width, 3), title, min(events, key=lambda event: known[event]))


def bars(counts: Sequence[int], unit: float, below: Sequence[int] | None = None) -> str:
    """One path for all the columns of a layer; `below` are the counts that they stand on."""
    return "".join(
        f"M{step * WIDTH + 1} {_number(TALL - (below[step] if below else 0) * unit)}v{_number(-n * unit)}h8v{_number(n * unit)}z"
        for step, n in enumerate(counts)
        if n
    )


def hanging(counts: Sequence[int], unit: float) -> str:
    """One path for all the columns that hang from the axis."""
    return "".join(
        f"M{step * WIDTH + 1} 0v{_number(n * unit)}h8v{_number(-n * unit)}z" for step, n in enumerate(counts) if n
    )


def lines(lanes: Sequence[Sequence[Span]], *, throughout: bool) -> str:
    """One path for all the spans of a kind; what was once within a span has ticks at its ends."""
    path = []
    for row, lane in enumerate(lanes):
        y = 3 + row * _LANE
        for span in lane:
            if span.lasted == throughout:
                left, right = _number(span.first * WIDTH + 0.8), _number((span.last + 1) * WIDTH - 0.8)
                ticks = "" if throughout else f"M{left} {y - 1.5}v3M{right} {y - 1.5}v3"
                path.append(f"M{left} {y}H{right}{ticks}")
    return "".join(path)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
