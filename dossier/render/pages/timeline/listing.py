"""The events as the timeline lists them: under years and months, a row for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from dossier import edtf
from dossier.model import Event, When
from dossier.render import charts, urls
from dossier.render.article_body import prose_html
from dossier.render.charts.axis import extent
from dossier.render.language import dates_in_words
from dossier.render.page_context import HtmlRun, PageContext
from dossier.render.pages.timeline.evidence import Evidence, evidence
from dossier.render.site import Site

YEAR_PAGES_FROM = 1_000  # events beyond which each year has a page of its own
MOST_MARKS = 8  # outlets that are told apart by squares
_MARKS = "abcdefgh"


class Place(NamedTuple):
    """Where an event stands in the list: under which heading, on which page."""

    year: str  # as EDTF; nothing for the undated
    month: str  # 01 … 12; nothing where it is not known

    @property
    def heading(self) -> str:
        return f"y{self.year}-{self.month or '00'}" if self.year else urls.UNDATED


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as the timeline lists it."""

    id: str  # its id, which links may lead to
    former_ids: tuple[str, ...]  # ids it had before, which still lead here
    anchor: str  # the id of its month, where that has no heading and this is its first row
    href: str  # its own page
    status: str  # happened, planned, alleged, denied or superseded
    word: str  # the same in words
    when: str  # its date in words, without what the heading says
    known: str  # the days that it may have been, for the filters
    title: HtmlRun  # its title
    who: str  # who took part, else where it was
    sources: str  # how many quotations it has, of how many outlets
    text: Markup  # the editors' text; may be empty
    evidence: tuple[Evidence, ...]  # the sentences that it rests on
    names: str  # ids of entities, for the filters
    outlets: str  # ids of outlets, for the filters
    marks: str  # letters of its outlets' squares; empty where the outlets are too many


@dataclass(frozen=True, slots=True)
class MonthRows:
    """Rows under one heading."""

    id: str  # its id, which links may lead to; empty for a year of few events
    title: str  # the month, or the year
    count: str  # how many events; apart from them those that reach beyond the month
    rows: tuple[EventRow, ...]  # the events


@dataclass(frozen=True, slots=True)
class YearRows:
    """The events of a year."""

    id: str  # its id, which links may lead to
    months: tuple[MonthRows, ...]  # by month; one part for a year of few events


def place_of(event: Event, site: Site) -> Place:
    if event.when is None:
        return Place("", "")
    year, *month = dates_in_words.date_headings(event.when, site.zone)
    return Place(year.edtf, month[0].edtf[-2:] if month else "")


def places(site: Site) -> Mapping[str, Place]:
    """Where every event stands, by its id, in the order of the list."""
    return {event.id: place_of(event, site) for event in site.dossier.timeline}


def has_year_pages(site: Site) -> bool:
    return len(site.dossier.timeline) > YEAR_PAGES_FROM


def years(site: Site) -> Sequence[str]:
    """The years that have events, in order; where each has a page, these are the pages."""
    return tuple(dict.fromkeys(place.year for place in site.cached(places).values() if place.year))


def first_page_year(site: Site) -> str:
    """The year that the timeline's own page shows where each has a page: the latest one on the overview's axis."""
    strip, place = site.cached(charts.strip), site.cached(places)
    on_axis = [place[event].year for event in strip.placed.columns] if strip else []
    return max(on_axis, default=years(site)[-1], key=years(site).index)


def page_of(site: Site, place: Place) -> str:
    """The page on which a place of the list is."""
    return urls.year_path(place.year) if has_year_pages(site) and place.year else urls.TIMELINE


def list_places(site: Site) -> Mapping[str, frozenset[str]]:
    """What of each page of the timeline one can link to: its events, its years and its months."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for event, place in site.cached(places).items():
        ids = {event, place.heading, *([f"y{place.year}"] if place.year else [])}
        found[page_of(site, place)] |= ids
        if not place.year or place.year == first_page_year(site):
            found[urls.TIMELINE] |= ids
    return {page: frozenset(ids) for page, ids in found.items()}


def marked_outlets(site: Site) -> Sequence[str]:
    """The outlets that events cite, in the order of their first appearance there."""
    return tuple(dict.fromkeys(outlet for event in site.citing for outlet in site.outlets_of_event(event)))


def year_rows(context: PageContext, events: Iterable[Event]) -> Iterator[YearRows]:
    """The dated events under their years and months."""
    site = context.site
    placed = [(site.cached(places)[event.id], event) for event in events if event.when]
    for year, in_year in groupby(placed, key=lambda pair: pair[0].year):
        of_year = list(in_year)
        by_month = [
            (month, [event for _, event in of]) for month, of in groupby(of_year, key=lambda pair: pair[0].month)
        ]
        if len(by_month) > 1 and len(of_year) < 2 * len(by_month):
            yield YearRows(f"y{year}", (_whole_year(context, year, of_year),))
        else:
            yield YearRows(f"y{year}", tuple(_month(context, year, month, of) for month, of in by_month))


def undated_rows(context: PageContext, events: Iterable[Event]) -> tuple[EventRow, ...]:
    return tuple(event_row(context, event, None) for event in events if event.when is None)


def _whole_year(context: PageContext, year: str, placed: Sequence[tuple[Place, Event]]) -> MonthRows:
    """A year of few events: one heading, and the anchors of its months at their first rows."""
    when, seen, rows = _when(year), set[str](), []
    for place, event in placed:
        rows.append(event_row(context, event, when, anchor="" if place.heading in seen else place.heading))
        seen.add(place.heading)
    title = dates_in_words.date_words(when, context.site.language)
    return MonthRows("", title, str(len(rows)), tuple(rows))


def _month(context: PageContext, year: str, month: str, events: Sequence[Event]) -> MonthRows:
    site = context.site
    heading = _when(f"{year}-{month}" if month else year)
    title = dates_in_words.date_words(heading, site.language)
    if not month:
        title = site.words("timeline.year_only", year=title)
    rows = tuple(event_row(context, event, heading) for event in events)
    return MonthRows(Place(year, month).heading, title, _count(site, month, events), rows)


def _count(site: Site, month: str, events: Sequence[Event]) -> str:
    """How many events are under a heading; of a month, those apart that reach beyond it, as in the overview's column."""
    strip = site.cached(charts.strip)
    if not (month and strip and strip.axis.unit == "month"):
        return str(len(events))
    beyond = sum(event.id in strip.placed.spans for event in events)
    return site.words("timeline.count_beyond", n=len(events) - beyond, beyond=beyond) if beyond else str(len(events))


def _when(text: str) -> When:
    return edtf.parse(text)


def event_row(context: PageContext, event: Event, implied: When | None, anchor: str = "") -> EventRow:
    site, words = context.site, context.site.words
    outlets = site.outlets_of_event(event.id)
    order = site.cached(marked_outlets)
    place = site.entities.get(event.where)
    names = [site.display_name(site.entities[who])[0] for who in event.who if who in site.entities]
    return EventRow(
        id=event.id,
        former_ids=event.formerly,
        anchor=anchor,
        href=context.href(urls.event_path(event.id)),
        status=event.status,
        word=words(f"status.{event.status}"),
        when=context.date_label(event.when, implied, weekday=True).words
        if event.when
        else words(f"timeline.undated.{event.status}"),
        known=known_days(site, event),
        title=context.html_run(event.title),
        who=words.join_items(names or ([site.display_name(place)[0]] if place else [])),
        sources=source_count(site, event),
        text=prose_html(context, event.text, top=5, by=site.signature_unless_default(event.by), id_prefix=event.id),
        evidence=tuple(evidence(context, source) for source in event.sources),
        names=" ".join(dict.fromkeys((*event.who, *([event.where] if event.where else [])))),
        outlets=" ".join(outlets),
        marks=" ".join(_MARKS[order.index(outlet)] for outlet in outlets) if len(order) <= MOST_MARKS else "",
    )


def known_days(site: Site, event: Event) -> str:
    """The days that an event may have been, `first/last`, an open end left out; `!` behind what lasted throughout."""
    if event.when is None:
        return ""
    first, last = extent(event.when, site.zone)
    start = "" if first == date.min else first.isoformat()
    end = "" if last == date.max else last.isoformat()
    return (start if start == end else f"{start}/{end}") + ("!" if charts.lasted(event.when) else "")


def source_count(site: Site, event: Event) -> str:
    """How many sources an event has, and from how many media outlets."""
    words, sources = site.words, len(event.sources)
    outlets = len(site.outlets_of_event(event.id))
    if not sources:
        return words("timeline.no_source")
    told = words("timeline.sources", n=sources)
    return words("timeline.by_outlets", outlets=words("timeline.outlets", n=outlets), sources=told) if outlets else told
