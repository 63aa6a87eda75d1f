"""Splits lists that are too long for one page.

The first page, by which the list is known, has its newest part. Older parts have pages <page>.1.html (the oldest),
<page>.2.html and so on: numbered from the oldest, a full page never changes, so that it can be cited and need not be
written again. No id has a dot, so that these addresses are unambiguous.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import repeat
from typing import NamedTuple

from markupsafe import Markup

from dossier import edtf
from dossier.model import Location, When
from dossier.render import urls
from dossier.render.language import dates_in_words
from dossier.render.page_context import Link, PageContext
from dossier.render.pages.page import PageHead, SitePage
from dossier.render.site import Site

_NO_RECORD = Location("templates")


class PageLinks(NamedTuple):
    """Links from one page of a list to its other pages."""

    label: str  # what the links are, for screen readers
    summary: str  # shown in place of the links until the reader opens them; empty: the links are always shown
    rows: Sequence[Sequence[Link]]  # the links, line by line
    open: bool = False  # whether the reader finds them open


class ListSlice(NamedTuple):
    """The part of a list on one page, and links to the other parts."""

    html: Markup  # the part of the list
    links: PageLinks | None  # to the other parts; None for a list of one page


class FurtherPage(NamedTuple):
    """A further page of a list."""

    kicker: str  # the line above the title; may be empty
    list_page: Link  # to the first page of the list
    heading: str  # heading of the list
    period: str  # the dates of this part
    content: ListSlice  # the part of the list


@dataclass(frozen=True, slots=True)
class PaginatedList:
    """A list of articles, split into pages; the last and newest part is on the page at `path`."""

    site: Site
    path: str
    link: Callable[[PageContext], Link]  # to that page
    articles: Sequence[str]  # the oldest first
    starts: Sequence[int]  # index of the first article of each part
    render_articles: Callable[[PageContext, Sequence[str]], Markup]

    def pages(
        self, kicker: str, name: str, heading: str, *, listed: bool = True, at: Location = _NO_RECORD
    ) -> Iterator[SitePage]:
        """The pages of all parts but the newest."""
        for number in range(len(self.starts) - 1):
            build_page = partial(self._further_page, kicker=kicker, heading=heading, number=number)
            build_head = partial(self._head, name, number)
            yield SitePage(self._path(number), "further", build_page, build_head, listed=listed, at=at)

    def newest(self, context: PageContext) -> ListSlice:
        """The newest part, with links to all others."""
        last = len(self.starts) - 1
        return ListSlice(
            self.render_articles(context, self._articles(last)), self._links_to_older(context) if last else None
        )

    def _further_page(self, context: PageContext, kicker: str, heading: str, number: int) -> FurtherPage:
        part = ListSlice(self.render_articles(context, self._articles(number)), self._adjacent_links(context, number))
        return FurtherPage(kicker, self.link(context), heading, self._period(number), part)

    def _head(self, name: str, number: int) -> PageHead:
        return PageHead(f"{name} · {self._period(number)}")

    def _links_to_older(self, context: PageContext) -> PageLinks:
        """Links from the newest part to all others."""
        words, more = self.site.words, self.starts[-1]
        links = (
            context.link(self._path(number), self._period(number)) for number in reversed(range(len(self.starts) - 1))
        )
        summary = words("further.here", n=len(self.articles) - more, more=more)
        return PageLinks(words("further.label"), summary, [[*links]])

    def _adjacent_links(self, context: PageContext, number: int) -> PageLinks:
        """Links to the next older and newer part and the newest; not to all, so that a full page never changes."""
        words, last = self.site.words, len(self.starts) - 1
        links = []
        if number:
            links.append(context.link(self._path(number - 1), words("further.older", period=self._period(number - 1))))
        if number + 1 < last:
            links.append(context.link(self._path(number + 1), words("further.newer", period=self._period(number + 1))))
        links.append(context.link(self.path, words("further.latest")))
        return PageLinks(words("further.label"), "", [links])

    def _path(self, number: int) -> str:
        return urls.further_path(self.path, str(number + 1))

    def _articles(self, number: int) -> Sequence[str]:
        return self.articles[self.starts[number] : [*self.starts, None][number + 1]]

    def _period(self, number: int) -> str:
        """The days from the first article of a part to its last."""
        dates = [self.site.articles[article].published for article in self._articles(number)]
        days = [day for published in dates if published and (day := self._day(published)) not in (date.min, date.max)]
        if not days:
            return self.site.words("date.undated")
        first, last = min(days), max(days)
        return dates_in_words.date_words(
            edtf.parse(f"{first}" if first == last else f"{first}/{last}"), self.site.language
        )

    def _day(self, published: When) -> date:
        return published.moment.astimezone(self.site.zone).date() if published.moment else published.first


def page_starts(sizes: Iterable[int], full: int) -> list[int]:
    """The index at which each page of a list begins, given the sizes of its items. The last may hold as much as two pages."""
    starts, total = [0], 0
    for index, size in enumerate(sizes):
        if total >= full:
            starts.append(index)
            total = 0
        total += size
    return starts[:-1] if len(starts) > 1 else starts


def even_page_starts(articles: Sequence[str], full: int) -> list[int]:
    """The index at which each page begins, with `full` articles to a page."""
    return page_starts(repeat(1, len(articles)), full)
