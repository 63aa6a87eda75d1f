"""The pages that an editor wrote, the one that says there is no such page, and those that have moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from dossier.model import Article, FreePage
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
            of_it = partial(view, page=page), partial(head, page)
            yield Page(urls.page(page.stem), "free", *of_it, at=page.at)


def view(sheet: Sheet, page: FreePage) -> View:
    return View(sheet.run(page.title), prose(sheet, page.text, top=2, by=sheet.site.signature("")))


def head(page: FreePage) -> Head:
    return Head(page.title, opening(page.text))


def missing(site: Site) -> Iterator[Page]:
    """404.html: a server may show it at any address, so that its links are absolute."""
    words = site.words
    yield Page(
        urls.MISSING, "missing", ways_on, lambda: Head(words("missing.title"), words("missing.lede")), listed=False
    )


def ways_on(sheet: Sheet) -> Missing:
    words = sheet.site.words
    places = (("home", urls.HOME), ("articles", urls.ARTICLES), ("timeline", urls.TIMELINE), ("search", urls.SEARCH))
    return Missing(sheet.to(urls.SEARCH), tuple(sheet.link(path, words(f"nav.{key}")) for key, path in places))


def moved(site: Site) -> Iterator[Page]:
    """A page at each former address of an article that sends its reader on."""
    for article in site.articles.values():
        for old in article.formerly:
            of_it = partial(sign, article=article), partial(moved_head, article, old)
            yield Page(urls.article(old), "moved", *of_it, listed=False, at=article.at)


def sign(sheet: Sheet, article: Article) -> Moved:
    return Moved(Link(sheet.to(urls.article(article.id)), sheet.title(article)))


def moved_head(article: Article, old: str) -> Head:
    here, new = urls.Here(urls.article(old)), urls.article(article.id)
    return Head(article.title, moved=here.to(new), canonical=new)
