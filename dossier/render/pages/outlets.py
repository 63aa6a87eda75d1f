"""An outlet: what is known of it, and everything the dossier has from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from markupsafe import escape

from dossier.model import Outlet
from dossier.render import quotations, urls
from dossier.render.page_context import HtmlRun, Link, PageContext
from dossier.render.pages import pagination
from dossier.render.pages.article import RecordRow
from dossier.render.pages.articles import FULL_PAGE, article_rows
from dossier.render.pages.page import PageHead, SitePage
from dossier.render.site import Site


@dataclass(frozen=True, slots=True)
class OutletPage:
    name: HtmlRun
    record: tuple[RecordRow, ...]
    count: str
    files: pagination.ListSlice


def outlet_pages(site: Site) -> Iterator[SitePage]:
    words = site.words
    for outlet_id, articles in site.articles_of_outlet.items():
        path, every, link = urls.outlet_path(outlet_id), [article.id for article in articles], partial(_link, outlet_id)
        files = pagination.PaginatedList(
            site, path, link, every, pagination.even_page_starts(every, FULL_PAGE), article_rows
        )
        of_it = partial(outlet_page, outlet=site.outlet(outlet_id), files=files), partial(outlet_head, site, outlet_id)
        yield SitePage(path, "outlet", *of_it)
        yield from files.pages(words("record.outlet"), site.outlet(outlet_id).name, words("articles.list"))


def outlet_page(context: PageContext, outlet: Outlet, files: pagination.PaginatedList) -> OutletPage:
    return OutletPage(
        quotations.outlet_label(context, outlet.id),
        tuple(_record(context, outlet)),
        context.site.words("count.articles", n=len(files.articles)),
        files.newest(context),
    )


def _link(outlet_id: str, context: PageContext) -> Link:
    return Link(context.href(urls.outlet_path(outlet_id)), quotations.outlet_label(context, outlet_id))


def outlet_head(site: Site, outlet_id: str) -> PageHead:
    name = site.outlet(outlet_id).name
    return PageHead(name, site.words("outlet.description", outlet=name))


def _record(context: PageContext, outlet: Outlet) -> Iterator[RecordRow]:
    words = context.site.words
    if home := context.external_link(outlet.url):
        yield RecordRow(words("outlet.home"), (context.render_macro("text", "link", home),))
    if outlet.language:
        yield RecordRow(words("record.text"), (escape(context.site.language_name(outlet.language)),))
    yield RecordRow(words("record.rights"), (escape(words(f"rights.{outlet.rights}")),))
