"""Who is mentioned with whom: a triangle of dots for the entities mentioned most, and the same as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

from dossier.model import Entity
from dossier.render.page_context import Link, PageContext

_MOST, _FEWEST = 14, 4  # entities in the triangle
_PAIRS = 14  # rows of the table
_TYPES = ("person", "organisation", "country")
_ROW, _LABELS, _LARGEST = 26, 118, 7.5  # pixels: height of a row, width of the labels, radius of the largest dot


@dataclass(frozen=True, slots=True)
class PairDot:
    """The dot of two entities that are mentioned together."""

    x: float  # in percent
    shift: float  # in pixels, added to `x`
    y: int  # in pixels
    radius: float  # in pixels
    title: str  # both names and the number of paragraphs


@dataclass(frozen=True, slots=True)
class NameRow:
    """An entity: its dots are in the row to the left of its name and in the column below it."""

    x: float  # in percent
    shift: float  # in pixels, added to `x`
    y: int  # of the name, in pixels
    line: int  # of the dots, in pixels
    label: str  # the name
    lang: str  # language of the name; empty where it is the page's


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entities that are mentioned together, for the table."""

    one: Link  # to the one
    other: Link  # to the other
    blocks: int  # how many paragraphs mention both


@dataclass(frozen=True, slots=True)
class Company:
    """The chart of who is mentioned with whom."""

    title: str  # its title, for screen readers
    description: str  # the same in words, for screen readers
    caption: str  # its caption
    height: int  # in pixels
    rows: tuple[NameRow, ...]  # the entities
    dots: tuple[PairDot, ...]  # the pairs
    pairs: tuple[Pair, ...]  # the most frequent pairs


def company(context: PageContext) -> Company | None:
    """The people, organisations and countries mentioned most, and how often two of them share a paragraph; None for too few."""
    site, words = context.site, context.site.words
    counts = {entity: sum(articles.values()) for entity, articles in site.dossier.counts.items()}
    candidates = (e for e in site.entities.values() if e.type in _TYPES and counts.get(e.id))
    named = sorted(candidates, key=lambda entity: -counts[entity.id])[:_MOST]
    pairs = list(_pairs(context, named))
    if len(named) < _FEWEST or not pairs:
        return None
    ranked = sorted(pairs, key=lambda pair: -pair[2])[:_PAIRS]
    names = {entity.id: context.entity_link(entity) for entity in named}
    return Company(
        title=words("chart.company"),
        description=words.join_facts(_pair_words(context, named[i], named[j], n) for i, j, n in ranked),
        caption=words("chart.company_caption"),
        height=_ROW * len(named) + 8,
        rows=tuple(_name_rows(context, named)),
        dots=tuple(_dots(context, named, pairs)),
        pairs=tuple(Pair(names[named[i].id], names[named[j].id], n) for i, j, n in ranked),
    )


def _pairs(context: PageContext, named: list[Entity]) -> Iterator[tuple[int, int, int]]:
    """The indices of two entities that share blocks, the one mentioned more first, and the number of those blocks."""
    for j, one in enumerate(named):
        together = {pair.entity: pair.blocks for pair in context.site.dossier.co_mentions.get(one.id, ())}
        yield from ((j, i, together[other.id]) for i, other in enumerate(named) if i > j and other.id in together)


def _name_rows(context: PageContext, named: list[Entity]) -> Iterator[NameRow]:
    for number, entity in enumerate(named):
        name, lang = context.site.display_name(entity)
        share = number / len(named)
        yield NameRow(
            round(100 * share, 2), round(-share * _LABELS + 4, 1), _ROW * number + 18, _ROW * number + 13, name, lang
        )


def _dots(context: PageContext, named: list[Entity], pairs: list[tuple[int, int, int]]) -> Iterator[PairDot]:
    most = max(n for _, _, n in pairs)
    for column, row, n in pairs:
        share = (column + 0.5) / len(named)
        radius = max(round(_LARGEST * sqrt(n / most), 1), 1.5)
        title = _pair_words(context, named[column], named[row], n)
        yield PairDot(round(100 * share, 2), round(-share * _LABELS, 1), _ROW * row + 13, radius, title)


def _pair_words(context: PageContext, one: Entity, other: Entity, n: int) -> str:
    site = context.site
    return site.words("chart.pair", one=site.display_name(one)[0], other=site.display_name(other)[0], n=n)
