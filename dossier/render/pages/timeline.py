"""What happened, what was planned, alleged or denied, in order; and the dates that the coverage mentions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from dossier.model import Event, When
from dossier.render import charts, jsonld, quotes, urls, when
from dossier.render.pages import days, further
from dossier.render.pages.page import Head, Page
from dossier.render.prose import prose
from dossier.render.sheet import Link, Moment, Run, Sheet
from dossier.render.site import Site

STATUSES = ("happened", "planned", "alleged", "denied", "superseded")


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as the timeline tells it."""

    id: str
    href: str
    status: str
    word: str
    moment: Moment | None
    undated: str
    circa: bool
    title: Run
    text: Markup
    who: tuple[Link, ...]
    where: Link | None
    quotes: tuple[quotes.Quote, ...]
    compare: Link | None
    filter_who: str
    filter_outlets: str


@dataclass(frozen=True, slots=True)
class Month:
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Year:
    title: str
    entries: tuple[Entry, ...]  # of a year whose months are all unknown
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Sift:
    """What the events can be narrowed by, and how the count is said."""

    names: tuple[Choice, ...]
    outlets: tuple[Choice, ...]
    statuses: tuple[Choice, ...]
    all: str
    some: str  # with {n} for those that are shown
    count: str


@dataclass(frozen=True, slots=True)
class View:
    by: str
    coverage: charts.Coverage | None
    density: charts.Density | None
    sift: Sift
    years: tuple[Year, ...]
    undated_id: str
    undated: tuple[Entry, ...]
    dated_id: str
    days: further.Shown | None  # that the coverage tells


def pages(site: Site) -> Iterator[Page]:
    words = site.words
    yield Page(
        urls.TIMELINE,
        "timeline",
        view,
        lambda: Head(words("nav.timeline"), words("timeline.lede"), data=jsonld.timeline(site)),
    )
    yield from days.pages(site)


def view(sheet: Sheet) -> View:
    site = sheet.site
    events = site.dossier.timeline
    return View(
        by=site.signature(""),
        coverage=site.once(charts.coverage),
        density=charts.density(site),
        sift=_sift(site, events),
        years=tuple(_years(sheet, [event for event in events if event.when])),
        undated_id=urls.UNDATED,
        undated=tuple(entry(sheet, event, None) for event in events if event.when is None),
        dated_id=urls.DATED,
        days=days.shown(sheet),
    )


def _years(sheet: Sheet, events: Iterable[Event]) -> Iterator[Year]:
    """The events under the years and months that they are in."""
    placed = [(when.headings(event.when, sheet.site.zone), event) for event in events if event.when]
    for year, in_year in groupby(placed, key=lambda place: place[0][0]):
        months = [(month, [event for _, event in group]) for month, group in groupby(in_year, key=lambda p: p[0][-1])]
        if [month for month, _ in months] == [year]:
            yield Year(_words(sheet, year), tuple(entry(sheet, event, year) for event in months[0][1]), ())
        else:
            yield Year(_words(sheet, year), (), tuple(_month(sheet, year, month, group) for month, group in months))


def _month(sheet: Sheet, year: When, month: When, events: list[Event]) -> Month:
    title = sheet.site.words("timeline.no_month") if month == year else _words(sheet, month, year)
    return Month(title, tuple(entry(sheet, event, month) for event in events))


def _words(sheet: Sheet, date: When, context: When | None = None) -> str:
    return when.words(date, sheet.site.language, context=context)


def entry(sheet: Sheet, event: Event, context: When | None) -> Entry:
    site, words = sheet.site, sheet.site.words
    cited = [site.articles[source.article] for source in event.sources if source.article in site.articles]
    place = site.entities.get(event.where)
    return Entry(
        id=event.id,
        href=sheet.to(urls.event(event.id)),
        status=event.status,
        word=words(f"status.{event.status}"),
        moment=sheet.moment(event.when, context, weekday=True) if event.when else None,
        undated=words(f"timeline.undated.{event.status}"),
        circa=bool(event.when and (event.when.approximate or event.when.uncertain)),
        title=sheet.run(event.title),
        text=prose(sheet, event.text, top=5, by=site.signature(event.by), of=event.id),
        who=tuple(sheet.name(site.entities[who]) for who in event.who if who in site.entities),
        where=sheet.name(place) if place else None,
        quotes=tuple(quotes.quote(sheet, source) for source in event.sources),
        compare=sheet.link(urls.compare(event.id), words("timeline.compare")) if event.id in site.compared else None,
        filter_who=" ".join(dict.fromkeys((*event.who, *([event.where] if event.where else [])))),
        filter_outlets=" ".join(dict.fromkeys(article.outlet for article in cited)),
    )


def _sift(site: Site, events: tuple[Event, ...]) -> Sift:
    words = site.words
    names = dict.fromkeys(entity for event in events for entity in (*event.who, event.where) if entity in site.entities)
    by_name = sorted(names, key=lambda entity: -len(site.events_of_entity[entity]))
    outlets = dict.fromkeys(
        site.articles[s.article].outlet for event in events for s in event.sources if s.article in site.articles
    )
    return Sift(
        tuple(Choice(entity, *site.name(site.entities[entity])) for entity in by_name),
        tuple(Choice(o, site.outlet(o).name, site.lang(site.outlet(o).language)) for o in outlets),
        tuple(
            Choice(status, words(f"status.{status}")) for status in STATUSES if any(e.status == status for e in events)
        ),
        words("timeline.all", n=len(events)),
        words("timeline.some", all=len(events), n="{n}"),
        words("timeline.all", n=len(events)),
    )
