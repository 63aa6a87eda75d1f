"""The method, every source with the hash of its capture, what may be shown, what was corrected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from dossier import edtf
from dossier.model import Article, Correction, FreePage
from dossier.render import urls
from dossier.render.pages.page import Head, Page
from dossier.render.prose import prose
from dossier.render.sheet import Link, Moment, Run, Sheet
from dossier.render.site import Site


@dataclass(frozen=True, slots=True)
class Kept:
    """A capture: its file, when it was fetched, and the hash that proves it unchanged."""

    file: str
    moment: Moment | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Source:
    id: str
    article: Link
    outlet: Run
    published: Moment | None
    original: Link | None
    rights: str
    captures: tuple[Kept, ...]
    withheld: str


@dataclass(frozen=True, slots=True)
class Corrected:
    moment: Moment | None
    text: Markup
    article: Link | None
    by: str


@dataclass(frozen=True, slots=True)
class View:
    title: str
    method: Markup
    sources: tuple[Source, ...]
    withheld: tuple[str, ...]
    corrections: tuple[Corrected, ...]


def pages(site: Site) -> Iterator[Page]:
    own = next((page for page in site.dossier.content.pages if page.stem == "about"), None)
    title = own.title if own else site.words("nav.about")
    yield Page(
        urls.ABOUT, "about", lambda sheet: view(sheet, title, own), lambda: Head(title, site.words("about.lede"))
    )


def view(sheet: Sheet, title: str, own: FreePage | None) -> View:
    site, words = sheet.site, sheet.site.words
    return View(
        title=title,
        method=prose(sheet, own.text, top=2, by=site.signature(""))
        if own
        else Markup("<p>{}</p>").format(words("about.method")),
        sources=tuple(_source(sheet, article) for article in site.articles.values()),
        withheld=tuple(_withheld(site)),
        corrections=tuple(_corrected(sheet, correction) for correction in site.dossier.content.corrections),
    )


def _source(sheet: Sheet, article: Article) -> Source:
    site, words = sheet.site, sheet.site.words
    outlet = site.outlet(article.outlet)
    return Source(
        article.id,
        Link(sheet.to(urls.article(article.id)), sheet.title(article)),
        sheet.run(outlet.name, outlet.language),
        sheet.day(article.published) if article.published else None,
        sheet.away(article.url),
        words.listed([words(f"text.{article.text}"), words(f"rights.{article.rights}")]),
        tuple(
            Kept(capture.file, sheet.moment(edtf.parse(capture.at)) if capture.at else None, capture.sha256)
            for capture in article.captures
        ),
        words.listed(words(f"withheld.{item.why}", n=item.blocks) for item in site.withheld.get(article.id, ())),
    )


def _withheld(site: Site) -> Iterator[str]:
    """What this edition leaves out, in sums."""
    words = site.words
    for why in dict.fromkeys(item.why for item in site.dossier.withheld):
        items = [item for item in site.dossier.withheld if item.why == why]
        n = sum(item.blocks for item in items)
        yield words(f"about.withheld.{why}", n=n, articles=len({item.article for item in items}))


def _corrected(sheet: Sheet, correction: Correction) -> Corrected:
    article = sheet.site.articles.get(correction.article)
    return Corrected(
        sheet.moment(correction.when) if correction.when else None,
        prose(sheet, correction.text),
        Link(sheet.to(urls.article(article.id)), sheet.title(article)) if article else None,
        sheet.site.signature(correction.by),
    )
