"""Marks that a page adds to a text, and marks cut to a part of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest

from dossier.model import Article, Block, Mark, Mention
from dossier.render import when
from dossier.render.site import Site

# Latin words in a Chinese text, and Han characters in any other: a reader, a screen reader and a font want to know.
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[ .,'’&/-]{1,2}[A-Za-z0-9]+)*(?<=[A-Za-z0-9]{2})")
_HAN = re.compile(
    r"\d*[\u3400-\u9fff\uf900-\ufaff](?:[\d\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e·“”—]*[\u3000-\u9fff\uf900-\ufaff\uff01-\uff5e])?"
)
_LONGEST_TIED = 6  # characters of a name that a headline does not break


def found(site: Site, article: Article) -> Callable[[Block], list[Mark]]:
    """What the program found in each block of an article: names that link, dates, runs of another script."""
    mentions, dates = site.mentions(article.id), site.dates(article.id)
    anchor = article.anchor or article.published

    def over(block: Block) -> list[Mark]:
        marks: list[Mark] = []
        named = mentions.get(block.id, ())
        for mention, following in zip_longest(named, named[1:]):
            if mention.linked:
                marks += _names(mention, _with_gloss(block.text, mention, following))
            elif block.kind == "title" and mention.end - mention.start <= _LONGEST_TIED:
                marks.append(Mark(mention.start, mention.end, "name"))
        for dated in dates.get(block.id, ()):
            marks.append(Mark(dated.start, dated.end, "date", dated.when.edtf))
            if dated.relative:
                said = when.gloss(dated.surface, dated.when, site.language, anchor=anchor, zone=site.zone)
                marks += [Mark(dated.end, dated.end, "gloss", said)] if said else []
        return marks + foreign(block.text, article.language)

    return over


def _with_gloss(text: str, mention: Mention, following: Mention | None) -> int:
    """Where a name's link ends: after its Latin form and the bracket around it, where one follows."""
    if following is None or following.kind != "gloss" or following.entities != mention.entities:
        return mention.end
    bracketed = text[mention.end : following.start].strip() in {"（", "("} and text[
        following.end : following.end + 1
    ] in {"）", ")"}
    return following.end + 1 if bracketed else mention.end


def _names(mention: Mention, end: int) -> list[Mark]:
    """One link for a name; one for each character of a compound that has as many as it has entities."""
    if len(mention.entities) == end - mention.start:
        return [Mark(at, at + 1, "entity", entity) for at, entity in enumerate(mention.entities, mention.start)]
    return [Mark(mention.start, end, "entity", mention.entities[0])]


def foreign(text: str, language: str) -> list[Mark]:
    """The runs of a text that are plainly not in its language."""
    if language.startswith("zh"):
        return [Mark(run.start(), run.end(), "lang", "en") for run in _LATIN.finditer(text)]
    return [] if text.isascii() else [Mark(run.start(), run.end(), "lang", "zh") for run in _HAN.finditer(text)]


def is_chinese(text: str) -> bool:
    return _HAN.search(text) is not None


def cut(marks: Iterable[Mark], start: int, end: int) -> Iterator[Mark]:
    """The marks of a text that are seen from `start` to `end` of it, as that part counts its characters."""
    for mark in marks:
        first, last = max(mark.start, start), min(mark.end, end)
        if first < last or (mark.start == mark.end and start <= first <= end):
            yield mark._replace(start=first - start, end=last - start)
