"""The page on method and sources: every article with its captures and rights, what is withheld, and the corrections."""

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
from dossier.render.pages import pagination
from dossier.render.pages.articles import FULL_PAGE
from dossier.render.pages.page import PageHead, SitePage
from dossier.render.site import Site


class CaptureRow(NamedTuple):
    """A capture of an article."""

    file: str  # its file name
    moment: DateLabel | None  # when it was made
    sha256: str  # hash of the file


class SourceRow(NamedTuple):
    """An article as a source."""

    article: quotations.ArticleLabel  # headline, outlet, day
    original: Link | None  # to the article at its outlet
    rights: str  # what kind of text the dossier has, and what may be done with it
    captures: list[CaptureRow]  # its captures
    withheld: str  # what this edition withholds of it, and why; else empty


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A correction that the dossier made."""

    moment: DateLabel | None  # when
    text: Markup  # what was corrected
    article: Link | None  # to the article it concerns
    by: str  # who signs it


@dataclass(frozen=True, slots=True)
class AboutPage:
    """The page on method and sources."""

    title: str  # its title
    method: Markup  # content/pages/about.md, or a description of the method
    sources: pagination.ListSlice  # every article as a source
    withheld: tuple[str, ...]  # what this edition leaves out, a line for each reason
    corrections: tuple[CorrectionRow, ...]  # what the dossier corrected


def about_pages(site: Site) -> Iterator[SitePage]:
    words = site.words
    own = next((page for page in site.dossier.content.pages if page.stem == "about"), None)
    title, articles = own.title if own else words("nav.about"), tuple(site.articles)
    starts = pagination.even_page_starts(articles, FULL_PAGE)
    sources = pagination.PaginatedList(
        site, urls.ABOUT, partial(_about_link, title=title), articles, starts, _sources_html
    )
    build_page = partial(about_page, title=title, own=own, sources=sources)
    yield SitePage(urls.ABOUT, "about", build_page, lambda: PageHead(title, words("about.lede")))
    yield from sources.pages("", title, words("about.sources"))


def _about_link(context: PageContext, title: str) -> Link:
    return context.link(urls.ABOUT, title)


def about_page(context: PageContext, title: str, own: FreePage | None, sources: pagination.PaginatedList) -> AboutPage:
    site, words = context.site, context.site.words
    return AboutPage(
        title=title,
        method=prose_html(context, own.text, top=2, by=site.signature(""))
        if own
        else Markup("<p>{}</p>").format(words("about.method")),
        sources=sources.newest(context),
        withheld=tuple(_withheld_totals(site)),
        corrections=tuple(correction_row(context, correction) for correction in site.dossier.content.corrections),
    )


def _sources_html(context: PageContext, articles: Sequence[str]) -> Markup:
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


def _withheld_totals(site: Site) -> Iterator[str]:
    """How much this edition leaves out, by reason."""
    words = site.words
    for why in dict.fromkeys(item.why for item in site.dossier.withheld):
        items = [item for item in site.dossier.withheld if item.why == why]
        n = sum(item.blocks for item in items)
        yield words(f"about.withheld.{why}", n=n, articles=len({item.article for item in items}))


def correction_row(context: PageContext, correction: Correction) -> CorrectionRow:
    article = context.site.articles.get(correction.article)
    return CorrectionRow(
        context.date_label(correction.when) if correction.when else None,
        prose_html(context, correction.text),
        Link(context.href(urls.article_path(article.id)), context.headline(article)) if article else None,
        context.site.signature(correction.by),
    )
