"""Blocks and marks → HTML. Text is escaped here and in the templates, and nowhere else."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise, takewhile, zip_longest
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from dossier.model import Article, Block, Container, DateMention, Mark, Mention
from dossier.render.language import dates_in_words
from dossier.render.site import Site

# Latin words in a Chinese text, and Han characters in any other: they get a `lang`, for fonts and screen readers.
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*+(?:[ .,'’&/-]{1,2}[A-Za-z0-9]++)*+")
_LAST_PAIR = re.compile(r".*[A-Za-z0-9](?<=[A-Za-z0-9]{2})")  # a run may not end in single letters
_HAN = re.compile(
    r"(?:(?<!\d)|(?!\d))\d*+[\u3400-\u9fff\uf900-\ufaff](?:[\d\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e·“”—]*[\u3000-\u9fff\uf900-\ufaff\uff01-\uff5e])?"
)
_UNBROKEN_NAME = 6  # characters of a name that a headline does not break across lines


def article_marks(site: Site, article: Article) -> Mapping[str, list[Mark]]:
    """The links of names and the dates of an article, by block."""
    findings = site.findings(article.id)
    marks: defaultdict[str, list[Mark]] = defaultdict(list)
    for mention, following in zip_longest(findings.mentions, findings.mentions[1:]):
        if mention.linked:
            marks[mention.block] += _name_marks(mention, _link_end(site, mention, following))
    for date in findings.dates:
        marks[date.block] += _date_marks(site, article, date)
    return marks


def headline_marks(site: Site, article: Article) -> list[Mark]:
    """The marks of a headline: short names, which are not broken across lines, and dates."""
    title, findings = article.header[0].id, site.findings(article.id)
    names = [mention for mention in findings.mentions if mention.block == title and not mention.linked]
    unbroken = [Mark(name.start, name.end, "name") for name in names if name.end - name.start <= _UNBROKEN_NAME]
    dates = [date for date in findings.dates if date.block == title]
    return [*unbroken, *(mark for date in dates for mark in _date_marks(site, article, date))]


def _date_marks(site: Site, article: Article, date: DateMention) -> list[Mark]:
    """The mark of a date, and after a relative one such as “yesterday” a gloss with the day that it means."""
    mark = Mark(date.start, date.end, "date", date.when.edtf)
    if not date.relative:
        return [mark]
    anchor = article.anchor or article.published
    gloss = dates_in_words.date_gloss(date.surface, date.when, site.language, anchor=anchor, zone=site.zone)
    return [mark, Mark(date.end, date.end, "gloss", gloss)] if gloss else [mark]


def _name_marks(mention: Mention, end: int) -> list[Mark]:
    """One link for a name; for a compound of as many characters as entities, such as 朝俄, one for each character."""
    if len(mention.entities) == end - mention.start:
        return [
            Mark(start, start + 1, "entity", entity) for start, entity in enumerate(mention.entities, mention.start)
        ]
    return [Mark(mention.start, end, "entity", mention.entities[0])]


def _link_end(site: Site, mention: Mention, following: Mention | None) -> int:
    """Where the link of a name ends: after its Latin form in brackets, where one follows."""
    if following is None or following.kind != "gloss":
        return mention.end
    if (following.block, following.entities) != (mention.block, mention.entities):
        return mention.end
    text = site.blocks(mention.article)[mention.block].text
    opening, closing = text[mention.end : following.start].strip(), text[following.end : following.end + 1]
    return following.end + 1 if opening in ("（", "(") and closing in ("）", ")") else mention.end


def foreign_runs(text: str, language: str) -> list[Mark]:
    """Marks for the runs of a text that are plainly in another language: Latin words in Chinese, Chinese in any other."""
    if language.startswith("zh"):
        if _LATIN.search(text) is None:  # a shortcut: most paragraphs have none
            return []
        words = (_LAST_PAIR.match(text, *run.span()) for run in _LATIN.finditer(text))
        return [Mark(run.start(), run.end(), "lang", "en") for run in words if run]
    return [] if text.isascii() else [Mark(run.start(), run.end(), "lang", "zh") for run in _HAN.finditer(text)]


def is_chinese(text: str) -> bool:
    return _HAN.search(text) is not None


def cut_marks(marks: Iterable[Mark], start: int, end: int) -> Iterator[Mark]:
    """The marks of a text that reach into the part from `start` to `end`, with offsets from the start of that part."""
    for mark in marks:
        first, last = max(mark.start, start), min(mark.end, end)
        if first < last or (mark.start == mark.end and start <= first <= end):
            yield mark._replace(start=first - start, end=last - start)


# The link of a name directly after another link: its underline must not run on from that one's.
_ADJACENT = re.compile(r'(</a>(?:</?span[^>]*>)*)<a class="ent"')

Tags: TypeAlias = Callable[[Mark], tuple[str, str]]
"""Maps a mark to its opening and closing tag, or to two empty strings."""


class _Span(NamedTuple):
    start: int
    end: int
    opening: str
    closing: str

    @property
    def links(self) -> bool:
        return "<a " in self.opening


def render_marks(text: str, marks: Sequence[Mark], tags: Tags) -> str:
    """The text as HTML, each mark an element, split where marks cross; a line break is `<br>`.

    Links are never split and never nested: of overlapping links only the first becomes one, of those that begin together
    the longest. A mark of no width comes after the elements that end at its offset; within a link, after that link.
    """
    html = render_disjoint_marks(text, marks, tags) if marks else escape_text(text)
    if html is None:
        html = render_crossing_marks(text, marks, tags)
    return _ADJACENT.sub(r'\1<a class="ent next"', html) if "</a><" in html else html


def render_disjoint_marks(text: str, marks: Sequence[Mark], tags: Tags) -> str | None:
    """The HTML of a text whose marks do not overlap, as in most paragraphs; None if they do. The same as by crossing marks."""
    escape_part: Callable[[str], str] = str if escape_text(text) == text else escape_text
    html: list[str] = []
    done = 0
    for mark in sorted(marks, key=_edges) if len(marks) > 1 else marks:
        start, end, _, _ = mark
        opening, closing = tags(mark)
        if not opening:
            continue
        if start < done:
            return None
        html += (escape_part(text[done:start]), opening, escape_part(text[start:end]), closing)
        done = end
    html.append(escape_part(text[done:]))
    return "".join(html)


_edges = itemgetter(0, 1)


def render_crossing_marks(text: str, marks: Sequence[Mark], tags: Tags) -> str:
    """The HTML of a text with any marks, written piece by piece between their edges."""
    spans = [_Span(mark.start, mark.end, *tags(mark)) for mark in marks]
    spans.sort(key=lambda span: (span.start, -span.end))
    links = list(_non_overlapping(span for span in spans if span.links and span.start < span.end))
    pieces = list(_pieces((span for span in spans if span.opening), links))
    starting: defaultdict[int, list[_Span]] = defaultdict(list)
    for span in pieces:
        starting[span.start].append(span)
    html: list[str] = []
    open_spans: list[_Span] = []  # outermost first
    edges = sorted({0, len(text), *(span.start for span in pieces), *(span.end for span in pieces)})
    for edge, following in pairwise([*edges, len(text)]):
        reopened = list(_close_spans(open_spans, edge, html))
        html += (span.opening + span.closing for span in starting[edge] if span.end == edge)
        opened = [span for span in starting[edge] if span.end > edge]
        for span in sorted([*reopened, *opened], key=lambda span: -span.end):
            html.append(span.opening)
            open_spans.append(span)
        html.append(escape_text(text[edge:following]))
    return "".join(html)


def escape_text(text: str) -> str:
    """The text escaped for the content of an element. Quotation marks are escaped too, so that only markup contains `="`."""
    for character, escaped in _ESCAPED:  # looking for a character takes a tenth of the time of replacing it in vain
        if character in text:
            text = text.replace(character, escaped)
    return text


# "&" first, which the others contain.
_ESCAPED = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\n", "<br>"))


def _non_overlapping(links: Iterable[_Span]) -> Iterator[_Span]:
    """The links that do not overlap an earlier one, in their order."""
    end = 0
    for link in links:
        if link.start >= end:
            end = link.end
            yield link


def _pieces(spans: Iterable[_Span], links: list[_Span]) -> Iterator[_Span]:
    """The spans, cut at the edges of the links they cross, so that no link has to be split; links that overlap are left out."""
    remaining = set(links)
    for span in spans:
        if span.start == span.end:
            around = (link.end for link in links if span.links and link.start < span.start < link.end)
            start = next(around, span.start)
            yield span._replace(start=start, end=start)
        elif not span.links:
            inner = {edge for link in links if _cross(span, link) for edge in (link.start, link.end)}
            edges = sorted({span.start, span.end, *(edge for edge in inner if span.start < edge < span.end)})
            for start, end in pairwise(edges):
                yield span._replace(start=start, end=end)
        elif span in remaining:
            remaining.remove(span)  # an identical link is dropped
            yield span


def _cross(one: _Span, other: _Span) -> bool:
    return one.start < other.start < one.end < other.end or other.start < one.start < other.end < one.end


def _close_spans(open_spans: list[_Span], edge: int, html: list[str]) -> Iterator[_Span]:
    """Closes the spans that end at an edge, and yields those that had to be closed with them and must be reopened."""
    while any(span.end == edge for span in open_spans):
        span = open_spans.pop()
        html.append(span.closing)
        if span.end != edge:
            yield span


_ELEMENTS = {
    "quote": ("<blockquote>", "</blockquote>"),
    "figure": ("<figure>", "</figure>"),
    "gallery": ('<figure class="gallery">', "</figure>"),
    "th": ('<th scope="col">', "</th>"),
    "footnotes": ('<ol class="footnotes">', "</ol>"),
}
_Path: TypeAlias = tuple[Container, ...]


def nest_blocks(blocks: Iterable[Block], leaf: Callable[[Block], str], *, footnotes: str = "fn-") -> str:
    """The blocks, rendered by `leaf`, within their lists, quotations, tables and figures; `footnotes` begins the ids of footnotes."""
    html: list[str] = []
    path: _Path = ()
    before: _Path = ()
    items: dict[_Path, int] = {}  # the number of the last item of each ordered list
    for block in blocks:
        if block.within == before:
            html.append(leaf(block))
            continue
        within = tuple(_with_footnote_lists(block.within))
        shared = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(path, within, strict=False))))
        html += (_closing_tag(container) for container in reversed(path[shared:]))
        for depth in range(shared, len(within)):
            *around, container = within[: depth + 1]
            html.append(_opening_tag(container, tuple(around), items, footnotes))
        html.append(leaf(block))
        path, before = within, block.within
    html += (_closing_tag(container) for container in reversed(path))
    return "".join(html)


def _with_footnote_lists(within: _Path) -> Iterator[Container]:
    """The containers, with a list around each footnote."""
    for container in within:
        if container.kind == "footnote":
            yield Container("footnotes", 1)
        yield container


def _opening_tag(container: Container, around: _Path, items: dict[_Path, int], footnotes: str) -> str:
    kind, nth = container
    if kind in _ELEMENTS:
        return _ELEMENTS[kind][0]
    if kind == "footnote":
        return f'<li id="{escape(footnotes)}{nth}" value="{nth}">'
    if kind == "li" and around and around[-1].kind == "ol":
        follows = items.get(around, 0) + 1 == nth
        items[around] = nth
        return "<li>" if follows else f'<li value="{nth}">'
    return f"<{kind}>"


def _closing_tag(container: Container) -> str:
    if container.kind in _ELEMENTS:
        return _ELEMENTS[container.kind][1]
    return "</li>" if container.kind == "footnote" else f"</{container.kind}>"
