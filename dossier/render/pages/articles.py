"""The page of all articles, and an article as a row of a list."""

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

FULL_PAGE = 250  # articles on a further page: about 200 KB


class ArticleRow(NamedTuple):
    """An article as a row of a list."""

    source: quotations.ArticleLabel  # headline, outlet, day
    undated: str  # what is printed in place of an unknown day
    summary: HtmlRun  # an editor's summary, or the article's first sentence
    edited: bool  # whether the summary is an editor's
    signed: str  # who signs the summary, if not the dossier's editors
    extent: str  # how much of the text there is
    annotations: tuple[str, ...]  # how many notes and events the dossier has on it


def article_rows(context: PageContext, articles: Sequence[str]) -> Markup:
    """A list of articles as HTML, the newest first; `articles` begins with the oldest."""
    site = context.site
    rows = [article_row(context, site.articles[article]) for article in reversed(articles)]
    return context.render_macro("lists", "articles", rows, site.words)


def article_row(context: PageContext, article: Article) -> ArticleRow:
    site, words = context.site, context.site.words
    counts = {"notes": len(site.notes(article.id)), "events": len(site.events_of_article.get(article.id, ()))}
    return ArticleRow(
        quotations.article_label(context, article.id),
        words("date.undated"),
        context.editor_run(article.summary, article.language) if article.summary else _first_sentence(context, article),
        bool(article.summary),
        site.signature_unless_default(article.by) if article.summary else "",
        context.cached_for(_extent, (article.text, len([block for block in article.body if block.number]))),
        tuple(words(f"made.{key}", n=n) for key, n in counts.items() if n),
    )


def _extent(context: PageContext, subject: tuple[str, int]) -> str:
    text, paragraphs = subject
    return context.site.words(f"extent.{text}", n=paragraphs)


def _first_sentence(context: PageContext, article: Article) -> HtmlRun:
    first = next((block for block in article.body if block.number), None)
    if first is None:
        return context.html_run("")
    start, end = quotations.sentence_around(first.text, 0, 1)
    return context.html_run(first.text[start:end], article.language)


@dataclass(frozen=True, slots=True)
class ArticlesPage:
    """All articles."""

    count: str  # how many articles there are
    coverage: charts.Coverage | None  # the chart of the coverage; None for fewer than two days
    articles: pagination.ListSlice  # the list
    sidebar: tuple[sidebar.SidebarSection, ...]  # the outlets


def articles_pages(site: Site) -> Iterator[SitePage]:
    words = site.words
    name, articles = words("nav.articles"), tuple(site.articles)
    starts = pagination.even_page_starts(articles, FULL_PAGE)
    paginated = pagination.PaginatedList(
        site, urls.ARTICLES, partial(_list_link, name=name), articles, starts, article_rows
    )
    yield SitePage(
        urls.ARTICLES,
        "articles",
        partial(articles_page, articles=paginated),
        lambda: PageHead(name, words("articles.lede")),
    )
    yield from paginated.pages("", name, words("articles.list"))


def _list_link(context: PageContext, name: str) -> Link:
    return context.link(urls.ARTICLES, name)


def articles_page(context: PageContext, articles: pagination.PaginatedList) -> ArticlesPage:
    site, words = context.site, context.site.words
    outlets = (
        sidebar.SidebarItem(
            Link(context.href(urls.outlet_path(outlet)), quotations.outlet_label(context, outlet)),
            count=str(len(own_articles)),
        )
        for outlet, own_articles in site.articles_of_outlet.items()
    )
    return ArticlesPage(
        words("count.articles", n=len(site.articles)),
        site.cached(charts.coverage),
        articles.newest(context),
        (sidebar.SidebarSection(words("articles.outlets"), tuple(outlets)),),
    )
