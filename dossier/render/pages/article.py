"""The record of an article: where it comes from, when, and what may be done with it.

An article: its words, the record of where they come from, and what the dossier knows of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, TypeAlias

from markupsafe import Markup

from dossier import edtf
from dossier.model import Article, Byline
from dossier.render import article_body, edits, urls
from dossier.render.article_body import prose_html
from dossier.render.edits import edits_since_capture
from dossier.render.exports import citations, json_ld
from dossier.render.page_context import DateLabel, HtmlRun, Link, PageContext
from dossier.render.pages import sidebar
from dossier.render.pages.page import PageHead, SitePage
from dossier.render.site import Site

Value: TypeAlias = HtmlRun | Link | DateLabel | Markup
"""What a template prints."""


class RecordRow(NamedTuple):
    """A fact and its values; the byline's block is a place that one can link to."""

    label: str
    values: Sequence[Value]
    id: str = ""


def article_record(context: PageContext, article: Article) -> tuple[RecordRow, ...]:
    """What is known of an article's origin, the unknown left out."""
    words = context.site.words
    byline = next((block.id for block in article.header if block.kind == "byline"), "")
    facts = [(key, values) for key, values in _facts(context, article) if values]
    first = next((key for key, _ in facts if key.startswith("role.")), "outlet")
    return tuple(RecordRow(words(f"record.{key}"), values, byline if key == first else "") for key, values in facts)


def _facts(context: PageContext, article: Article) -> Iterator[tuple[str, list[Value]]]:
    words, language = context.site.words, article.language
    yield "outlet", [context.cached_for(_outlet, article.outlet)]
    yield from _people(context, article)
    yield "dateline", [context.html_run(words.join_items(article.dateline), language)] if article.dateline else []
    yield "agencies", [context.html_run(words.join_items(article.agencies), language)] if article.agencies else []
    yield (
        "published",
        [context.date_label(article.published) if article.published else context.cached_for(_word, "date.undated")],
    )
    yield "updated", [context.date_label(article.updated)] if article.updated else []
    yield "captured", [context.date_label(edtf.parse(capture.at)) for capture in article.captures[:1] if capture.at]
    yield "section", [context.html_run(article.section, language)] if article.section else []
    yield "text", [context.cached_for(_text, (language, article.text, article.draft)), *_edited(context, article)]
    yield "rights", [context.cached_for(_word, f"rights.{article.rights}")]
    yield from _away(context, article)
    yield "copyright", [context.html_run(article.copyright, language)] if article.copyright else []


def _outlet(context: PageContext, outlet_id: str) -> Link:
    outlet = context.site.outlet(outlet_id)
    return context.link(urls.outlet_path(outlet.id), outlet.name, outlet.language)


def _people(context: PageContext, article: Article) -> Iterator[tuple[str, list[Value]]]:
    """The byline by role, in the order of the roles' first appearance."""
    roles: dict[str, list[Value]] = {}
    for byline in article.byline:
        roles.setdefault(byline.role, []).append(context.cached_for(_person, (byline, article.language)))
    for role, people in roles.items():
        yield f"role.{role}", people


def _person(context: PageContext, of: tuple[Byline, str]) -> Markup:
    who, language = of
    return context.render_macro(
        "text", "person", context.html_run(who.name, language), who.latin, context.html_run(who.title, language)
    )


def _text(context: PageContext, of: tuple[str, str, bool]) -> HtmlRun:
    language, text, draft = of
    words = context.site.words
    said = [context.site.language_name(language), words(f"text.{text}"), *([words("record.draft")] if draft else [])]
    return context.html_run(words.join_items(said))


def _word(context: PageContext, key: str) -> HtmlRun:
    return context.html_run(context.site.words(key))


def _edited(context: PageContext, article: Article) -> list[Value]:
    """That the text is not as it was captured, and where to see the difference."""
    if not edits_since_capture(article):
        return []
    return [context.link(f"{context.location.page}#{urls.CHANGES}", context.site.words("record.edited"))]


def _away(context: PageContext, article: Article) -> Iterator[tuple[str, list[Value]]]:
    """Where it stands elsewhere."""
    for key, address, language in (
        ("original", article.url, article.language),
        ("archive", article.archive, ""),
        ("translation_of", article.translation_of, ""),
    ):
        if link := context.external_link(address, language=language):
            yield key, [link]


@dataclass(frozen=True, slots=True)
class ArticleCorrection:
    text: Markup
    by: str
    moment: DateLabel | None


@dataclass(frozen=True, slots=True)
class ArticlePage:
    id: str
    outlet: HtmlRun
    kicker: HtmlRun | None
    title: HtmlRun
    title_id: str
    record: tuple[RecordRow, ...]
    digest: str  # who signs the summary; nothing for the outlet's own words
    withheld: str  # why there is no text
    remarks: Markup  # notes on the whole article, and on its head
    corrections: tuple[ArticleCorrection, ...]
    body: Markup
    lang: str
    left_out: str
    changes: tuple[edits.ParagraphEdit, ...]
    changes_id: str
    citations: tuple[citations.CitationFormats, ...]
    threads: Markup
    signs: bool  # of events, beside it
    previews: Markup


def article_pages(site: Site) -> Iterator[SitePage]:
    for article in site.articles.values():
        listed = site.is_indexable([article.id]) and not article.withheld
        of_it = partial(article_page, article=article), partial(article_head, site, article)
        yield SitePage(urls.article_path(article.id), "article", *of_it, listed=listed, at=article.at)


def article_head(site: Site, article: Article) -> PageHead:
    return PageHead(
        f"{article.title}｜{site.outlet(article.outlet).name}",
        article.summary,
        kind="article",
        published=article.published.edtf if article.published else "",
        data=json_ld.article_json_ld(site, article),
    )


def article_page(context: PageContext, article: Article) -> ArticlePage:
    site = context.site
    outlet = site.outlet(article.outlet)
    beside = article_body.article_notes(context, article)
    return ArticlePage(
        id=article.id,
        outlet=context.html_run(outlet.name, outlet.language),
        kicker=context.html_run(article.kicker, article.language) if article.kicker else None,
        title=context.headline(article),
        title_id=article.header[0].id,
        record=article_record(context, article),
        digest=site.signature(article.by) if article.text == "digest" else "",
        withheld=article.withheld,
        remarks=article_body.remarks(context, article, beside),
        corrections=tuple(_corrections(context, article)),
        body=article_body.article_body(context, article, beside),
        lang=site.lang(article.language),
        left_out=_left_out(site, article),
        changes=edits.edits_since_capture(article),
        changes_id=urls.CHANGES,
        citations=citations.citations(site, article),
        threads=context.render_macro(
            "rails", "rails", sidebar.article_sidebar(context, article), site.words("article.threads")
        ),
        signs=article.id in site.events_of_article,
        previews=sidebar.name_previews(context, article),
    )


def _corrections(context: PageContext, article: Article) -> Iterator[ArticleCorrection]:
    for correction in context.site.corrections.get(article.id, ()):
        moment = context.date_label(correction.when) if correction.when else None
        yield ArticleCorrection(prose_html(context, correction.text), context.site.signature(correction.by), moment)


def _left_out(site: Site, article: Article) -> str:
    """What this edition says it does not show of an article."""
    blocks = sum(withheld.blocks for withheld in site.withheld.get(article.id, ()))
    return site.words("article.left_out", n=blocks) if blocks else ""
