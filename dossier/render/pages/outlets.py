"""An outlet: what is known of it, and everything the dossier has from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from markupsafe import escape

from dossier.model import Article, Outlet
from dossier.render import urls
from dossier.render.pages import listing
from dossier.render.pages.page import Head, Page
from dossier.render.pages.record import Row
from dossier.render.sheet import Run, Sheet
from dossier.render.site import Site
from dossier.render.templates import part


@dataclass(frozen=True, slots=True)
class View:
    name: Run
    record: tuple[Row, ...]
    count: str
    files: tuple[listing.File, ...]


def pages(site: Site) -> Iterator[Page]:
    for outlet_id, articles in site.articles_of_outlet.items():
        of_it = partial(view, outlet=site.outlet(outlet_id), articles=articles), partial(head, site, outlet_id)
        yield Page(urls.outlet(outlet_id), "outlet", *of_it)


def view(sheet: Sheet, outlet: Outlet, articles: tuple[Article, ...]) -> View:
    return View(
        sheet.run(outlet.name, outlet.language),
        tuple(_record(sheet, outlet)),
        sheet.site.words("count.articles", n=len(articles)),
        tuple(listing.file(sheet, article) for article in reversed(articles)),
    )


def head(site: Site, outlet_id: str) -> Head:
    name = site.outlet(outlet_id).name
    return Head(name, site.words("outlet.description", outlet=name))


def _record(sheet: Sheet, outlet: Outlet) -> Iterator[Row]:
    words = sheet.site.words
    if home := sheet.away(outlet.url):
        yield Row(words("outlet.home"), (part("text", "link", home),))
    if outlet.language:
        yield Row(words("record.text"), (escape(sheet.site.language_name(outlet.language)),))
    yield Row(words("record.rights"), (escape(words(f"rights.{outlet.rights}")),))
