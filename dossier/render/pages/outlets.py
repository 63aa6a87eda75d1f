"""An outlet's page: what is known of it, and its articles."""

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
    """An outlet."""

    name: HtmlRun  # its name
    record: tuple[RecordRow, ...]  # its site, language and rights
    count: str  # how many articles there are of it
    articles: pagination.ListSlice  # its articles


def outlet_pages(site: Site) -> Iterator[SitePage]:
    words = site.words
    for outlet_id, articles in site.articles_of_outlet.items():
        outlet, path, ids = site.outlet(outlet_id), urls.outlet_path(outlet_id), [article.id for article in articles]
        starts = pagination.even_page_starts(ids, FULL_PAGE)
        paginated = pagination.PaginatedList(site, path, partial(_outlet_link, outlet_id), ids, starts, article_rows)
        builders = partial(outlet_page, outlet=outlet, articles=paginated), partial(outlet_head, site, outlet_id)
        yield SitePage(path, "outlet", *builders)
        yield from paginated.pages(words("record.outlet"), outlet.name, words("articles.list"))


def outlet_page(context: PageContext, outlet: Outlet, articles: pagination.PaginatedList) -> OutletPage:
    return OutletPage(
        quotations.outlet_label(context, outlet.id),
        tuple(_record(context, outlet)),
        context.site.words("count.articles", n=len(articles.articles)),
        articles.newest(context),
    )


def _outlet_link(outlet_id: str, context: PageContext) -> Link:
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
