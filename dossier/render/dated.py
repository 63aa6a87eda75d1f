"""Sentences of the coverage that name a date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from dossier.model import Block, Dated, When
from dossier.render import quotes
from dossier.render import sentences as sentence
from dossier.render.sheet import Moment, Sheet

FEW = 8  # sentences of one date on the timeline


class Sentence(NamedTuple):
    moment: Moment
    text: Markup
    lang: str
    cite: quotes.Cite
    more: str = ""  # how many sentences of its day are left out after it


def first(sheet: Sheet, found: Sequence[Dated], context: When) -> Iterator[Sentence]:
    """A few sentences of one date, and how many more there are: a day that all write about would bury the rest."""
    every = list(_once(sheet, found))
    moment = sheet.moment(found[0].when, context)
    for nth, item in enumerate(every[:FEW], 1):
        more = len(every) - nth if nth == FEW else 0
        yield _sentence(sheet, item, moment, sheet.site.words("timeline.dated_more", n=more) if more else "")


def sentences(sheet: Sheet, found: Sequence[Dated]) -> Iterator[Sentence]:
    """The sentence around each date, the date marked."""
    return (_sentence(sheet, item, sheet.moment(item.when)) for item in _once(sheet, found))


def _once(sheet: Sheet, found: Sequence[Dated]) -> Iterator[Dated]:
    """The dates, but of one that a sentence tells twice the first alone."""
    blocks = Counter([(item.article, item.block) for item in found])
    seen: set[tuple[str, str, int, When]] = set()
    for item in found:
        if blocks[item.article, item.block] > 1:
            start, _ = sentence.around(_block(sheet, item).text, item.start, item.end)
            if (key := (item.article, item.block, start, item.when)) in seen:
                continue
            seen.add(key)
        yield item


def _sentence(sheet: Sheet, item: Dated, moment: Moment, more: str = "") -> Sentence:
    article, block = sheet.site.articles[item.article], _block(sheet, item)
    start, end = sentence.around(block.text, item.start, item.end)
    return Sentence(
        moment,
        quotes.words_of(sheet, article, block, start, end, [(item.start, item.end)]),
        sheet.site.lang(article.language),
        quotes.cite(sheet, article, block),
        more,
    )


def _block(sheet: Sheet, item: Dated) -> Block:
    return sheet.site.blocks(item.article)[item.block]
