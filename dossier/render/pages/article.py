"""An article: its words, the record of where they come from, and what the dossier knows of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from dossier.model import Article
from dossier.render import body, changes, cite, jsonld, urls
from dossier.render.pages import rails
from dossier.render.pages.page import Head, Page
from dossier.render.pages.record import Row, record
from dossier.render.prose import prose
from dossier.render.sheet import Moment, Run, Sheet
from dossier.render.site import Site


@dataclass(frozen=True, slots=True)
class Correction:
    text: Markup
    by: str
    moment: Moment | None


@dataclass(frozen=True, slots=True)
class View:
    id: str
    outlet: Run
    kicker: Run | None
    title: Run
    title_id: str
    record: tuple[Row, ...]
    digest: str  # who signs the summary; nothing for the outlet's own words
    withheld: str  # why there is no text
    remarks: Markup  # notes on the whole article, and on its head
    corrections: tuple[Correction, ...]
    body: Markup
    lang: str
    left_out: str
    changes: tuple[changes.Change, ...]
    changes_id: str
    citations: tuple[cite.Citation, ...]
    threads: Markup
    signs: bool  # of events, beside it
    previews: Markup


def pages(site: Site) -> Iterator[Page]:
    for article in site.articles.values():
        listed = site.ours([article.id]) and not article.withheld
        of_it = partial(view, article=article), partial(head, site, article)
        yield Page(urls.article(article.id), "article", *of_it, listed=listed, at=article.at)


def head(site: Site, article: Article) -> Head:
    return Head(
        f"{article.title}｜{site.outlet(article.outlet).name}",
        article.summary,
        kind="article",
        published=article.published.edtf if article.published else "",
        data=jsonld.article(site, article),
    )


def view(sheet: Sheet, article: Article) -> View:
    site = sheet.site
    outlet = site.outlet(article.outlet)
    beside = body.notes(sheet, article)
    return View(
        id=article.id,
        outlet=sheet.run(outlet.name, outlet.language),
        kicker=sheet.run(article.kicker, article.language) if article.kicker else None,
        title=sheet.title(article),
        title_id=article.head[0].id,
        record=record(sheet, article),
        digest=site.signature(article.by) if article.text == "digest" else "",
        withheld=article.withheld,
        remarks=body.remarks(sheet, article, beside),
        corrections=tuple(_corrections(sheet, article)),
        body=body.body(sheet, article, beside),
        lang=site.lang(article.language),
        left_out=_left_out(site, article),
        changes=changes.changes(article),
        changes_id=urls.CHANGES,
        citations=cite.citations(site, article),
        threads=sheet.part("rails", "rails", rails.of_article(sheet, article), site.words("article.threads")),
        signs=article.id in site.events_of_article,
        previews=rails.previews(sheet, article),
    )


def _corrections(sheet: Sheet, article: Article) -> Iterator[Correction]:
    for correction in sheet.site.corrections.get(article.id, ()):
        moment = sheet.moment(correction.when) if correction.when else None
        yield Correction(prose(sheet, correction.text), sheet.site.signature(correction.by), moment)


def _left_out(site: Site, article: Article) -> str:
    """What this edition says it does not show of an article."""
    blocks = sum(withheld.blocks for withheld in site.withheld.get(article.id, ()))
    return site.words("article.left_out", n=blocks) if blocks else ""
