"""The words that an editor relies on, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from dossier.model import Article, Block, Citation, Mark
from dossier.render import marks, slips, urls
from dossier.render.html import escaped
from dossier.render.sheet import Moment, Run, Sheet


@dataclass(frozen=True, slots=True)
class Cite:
    """Whose words, when published, and where in the article. A source that may not be shown has no address."""

    href: str
    outlet: Run
    published: Moment | None
    place: str
    remark: str = ""  # in our summary; slightly different words


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a source; none where the whole article is meant, or where they are withheld."""

    text: Markup
    lang: str
    cite: Cite


def quote(sheet: Sheet, citation: Citation) -> Quote:
    """What a citation says and where it says it."""
    site, words = sheet.site, sheet.site.words
    article = site.articles.get(citation.article)
    if article is None or article.withheld:
        return Quote(Markup(), "", Cite("", sheet.run(words("cite.withheld")), None, ""))
    passage = site.dossier.passages.get(citation)
    block = site.blocks(passage.article).get(passage.block) if passage else None
    if passage is None or block is None:
        return Quote(escape(citation.quote), site.lang(article.language), cite(sheet, article))
    text = words_of(sheet, article, block, passage.start, passage.end)
    remark = "" if passage.exact else words("cite.near")
    return Quote(text, site.lang(article.language), cite(sheet, article, block, remark))


def words_of(
    sheet: Sheet, article: Article, block: Block, start: int, end: int, hits: Sequence[tuple[int, int]] = ()
) -> Markup:
    """A part of a block as it is quoted elsewhere, with these places marked: no link or footnote leads away from it."""
    text = block.text[start:end]
    over = marks.foreign(text, article.language)
    if block.marks:
        own = (mark for mark in block.marks if mark.kind not in ("link", "footnote"))
        over = [*marks.cut(own, start, end), *over]
    if not over and (len(hits) == 1 or all(one[1] <= other[0] for one, other in pairwise(hits))):
        return Markup(_marked(block.text, start, end, hits))  # noqa: S704 (_marked escapes the text)
    return sheet.inline(text, [*over, *(Mark(first - start, last - start, "hit") for first, last in hits)])


def _marked(text: str, start: int, end: int, hits: Sequence[tuple[int, int]]) -> str:
    """The text from `start` to `end` where nothing stands over it but these places, as in most sentences."""
    html: list[str] = []
    for first, last in hits:
        html += (escaped(text[start:first]), "<mark>", escaped(text[first:last]), "</mark>")
        start = last
    return "".join(html) + escaped(text[start:end])


def cite(sheet: Sheet, article: Article, block: Block | None = None, remark: str = "") -> Cite:
    """The source of some words: its outlet, the day it appeared, the paragraph."""
    site, source = sheet.site, slips.slip(sheet, article.id)
    remarks = [site.words("cite.digest")] if article.text == "digest" else []
    return Cite(
        sheet.to(urls.article(article.id, block.id if block else "")),
        source.outlet,
        source.published,
        place(sheet, article, block) if block else "",
        site.words.listed([*remarks, *([remark] if remark else [])]),
    )


def place(sheet: Sheet, article: Article, block: Block) -> str:
    """Where a block stands, as a reader would find it: ¶ 7, figure 2, the headline."""
    words = sheet.site.words
    if block.number:
        return sheet.alike(_paragraph, block.number)
    if figure := sheet.site.figures(article.id).get(block.id):
        return words("place.figure", n=figure)
    return words(f"place.{block.kind}")


def _paragraph(sheet: Sheet, number: int) -> str:
    return sheet.site.words("place.paragraph", n=number)
