"""An article as every list names it."""

from __future__ import annotations

from typing import NamedTuple

from dossier.render import urls
from dossier.render.sheet import Link, Moment, Run, Sheet


class Slip(NamedTuple):
    """Its headline, and who published it when."""

    link: Link
    outlet: Run
    published: Moment | None


def slip(sheet: Sheet, article_id: str) -> Slip:
    """What the pages of a folder say alike of an article."""
    return sheet.alike(_slip, article_id)


def _slip(sheet: Sheet, article_id: str) -> Slip:
    article = sheet.site.articles[article_id]
    return Slip(
        Link(sheet.to(urls.article(article_id)), sheet.title(article)),
        outlet(sheet, article.outlet),
        sheet.day(article.published) if article.published else None,
    )


def outlet(sheet: Sheet, outlet_id: str) -> Run:
    """An outlet's name."""
    return sheet.alike(_outlet, outlet_id)


def _outlet(sheet: Sheet, outlet_id: str) -> Run:
    known = sheet.site.outlet(outlet_id)
    return sheet.run(known.name, known.language)
