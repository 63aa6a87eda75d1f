"""A list that is too long for its page goes on on further ones.

The newest of it stand on the page itself; the older on flat pages beside it, <page>.1.html the oldest, then
<page>.2.html … Counted so, one that is full says the same for ever, whatever is added: it can be quoted, and is not
written again. No id has a dot, so that none of these addresses is anybody else's.
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

_OURS = Location("templates")


class PageLinks(NamedTuple):
    """The links to the other pages of a list."""

    label: str
    summary: str  # shown in place of the links until the reader opens them; empty: the links are always shown
    rows: Sequence[Sequence[Link]]
    open: bool = False


class ListSlice(NamedTuple):
    """As much of a list as stands on one page, and the ways to the rest."""

    html: Markup
    links: PageLinks | None


class FurtherPage(NamedTuple):
    """A further page."""

    kicker: str
    list_page: Link  # to the first page of the list
    heading: str  # what the list is of
    period: str
    content: ListSlice


@dataclass(frozen=True, slots=True)
class PaginatedList:
    """A list of articles, the oldest first, and where each page of it begins; the last is the page it is named for."""

    site: Site
    path: str
    link: Callable[[PageContext], Link]  # to that page, by its name
    articles: Sequence[str]
    starts: Sequence[int]
    render_articles: Callable[[PageContext, Sequence[str]], Markup]  # some of the articles as a page shows them

    def pages(
        self, kicker: str, name: str, heading: str, *, listed: bool = True, at: Location = _OURS
    ) -> Iterator[SitePage]:
        """The further pages."""
        for nth in range(len(self.starts) - 1):
            of_it = partial(self._view, kicker=kicker, heading=heading, nth=nth), partial(self._head, name, nth)
            yield SitePage(self._path(nth), "further", *of_it, listed=listed, at=at)

    def newest(self, context: PageContext) -> ListSlice:
        """What stands on the page that the list is named for."""
        last = len(self.starts) - 1
        return ListSlice(self.render_articles(context, self._articles(last)), self._older(context) if last else None)

    def _view(self, context: PageContext, kicker: str, heading: str, nth: int) -> FurtherPage:
        shown = ListSlice(self.render_articles(context, self._articles(nth)), self._beside(context, nth))
        return FurtherPage(kicker, self.link(context), heading, self._period(nth), shown)

    def _head(self, name: str, nth: int) -> PageHead:
        return PageHead(f"{name} · {self._period(nth)}")

    def _older(self, context: PageContext) -> PageLinks:
        """From the page itself to every further one, the newest first."""
        words, more = self.site.words, self.starts[-1]
        links = (context.link(self._path(nth), self._period(nth)) for nth in reversed(range(len(self.starts) - 1)))
        here = words("further.here", n=len(self.articles) - more, more=more)
        return PageLinks(words("further.label"), here, [[*links]])

    def _beside(self, context: PageContext, nth: int) -> PageLinks:
        """From a further page to the ones before and after it, and to the newest: to no more, so that it need not change."""
        words, last = self.site.words, len(self.starts) - 1
        links = []
        if nth:
            links.append(context.link(self._path(nth - 1), words("further.older", period=self._period(nth - 1))))
        if nth + 1 < last:
            links.append(context.link(self._path(nth + 1), words("further.newer", period=self._period(nth + 1))))
        links.append(context.link(self.path, words("further.latest")))
        return PageLinks(words("further.label"), "", [links])

    def _path(self, nth: int) -> str:
        return urls.further_path(self.path, str(nth + 1))

    def _articles(self, nth: int) -> Sequence[str]:
        return self.articles[self.starts[nth] : [*self.starts, None][nth + 1]]

    def _period(self, nth: int) -> str:
        """The days from the first article of a page to its last."""
        dates = [self.site.articles[article].published for article in self._articles(nth)]
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
    """Where each page of a list begins, given the size of each thing on it: all are full but the last, which holds up to two."""
    begins, held = [0], 0
    for place, size in enumerate(sizes):
        if held >= full:
            begins.append(place)
            held = 0
        held += size
    return begins[:-1] if len(begins) > 1 else begins


def even_page_starts(articles: Sequence[str], full: int) -> list[int]:
    """Where each page begins when so many articles make a full one."""
    return page_starts(repeat(1, len(articles)), full)
