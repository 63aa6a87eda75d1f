"""The overview over the list: the strip of all events, with links into the list and what its script reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dossier import edtf
from dossier.render import charts
from dossier.render.charts.strip import PRESS, TALL, Strip, bars, hanging, lines
from dossier.render.language import dates_in_words
from dossier.render.page_context import Link, PageContext
from dossier.render.pages.timeline.listing import page_of, places, years
from dossier.render.site import Site


class AreaLink(NamedTuple):
    """A few columns of the overview as one link."""

    x: float  # where it begins, in percent
    width: float  # how wide it is, in percent
    title: str  # the period and its number of events
    href: str  # the heading of the first of them


class SegmentLink(NamedTuple):
    """A part of the overview's axis with its name: a year under months."""

    x: float  # where it begins, in percent
    width: float  # how wide it is, in percent
    label: str  # its name
    title: str  # its name and number of events
    href: str  # the heading of its first event; empty where it has none


@dataclass(frozen=True, slots=True)
class Overview:
    """The overview strip. Paths are in units of its columns, ten to a column."""

    label: str  # what it shows, for screen readers
    units: int  # width of the paths
    peak: str  # the highest column in words
    peak_x: float  # where that is said, in percent
    peak_anchor: str  # on which side of it: start or end
    total: str  # path of all columns, shown behind a selection
    happened: str  # path of what happened
    others: str  # path of the other statuses
    within: str  # path of what was some time within a span
    lasting: str  # path of what lasted throughout a span
    lanes_height: int  # height of the spans in pixels
    press: str  # path of the publications
    press_height: int  # height of that in pixels
    areas: tuple[AreaLink, ...]  # links over the columns
    segments: tuple[SegmentLink, ...]  # links under the columns
    spans: str  # how many events are drawn as spans, in words
    published: str  # how many publications, in words
    outside: tuple[Link, ...]  # links to what is not on the axis, with its number
    unit: str  # what a column is, in words
    starts: str  # first day of each column, for the script
    end: str  # first day after the last column
    unit_id: str  # day, week, month, quarter, year, decade, century or millennium
    lanes: str  # the spans by row, for the script
    names: str  # each column in words
    counts: str  # publications of each column


class MonthLink(NamedTuple):
    """A month of the table of months."""

    label: int  # its number
    events: int  # how many events are listed in it
    href: str  # its heading


class YearOfMonths(NamedTuple):
    """A year of the table of months."""

    year: str  # the year in words
    href: str  # its first heading
    months: tuple[MonthLink, ...]  # its months that have events


def overview(context: PageContext) -> Overview | None:
    site, words = context.site, context.site.words
    strip = site.cached(charts.strip)
    if strip is None:
        return None
    total = [one + other for one, other in zip(strip.happened, strip.others, strict=True)]
    most, steps = max(*total, 1), len(strip.axis)
    scale = TALL / most
    end = strip.peak > steps * 0.6
    first, last = strip.axis.words(0, site.language), strip.axis.words(steps - 1, site.language)
    published = sum(strip.published)
    return Overview(
        label=words(
            "strip.label",
            period=words("chart.period", first=first, last=last),
            unit=words(f"strip.unit.{strip.axis.unit}"),
        ),
        units=strip.units,
        peak=words("chart.step", date=strip.axis.words(strip.peak, site.language), n=max(total)) if max(total) else "",
        peak_x=round(100 * (strip.peak + end) / steps, 2),
        peak_anchor="end" if end else "start",
        total=bars(total, scale),
        happened=bars(strip.happened, scale),
        others=bars(strip.others, scale, strip.happened),
        within=lines(strip.lanes, throughout=False),
        lasting=lines(strip.lanes, throughout=True),
        lanes_height=strip.lanes_height,
        press=hanging(strip.published, PRESS / max(*strip.published, 1)),
        press_height=PRESS,
        areas=tuple(AreaLink(a.x, a.width, a.title, list_href(context, a.first)) for a in strip.areas),
        segments=tuple(_segments(context, strip)),
        spans=words("strip.spans", n=len(strip.placed.spans)) if strip.placed.spans else "",
        published=words("strip.published", n=published)
        + (words("strip.published_elsewhere", n=strip.published_elsewhere) if strip.published_elsewhere else ""),
        outside=tuple(_outside(context, strip)),
        unit=words(f"strip.unit.{strip.axis.unit}"),
        starts=" ".join(start.isoformat() for start in strip.axis.starts),
        end=strip.axis.end.isoformat(),
        unit_id=strip.axis.unit,
        lanes="|".join(
            ",".join(f"{span.first}-{span.last}{'!' if span.lasted else ''}" for span in lane) for lane in strip.lanes
        ),
        names="|".join(strip.axis.words(step, site.language) for step in range(steps)),
        counts=" ".join(map(str, strip.published)),
    )


def list_href(context: PageContext, event: str) -> str:
    """The heading in the list under which an event stands."""
    place = context.site.cached(places)[event]
    return context.href(f"{page_of(context.site, place)}#{place.heading}")


def _segments(context: PageContext, strip: Strip) -> Iterator[SegmentLink]:
    words = context.site.words
    for one in strip.segments:
        title = words("chart.step", date=one.label, n=one.events)
        yield SegmentLink(one.x, one.width, one.label, title, list_href(context, one.first) if one.first else "")


def _outside(context: PageContext, strip: Strip) -> Iterator[Link]:
    """What is not on the axis: how many, and the way to the first of them."""
    for key, events in (
        ("before", strip.placed.before),
        ("after", strip.placed.after),
        ("undated", strip.placed.undated),
    ):
        if events:
            yield Link(
                list_href(context, events[0]), context.html_run(context.site.words(f"strip.{key}", n=len(events)))
            )


def month_table(context: PageContext) -> tuple[YearOfMonths, ...]:
    """Every year, and its months that have events, with their number."""
    site = context.site
    counts: dict[tuple[str, str], int] = {}
    heading: dict[str, str] = {}
    for place in site.cached(places).values():
        counts[place.year, place.month] = counts.get((place.year, place.month), 0) + 1
        if place.year and place.month:
            heading[place.heading] = context.href(f"{page_of(site, place)}#{place.heading}")
    return tuple(
        YearOfMonths(
            dates_in_words.date_words(edtf.parse(year), site.language),
            year_href(context, year),
            tuple(_months(year, counts, heading)),
        )
        for year in years(site)
    )


def _months(year: str, counts: dict[tuple[str, str], int], heading: dict[str, str]) -> Iterator[MonthLink]:
    for number in range(1, 13):
        if n := counts.get((year, f"{number:02}"), 0):
            yield MonthLink(number, n, heading[f"y{year}-{number:02}"])


def year_href(context: PageContext, year: str) -> str:
    site = context.site
    first = next(place for place in site.cached(places).values() if place.year == year)
    return context.href(f"{page_of(site, first)}#y{year}")


def neighbours(site: Site, year: str) -> tuple[str, str]:
    """The years before and after, where there are any."""
    listed: Sequence[str] = years(site)
    at = listed.index(year)
    return listed[at - 1] if at else "", listed[at + 1] if at + 1 < len(listed) else ""
