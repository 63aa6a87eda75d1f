"""Marks that a page adds to a text, and marks cut to a part of it.

Blocks and marks → HTML. Text is escaped here and in the templates, and nowhere else.
"""

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

# Latin words in a Chinese text, and Han characters in any other: a reader, a screen reader and a font want to know.
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*+(?:[ .,'’&/-]{1,2}[A-Za-z0-9]++)*+")
_LAST_PAIR = re.compile(r".*[A-Za-z0-9](?<=[A-Za-z0-9]{2})")  # single letters at the end of a run are no word
_HAN = re.compile(
    r"(?:(?<!\d)|(?!\d))\d*+[\u3400-\u9fff\uf900-\ufaff](?:[\d\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e·“”—]*[\u3000-\u9fff\uf900-\ufaff\uff01-\uff5e])?"
)
_LONGEST_TIED = 6  # characters of a name that a headline does not break


def article_marks(site: Site, article: Article) -> Mapping[str, list[Mark]]:
    """What the program found in an article, by block: names that link, and dates."""
    its = site.findings(article.id)
    marks: defaultdict[str, list[Mark]] = defaultdict(list)
    for mention, following in zip_longest(its.mentions, its.mentions[1:]):
        if mention.linked:
            marks[mention.block] += _names(mention, _end(site, mention, following))
    for dated in its.dates:
        marks[dated.block] += _dated(site, article, dated)
    return marks


def headline_marks(site: Site, article: Article) -> list[Mark]:
    """What it found in the headline: names that are not to be broken, and dates."""
    title, its = article.header[0].id, site.findings(article.id)
    named = [mention for mention in its.mentions if mention.block == title and not mention.linked]
    tied = [Mark(at.start, at.end, "name") for at in named if at.end - at.start <= _LONGEST_TIED]
    dates = [dated for dated in its.dates if dated.block == title]
    return [*tied, *(mark for dated in dates for mark in _dated(site, article, dated))]


def _dated(site: Site, article: Article, dated: DateMention) -> list[Mark]:
    """A date, and behind it what day that is where the words tell only how long ago."""
    date = Mark(dated.start, dated.end, "date", dated.when.edtf)
    if not dated.relative:
        return [date]
    anchor = article.anchor or article.published
    said = dates_in_words.date_gloss(dated.surface, dated.when, site.language, anchor=anchor, zone=site.zone)
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


def foreign_runs(text: str, language: str) -> list[Mark]:
    """The runs of a text that are plainly not in its language."""
    if language.startswith("zh"):
        if _LATIN.search(text) is None:  # as in most paragraphs, and this is told sooner
            return []
        words = (_LAST_PAIR.match(text, *run.span()) for run in _LATIN.finditer(text))
        return [Mark(run.start(), run.end(), "lang", "en") for run in words if run]
    return [] if text.isascii() else [Mark(run.start(), run.end(), "lang", "zh") for run in _HAN.finditer(text)]


def is_chinese(text: str) -> bool:
    return _HAN.search(text) is not None


def cut_marks(marks: Iterable[Mark], start: int, end: int) -> Iterator[Mark]:
    """The marks of a text that are seen from `start` to `end` of it, as that part counts its characters."""
    for mark in marks:
        first, last = max(mark.start, start), min(mark.end, end)
        if first < last or (mark.start == mark.end and start <= first <= end):
            yield mark._replace(start=first - start, end=last - start)


Tags: TypeAlias = Callable[[Mark], tuple[str, str]]
"""What a mark is on a page: an opening and a closing tag, or two empty strings for nothing."""


class _Span(NamedTuple):
    start: int
    end: int
    opening: str
    closing: str

    @property
    def links(self) -> bool:
        return "<a " in self.opening


def render_marks(text: str, marks: Sequence[Mark], tags: Tags) -> str:
    """The text as HTML, each mark an element, split in two where marks cross; a hard break is `<br>`.

    A link is never split and never holds another: of links that overlap, the first stands (of two that begin together,
    the longer), and the words of the rest go without. A mark of no width is written after what ends at its place;
    if it links, then behind the link that it stands in.
    """
    html = render_disjoint_marks(text, marks, tags) if marks else escape_text(text)
    return render_crossing_marks(text, marks, tags) if html is None else html


def render_disjoint_marks(text: str, marks: Sequence[Mark], tags: Tags) -> str | None:
    """The HTML where no mark overlaps another, as in nearly every paragraph; `swept` would make the same of it."""
    said: Callable[[str], str] = str if escape_text(text) == text else escape_text
    html: list[str] = []
    done = 0
    for mark in sorted(marks, key=_edges) if len(marks) > 1 else marks:
        start, end, _, _ = mark
        opening, closing = tags(mark)
        if not opening:
            continue
        if start < done:
            return None
        html += (said(text[done:start]), opening, said(text[start:end]), closing)
        done = end
    html.append(said(text[done:]))
    return "".join(html)


_edges = itemgetter(0, 1)


def render_crossing_marks(text: str, marks: Sequence[Mark], tags: Tags) -> str:
    """The HTML whatever the marks, from edge to edge of them."""
    spans = [_Span(mark.start, mark.end, *tags(mark)) for mark in marks]
    spans.sort(key=lambda span: (span.start, -span.end))
    links = list(_first(span for span in spans if span.links and span.start < span.end))
    pieces = list(_pieces((span for span in spans if span.opening), links))
    starting: defaultdict[int, list[_Span]] = defaultdict(list)
    for span in pieces:
        starting[span.start].append(span)
    html: list[str] = []
    opened: list[_Span] = []  # outermost first
    places = sorted({0, len(text), *(span.start for span in pieces), *(span.end for span in pieces)})
    for place, following in pairwise([*places, len(text)]):
        again = list(_closed(opened, place, html))
        points = [span for span in starting[place] if span.end == place]
        html += (span.opening + span.closing for span in points)
        begun = [span for span in starting[place] if span.end > place]
        for span in sorted([*again, *begun], key=lambda span: -span.end):
            html.append(span.opening)
            opened.append(span)
        html.append(escape_text(text[place:following]))
    return "".join(html)


def escape_text(text: str) -> str:
    """The text as it may stand between tags. Quotation marks are escaped too, so that `="` is never anything but markup."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("\n", "<br>")


def _first(links: Iterable[_Span]) -> Iterator[_Span]:
    """The links that do not overlap an earlier one."""
    end = 0
    for link in links:
        if link.start >= end:
            end = link.end
            yield link


def _pieces(spans: Iterable[_Span], links: list[_Span]) -> Iterator[_Span]:
    """The spans in places where no link need be split: cut at the edges of those they cross."""
    kept = set(links)
    for span in spans:
        if span.start == span.end:
            around = (link.end for link in links if span.links and link.start < span.start < link.end)
            place = next(around, span.start)
            yield span._replace(start=place, end=place)
        elif not span.links:
            inner = {edge for link in links if _cross(span, link) for edge in (link.start, link.end)}
            edges = sorted({span.start, span.end, *(edge for edge in inner if span.start < edge < span.end)})
            for start, end in pairwise(edges):
                yield span._replace(start=start, end=end)
        elif span in kept:
            kept.remove(span)  # of two that are alike, one
            yield span


def _cross(one: _Span, other: _Span) -> bool:
    return one.start < other.start < one.end < other.end or other.start < one.start < other.end < one.end


def _closed(opened: list[_Span], place: int, html: list[str]) -> Iterator[_Span]:
    """Close what ends here; what had to be closed with it is returned, to be opened again."""
    while any(span.end == place for span in opened):
        span = opened.pop()
        html.append(span.closing)
        if span.end != place:
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
    """The leaves in their lists, quotations, tables and figures; a footnote's id is its number after `footnotes`."""
    html: list[str] = []
    path: _Path = ()
    before: _Path = ()
    items: dict[_Path, int] = {}  # the last item of each ordered list
    for block in blocks:
        if block.within == before:
            html.append(leaf(block))
            continue
        within = tuple(_in_lists(block.within))
        shared = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(path, within, strict=False))))
        html += (_closing(container) for container in reversed(path[shared:]))
        for depth in range(shared, len(within)):
            *around, container = within[: depth + 1]
            html.append(_opening(container, tuple(around), items, footnotes))
        html.append(leaf(block))
        path, before = within, block.within
    html += (_closing(container) for container in reversed(path))
    return "".join(html)


def _in_lists(within: _Path) -> Iterator[Container]:
    """The containers, with footnotes in a list of their own."""
    for container in within:
        if container.kind == "footnote":
            yield Container("footnotes", 1)
        yield container


def _opening(container: Container, around: _Path, items: dict[_Path, int], footnotes: str) -> str:
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


def _closing(container: Container) -> str:
    if container.kind in _ELEMENTS:
        return _ELEMENTS[container.kind][1]
    return "</li>" if container.kind == "footnote" else f"</{container.kind}>"
