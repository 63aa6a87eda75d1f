"""The dates that the coverage tells: on the timeline's own page, or by year and month where they are too many for it.

What happened, what was planned, alleged or denied, in order; and the dates that the coverage mentions.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain, groupby, takewhile
from operator import attrgetter, itemgetter
from typing import NamedTuple

from markupsafe import Markup

from dossier import edtf
from dossier.model import DateMention, Event, When
from dossier.render import charts, quotations, urls
from dossier.render.article_body import prose_html
from dossier.render.exports import json_ld
from dossier.render.language import dates_in_words
from dossier.render.page_context import DateLabel, HtmlRun, Link, PageContext
from dossier.render.pages import pagination
from dossier.render.pages.page import PageHead, SitePage
from dossier.render.pages.pagination import FurtherPage, ListSlice, PageLinks
from dossier.render.site import Site

_FULL = 400  # sentences on one page: 300 KB or so
_FIRST = attrgetter("first")
_EDTF = itemgetter(When._fields.index("edtf"))


class DatedSpan(NamedTuple):
    """The dates of a year, of a month of it, or those of a year that have no month."""

    year: When
    month: When  # or the year
    dates: Sequence[When]


class DatedYear(NamedTuple):
    """A year's part of a page."""

    title: str
    rows: Sequence[quotations.DatedSentence]


@dataclass(frozen=True)
class DatedCoverage:
    """The dates of a site's coverage, by the pages that they stand on."""

    site: Site

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How often each date is told."""
        return Counter(map(_EDTF, self._every))

    @cached_property
    def told(self) -> Mapping[str, Sequence[DateMention]]:
        """Where each date is told, in the order of the articles."""
        told = defaultdict(list)
        for found in self.site.dossier.findings.values():
            for item in found.dates:
                told[item.when.edtf].append(item)
        return told

    @cached_property
    def _every(self) -> Sequence[When]:
        found = chain.from_iterable(found.dates for found in self.site.dossier.findings.values())
        return list(map(itemgetter(DateMention._fields.index("when")), found))

    @cached_property
    def _dates(self) -> Sequence[When]:
        """Every date, once."""
        return tuple(dict(zip(map(_EDTF, self._every), self._every, strict=True)).values())

    def within(self, when: When) -> Iterator[When]:
        """The dates that may be this one: no wider, and not apart from it."""
        begins = bisect_left(self._sorted, when.first, key=_FIRST)
        some = takewhile(lambda date: date.first <= when.last, self._sorted[begins:])
        return (date for date in some if date.last <= when.last)

    @cached_property
    def _sorted(self) -> Sequence[When]:
        return sorted(self._dates, key=_FIRST)

    @cached_property
    def apart(self) -> bool:
        """Whether they stand on pages of their own."""
        return self._sentences(self._dates) > _FULL

    @cached_property
    def spans(self) -> Sequence[DatedSpan]:
        """In order, each year, or its months where the year is too much for a page."""
        years: defaultdict[When, defaultdict[When, list[When]]] = defaultdict(lambda: defaultdict(list))
        for date in self._dates:
            year, *month = dates_in_words.date_headings(date, self.site.zone)
            years[year][month[0] if month else year].append(date)
        return tuple(span for year in sorted(years, key=edtf.sort_key) for span in self._of_year(year, years[year]))

    def _of_year(self, year: When, months: Mapping[When, list[When]]) -> Iterator[DatedSpan]:
        every = [*chain.from_iterable(months.values())]
        if self._sentences(every) <= _FULL:
            yield DatedSpan(year, year, every)
        else:
            yield from (DatedSpan(year, month, months[month]) for month in sorted(months, key=edtf.sort_key))

    def _sentences(self, dates: Iterable[When]) -> int:
        return sum(min(self.counts[date.edtf], quotations.SENTENCES_PER_DATE) for date in dates)


def dated_pages(site: Site) -> Iterator[SitePage]:
    """A page for each year or month, where the timeline's own has no room."""
    days = site.cached(DatedCoverage)
    for nth, span in enumerate(days.spans if days.apart else ()):
        yield SitePage(_path(span), "further", partial(_view, nth=nth), partial(_head, site, span))


def dated_section(sheet: PageContext) -> ListSlice | None:
    """What stands on the timeline's own page: all of it, or the ways to it."""
    site, days = sheet.site, sheet.site.cached(DatedCoverage)
    if not days.apart:
        return ListSlice(_table(sheet, days.spans, headed=True), None) if days.spans else None
    rows = [[_link(sheet, span) for span in spans] for _, spans in groupby(days.spans, key=lambda span: span.year)]
    return ListSlice(
        Markup(), PageLinks(site.words("further.label"), site.words("timeline.dated_pages"), rows, open=True)
    )


def _link(sheet: PageContext, span: DatedSpan) -> Link:
    """The way to a page of dates, and how often they are told."""
    told = sum(sheet.site.cached(DatedCoverage).counts[date.edtf] for date in span.dates)
    return sheet.link(_path(span), f"{_said(sheet.site, span)} ({told})")


def _view(sheet: PageContext, nth: int) -> FurtherPage:
    site, spans = sheet.site, sheet.site.cached(DatedCoverage).spans
    words = site.words
    links = [
        sheet.link(_path(spans[other]), words(f"further.{way}", period=_said(site, spans[other])))
        for way, other in (("older", nth - 1), ("newer", nth + 1))
        if 0 <= other < len(spans)
    ]
    whole = sheet.link(urls.TIMELINE, words("timeline.dated_title"))
    shown = ListSlice(_table(sheet, [spans[nth]], headed=False), PageLinks(words("further.label"), "", [links]))
    return FurtherPage(words("nav.timeline"), whole, "", _said(site, spans[nth]), shown)


def _head(site: Site, span: DatedSpan) -> PageHead:
    return PageHead(f"{site.words('timeline.dated_title')} · {_said(site, span)}")


def _path(span: DatedSpan) -> str:
    return urls.further_path(urls.TIMELINE, span.month.edtf)


def _said(site: Site, span: DatedSpan) -> str:
    return dates_in_words.date_words(span.month, site.language)


def _table(sheet: PageContext, spans: Iterable[DatedSpan], *, headed: bool) -> Markup:
    """The sentences, under their years."""
    site, told = sheet.site, sheet.site.cached(DatedCoverage).told
    years = []
    for year, some in groupby(spans, key=lambda span: span.year):
        dates = sorted(
            chain.from_iterable(span.dates for span in some), key=lambda date: edtf.sort_key(date, site.zone)
        )
        rows = chain.from_iterable(quotations.first_dated_sentences(sheet, told[date.edtf], year) for date in dates)
        years.append(DatedYear(dates_in_words.date_words(year, site.language), tuple(rows)))
    return sheet.render_macro("lists", "dated", years, headed, site.words)


STATUSES = ("happened", "planned", "alleged", "denied", "superseded")


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """An event as the timeline tells it."""

    id: str
    former_ids: tuple[str, ...]  # links to these still lead here
    href: str
    status: str
    word: str
    moment: DateLabel | None
    undated: str
    circa: bool
    title: HtmlRun
    text: Markup
    who: tuple[Link, ...]
    where: Link | None
    quotes: tuple[quotations.QuotedWords, ...]
    compare: Link | None
    filter_who: str
    filter_outlets: str


@dataclass(frozen=True, slots=True)
class TimelineMonth:
    title: str
    entries: tuple[TimelineEntry, ...]


@dataclass(frozen=True, slots=True)
class TimelineYear:
    title: str
    entries: tuple[TimelineEntry, ...]  # of a year whose months are all unknown
    months: tuple[TimelineMonth, ...]


@dataclass(frozen=True, slots=True)
class TimelineChoice:
    value: str
    label: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class TimelineFilters:
    """What the events can be narrowed by, and how the count is said."""

    names: tuple[TimelineChoice, ...]
    outlets: tuple[TimelineChoice, ...]
    statuses: tuple[TimelineChoice, ...]
    all: str
    some: str  # with {n} for those that are shown
    count: str


@dataclass(frozen=True, slots=True)
class TimelinePage:
    by: str
    coverage: charts.Coverage | None
    density: charts.Density | None
    sift: TimelineFilters
    years: tuple[TimelineYear, ...]
    undated_id: str
    undated: tuple[TimelineEntry, ...]
    dated_id: str
    days: pagination.ListSlice | None  # that the coverage tells


def timeline_pages(site: Site) -> Iterator[SitePage]:
    words = site.words
    yield SitePage(
        urls.TIMELINE,
        "timeline",
        timeline_page,
        lambda: PageHead(words("nav.timeline"), words("timeline.lede"), data=json_ld.timeline_json_ld(site)),
    )
    yield from dated_pages(site)


def timeline_page(sheet: PageContext) -> TimelinePage:
    site = sheet.site
    events = site.dossier.timeline
    return TimelinePage(
        by=site.signature(""),
        coverage=site.cached(charts.coverage),
        density=charts.density(site),
        sift=_sift(site, events),
        years=tuple(_years(sheet, [event for event in events if event.when])),
        undated_id=urls.UNDATED,
        undated=tuple(timeline_entry(sheet, event, None) for event in events if event.when is None),
        dated_id=urls.DATED,
        days=dated_section(sheet),
    )


def _years(sheet: PageContext, events: Iterable[Event]) -> Iterator[TimelineYear]:
    """The events under the years and months that they are in."""
    placed = [(dates_in_words.date_headings(event.when, sheet.site.zone), event) for event in events if event.when]
    for year, in_year in groupby(placed, key=lambda place: place[0][0]):
        months = [(month, [event for _, event in group]) for month, group in groupby(in_year, key=lambda p: p[0][-1])]
        if [month for month, _ in months] == [year]:
            yield TimelineYear(
                _words(sheet, year), tuple(timeline_entry(sheet, event, year) for event in months[0][1]), ()
            )
        else:
            yield TimelineYear(
                _words(sheet, year), (), tuple(_month(sheet, year, month, group) for month, group in months)
            )


def _month(sheet: PageContext, year: When, month: When, events: list[Event]) -> TimelineMonth:
    title = sheet.site.words("timeline.no_month") if month == year else _words(sheet, month, year)
    return TimelineMonth(title, tuple(timeline_entry(sheet, event, month) for event in events))


def _words(sheet: PageContext, date: When, context: When | None = None) -> str:
    return dates_in_words.date_words(date, sheet.site.language, implied=context)


def timeline_entry(sheet: PageContext, event: Event, context: When | None) -> TimelineEntry:
    site, words = sheet.site, sheet.site.words
    cited = [site.articles[source.article] for source in event.sources if source.article in site.articles]
    place = site.entities.get(event.where)
    return TimelineEntry(
        id=event.id,
        former_ids=event.formerly,
        href=sheet.href(urls.event_path(event.id)),
        status=event.status,
        word=words(f"status.{event.status}"),
        moment=sheet.date_label(event.when, context, weekday=True) if event.when else None,
        undated=words(f"timeline.undated.{event.status}"),
        circa=bool(event.when and (event.when.approximate or event.when.uncertain)),
        title=sheet.html_run(event.title),
        text=prose_html(sheet, event.text, top=5, by=site.signature(event.by), id_prefix=event.id),
        who=tuple(sheet.entity_link(site.entities[who]) for who in event.who if who in site.entities),
        where=sheet.entity_link(place) if place else None,
        quotes=tuple(quotations.quoted_words(sheet, source) for source in event.sources),
        compare=sheet.link(urls.compare_path(event.id), words("timeline.compare"))
        if event.id in site.compared_events
        else None,
        filter_who=" ".join(dict.fromkeys((*event.who, *([event.where] if event.where else [])))),
        filter_outlets=" ".join(dict.fromkeys(article.outlet for article in cited)),
    )


def _sift(site: Site, events: tuple[Event, ...]) -> TimelineFilters:
    words = site.words
    names = dict.fromkeys(entity for event in events for entity in (*event.who, event.where) if entity in site.entities)
    by_name = sorted(names, key=lambda entity: -len(site.events_of_entity[entity]))
    outlets = dict.fromkeys(
        site.articles[s.article].outlet for event in events for s in event.sources if s.article in site.articles
    )
    return TimelineFilters(
        tuple(TimelineChoice(entity, *site.display_name(site.entities[entity])) for entity in by_name),
        tuple(TimelineChoice(o, site.outlet(o).name, site.lang(site.outlet(o).language)) for o in outlets),
        tuple(
            TimelineChoice(status, words(f"status.{status}"))
            for status in STATUSES
            if any(e.status == status for e in events)
        ),
        words("timeline.all", n=len(events)),
        words("timeline.some", all=len(events), n="{n}"),
        words("timeline.all", n=len(events)),
    )
