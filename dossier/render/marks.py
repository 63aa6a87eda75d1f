"""Marks that a page adds to a text, and marks cut to a part of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest

from dossier.model import Article, Dated, Mark, Mention
from dossier.render import when
from dossier.render.site import Site

# Latin words in a Chinese text, and Han characters in any other: a reader, a screen reader and a font want to know.
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*+(?:[ .,'’&/-]{1,2}[A-Za-z0-9]++)*+")
_LAST_PAIR = re.compile(r".*[A-Za-z0-9](?<=[A-Za-z0-9]{2})")  # single letters at the end of a run are no word
_HAN = re.compile(
    r"(?:(?<!\d)|(?!\d))\d*+[\u3400-\u9fff\uf900-\ufaff](?:[\d\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e·“”—]*[\u3000-\u9fff\uf900-\ufaff\uff01-\uff5e])?"
)
_LONGEST_TIED = 6  # characters of a name that a headline does not break


def found(site: Site, article: Article) -> Mapping[str, list[Mark]]:
    """What the program found in an article, by block: names that link, and dates."""
    its = site.found(article.id)
    marks: defaultdict[str, list[Mark]] = defaultdict(list)
    for mention, following in zip_longest(its.mentions, its.mentions[1:]):
        if mention.linked:
            marks[mention.block] += _names(mention, _end(site, mention, following))
    for dated in its.dates:
        marks[dated.block] += _dated(site, article, dated)
    return marks


def headline(site: Site, article: Article) -> list[Mark]:
    """What it found in the headline: names that are not to be broken, and dates."""
    title, its = article.head[0].id, site.found(article.id)
    named = [mention for mention in its.mentions if mention.block == title and not mention.linked]
    tied = [Mark(at.start, at.end, "name") for at in named if at.end - at.start <= _LONGEST_TIED]
    dates = [dated for dated in its.dates if dated.block == title]
    return [*tied, *(mark for dated in dates for mark in _dated(site, article, dated))]


def _dated(site: Site, article: Article, dated: Dated) -> list[Mark]:
    """A date, and behind it what day that is where the words tell only how long ago."""
    date = Mark(dated.start, dated.end, "date", dated.when.edtf)
    if not dated.relative:
        return [date]
    anchor = article.anchor or article.published
    said = when.gloss(dated.surface, dated.when, site.language, anchor=anchor, zone=site.zone)
    return [date, Mark(dated.end, dated.end, "gloss", said)] if said else [date]


def _names(mention: Mention, end: int) -> list[Mark]:
    """One link for a name; one for each character of a compound that has as many as it has entities."""
    if len(mention.entities) == end - mention.start:
        return [Mark(at, at + 1, "entity", entity) for at, entity in enumerate(mention.entities, mention.start)]
    return [Mark(mention.start, end, "entity", mention.entities[0])]


def _end(site: Site, mention: Mention, following: Mention | None) -> int:
    """Where a name's link ends: after its Latin form and the bracket around it, where one follows."""
    if following is None or following.kind != "gloss":
        return mention.end
    if (following.block, following.entities) != (mention.block, mention.entities):
        return mention.end
    text = site.blocks(mention.article)[mention.block].text
    opened, closed = text[mention.end : following.start].strip(), text[following.end : following.end + 1]
    return following.end + 1 if opened in ("（", "(") and closed in ("）", ")") else mention.end


def foreign(text: str, language: str) -> list[Mark]:
    """The runs of a text that are plainly not in its language."""
    if language.startswith("zh"):
        if _LATIN.search(text) is None:  # as in most paragraphs, and this is told sooner
            return []
        words = (_LAST_PAIR.match(text, *run.span()) for run in _LATIN.finditer(text))
        return [Mark(run.start(), run.end(), "lang", "en") for run in words if run]
    return [] if text.isascii() else [Mark(run.start(), run.end(), "lang", "zh") for run in _HAN.finditer(text)]


def is_chinese(text: str) -> bool:
    return _HAN.search(text) is not None


def cut(marks: Iterable[Mark], start: int, end: int) -> Iterator[Mark]:
    """The marks of a text that are seen from `start` to `end` of it, as that part counts its characters."""
    for mark in marks:
        first, last = max(mark.start, start), min(mark.end, end)
        if first < last or (mark.start == mark.end and start <= first <= end):
            yield mark._replace(start=first - start, end=last - start)
