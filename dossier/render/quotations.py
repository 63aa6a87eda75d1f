"""Quotations from articles: sentences, the words that a citation quotes, and the lines that name their source."""

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

# A sentence ends after these signs and the closing quotation marks or brackets that follow. A full stop ends one
# only before a space and a capital, or at the end of the text, so that "U.S." and "3.5" are not split.
# All alternatives begin with the same character class, which makes the search fast.
_SENTENCE_END = re.compile(
    r"[。！？!?…\n.](?:"
    r"(?<=[。！？!?…])[。！？!?…]*[”’」』）)\"]*"
    r"|(?<=\n)"
    r"|(?<=[a-z0-9)\"”]\.)[”’\")]*(?=\s+[A-Z“\"]|\s*$)"
    r")"
)


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The start and end of the sentence, or sentences, around a part of a text, without surrounding white space."""
    ends = _sentence_ends(text)
    before, after = bisect_right(ends, start), bisect_left(ends, max(start + 1, end))
    first = ends[before - 1] if before else 0
    last = ends[after] if after < len(ends) else len(text)
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last


@lru_cache(maxsize=32_768)  # of the paragraphs of about a thousand articles, which several entities share
def _sentence_ends(text: str) -> tuple[int, ...]:
    """The offset at which each sentence ends."""
    return tuple(match.end() for match in _SENTENCE_END.finditer(text))


@dataclass(frozen=True, slots=True)
class SourceLine:
    """The line under a quotation that names its source."""

    href: str  # address of the paragraph; empty for a source that may not be shown
    outlet: HtmlRun  # name of the outlet
    published: DateLabel | None  # day of publication
    place: str  # where in the article: ¶ 7, figure 2
    remark: str = ""  # that the words are from a summary, or differ slightly from the quotation


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """The words that a citation quotes, with their source."""

    text: Markup  # the words; empty for a citation of a whole article, or of one that is withheld
    lang: str  # their language; empty where it is the page's
    cite: SourceLine  # their source


def quoted_words(context: PageContext, citation: Citation) -> QuotedWords:
    """The words of a citation and their source."""
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
    """A part of a block as a quotation, without its links and footnotes, and with the spans of `hits` highlighted."""
    text = block.text[start:end]
    marks = html.foreign_runs(text, article.language)
    if block.marks:
        quotable = (mark for mark in block.marks if mark.kind not in ("link", "footnote"))
        marks = [*html.cut_marks(quotable, start, end), *marks]
    if not marks and (len(hits) == 1 or all(one[1] <= other[0] for one, other in pairwise(hits))):
        return Markup(_highlighted(block.text, start, end, hits))  # noqa: S704 (_highlighted escapes the text)
    return context.marked_html(text, [*marks, *(Mark(first - start, last - start, "hit") for first, last in hits)])


def _highlighted(text: str, start: int, end: int, hits: Sequence[tuple[int, int]]) -> str:
    """The text from `start` to `end` with these spans highlighted: a fast path for text without other marks."""
    parts: list[str] = []
    for first, last in hits:
        parts += (escape_text(text[start:first]), "<mark>", escape_text(text[first:last]), "</mark>")
        start = last
    return "".join(parts) + escape_text(text[start:end])


def source_line(context: PageContext, article: Article, block: Block | None = None, remark: str = "") -> SourceLine:
    """The source line of words from an article, or from one of its blocks."""
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
    """The place of a block in its article, in words: ¶ 7, figure 2, headline."""
    words = context.site.words
    if block.number:
        return context.cached_for(_paragraph, block.number)
    if figure := context.site.figures(article.id).get(block.id):
        return words("place.figure", n=figure)
    return words(f"place.{block.kind}")


def _paragraph(context: PageContext, number: int) -> str:
    return context.site.words("place.paragraph", n=number)


SENTENCES_PER_DATE = 8  # on the timeline


class DatedSentence(NamedTuple):
    """A sentence of an article that names a date."""

    moment: DateLabel  # the date
    text: Markup  # the sentence, with the date highlighted
    lang: str  # its language; empty where it is the page's
    cite: SourceLine  # its source
    more: str = ""  # how many further sentences name the date, where this is the last one shown


def first_dated_sentences(
    context: PageContext, mentions: Sequence[DateMention], implied: When
) -> Iterator[DatedSentence]:
    """The first few sentences that name a date, and how many more do; `mentions` are all of that one date."""
    distinct = list(_one_per_sentence(context, mentions))
    moment = context.date_label(mentions[0].when, implied)
    for number, mention in enumerate(distinct[:SENTENCES_PER_DATE], 1):
        rest = len(distinct) - number if number == SENTENCES_PER_DATE else 0
        more = context.site.words("timeline.dated_more", n=rest) if rest else ""
        yield _dated_sentence(context, mention, moment, more)


def dated_sentences(context: PageContext, mentions: Sequence[DateMention]) -> Iterator[DatedSentence]:
    """The sentences around these dates, with the dates highlighted."""
    return (
        _dated_sentence(context, mention, context.date_label(mention.when))
        for mention in _one_per_sentence(context, mentions)
    )


def _one_per_sentence(context: PageContext, mentions: Sequence[DateMention]) -> Iterator[DateMention]:
    """The mentions without those that repeat a date within one sentence."""
    blocks = Counter([(mention.article, mention.block) for mention in mentions])
    sentences: set[tuple[str, str, int, When]] = set()
    for mention in mentions:
        if blocks[mention.article, mention.block] > 1:
            start, _ = sentence_around(_block_of_mention(context, mention).text, mention.start, mention.end)
            if (key := (mention.article, mention.block, start, mention.when)) in sentences:
                continue
            sentences.add(key)
        yield mention


def _dated_sentence(context: PageContext, mention: DateMention, moment: DateLabel, more: str = "") -> DatedSentence:
    article, block = context.site.articles[mention.article], _block_of_mention(context, mention)
    start, end = sentence_around(block.text, mention.start, mention.end)
    return DatedSentence(
        moment,
        quoted_part(context, article, block, start, end, [(mention.start, mention.end)]),
        context.site.lang(article.language),
        source_line(context, article, block),
        more,
    )


def _block_of_mention(context: PageContext, mention: DateMention) -> Block:
    return context.site.blocks(mention.article)[mention.block]


class ArticleLabel(NamedTuple):
    """An article as lists name it."""

    link: Link  # its headline
    outlet: HtmlRun  # name of its outlet
    published: DateLabel | None  # day of publication


def article_label(context: PageContext, article_id: str) -> ArticleLabel:
    return context.cached_for(_article_label, article_id)


def _article_label(context: PageContext, article_id: str) -> ArticleLabel:
    article = context.site.articles[article_id]
    return ArticleLabel(
        Link(context.href(urls.article_path(article_id)), context.headline(article)),
        outlet_label(context, article.outlet),
        context.day_label(article.published) if article.published else None,
    )


def outlet_label(context: PageContext, outlet_id: str) -> HtmlRun:
    return context.cached_for(_outlet_label, outlet_id)


def _outlet_label(context: PageContext, outlet_id: str) -> HtmlRun:
    outlet = context.site.outlet(outlet_id)
    return context.html_run(outlet.name, outlet.language)
