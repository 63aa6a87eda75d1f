"""An article as lists show it: when and where it appeared, its headline, what has been made of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from dossier.model import Article
from dossier.render import sentences, slips
from dossier.render.sheet import Run, Sheet

FULL = 250  # articles on a further page: 200 KB or so


class File(NamedTuple):
    source: slips.Slip
    undated: str
    summary: Run  # the editor's, or the article's own first sentence
    edited: bool  # it is the editor's …
    signed: str  # … and somebody in particular signs it
    extent: str  # how much there is of it
    made: tuple[str, ...]  # notes, events


def newest_first(sheet: Sheet, articles: Sequence[str]) -> Markup:
    """Some articles, the oldest first as they are handed in, as a list of them shows them."""
    site = sheet.site
    return sheet.part(
        "lists", "files", [file(sheet, site.articles[article]) for article in reversed(articles)], site.words
    )


def file(sheet: Sheet, article: Article) -> File:
    site, words = sheet.site, sheet.site.words
    made = {"notes": len(site.notes(article.id)), "events": len(site.events_of_article.get(article.id, ()))}
    return File(
        slips.slip(sheet, article.id),
        words("date.undated"),
        sheet.written(article.summary, article.language) if article.summary else _opening(sheet, article),
        bool(article.summary),
        site.signed_apart(article.by) if article.summary else "",
        sheet.alike(_extent, (article.text, len([block for block in article.body if block.number]))),
        tuple(words(f"made.{key}", n=n) for key, n in made.items() if n),
    )


def _extent(sheet: Sheet, of: tuple[str, int]) -> str:
    text, paragraphs = of
    return sheet.site.words(f"extent.{text}", n=paragraphs)


def _opening(sheet: Sheet, article: Article) -> Run:
    """The first sentence of the text."""
    first = next((block for block in article.body if block.number), None)
    if first is None:
        return sheet.run("")
    start, end = sentences.around(first.text, 0, 1)
    return sheet.run(first.text[start:end], article.language)
