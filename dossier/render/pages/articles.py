"""An article as lists show it: when and where it appeared, its headline, what has been made of it.

Every report, the newest first, and when each outlet published.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from markupsafe import Markup

from dossier.model import Article
from dossier.render import charts, quotations, urls
from dossier.render.page_context import HtmlRun, Link, PageContext
from dossier.render.pages import pagination, sidebar
from dossier.render.pages.page import PageHead, SitePage
from dossier.render.site import Site

FULL_PAGE = 250  # articles on a further page: 200 KB or so


class ArticleRow(NamedTuple):
    source: quotations.ArticleLabel
    undated: str
    summary: HtmlRun  # the editor's, or the article's own first sentence
    edited: bool  # it is the editor's …
    signed: str  # … and somebody in particular signs it
    extent: str  # how much there is of it
    made: tuple[str, ...]  # notes, events


def article_rows(context: PageContext, articles: Sequence[str]) -> Markup:
    """Some articles, the oldest first as they are handed in, as a list of them shows them."""
    site = context.site
    return context.render_macro(
        "lists", "files", [article_row(context, site.articles[article]) for article in reversed(articles)], site.words
    )


def article_row(context: PageContext, article: Article) -> ArticleRow:
    site, words = context.site, context.site.words
    made = {"notes": len(site.notes(article.id)), "events": len(site.events_of_article.get(article.id, ()))}
    return ArticleRow(
        quotations.article_label(context, article.id),
        words("date.undated"),
        context.editor_run(article.summary, article.language) if article.summary else _opening(context, article),
        bool(article.summary),
        site.signature_unless_default(article.by) if article.summary else "",
        context.cached_for(_extent, (article.text, len([block for block in article.body if block.number]))),
        tuple(words(f"made.{key}", n=n) for key, n in made.items() if n),
    )


def _extent(context: PageContext, of: tuple[str, int]) -> str:
    text, paragraphs = of
    return context.site.words(f"extent.{text}", n=paragraphs)


def _opening(context: PageContext, article: Article) -> HtmlRun:
    """The first sentence of the text."""
    first = next((block for block in article.body if block.number), None)
    if first is None:
        return context.html_run("")
    start, end = quotations.sentence_around(first.text, 0, 1)
    return context.html_run(first.text[start:end], article.language)


@dataclass(frozen=True, slots=True)
class ArticlesPage:
    count: str
    coverage: charts.Coverage | None
    files: pagination.ListSlice
    threads: tuple[sidebar.SidebarSection, ...]


def articles_pages(site: Site) -> Iterator[SitePage]:
    words = site.words
    name, every = words("nav.articles"), tuple(site.articles)
    link = partial(_link, name=name)
    files = pagination.PaginatedList(
        site, urls.ARTICLES, link, every, pagination.even_page_starts(every, FULL_PAGE), article_rows
    )
    yield SitePage(
        urls.ARTICLES, "articles", partial(articles_page, files=files), lambda: PageHead(name, words("articles.lede"))
    )
    yield from files.pages("", name, words("articles.list"))


def _link(context: PageContext, name: str) -> Link:
    return context.link(urls.ARTICLES, name)


def articles_page(context: PageContext, files: pagination.PaginatedList) -> ArticlesPage:
    site, words = context.site, context.site.words
    outlets = (
        sidebar.SidebarItem(
            Link(context.href(urls.outlet_path(outlet)), quotations.outlet_label(context, outlet)),
            count=str(len(articles)),
        )
        for outlet, articles in site.articles_of_outlet.items()
    )
    return ArticlesPage(
        words("count.articles", n=len(site.articles)),
        site.cached(charts.coverage),
        files.newest(context),
        (sidebar.SidebarSection(words("articles.outlets"), tuple(outlets)),),
    )
