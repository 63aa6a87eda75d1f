"""Every report, the newest first, and when each outlet published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from dossier.render import charts, slips, urls
from dossier.render.pages import further, listing, rails
from dossier.render.pages.page import Head, Page
from dossier.render.sheet import Link, Sheet
from dossier.render.site import Site


@dataclass(frozen=True, slots=True)
class View:
    count: str
    coverage: charts.Coverage | None
    files: further.Shown
    threads: tuple[rails.Rail, ...]


def pages(site: Site) -> Iterator[Page]:
    words = site.words
    name, every = words("nav.articles"), tuple(site.articles)
    link = partial(_link, name=name)
    files = further.Long(site, urls.ARTICLES, link, every, further.evenly(every, listing.FULL), listing.newest_first)
    yield Page(urls.ARTICLES, "articles", partial(view, files=files), lambda: Head(name, words("articles.lede")))
    yield from files.pages("", name, words("articles.list"))


def _link(sheet: Sheet, name: str) -> Link:
    return sheet.link(urls.ARTICLES, name)


def view(sheet: Sheet, files: further.Long) -> View:
    site, words = sheet.site, sheet.site.words
    outlets = (
        rails.Item(
            Link(sheet.to(urls.outlet(outlet)), slips.outlet(sheet, outlet)),
            count=str(len(articles)),
        )
        for outlet, articles in site.articles_of_outlet.items()
    )
    return View(
        words("count.articles", n=len(site.articles)),
        site.once(charts.coverage),
        files.shown(sheet),
        (rails.Rail(words("articles.outlets"), tuple(outlets)),),
    )
