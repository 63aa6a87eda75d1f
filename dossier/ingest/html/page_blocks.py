"""Prunes a page's tree to its article, given the text that an extractor found in the page.

The extractor is good at finding the text of an article and poor at its structure. So its text only decides which lines of
the tree stay; lists, tables, links, pictures and captions are those of the page.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import NamedTuple

from dossier.ingest.html import removals
from dossier.ingest.html.pieces import Dropped
from dossier.ingest.html.tree import Element, is_media_element
from dossier.ingest.html.walk import INLINE
from dossier.ingest.metadata.article_metadata import SourceParagraph
from dossier.ingest.metadata.timestamps import find_day

_NO_LETTER = re.compile(r"[\W_]+")
_ANCHOR = 25  # letters of a line that identify it in the extractor's text
_MIN_LINE = 4  # letters of a line that is matched between two such lines
_NEARBY_LINES = 60  # lines before the first and after the last such line in which shorter ones are matched
_WINDOW = 4000  # letters of the text after a match in which the next one is searched
_MAX_SEARCHES = 4000  # in the whole text
_MIN_PARAGRAPH = 40  # letters of a full paragraph
_BYLINE_LABEL = 16  # letters of a byline beside its names
_MAX_CAPTION = 600  # letters of a caption
_MIN_SIDE = 60  # pixels of the side of a decorative picture
_CAPTION_CLASS = re.compile(
    r"caption|credit|legend|copyright|legende|bildunter|img-desc|photo-desc|image-desc", re.IGNORECASE
)
_SIDE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:related|promo|promos?|newsletter|recommend(?:ed|ations?)?|teasers?|sidebar|share|social|advert\w*|ads?|"
    r"comments?|author-?bio|most-?read|trending|more-?from|read-?more|outbrain|taboola|subscribe|subscription|paywall)(?:$|[\s_-])",
    re.IGNORECASE,
)
_PARAGRAPH_TAGS = {"p", "li", "h2", "h3", "h4", "blockquote", "dd", "dt", "pre"}
_SIDE_TAGS = {"aside", "nav", "footer", "form", "dialog", "header"}


def letters_only(text: str) -> str:
    """Letters and digits only, in lower case: a key to compare texts with different spacing and quotation marks."""
    return _NO_LETTER.sub("", text.casefold())


class _StringPosition(NamedTuple):
    """The position of a string in the tree."""

    parent: Element
    nth: int


@dataclass(slots=True, eq=False)
class Line:
    """A line of text, between block boundaries and line breaks."""

    block: Element
    number: int
    strings: list[_StringPosition] = field(default_factory=list)
    key: str = ""  # its text in `letters_only` form
    linked: int = 0  # letters that are in a link
    figure: Element | None = None  # the <figure> whose caption it is
    is_article: bool = False
    is_metadata: bool = False  # a byline or a date, which the front matter has

    @property
    def text(self) -> str:
        return " ".join("".join(map(_string_at, self.strings)).split())

    @property
    def is_headline(self) -> bool:
        return any(element.name == "h1" for element in _self_and_ancestors(self.block))


@dataclass(slots=True)
class PageLines:
    """A page's lines and pictures, in document order."""

    lines: list[Line] = field(default_factory=list)
    pictures: list[tuple[Element, int]] = field(default_factory=list)  # with the number of the next line

    @property
    def prose_length(self) -> int:
        """The number of letters in its paragraphs."""
        return sum(len(line.key) for line in self.lines if len(line.key) > 2 * _MIN_PARAGRAPH > line.linked)


def read_lines(body: Element) -> PageLines:
    """Read a tree into lines and pictures."""
    for form in [
        element for element in body.iter() if element.name == "form" and element.text_length * 2 > body.text_length
    ]:
        form.name = "div"  # some publishing systems put the whole page into a form
    reader = _Reader()
    reader.read(body, body)
    reader.end()
    return reader.page


def mark_article_lines(page: PageLines, extracted: str) -> bool:
    """Mark the lines that an extractor found, without the headline; returns whether there are any."""
    _match_lines(page.lines, letters_only(extracted))
    _mark_overlooked(page.lines)
    marked = [line for line in page.lines if line.is_article]
    for line in [line for line in marked if line.is_headline][:1]:
        line.is_article = False
    has_prose = any(len(line.key) >= _MIN_PARAGRAPH for line in marked)
    for run in (marked, marked[::-1]) if has_prose else ():
        for line in takewhile(lambda line: len(line.key) < _MIN_PARAGRAPH, run):
            line.is_article = line.is_article and line.linked < len(
                line.key
            )  # breadcrumbs above the text, and tags below it
    return any(line.is_article for line in page.lines)


def drop_byline_lines(page: PageLines, people: Iterable[str], day: str, language: str, dropped: list[Dropped]) -> None:
    """Drop lines near the headline that hold only the byline or the date, which go to the front matter."""
    name_keys = [letters_only(name) for name in people]
    lines_above = takewhile(lambda line: not line.is_article or len(line.key) < 2 * _MIN_PARAGRAPH, page.lines)
    for line in [line for line in lines_above if line.is_article and line.figure is None]:
        remaining = line.key
        for name in name_keys:
            remaining = remaining.replace(name, "")
        if remaining != line.key and len(remaining) <= _BYLINE_LABEL:
            dropped.append(Dropped("byline, to the front matter", line.text))
        elif day and len(line.key) <= _MIN_PARAGRAPH and find_day(line.text, language) == day[:10]:
            dropped.append(Dropped("time, to the front matter", line.text))
        else:
            continue
        line.is_article, line.is_metadata = False, True


def article_paragraphs(page: PageLines) -> tuple[SourceParagraph, ...]:
    """The paragraphs that the draft should have: the article's lines, and similar paragraphs beside them."""
    marked = [line for line in page.lines if line.is_article and line.figure is None]
    sibling_parents = {id(line.block.parent) for line in marked if line.block.name == "p"}
    return tuple(
        SourceParagraph(line.key, line.text)
        for line in page.lines
        if len(line.key) >= _MIN_PARAGRAPH
        and line.linked * 2 < len(line.key)
        and (line.is_article or (line.block.name == "p" and id(line.block.parent) in sibling_parents))
    )


def prune_page(page: PageLines, body: Element, title: str, dropped: list[Dropped]) -> None:
    """Prune the tree to the marked lines and the pictures between them, and list what is removed."""
    headline_key = letters_only(title)
    for line in page.lines:
        line.is_article = line.is_article and line.key != headline_key
    figures = _article_figures(page, headline_key)
    for line in page.lines:
        line.is_article = line.is_article if line.figure is None else line.figure in figures
        if not line.is_article and not line.is_metadata:
            dropped.append(Dropped("not the article, says the extractor", line.text))
    strings = {
        (id(position.parent), position.nth) for line in page.lines if line.is_article for position in line.strings
    }
    _prune(body, strings, figures)


# ── Lines ────────────────────────────────────────────────────────────────────


class _Reader:
    """Collects the lines and pictures of a tree."""

    def __init__(self) -> None:
        self.page = PageLines()
        self._line: Line | None = None  # the current line

    def read(self, element: Element, block: Element, figure: Element | None = None, *, link: bool = False) -> None:
        for nth, child in enumerate(element.children):
            if isinstance(child, str):
                self._add_text(child, _StringPosition(element, nth), block, figure, link=link)
            elif child.name == "br":
                self.end()
            elif is_media_element(child):
                self.page.pictures.append((child, len(self.page.lines) + (self._line is not None)))
            elif child.name in INLINE:
                self.read(child, block, figure, link=link or child.name == "a")
            elif child.name not in removals.NOT_TEXT:
                self.end()
                self.read(child, child, child if _is_figure(child) else figure, link=link)
                self.end()

    def _add_text(
        self, text: str, position: _StringPosition, block: Element, figure: Element | None, *, link: bool
    ) -> None:
        if text.strip():
            self._line = self._line or Line(block, len(self.page.lines), figure=figure)
            self._line.strings.append(position)
            self._line.linked += len(letters_only(text)) if link else 0

    def end(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.key = letters_only("".join(map(_string_at, line.strings)))
            if line.key:
                self.page.lines.append(line)


def _is_figure(element: Element) -> bool:
    """Whether an element is a <figure> with a picture and its caption, and not one around a part of the text."""
    return (
        element.name == "figure"
        and bool(element.media_count)
        and element.text_length <= _MAX_CAPTION * element.media_count
    )


def _string_at(position: _StringPosition) -> str:
    return str(position.parent.children[position.nth])


# ── Matching the extractor's text ────────────────────────────────────────────


def _match_lines(lines: Sequence[Line], extracted: str) -> None:
    """Mark the lines that occur in the extractor's text, in its order: first long ones, then shorter ones between them."""
    for min_length in (_ANCHOR, _MIN_LINE, 1):  # a page of short lines needs a shorter minimum
        text = _ExtractedText(extracted)
        chain = _longest_chain([(line, *span) for line in lines if (span := _find_span(line, text, min_length))])
        if chain:
            break
    else:
        return
    for line, _, _ in chain:
        line.is_article = True
    first, last = chain[0], chain[-1]
    _mark_before(lines[max(0, first[0].number - _NEARBY_LINES) : first[0].number], extracted[: first[1]])
    for (one, _, end), (other, start, _) in pairwise(chain):
        _mark_between(lines[one.number + 1 : other.number], extracted[end:start])
    _mark_between(lines[last[0].number + 1 : last[0].number + _NEARBY_LINES], extracted[last[2] :])


class _ExtractedText:
    """The extractor's text, searched for a page's lines: after the last match first, and a limited number of times from
    the beginning."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._end = 0
        self._searches = _MAX_SEARCHES
        self._last: dict[str, int] = {}  # the last match of each line, for repeated lines

    def find_next(self, line: str) -> int:
        """The offset of the next match of a line, else of its last match; -1 without any."""
        last = self._last.get(line, -1)
        offset = self.text.find(line, max(self._end, last + 1), self._end + len(line) + _WINDOW)
        if offset < 0 and self._searches:
            self._searches -= 1
            offset = self.text.find(line, last + 1)
        if offset >= 0:
            self._last[line] = offset
            self._end = offset + len(line)
        return offset if offset >= 0 else last


def _find_span(line: Line, text: _ExtractedText, min_length: int) -> tuple[int, int] | None:
    """The range that a line, or the greater part of it, has in the text; None if it is shorter than `min_length`."""
    if len(line.key) < min_length:
        return None
    offset = text.find_next(line.key)
    if offset >= 0:
        return offset, offset + len(line.key)
    start, end, matched = -1, 0, 0
    for position in line.strings:
        part = letters_only(_string_at(position))
        offset = text.find_next(part) if len(part) >= min(min_length, _ANCHOR) else -1
        if offset >= end:
            start = offset if start < 0 else start
            end, matched = offset + len(part), matched + len(part)
    return (start, end) if matched * 2 > len(line.key) else None


def _longest_chain(spans: Iterable[tuple[Line, int, int]]) -> list[tuple[Line, int, int]]:
    """The longest chain, by letters, of lines that are in one order in the text and in the page."""
    best: list[tuple[int, int, int]] = []  # (end, weight, index of the link), of increasing weight
    links: list[tuple[tuple[Line, int, int], int]] = []  # with the index of the previous link
    for line, start, end in spans:
        index = bisect_right(best, (start, len(links) * 10**9, 0)) - 1
        weight, previous = (best[index][1], best[index][2]) if index >= 0 else (0, -1)
        weight += end - start
        links.append(((line, start, end), previous))
        index = bisect_right(best, (end, weight, -1))
        if index > 0 and best[index - 1][1] > weight:
            continue
        insort(best, (end, weight, len(links) - 1))
        index = bisect_left(best, (end, weight, len(links) - 1))
        while index + 1 < len(best) and best[index + 1][1] <= weight:
            del best[index + 1]
        while index > 0 and best[index - 1][0] == end and best[index - 1][1] <= weight:
            del best[index - 1]
            index -= 1
    chain = []
    index = best[-1][2] if best else -1
    while index >= 0:
        link, index = links[index]
        chain.append(link)
    return chain[::-1]


def _mark_between(lines: Iterable[Line], gap: str) -> None:
    offset = 0
    for line in lines:
        if len(line.key) >= _MIN_LINE and (start := gap.find(line.key, offset, offset + _WINDOW)) >= 0:
            line.is_article = True
            offset = start + len(line.key)


def _mark_before(lines: Sequence[Line], gap: str) -> None:
    offset = len(gap)
    for line in reversed(lines):
        if len(line.key) >= _MIN_LINE and (start := gap.rfind(line.key, max(0, offset - _WINDOW), offset)) >= 0:
            line.is_article = True
            offset = start


def _mark_overlooked(lines: Sequence[Line]) -> None:
    """Mark paragraphs that the extractor overlooked: between marked ones, and of the same kind as their neighbours."""
    marked = [line for line in lines if line.is_article and line.figure is None]
    if not marked:
        return
    parents = {id(line.block.parent) for line in marked if line.block.name in _PARAGRAPH_TAGS}
    names = {line.block.name for line in marked}
    for line in lines[marked[0].number : marked[-1].number]:
        if line.is_article or line.figure is not None or line.linked * 2 > len(line.key):
            continue
        block, parent = line.block, line.block.parent
        if block.name not in names | {"h2", "h3", "li"} or block.name not in _PARAGRAPH_TAGS or parent is None:
            continue
        holder = parent.parent if block.name == "li" else parent
        if (
            (id(parent) in parents or id(holder) in parents)
            and not _is_side_content(block)
            and not _is_side_content(parent)
        ):
            line.is_article = len(line.key) >= _MIN_PARAGRAPH or block.name != "p"


def _is_side_content(element: Element) -> bool:
    return bool(_SIDE_CLASS.search(f"{element.get('class')} {element.get('id')}"))


# ── Pictures ─────────────────────────────────────────────────────────────────


def _article_figures(page: PageLines, headline_key: str) -> set[Element]:
    """The <figure>s and pictures between the article's headline and its end, with no text beside them but captions."""
    marked = [line for line in page.lines if line.is_article and line.figure is None]
    if not marked:
        return set()
    ancestors = {id(element) for line in marked for element in _self_and_ancestors(line.block)}
    first, last = marked[0].number, marked[-1].number
    headline = max(
        (line.number for line in page.lines[:first] if line.is_headline or line.key == headline_key), default=first
    )
    common_ancestor = _common_ancestor([line.block for line in marked])
    chosen: set[Element] = set()
    cache = _ElementCache()
    for media, number in page.pictures:
        figure = next((element for element in _self_and_ancestors(media) if element.name == "figure"), media)
        is_above = number <= first
        if (
            not (min(headline, first) < number or (is_above and _is_inside(media, common_ancestor)))
            or number > last + 1
        ):
            continue
        if not is_above and not _is_inside(media, common_ancestor):
            continue
        if _is_small(media) or not _has_no_other_text(figure, ancestors, cache, is_above=is_above):
            continue
        chosen.add(figure)
    return chosen


class _ElementCache:
    """Remembers properties of elements that contain several pictures."""

    def __init__(self) -> None:
        self._headings: dict[int, bool] = {}
        self._captions: dict[int, int] = {}

    def has_heading(self, element: Element) -> bool:
        cached = self._headings.get(id(element))
        if cached is None:
            cached = self._headings[id(element)] = any(one.name in ("h2", "h3", "h4") for one in element.iter())
        return cached

    def captions(self, element: Element) -> int:
        """The number of letters in captions and credits within an element."""
        cached = self._captions.get(id(element))
        if cached is None:
            marked = (e for e in element.iter() if e.name == "figcaption" or _CAPTION_CLASS.search(e.get("class")))
            cached = self._captions[id(element)] = sum(one.text_length for one in marked)
        return cached


def _has_no_other_text(figure: Element, ancestors: set[int], cache: _ElementCache, *, is_above: bool) -> bool:
    """Whether the elements around a picture, up to the article's text, hold only its caption, and not another article's
    title or player."""
    inner = figure
    for element in _self_and_ancestors(figure):
        if id(element) in ancestors:
            break
        if element.name in _SIDE_TAGS - {"header"} or _is_side_content(element):
            return False
        if (element.name == "a" or not is_above) and cache.has_heading(element):
            return False
        inner = element
    captions = cache.captions(inner)
    return is_above or inner.text_length - captions <= _MAX_CAPTION / 4 or (figure.name == "figure" and inner is figure)


def _is_small(media: Element) -> bool:
    for side in ("width", "height"):
        size = re.match(r"\d{1,5}(?=px|$)", media.get(side).strip())
        if size and int(size[0]) < _MIN_SIDE:
            return True
    return False


def _self_and_ancestors(element: Element) -> Iterator[Element]:
    """The element and its ancestors."""
    inner: Element | None = element
    while inner is not None:
        yield inner
        inner = inner.parent


def _is_inside(element: Element, outer: Element) -> bool:
    return any(one is outer for one in _self_and_ancestors(element))


def _common_ancestor(elements: Sequence[Element]) -> Element:
    """The innermost common ancestor."""
    paths = [list(_self_and_ancestors(element))[::-1] for element in elements]
    ancestor = paths[0][0]
    for level in zip(*paths, strict=False):
        if any(element is not level[0] for element in level):
            break
        ancestor = level[0]
    return ancestor


# ── Pruning ──────────────────────────────────────────────────────────────────


def _prune(element: Element, strings: set[tuple[int, int]], pictures: set[Element]) -> bool:
    """Remove all other strings and pictures from an element; returns whether anything is left."""
    remaining: list[Element | str] = []
    is_used = False
    for nth, child in enumerate(element.children):
        if isinstance(child, str):
            is_kept = (id(element), nth) in strings
            if is_kept or not child.strip():
                remaining.append(child)
            is_used |= is_kept
        elif child in pictures:
            remaining.append(child)
            is_used = True
        elif child.name in ("br", "hr"):
            remaining.append(child)
        elif not is_media_element(child) and _prune(child, strings, pictures):
            remaining.append(child)
            is_used = True
    element.children = remaining if is_used else []
    element.text_length = sum(
        child.text_length if isinstance(child, Element) else len("".join(child.split())) for child in element.children
    )
    element.media_count = sum(child.media_count + is_media_element(child) for child in element.elements)
    return is_used
