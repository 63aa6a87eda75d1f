"""An article as lists show it: when and where it appeared, its headline, what has been made of it."""

from __future__ import annotations

from dataclasses import dataclass

from dossier.model import Article
from dossier.render import sentences, urls
from dossier.render.sheet import Link, Moment, Run, Sheet


@dataclass(frozen=True, slots=True)
class File:
    link: Link
    outlet: Run
    published: Moment | None
    undated: str
    summary: Run  # the editor's, or the article's own first sentence
    edited: bool  # it is the editor's …
    signed: str  # … and somebody in particular signs it
    extent: str  # how much there is of it
    made: tuple[str, ...]  # notes, events


def file(sheet: Sheet, article: Article) -> File:
    site, words = sheet.site, sheet.site.words
    outlet = site.outlet(article.outlet)
    made = {"notes": len(site.notes(article.id)), "events": len(site.events_of_article.get(article.id, ()))}
    return File(
        Link(sheet.to(urls.article(article.id)), sheet.title(article)),
        sheet.run(outlet.name, outlet.language),
        sheet.day(article.published) if article.published else None,
        words("date.undated"),
        sheet.written(article.summary, article.language) if article.summary else _opening(sheet, article),
        bool(article.summary),
        site.signed_apart(article.by) if article.summary else "",
        words(f"extent.{article.text}", n=sum(bool(block.number) for block in article.body)),
        tuple(words(f"made.{key}", n=n) for key, n in made.items() if n),
    )


def _opening(sheet: Sheet, article: Article) -> Run:
    """The first sentence of the text."""
    first = next((block for block in article.body if block.number), None)
    if first is None:
        return sheet.run("")
    start, end = sentences.around(first.text, 0, 1)
    return sheet.run(first.text[start:end], article.language)
