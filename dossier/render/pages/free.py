"""The pages that an editor wrote, the one that says there is no such page, and those that have moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from dossier.render import urls
from dossier.render.pages.page import Head, Page
from dossier.render.prose import opening, prose
from dossier.render.sheet import Link, Run, Sheet
from dossier.render.site import Site

_PLACED = ("index", "about")  # these have pages of their own


@dataclass(frozen=True, slots=True)
class View:
    title: Run
    text: Markup


@dataclass(frozen=True, slots=True)
class Missing:
    search: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    link: Link


def pages(site: Site) -> Iterator[Page]:
    for page in site.dossier.content.pages:
        if page.stem not in _PLACED:
            sheet = Sheet(site, urls.Here(urls.page(page.stem)))
            view = View(sheet.run(page.title), prose(sheet, page.text, top=2, by=site.signature("")))
            yield Page(sheet.here.page, "free", view, Head(page.title, opening(page.text)), page.at)


def missing(site: Site) -> Iterator[Page]:
    """404.html: a server may show it at any address, so that its links are absolute."""
    sheet = Sheet(site, urls.Here(urls.MISSING, urls.root(site.base_url)))
    words = site.words
    places = (("home", urls.HOME), ("articles", urls.ARTICLES), ("timeline", urls.TIMELINE), ("search", urls.SEARCH))
    view = Missing(sheet.to(urls.SEARCH), tuple(sheet.link(path, words(f"nav.{key}")) for key, path in places))
    yield Page(urls.MISSING, "missing", view, Head(words("missing.title"), words("missing.lede"), listed=False))


def moved(site: Site) -> Iterator[Page]:
    """A page at each former address of an article that sends its reader on."""
    for article in site.articles.values():
        for old in article.formerly:
            sheet = Sheet(site, urls.Here(urls.article(old)))
            link = Link(sheet.to(urls.article(article.id)), sheet.title(article))
            head = Head(article.title, listed=False, moved=link.href, canonical=urls.article(article.id))
            yield Page(sheet.here.page, "moved", Moved(link), head, article.at)
