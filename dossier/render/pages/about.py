"""The method, every source with the hash of its capture, what may be shown, what was corrected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from markupsafe import Markup

from dossier import edtf
from dossier.model import Article, Correction, FreePage
from dossier.render import quotations, urls
from dossier.render.article_body import prose_html
from dossier.render.page_context import DateLabel, Link, PageContext
from dossier.render.pages import articles, pagination
from dossier.render.pages.page import PageHead, SitePage
from dossier.render.site import Site


class CaptureRow(NamedTuple):
    """A capture: its file, when it was fetched, and the hash that proves it unchanged."""

    file: str
    moment: DateLabel | None
    sha256: str


class SourceRow(NamedTuple):
    article: quotations.ArticleLabel
    original: Link | None
    rights: str
    captures: list[CaptureRow]
    withheld: str


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    moment: DateLabel | None
    text: Markup
    article: Link | None
    by: str


@dataclass(frozen=True, slots=True)
class AboutPage:
    title: str
    method: Markup
    sources: pagination.ListSlice
    withheld: tuple[str, ...]
    corrections: tuple[CorrectionRow, ...]


def about_pages(site: Site) -> Iterator[SitePage]:
    words = site.words
    own = next((page for page in site.dossier.content.pages if page.stem == "about"), None)
    title, every = own.title if own else words("nav.about"), tuple(site.articles)
    link = partial(_link, title=title)
    sources = pagination.PaginatedList(
        site, urls.ABOUT, link, every, pagination.even_page_starts(every, articles.FULL_PAGE), _sources
    )
    of_it = partial(about_page, title=title, own=own, sources=sources)
    yield SitePage(urls.ABOUT, "about", of_it, lambda: PageHead(title, words("about.lede")))
    yield from sources.pages("", title, words("about.sources"))


def _link(context: PageContext, title: str) -> Link:
    return context.link(urls.ABOUT, title)


def about_page(context: PageContext, title: str, own: FreePage | None, sources: pagination.PaginatedList) -> AboutPage:
    site, words = context.site, context.site.words
    return AboutPage(
        title=title,
        method=prose_html(context, own.text, top=2, by=site.signature(""))
        if own
        else Markup("<p>{}</p>").format(words("about.method")),
        sources=sources.newest(context),
        withheld=tuple(_withheld(site)),
        corrections=tuple(_corrected(context, correction) for correction in site.dossier.content.corrections),
    )


def _sources(context: PageContext, articles: Sequence[str]) -> Markup:
    site = context.site
    return context.render_macro(
        "lists", "sources", [_source(context, site.articles[a]) for a in articles], site.language, site.words
    )


def _source(context: PageContext, article: Article) -> SourceRow:
    site, words = context.site, context.site.words
    withheld = site.withheld.get(article.id, ())
    return SourceRow(
        quotations.article_label(context, article.id),
        context.external_link(article.url),
        context.cached_for(_terms, (article.text, article.rights)),
        [
            CaptureRow(capture.file, context.date_label(edtf.parse(capture.at)) if capture.at else None, capture.sha256)
            for capture in article.captures
        ],
        words.join_items(words(f"withheld.{item.why}", n=item.blocks) for item in withheld) if withheld else "",
    )


def _terms(context: PageContext, terms: tuple[str, str]) -> str:
    words = context.site.words
    text, rights = terms
    return words.join_items([words(f"text.{text}"), words(f"rights.{rights}")])


def _withheld(site: Site) -> Iterator[str]:
    """What this edition leaves out, in sums."""
    words = site.words
    for why in dict.fromkeys(item.why for item in site.dossier.withheld):
        items = [item for item in site.dossier.withheld if item.why == why]
        n = sum(item.blocks for item in items)
        yield words(f"about.withheld.{why}", n=n, articles=len({item.article for item in items}))


def _corrected(context: PageContext, correction: Correction) -> CorrectionRow:
    article = context.site.articles.get(correction.article)
    return CorrectionRow(
        context.date_label(correction.when) if correction.when else None,
        prose_html(context, correction.text),
        Link(context.href(urls.article_path(article.id)), context.headline(article)) if article else None,
        context.site.signature(correction.by),
    )
