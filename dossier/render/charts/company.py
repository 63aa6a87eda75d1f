"""Who appears with whom: a triangle of dots for those most named, and its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

from dossier.model import Entity
from dossier.render.page_context import Link, PageContext

_MOST, _FEWEST = 14, 4  # names in the triangle
_PAIRS = 14  # in the table
_KINDS = ("person", "organisation", "country")
_ROW, _NAMES, _LARGEST = 26, 118, 7.5  # pixels: a row, the room for names on the right, the radius of the largest dot


@dataclass(frozen=True, slots=True)
class Dot:
    x: float  # in percent, and moved by
    shift: float  # pixels
    y: int
    radius: float
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """A name behind its last dot: what is left of it is its row, what is below it its column."""

    x: float
    shift: float
    y: int
    line: int
    label: str
    lang: str


@dataclass(frozen=True, slots=True)
class Pair:
    one: Link
    other: Link
    blocks: int


@dataclass(frozen=True, slots=True)
class Company:
    title: str
    description: str
    caption: str
    height: int
    rows: tuple[Row, ...]
    dots: tuple[Dot, ...]
    pairs: tuple[Pair, ...]


def company(context: PageContext) -> Company | None:
    """The people, organisations and countries most named, and how often two of them share a paragraph."""
    site, words = context.site, context.site.words
    counts = {entity: sum(articles.values()) for entity, articles in site.dossier.counts.items()}
    kinds = (e for e in site.entities.values() if e.type in _KINDS and counts.get(e.id))
    named = sorted(kinds, key=lambda entity: -counts[entity.id])[:_MOST]
    pairs = list(_pairs(context, named))
    if len(named) < _FEWEST or not pairs:
        return None
    ranked = sorted(pairs, key=lambda pair: -pair[2])[:_PAIRS]
    names = {entity.id: context.entity_link(entity) for entity in named}
    return Company(
        title=words("chart.company"),
        description=words.join_facts(_said(context, named[i], named[j], n) for i, j, n in ranked),
        caption=words("chart.company_caption"),
        height=_ROW * len(named) + 8,
        rows=tuple(_rows(context, named)),
        dots=tuple(_dots(context, named, pairs)),
        pairs=tuple(Pair(names[named[i].id], names[named[j].id], n) for i, j, n in ranked),
    )


def _pairs(context: PageContext, named: list[Entity]) -> Iterator[tuple[int, int, int]]:
    """Each two of them that share blocks, the more named first, and how many blocks."""
    for j, one in enumerate(named):
        together = {pair.entity: pair.blocks for pair in context.site.dossier.co_mentions.get(one.id, ())}
        yield from ((j, i, together[other.id]) for i, other in enumerate(named) if i > j and other.id in together)


def _rows(context: PageContext, named: list[Entity]) -> Iterator[Row]:
    for number, entity in enumerate(named):
        name, lang = context.site.display_name(entity)
        share = number / len(named)
        yield Row(
            round(100 * share, 2), round(-share * _NAMES + 4, 1), _ROW * number + 18, _ROW * number + 13, name, lang
        )


def _dots(context: PageContext, named: list[Entity], pairs: list[tuple[int, int, int]]) -> Iterator[Dot]:
    most = max(n for _, _, n in pairs)
    for column, row, n in pairs:
        share = (column + 0.5) / len(named)
        radius = max(round(_LARGEST * sqrt(n / most), 1), 1.5)
        title = _said(context, named[column], named[row], n)
        yield Dot(round(100 * share, 2), round(-share * _NAMES, 1), _ROW * row + 13, radius, title)


def _said(context: PageContext, one: Entity, other: Entity, n: int) -> str:
    site = context.site
    return site.words("chart.pair", one=site.display_name(one)[0], other=site.display_name(other)[0], n=n)
