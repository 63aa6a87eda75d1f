"""Sentences of the coverage that name a date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from markupsafe import Markup

from dossier.model import Dated, Mark, When
from dossier.render import marks, quotes
from dossier.render import sentences as sentence
from dossier.render.sheet import Moment, Sheet

_FEW = 8  # sentences of one date on the timeline


@dataclass(frozen=True, slots=True)
class Sentence:
    moment: Moment
    text: Markup
    lang: str
    cite: quotes.Cite
    more: str = ""  # how many sentences of its day are left out after it


def first_of_each_date(sheet: Sheet, found: Iterable[Dated], context: When) -> Iterator[Sentence]:
    """A few sentences for each date, and how many more there are: a day that all write about would bury the rest."""
    for _, group in groupby(found, key=lambda item: item.when.edtf):
        every = list(sentences(sheet, group, context))
        few, more = every[:_FEW], len(every) - _FEW
        if more > 0:
            few[-1] = replace(few[-1], more=sheet.site.words("timeline.dated_more", n=more))
        yield from few


def sentences(sheet: Sheet, found: Iterable[Dated], context: When | None = None) -> Iterator[Sentence]:
    """The sentence around each date, the date marked; a sentence once for each date that it means."""
    seen: set[tuple[str, str, int, str]] = set()
    for item in found:
        article, block = sheet.site.articles[item.article], sheet.site.blocks(item.article)[item.block]
        start, end = sentence.around(block.text, item.start, item.end)
        if (key := (item.article, item.block, start, item.when.edtf)) in seen:
            continue
        seen.add(key)
        own = (mark for mark in block.marks if mark.kind not in ("link", "footnote"))
        over = (*own, *marks.foreign(block.text, article.language), Mark(item.start, item.end, "hit"))
        yield Sentence(
            sheet.moment(item.when, context),
            sheet.inline(block.text[start:end], marks.cut(over, start, end)),
            sheet.site.lang(article.language),
            quotes.cite(sheet, article, block),
        )
