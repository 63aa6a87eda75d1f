"""Every report, the newest first, and when each outlet published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dossier.render import charts, urls
from dossier.render.pages import listing, rails
from dossier.render.pages.page import Head, Page
from dossier.render.sheet import Sheet
from dossier.render.site import Site


@dataclass(frozen=True, slots=True)
class View:
    count: str
    coverage: charts.Coverage | None
    files: tuple[listing.File, ...]
    threads: tuple[rails.Rail, ...]


def pages(site: Site) -> Iterator[Page]:
    words = site.words
    yield Page(urls.ARTICLES, "articles", view, lambda: Head(words("nav.articles"), words("articles.lede")))


def view(sheet: Sheet) -> View:
    site, words = sheet.site, sheet.site.words
    outlets = (
        rails.Item(
            sheet.link(urls.outlet(outlet), site.outlet(outlet).name, site.outlet(outlet).language),
            count=str(len(articles)),
        )
        for outlet, articles in site.articles_of_outlet.items()
    )
    return View(
        words("count.articles", n=len(site.articles)),
        charts.coverage(site),
        tuple(listing.file(sheet, article) for article in reversed(site.dossier.content.articles)),
        (rails.Rail(words("articles.outlets"), tuple(outlets)),),
    )
