"""The method, every source with the hash of its capture, what may be shown, what was corrected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from markupsafe import Markup

from dossier import edtf
from dossier.model import Article, Correction, FreePage
from dossier.render import slips, urls
from dossier.render.pages import further, listing
from dossier.render.pages.page import Head, Page
from dossier.render.prose import prose
from dossier.render.sheet import Link, Moment, Sheet
from dossier.render.site import Site


class Kept(NamedTuple):
    """A capture: its file, when it was fetched, and the hash that proves it unchanged."""

    file: str
    moment: Moment | None
    sha256: str


class Source(NamedTuple):
    article: slips.Slip
    original: Link | None
    rights: str
    captures: list[Kept]
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
    sources: further.Shown
    withheld: tuple[str, ...]
    corrections: tuple[Corrected, ...]


def pages(site: Site) -> Iterator[Page]:
    words = site.words
    own = next((page for page in site.dossier.content.pages if page.stem == "about"), None)
    title, every = own.title if own else words("nav.about"), tuple(site.articles)
    link = partial(_link, title=title)
    sources = further.Long(site, urls.ABOUT, link, every, further.evenly(every, listing.FULL), _sources)
    of_it = partial(view, title=title, own=own, sources=sources)
    yield Page(urls.ABOUT, "about", of_it, lambda: Head(title, words("about.lede")))
    yield from sources.pages("", title, words("about.sources"))


def _link(sheet: Sheet, title: str) -> Link:
    return sheet.link(urls.ABOUT, title)


def view(sheet: Sheet, title: str, own: FreePage | None, sources: further.Long) -> View:
    site, words = sheet.site, sheet.site.words
    return View(
        title=title,
        method=prose(sheet, own.text, top=2, by=site.signature(""))
        if own
        else Markup("<p>{}</p>").format(words("about.method")),
        sources=sources.shown(sheet),
        withheld=tuple(_withheld(site)),
        corrections=tuple(_corrected(sheet, correction) for correction in site.dossier.content.corrections),
    )


def _sources(sheet: Sheet, articles: Sequence[str]) -> Markup:
    site = sheet.site
    return sheet.part(
        "lists", "sources", [_source(sheet, site.articles[a]) for a in articles], site.language, site.words
    )


def _source(sheet: Sheet, article: Article) -> Source:
    site, words = sheet.site, sheet.site.words
    withheld = site.withheld.get(article.id, ())
    return Source(
        slips.slip(sheet, article.id),
        sheet.away(article.url),
        sheet.alike(_terms, (article.text, article.rights)),
        [
            Kept(capture.file, sheet.moment(edtf.parse(capture.at)) if capture.at else None, capture.sha256)
            for capture in article.captures
        ],
        words.listed(words(f"withheld.{item.why}", n=item.blocks) for item in withheld) if withheld else "",
    )


def _terms(sheet: Sheet, terms: tuple[str, str]) -> str:
    words = sheet.site.words
    text, rights = terms
    return words.listed([words(f"text.{text}"), words(f"rights.{rights}")])


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
