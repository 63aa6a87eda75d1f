"""The sentence around a few characters, as a reader would quote it.

The words that an editor relies on, and where they stand.

Sentences of the coverage that name a date.

An article as every list names it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup, escape

from dossier.model import Article, Block, Citation, DateMention, Mark, When
from dossier.render import html, urls
from dossier.render.html import escape_text
from dossier.render.page_context import DateLabel, HtmlRun, Link, PageContext

# A sentence ends after these and the quotation marks or brackets that close behind them. A full stop
# ends one only before a space and a capital or the end, so that "U.S." and "3.5" stay whole.
# The first character stands for all kinds, so that the search leaps from one to the next.
_END = re.compile(
    r"[。！？!?…\n.](?:"
    r"(?<=[。！？!?…])[。！？!?…]*[”’」』）)\"]*"
    r"|(?<=\n)"
    r"|(?<=[a-z0-9)\"”]\.)[”’\")]*(?=\s+[A-Z“\"]|\s*$)"
    r")"
)


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence that holds `start` to `end` begins and ends, without the white space around it."""
    ends = _ends(text)
    before, after = bisect_right(ends, start), bisect_left(ends, max(start + 1, end))
    first = ends[before - 1] if before else 0
    last = ends[after] if after < len(ends) else len(text)
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last


@lru_cache(maxsize=64)
def _ends(text: str) -> tuple[int, ...]:
    """Where each sentence ends: sought once for all that is quoted from a text."""
    return tuple(stop.end() for stop in _END.finditer(text))


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Whose words, when published, and where in the article. A source that may not be shown has no address."""

    href: str
    outlet: HtmlRun
    published: DateLabel | None
    place: str
    remark: str = ""  # in our summary; slightly different words


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """Words of a source; none where the whole article is meant, or where they are withheld."""

    text: Markup
    lang: str
    cite: SourceLine


def quoted_words(context: PageContext, citation: Citation) -> QuotedWords:
    """What a citation says and where it says it."""
    site, words = context.site, context.site.words
    article = site.articles.get(citation.article)
    if article is None or article.withheld:
        return QuotedWords(Markup(), "", SourceLine("", context.html_run(words("cite.withheld")), None, ""))
    passage = site.dossier.passages.get(citation)
    block = site.blocks(passage.article).get(passage.block) if passage else None
    if passage is None or block is None:
        return QuotedWords(escape(citation.quote), site.lang(article.language), source_line(context, article))
    text = quoted_part(context, article, block, passage.start, passage.end)
    remark = "" if passage.exact else words("cite.near")
    return QuotedWords(text, site.lang(article.language), source_line(context, article, block, remark))


def quoted_part(
    context: PageContext, article: Article, block: Block, start: int, end: int, hits: Sequence[tuple[int, int]] = ()
) -> Markup:
    """A part of a block as it is quoted elsewhere, with these places marked: no link or footnote leads away from it."""
    text = block.text[start:end]
    over = html.foreign_runs(text, article.language)
    if block.marks:
        own = (mark for mark in block.marks if mark.kind not in ("link", "footnote"))
        over = [*html.cut_marks(own, start, end), *over]
    if not over and (len(hits) == 1 or all(one[1] <= other[0] for one, other in pairwise(hits))):
        return Markup(_marked(block.text, start, end, hits))  # noqa: S704 (_marked escapes the text)
    return context.marked_html(text, [*over, *(Mark(first - start, last - start, "hit") for first, last in hits)])


def _marked(text: str, start: int, end: int, hits: Sequence[tuple[int, int]]) -> str:
    """The text from `start` to `end` where nothing stands over it but these places, as in most sentences."""
    html: list[str] = []
    for first, last in hits:
        html += (escape_text(text[start:first]), "<mark>", escape_text(text[first:last]), "</mark>")
        start = last
    return "".join(html) + escape_text(text[start:end])


def source_line(context: PageContext, article: Article, block: Block | None = None, remark: str = "") -> SourceLine:
    """The source of some words: its outlet, the day it appeared, the paragraph."""
    site, source = context.site, article_label(context, article.id)
    remarks = [site.words("cite.digest")] if article.text == "digest" else []
    return SourceLine(
        context.href(urls.article_path(article.id, block.id if block else "")),
        source.outlet,
        source.published,
        place_in_article(context, article, block) if block else "",
        site.words.join_items([*remarks, *([remark] if remark else [])]),
    )


def place_in_article(context: PageContext, article: Article, block: Block) -> str:
    """Where a block stands, as a reader would find it: ¶ 7, figure 2, the headline."""
    words = context.site.words
    if block.number:
        return context.cached_for(_paragraph, block.number)
    if figure := context.site.figures(article.id).get(block.id):
        return words("place.figure", n=figure)
    return words(f"place.{block.kind}")


def _paragraph(context: PageContext, number: int) -> str:
    return context.site.words("place.paragraph", n=number)


SENTENCES_PER_DATE = 8  # sentences of one date on the timeline


class DatedSentence(NamedTuple):
    moment: DateLabel
    text: Markup
    lang: str
    cite: SourceLine
    more: str = ""  # how many sentences of its day are left out after it


def first_dated_sentences(context: PageContext, found: Sequence[DateMention], implied: When) -> Iterator[DatedSentence]:
    """A few sentences of one date, and how many more there are: a day that all write about would bury the rest."""
    every = list(_once(context, found))
    moment = context.date_label(found[0].when, implied)
    for nth, item in enumerate(every[:SENTENCES_PER_DATE], 1):
        more = len(every) - nth if nth == SENTENCES_PER_DATE else 0
        yield _sentence(context, item, moment, context.site.words("timeline.dated_more", n=more) if more else "")


def dated_sentences(context: PageContext, found: Sequence[DateMention]) -> Iterator[DatedSentence]:
    """The sentence around each date, the date marked."""
    return (_sentence(context, item, context.date_label(item.when)) for item in _once(context, found))


def _once(context: PageContext, found: Sequence[DateMention]) -> Iterator[DateMention]:
    """The dates, but of one that a sentence tells twice the first alone."""
    blocks = Counter([(item.article, item.block) for item in found])
    seen: set[tuple[str, str, int, When]] = set()
    for item in found:
        if blocks[item.article, item.block] > 1:
            start, _ = sentence_around(_block(context, item).text, item.start, item.end)
            if (key := (item.article, item.block, start, item.when)) in seen:
                continue
            seen.add(key)
        yield item


def _sentence(context: PageContext, item: DateMention, moment: DateLabel, more: str = "") -> DatedSentence:
    article, block = context.site.articles[item.article], _block(context, item)
    start, end = sentence_around(block.text, item.start, item.end)
    return DatedSentence(
        moment,
        quoted_part(context, article, block, start, end, [(item.start, item.end)]),
        context.site.lang(article.language),
        source_line(context, article, block),
        more,
    )


def _block(context: PageContext, item: DateMention) -> Block:
    return context.site.blocks(item.article)[item.block]


class ArticleLabel(NamedTuple):
    """Its headline, and who published it when."""

    link: Link
    outlet: HtmlRun
    published: DateLabel | None


def article_label(context: PageContext, article_id: str) -> ArticleLabel:
    """What the pages of a folder say alike of an article."""
    return context.cached_for(_slip, article_id)


def _slip(context: PageContext, article_id: str) -> ArticleLabel:
    article = context.site.articles[article_id]
    return ArticleLabel(
        Link(context.href(urls.article_path(article_id)), context.headline(article)),
        outlet_label(context, article.outlet),
        context.day_label(article.published) if article.published else None,
    )


def outlet_label(context: PageContext, outlet_id: str) -> HtmlRun:
    """An outlet's name."""
    return context.cached_for(_outlet, outlet_id)


def _outlet(context: PageContext, outlet_id: str) -> HtmlRun:
    known = context.site.outlet(outlet_id)
    return context.html_run(known.name, known.language)
