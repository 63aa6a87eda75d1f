"""The dates that the coverage mentions, as sentences: one page of them, or a page for each year or month."""

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
from dossier.model import DateMention, When
from dossier.render import quotations, urls
from dossier.render.language import dates_in_words
from dossier.render.page_context import Link, PageContext
from dossier.render.pages.page import PageHead, SitePage
from dossier.render.pages.pagination import FurtherPage, ListSlice, PageLinks
from dossier.render.site import Site

DATED = urls.further_path(urls.TIMELINE, "dated")
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
    """A page of all the sentences, or of the ways to a page for each year or month."""
    days, title = site.cached(DatedCoverage), site.words("timeline.dated_title")
    if days.spans:
        yield SitePage(DATED, "further", _whole, lambda: PageHead(title, site.words("timeline.dated_note")))
    for nth, span in enumerate(days.spans if days.apart else ()):
        yield SitePage(_path(span), "further", partial(_view, nth=nth), partial(_head, site, span))


def dated_link(context: PageContext) -> Link | None:
    """The way from the timeline to the sentences, where there are any."""
    days = context.site.cached(DatedCoverage)
    return context.link(DATED, context.site.words("timeline.dated_title")) if days.spans else None


def _whole(context: PageContext) -> FurtherPage:
    site, words = context.site, context.site.words
    days = site.cached(DatedCoverage)
    if days.apart:
        rows = [
            [_link(context, span) for span in spans] for _, spans in groupby(days.spans, key=lambda span: span.year)
        ]
        shown = ListSlice(Markup(), PageLinks(words("further.label"), words("timeline.dated_pages"), rows, open=True))
    else:
        shown = ListSlice(_table(context, days.spans, headed=True), None)
    note = Markup('<p class="small pencil">{}</p>').format(words("timeline.dated_note"))
    whole = context.link(urls.TIMELINE, words("nav.timeline"))
    return FurtherPage("", whole, "", words("timeline.dated_title"), shown._replace(html=note + shown.html))


def _link(context: PageContext, span: DatedSpan) -> Link:
    """The way to a page of dates, and how often they are told."""
    told = sum(context.site.cached(DatedCoverage).counts[date.edtf] for date in span.dates)
    return context.link(_path(span), f"{_said(context.site, span)} ({told})")


def _view(context: PageContext, nth: int) -> FurtherPage:
    site, spans = context.site, context.site.cached(DatedCoverage).spans
    words = site.words
    links = [
        context.link(_path(spans[other]), words(f"further.{way}", period=_said(site, spans[other])))
        for way, other in (("older", nth - 1), ("newer", nth + 1))
        if 0 <= other < len(spans)
    ]
    whole = context.link(DATED, words("timeline.dated_title"))
    shown = ListSlice(_table(context, [spans[nth]], headed=False), PageLinks(words("further.label"), "", [links]))
    return FurtherPage(words("nav.timeline"), whole, "", _said(site, spans[nth]), shown)


def _head(site: Site, span: DatedSpan) -> PageHead:
    return PageHead(f"{site.words('timeline.dated_title')} · {_said(site, span)}")


def _path(span: DatedSpan) -> str:
    return urls.further_path(urls.TIMELINE, span.month.edtf)


def _said(site: Site, span: DatedSpan) -> str:
    return dates_in_words.date_words(span.month, site.language)


def _table(context: PageContext, spans: Iterable[DatedSpan], *, headed: bool) -> Markup:
    """The sentences, under their years."""
    site, told = context.site, context.site.cached(DatedCoverage).told
    years = []
    for year, some in groupby(spans, key=lambda span: span.year):
        dates = sorted(
            chain.from_iterable(span.dates for span in some), key=lambda date: edtf.sort_key(date, site.zone)
        )
        rows = chain.from_iterable(quotations.first_dated_sentences(context, told[date.edtf], year) for date in dates)
        years.append(DatedYear(dates_in_words.date_words(year, site.language), tuple(rows)))
    return context.render_macro("lists", "dated", years, headed, site.words)
