"""Everybody and everything by kind, the most named first; where the places are; who appears with whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dossier.model import Entity
from dossier.render import charts, urls
from dossier.render.pages.page import Head, Page
from dossier.render.sheet import Link, Run, Sheet
from dossier.render.site import Site

TYPES = ("person", "country", "place", "organisation", "event", "thing")


@dataclass(frozen=True, slots=True)
class Row:
    name: Link
    others: tuple[Run, ...]
    count: str
    articles: str


@dataclass(frozen=True, slots=True)
class Group:
    id: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class View:
    count: str
    map: charts.Map | None
    company: charts.Company | None
    groups: tuple[Group, ...]


def pages(site: Site) -> Iterator[Page]:
    words = site.words
    yield Page(urls.ENTITIES, "entities", view, lambda: Head(words("nav.entities"), words("entities.lede")))


def view(sheet: Sheet) -> View:
    site, words = sheet.site, sheet.site.words
    groups = (Group(f"_{kind}", words(f"types.{kind}"), tuple(_rows(sheet, kind))) for kind in TYPES)
    return View(
        words("count.entities", n=len(site.entities)),
        charts.places(site),
        charts.company(sheet),
        tuple(group for group in groups if group.rows),
    )


def _rows(sheet: Sheet, kind: str) -> Iterator[Row]:
    site = sheet.site
    counts = {entity: sum(site.dossier.counts.get(entity, {}).values()) for entity in site.entities}
    ranked = sorted((e for e in site.entities.values() if e.type == kind), key=lambda entity: -counts[entity.id])
    for entity in ranked:
        articles = len(site.dossier.counts.get(entity.id, {}))
        yield Row(sheet.name(entity), others(sheet, entity), str(counts[entity.id]), str(articles))


def others(sheet: Sheet, entity: Entity) -> tuple[Run, ...]:
    """The names of an entity that are not the interface's own."""
    own = sheet.site.name(entity)[0]
    return tuple(sheet.run(text, lang) for lang, text in entity.name.items() if text != own)
