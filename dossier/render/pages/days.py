"""The dates that the coverage tells: on the timeline's own page, or by year and month where they are too many for it."""

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
from dossier.model import Dated, When
from dossier.render import dated, urls, when
from dossier.render.pages.further import Shown, View, Ways
from dossier.render.pages.page import Head, Page
from dossier.render.sheet import Link, Sheet
from dossier.render.site import Site

_FULL = 400  # sentences on one page: 300 KB or so
_FIRST = attrgetter("first")
_EDTF = itemgetter(When._fields.index("edtf"))


class Span(NamedTuple):
    """The dates of a year, of a month of it, or those of a year that have no month."""

    year: When
    month: When  # or the year
    dates: Sequence[When]


class Year(NamedTuple):
    """A year's part of a page."""

    title: str
    rows: Sequence[dated.Sentence]


@dataclass(frozen=True)
class Days:
    """The dates of a site's coverage, by the pages that they stand on."""

    site: Site

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How often each date is told."""
        return Counter(map(_EDTF, self._every))

    @cached_property
    def told(self) -> Mapping[str, Sequence[Dated]]:
        """Where each date is told, in the order of the articles."""
        told = defaultdict(list)
        for found in self.site.dossier.found.values():
            for item in found.dates:
                told[item.when.edtf].append(item)
        return told

    @cached_property
    def _every(self) -> Sequence[When]:
        found = chain.from_iterable(found.dates for found in self.site.dossier.found.values())
        return list(map(itemgetter(Dated._fields.index("when")), found))

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
    def spans(self) -> Sequence[Span]:
        """In order, each year, or its months where the year is too much for a page."""
        years: defaultdict[When, defaultdict[When, list[When]]] = defaultdict(lambda: defaultdict(list))
        for date in self._dates:
            year, *month = when.headings(date, self.site.zone)
            years[year][month[0] if month else year].append(date)
        return tuple(span for year in sorted(years, key=edtf.key) for span in self._of_year(year, years[year]))

    def _of_year(self, year: When, months: Mapping[When, list[When]]) -> Iterator[Span]:
        every = [*chain.from_iterable(months.values())]
        if self._sentences(every) <= _FULL:
            yield Span(year, year, every)
        else:
            yield from (Span(year, month, months[month]) for month in sorted(months, key=edtf.key))

    def _sentences(self, dates: Iterable[When]) -> int:
        return sum(min(self.counts[date.edtf], dated.FEW) for date in dates)


def pages(site: Site) -> Iterator[Page]:
    """A page for each year or month, where the timeline's own has no room."""
    days = site.once(Days)
    for nth, span in enumerate(days.spans if days.apart else ()):
        yield Page(_path(span), "further", partial(_view, nth=nth), partial(_head, site, span))


def shown(sheet: Sheet) -> Shown | None:
    """What stands on the timeline's own page: all of it, or the ways to it."""
    site, days = sheet.site, sheet.site.once(Days)
    if not days.apart:
        return Shown(_table(sheet, days.spans, headed=True), None) if days.spans else None
    rows = [[_link(sheet, span) for span in spans] for _, spans in groupby(days.spans, key=lambda span: span.year)]
    return Shown(Markup(), Ways(site.words("further.label"), site.words("timeline.dated_pages"), rows, open=True))


def _link(sheet: Sheet, span: Span) -> Link:
    """The way to a page of dates, and how often they are told."""
    told = sum(sheet.site.once(Days).counts[date.edtf] for date in span.dates)
    return sheet.link(_path(span), f"{_said(sheet.site, span)} ({told})")


def _view(sheet: Sheet, nth: int) -> View:
    site, spans = sheet.site, sheet.site.once(Days).spans
    words = site.words
    links = [
        sheet.link(_path(spans[other]), words(f"further.{way}", period=_said(site, spans[other])))
        for way, other in (("older", nth - 1), ("newer", nth + 1))
        if 0 <= other < len(spans)
    ]
    whole = sheet.link(urls.TIMELINE, words("timeline.dated_title"))
    shown = Shown(_table(sheet, [spans[nth]], headed=False), Ways(words("further.label"), "", [links]))
    return View(words("nav.timeline"), whole, "", _said(site, spans[nth]), shown)


def _head(site: Site, span: Span) -> Head:
    return Head(f"{site.words('timeline.dated_title')} · {_said(site, span)}")


def _path(span: Span) -> str:
    return urls.further(urls.TIMELINE, span.month.edtf)


def _said(site: Site, span: Span) -> str:
    return when.words(span.month, site.language)


def _table(sheet: Sheet, spans: Iterable[Span], *, headed: bool) -> Markup:
    """The sentences, under their years."""
    site, told = sheet.site, sheet.site.once(Days).told
    years = []
    for year, some in groupby(spans, key=lambda span: span.year):
        dates = sorted(chain.from_iterable(span.dates for span in some), key=lambda date: edtf.key(date, site.zone))
        rows = chain.from_iterable(dated.first(sheet, told[date.edtf], year) for date in dates)
        years.append(Year(when.words(year, site.language), tuple(rows)))
    return sheet.part("lists", "dated", years, headed, site.words)
