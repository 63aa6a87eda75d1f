"""An outlet: what is known of it, and everything the dossier has from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from markupsafe import escape

from dossier.model import Outlet
from dossier.render import slips, urls
from dossier.render.pages import further, listing
from dossier.render.pages.page import Head, Page
from dossier.render.pages.record import Row
from dossier.render.sheet import Link, Run, Sheet
from dossier.render.site import Site


@dataclass(frozen=True, slots=True)
class View:
    name: Run
    record: tuple[Row, ...]
    count: str
    files: further.Shown


def pages(site: Site) -> Iterator[Page]:
    words = site.words
    for outlet_id, articles in site.articles_of_outlet.items():
        path, every, link = urls.outlet(outlet_id), [article.id for article in articles], partial(_link, outlet_id)
        files = further.Long(site, path, link, every, further.evenly(every, listing.FULL), listing.newest_first)
        of_it = partial(view, outlet=site.outlet(outlet_id), files=files), partial(head, site, outlet_id)
        yield Page(path, "outlet", *of_it)
        yield from files.pages(words("record.outlet"), site.outlet(outlet_id).name, words("articles.list"))


def view(sheet: Sheet, outlet: Outlet, files: further.Long) -> View:
    return View(
        slips.outlet(sheet, outlet.id),
        tuple(_record(sheet, outlet)),
        sheet.site.words("count.articles", n=len(files.articles)),
        files.shown(sheet),
    )


def _link(outlet_id: str, sheet: Sheet) -> Link:
    return Link(sheet.to(urls.outlet(outlet_id)), slips.outlet(sheet, outlet_id))


def head(site: Site, outlet_id: str) -> Head:
    name = site.outlet(outlet_id).name
    return Head(name, site.words("outlet.description", outlet=name))


def _record(sheet: Sheet, outlet: Outlet) -> Iterator[Row]:
    words = sheet.site.words
    if home := sheet.away(outlet.url):
        yield Row(words("outlet.home"), (sheet.part("text", "link", home),))
    if outlet.language:
        yield Row(words("record.text"), (escape(sheet.site.language_name(outlet.language)),))
    yield Row(words("record.rights"), (escape(words(f"rights.{outlet.rights}")),))
