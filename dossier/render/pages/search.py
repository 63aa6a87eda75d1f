"""The search: a form, and for those without JavaScript every name and every headline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dossier.render import urls
from dossier.render.pages.page import Head, Page
from dossier.render.sheet import Link, Sheet
from dossier.render.site import Site


@dataclass(frozen=True, slots=True)
class View:
    names: tuple[Link, ...]
    articles: tuple[Link, ...]


def pages(site: Site) -> Iterator[Page]:
    sheet = Sheet(site, urls.Here(urls.SEARCH))
    view = View(
        tuple(sheet.name(entity) for entity in site.entities.values()),
        tuple(Link(sheet.to(urls.article(article.id)), sheet.title(article)) for article in site.articles.values()),
    )
    yield Page(urls.SEARCH, "search", view, Head(site.words("nav.search"), listed=False))
