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


def article_record(sheet: PageContext, article: Article) -> tuple[RecordRow, ...]:
    """What is known of an article's origin, the unknown left out."""
    words = sheet.site.words
    byline = next((block.id for block in article.header if block.kind == "byline"), "")
    facts = [(key, values) for key, values in _facts(sheet, article) if values]
    first = next((key for key, _ in facts if key.startswith("role.")), "outlet")
    return tuple(RecordRow(words(f"record.{key}"), values, byline if key == first else "") for key, values in facts)


def _facts(sheet: PageContext, article: Article) -> Iterator[tuple[str, list[Value]]]:
    words, language = sheet.site.words, article.language
    yield "outlet", [sheet.alike(_outlet, article.outlet)]
    yield from _people(sheet, article)
    yield "dateline", [sheet.run(words.listed(article.dateline), language)] if article.dateline else []
    yield "agencies", [sheet.run(words.listed(article.agencies), language)] if article.agencies else []
    yield "published", [sheet.moment(article.published) if article.published else sheet.alike(_word, "date.undated")]
    yield "updated", [sheet.moment(article.updated)] if article.updated else []
    yield "captured", [sheet.moment(edtf.parse(capture.at)) for capture in article.captures[:1] if capture.at]
    yield "section", [sheet.run(article.section, language)] if article.section else []
    yield "text", [sheet.alike(_text, (language, article.text, article.draft)), *_edited(sheet, article)]
    yield "rights", [sheet.alike(_word, f"rights.{article.rights}")]
    yield from _away(sheet, article)
    yield "copyright", [sheet.run(article.copyright, language)] if article.copyright else []


def _outlet(sheet: PageContext, outlet_id: str) -> Link:
    outlet = sheet.site.outlet(outlet_id)
    return sheet.link(urls.outlet_path(outlet.id), outlet.name, outlet.language)


def _people(sheet: PageContext, article: Article) -> Iterator[tuple[str, list[Value]]]:
    """The byline by role, in the order of the roles' first appearance."""
    roles: dict[str, list[Value]] = {}
    for byline in article.byline:
        roles.setdefault(byline.role, []).append(sheet.alike(_person, (byline, article.language)))
    for role, people in roles.items():
        yield f"role.{role}", people


def _person(sheet: PageContext, of: tuple[Byline, str]) -> Markup:
    who, language = of
    return sheet.part("text", "person", sheet.run(who.name, language), who.latin, sheet.run(who.title, language))


def _text(sheet: PageContext, of: tuple[str, str, bool]) -> HtmlRun:
    language, text, draft = of
    words = sheet.site.words
    said = [sheet.site.language_name(language), words(f"text.{text}"), *([words("record.draft")] if draft else [])]
    return sheet.run(words.listed(said))


def _word(sheet: PageContext, key: str) -> HtmlRun:
    return sheet.run(sheet.site.words(key))


def _edited(sheet: PageContext, article: Article) -> list[Value]:
    """That the text is not as it was captured, and where to see the difference."""
    if not edits_since_capture(article):
        return []
    return [sheet.link(f"{sheet.here.page}#{urls.CHANGES}", sheet.site.words("record.edited"))]


def _away(sheet: PageContext, article: Article) -> Iterator[tuple[str, list[Value]]]:
    """Where it stands elsewhere."""
    for key, address, language in (
        ("original", article.url, article.language),
        ("archive", article.archive, ""),
        ("translation_of", article.translation_of, ""),
    ):
        if link := sheet.away(address, language=language):
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
        listed = site.ours([article.id]) and not article.withheld
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


def article_page(sheet: PageContext, article: Article) -> ArticlePage:
    site = sheet.site
    outlet = site.outlet(article.outlet)
    beside = article_body.article_notes(sheet, article)
    return ArticlePage(
        id=article.id,
        outlet=sheet.run(outlet.name, outlet.language),
        kicker=sheet.run(article.kicker, article.language) if article.kicker else None,
        title=sheet.title(article),
        title_id=article.header[0].id,
        record=article_record(sheet, article),
        digest=site.signature(article.by) if article.text == "digest" else "",
        withheld=article.withheld,
        remarks=article_body.remarks(sheet, article, beside),
        corrections=tuple(_corrections(sheet, article)),
        body=article_body.article_body(sheet, article, beside),
        lang=site.lang(article.language),
        left_out=_left_out(site, article),
        changes=edits.edits_since_capture(article),
        changes_id=urls.CHANGES,
        citations=citations.citations(site, article),
        threads=sheet.part("rails", "rails", sidebar.article_sidebar(sheet, article), site.words("article.threads")),
        signs=article.id in site.events_of_article,
        previews=sidebar.name_previews(sheet, article),
    )


def _corrections(sheet: PageContext, article: Article) -> Iterator[ArticleCorrection]:
    for correction in sheet.site.corrections.get(article.id, ()):
        moment = sheet.moment(correction.when) if correction.when else None
        yield ArticleCorrection(prose_html(sheet, correction.text), sheet.site.signature(correction.by), moment)


def _left_out(site: Site, article: Article) -> str:
    """What this edition says it does not show of an article."""
    blocks = sum(withheld.blocks for withheld in site.withheld.get(article.id, ()))
    return site.words("article.left_out", n=blocks) if blocks else ""
