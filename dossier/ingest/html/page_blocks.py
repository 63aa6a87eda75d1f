"""Which part of a page's own tree is its article, given the text that an extractor found in it.

The extractor is good at saying what belongs to an article and poor at saying how it is set. So its text only decides which
lines of the tree stay; lists, tables, links, pictures and their captions are then those of the page.
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
from dossier.ingest.metadata import visible_dates
from dossier.ingest.metadata.collected import Prose

_NO_LETTER = re.compile(r"[\W_]+")
_ANCHOR = 25  # letters of a line that is certainly the one that the extractor means
_SHORTEST = 4  # letters of a line that may be found between two such lines
_REACH = 60  # lines before the first such line, and after the last, among which shorter ones are sought
_WINDOW = 4000  # letters of the text after the last line, in which the next one is sought
_MOST_SEARCHES = 4000  # through all of the text
_PROSE = 40  # letters of a paragraph that the extractor may have overlooked
_LABEL = 16  # letters that a byline has beside its names
_CAPTION = 600  # letters that may stand with a picture
_SMALL = 60  # pixels of a side of a picture that shows nothing
_CAPTION_CLASS = re.compile(
    r"caption|credit|legend|copyright|legende|bildunter|img-desc|photo-desc|image-desc", re.IGNORECASE
)
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:related|promo|promos?|newsletter|recommend(?:ed|ations?)?|teasers?|sidebar|share|social|advert\w*|ads?|"
    r"comments?|author-?bio|most-?read|trending|more-?from|read-?more|outbrain|taboola|subscribe|subscription|paywall)(?:$|[\s_-])",
    re.IGNORECASE,
)
_PARAGRAPHS = {"p", "li", "h2", "h3", "h4", "blockquote", "dd", "dt", "pre"}
_APART = {"aside", "nav", "footer", "form", "dialog", "header"}


def letters(text: str) -> str:
    """The text's letters and digits alone, by which texts are compared that are spaced and quoted differently."""
    return _NO_LETTER.sub("", text.casefold())


class _Place(NamedTuple):
    """Where a string, or a picture, stands in the tree."""

    parent: Element
    nth: int


@dataclass(slots=True, eq=False)
class Line:
    """Text between two ends of blocks, or line breaks."""

    block: Element
    number: int
    strings: list[_Place] = field(default_factory=list)
    text: str = ""  # its letters
    linked: int = 0  # of its letters, those in a link
    picture: Element | None = None  # the <figure> whose caption it is
    kept: bool = False
    aside: bool = False  # what it says has gone to the front matter

    @property
    def words(self) -> str:
        return " ".join("".join(map(_string, self.strings)).split())

    @property
    def is_headline(self) -> bool:
        return any(element.name == "h1" for element in _upwards(self.block))


@dataclass(slots=True)
class Page:
    """A page's lines and pictures, in the order of its source."""

    lines: list[Line] = field(default_factory=list)
    pictures: list[tuple[Element, int]] = field(default_factory=list)  # with the number of the line that comes next

    @property
    def prose(self) -> int:
        """The letters of its paragraphs."""
        return sum(len(line.text) for line in self.lines if len(line.text) > 2 * _PROSE > line.linked)


def read(body: Element) -> Page:
    """The lines and pictures of a tree."""
    for form in [element for element in body.all() if element.name == "form" and element.letters * 2 > body.letters]:
        form.name = "div"  # around the whole page, as some publishing systems set it
    reader = _Reader()
    reader.read(body, body)
    reader.end()
    return reader.page


def mark(page: Page, found: str) -> bool:
    """Marks the lines that an extractor found, but for the headline; whether there is any."""
    _match(page.lines, letters(found))
    _overlooked(page.lines)
    kept = [line for line in page.lines if line.kept]
    for line in [line for line in kept if line.is_headline][:1]:
        line.kept = False
    has_prose = any(len(line.text) >= _PROSE for line in kept)
    for lines in (kept, kept[::-1]) if has_prose else ():
        for line in takewhile(lambda line: len(line.text) < _PROSE, lines):
            line.kept = line.kept and line.linked < len(line.text)  # a trail of links above the text, and tags below it
    return any(line.kept for line in page.lines)


def put_aside(page: Page, people: Iterable[str], day: str, language: str, dropped: list[Dropped]) -> None:
    """Takes the lines at the headline that say only who wrote the article, or when: the front matter says it."""
    names = [letters(name) for name in people]
    above = takewhile(lambda line: not line.kept or len(line.text) < 2 * _PROSE, page.lines)
    for line in [line for line in above if line.kept and line.picture is None]:
        left = line.text
        for name in names:
            left = left.replace(name, "")
        if left != line.text and len(left) <= _LABEL:
            dropped.append(Dropped("byline, to the front matter", line.words))
        elif day and len(line.text) <= _PROSE and visible_dates.day(line.words, language) == day[:10]:
            dropped.append(Dropped("time, to the front matter", line.words))
        else:
            continue
        line.kept, line.aside = False, True


def article_prose(page: Page) -> tuple[Prose, ...]:
    """The paragraphs that the article should have: those that stay, and those that stand beside them as their like."""
    kept = [line for line in page.lines if line.kept and line.picture is None]
    beside = {id(line.block.parent) for line in kept if line.block.name == "p"}
    return tuple(
        Prose(line.text, line.words)
        for line in page.lines
        if len(line.text) >= _PROSE
        and line.linked * 2 < len(line.text)
        and (line.kept or (line.block.name == "p" and id(line.block.parent) in beside))
    )


def cut(page: Page, body: Element, title: str, dropped: list[Dropped]) -> None:
    """Cuts the tree down to the lines that are marked and to the pictures between them; what goes is listed."""
    headline = letters(title)
    for line in page.lines:
        line.kept = line.kept and line.text != headline
    pictures = _pictures(page, headline)
    for line in page.lines:
        line.kept = line.kept if line.picture is None else line.picture in pictures
        if not line.kept and not line.aside:
            dropped.append(Dropped("not the article, says the extractor", line.words))
    strings = {(id(place.parent), place.nth) for line in page.lines if line.kept for place in line.strings}
    _prune(body, strings, pictures)


# ── Lines ────────────────────────────────────────────────────────────────────


class _Reader:
    """Reads a tree into lines and pictures."""

    def __init__(self) -> None:
        self.page = Page()
        self._line: Line | None = None  # that is being read

    def read(self, element: Element, block: Element, picture: Element | None = None, *, link: bool = False) -> None:
        for nth, child in enumerate(element.children):
            if isinstance(child, str):
                self._say(child, _Place(element, nth), block, picture, link=link)
            elif child.name == "br":
                self.end()
            elif is_media_element(child):
                self.page.pictures.append((child, len(self.page.lines) + (self._line is not None)))
            elif child.name in INLINE:
                self.read(child, block, picture, link=link or child.name == "a")
            elif child.name not in removals.NOT_TEXT:
                self.end()
                self.read(child, child, child if _is_figure(child) else picture, link=link)
                self.end()

    def _say(self, text: str, place: _Place, block: Element, picture: Element | None, *, link: bool) -> None:
        if text.strip():
            self._line = self._line or Line(block, len(self.page.lines), picture=picture)
            self._line.strings.append(place)
            self._line.linked += len(letters(text)) if link else 0

    def end(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.text = letters("".join(map(_string, line.strings)))
            if line.text:
                self.page.lines.append(line)


def _is_figure(element: Element) -> bool:
    """Whether it is a <figure> with a picture and its caption, not one around a part of the text."""
    return element.name == "figure" and bool(element.media) and element.letters <= _CAPTION * element.media


def _string(place: _Place) -> str:
    return str(place.parent.children[place.nth])


# ── What the extractor found ─────────────────────────────────────────────────


def _match(lines: Sequence[Line], found: str) -> None:
    """Marks the lines that stand in a text, in its order: first those that are long enough to be certain, then the rest
    between them."""
    for certain in (_ANCHOR, _SHORTEST, 1):  # a page of short lines has no better ones
        text = _Text(found)
        chain = _chain([(line, *span) for line in lines if (span := _span(line, text, certain))])
        if chain:
            break
    else:
        return
    for line, _, _ in chain:
        line.kept = True
    first, last = chain[0], chain[-1]
    _before(lines[max(0, first[0].number - _REACH) : first[0].number], found[: first[1]])
    for (one, _, end), (other, start, _) in pairwise(chain):
        _between(lines[one.number + 1 : other.number], found[end:start])
    _between(lines[last[0].number + 1 : last[0].number + _REACH], found[last[2] :])


class _Text:
    """The extractor's text, in which a page's lines are sought: first after the last that was found, since most follow one
    another, and in the whole of it a bounded number of times."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._end = 0
        self._searches = _MOST_SEARCHES
        self._last: dict[str, int] = {}  # where a line that comes again stood last

    def place(self, line: str) -> int:
        """Where the line stands next, else where it stood before; -1 if nowhere."""
        before = self._last.get(line, -1)
        at = self.text.find(line, max(self._end, before + 1), self._end + len(line) + _WINDOW)
        if at < 0 and self._searches:
            self._searches -= 1
            at = self.text.find(line, before + 1)
        if at >= 0:
            self._last[line] = at
            self._end = at + len(line)
        return at if at >= 0 else before


def _span(line: Line, found: _Text, certain: int) -> tuple[int, int] | None:
    """Where a line of at least so many letters stands in the text, whole or in its greater part."""
    if len(line.text) < certain:
        return None
    at = found.place(line.text)
    if at >= 0:
        return at, at + len(line.text)
    start, end, matched = -1, 0, 0
    for place in line.strings:
        part = letters(_string(place))
        at = found.place(part) if len(part) >= min(certain, _ANCHOR) else -1
        if at >= end:
            start = at if start < 0 else start
            end, matched = at + len(part), matched + len(part)
    return (start, end) if matched * 2 > len(line.text) else None


def _chain(spans: Iterable[tuple[Line, int, int]]) -> list[tuple[Line, int, int]]:
    """The heaviest chain of lines that stand in the text in the order in which they stand in the page."""
    best: list[tuple[int, int, int]] = []  # (end, weight, index of the link), each heavier than the one before
    links: list[tuple[tuple[Line, int, int], int]] = []  # with the index of the one before
    for line, start, end in spans:
        at = bisect_right(best, (start, len(links) * 10**9, 0)) - 1
        weight, before = (best[at][1], best[at][2]) if at >= 0 else (0, -1)
        weight += end - start
        links.append(((line, start, end), before))
        at = bisect_right(best, (end, weight, -1))
        if at > 0 and best[at - 1][1] > weight:
            continue
        insort(best, (end, weight, len(links) - 1))
        at = bisect_left(best, (end, weight, len(links) - 1))
        while at + 1 < len(best) and best[at + 1][1] <= weight:
            del best[at + 1]
        while at > 0 and best[at - 1][0] == end and best[at - 1][1] <= weight:
            del best[at - 1]
            at -= 1
    chain = []
    at = best[-1][2] if best else -1
    while at >= 0:
        link, at = links[at]
        chain.append(link)
    return chain[::-1]


def _between(lines: Iterable[Line], gap: str) -> None:
    at = 0
    for line in lines:
        if len(line.text) >= _SHORTEST and (start := gap.find(line.text, at, at + _WINDOW)) >= 0:
            line.kept = True
            at = start + len(line.text)


def _before(lines: Sequence[Line], gap: str) -> None:
    at = len(gap)
    for line in reversed(lines):
        if len(line.text) >= _SHORTEST and (start := gap.rfind(line.text, max(0, at - _WINDOW), at)) >= 0:
            line.kept = True
            at = start


def _overlooked(lines: Sequence[Line]) -> None:
    """Keeps paragraphs between the first kept one and the last that stand beside kept ones as their like."""
    kept = [line for line in lines if line.kept and line.picture is None]
    if not kept:
        return
    parents = {id(line.block.parent) for line in kept if line.block.name in _PARAGRAPHS}
    names = {line.block.name for line in kept}
    for line in lines[kept[0].number : kept[-1].number]:
        if line.kept or line.picture is not None or line.linked * 2 > len(line.text):
            continue
        block, parent = line.block, line.block.parent
        if block.name not in names | {"h2", "h3", "li"} or block.name not in _PARAGRAPHS or parent is None:
            continue
        holder = parent.parent if block.name == "li" else parent
        if (id(parent) in parents or id(holder) in parents) and not _is_aside(block) and not _is_aside(parent):
            line.kept = len(line.text) >= _PROSE or block.name != "p"


def _is_aside(element: Element) -> bool:
    return bool(_ASIDE.search(f"{element.get('class')} {element.get('id')}"))


# ── Pictures ─────────────────────────────────────────────────────────────────


def _pictures(page: Page, title: str) -> set[Element]:
    """The <figure>s and pictures that belong to the article: those between its headline and its end that stand with no
    other text than their captions."""
    kept = [line for line in page.lines if line.kept and line.picture is None]
    if not kept:
        return set()
    holds = {id(element) for line in kept for element in _upwards(line.block)}
    first, last = kept[0].number, kept[-1].number
    headline = max(
        (line.number for line in page.lines[:first] if line.is_headline or line.text == title), default=first
    )
    common = _common([line.block for line in kept])
    chosen: set[Element] = set()
    around = _Around()
    for media, number in page.pictures:
        figure = next((element for element in _upwards(media) if element.name == "figure"), media)
        before = number <= first
        if not (min(headline, first) < number or (before and _inside(media, common))) or number > last + 1:
            continue
        if not before and not _inside(media, common):
            continue
        if _is_small(media) or not _stands_alone(figure, holds, around, header=before):
            continue
        chosen.add(figure)
    return chosen


class _Around:
    """What stands in the elements around pictures, looked up once for all pictures in them."""

    def __init__(self) -> None:
        self._headings: dict[int, bool] = {}
        self._captions: dict[int, int] = {}

    def has_heading(self, element: Element) -> bool:
        known = self._headings.get(id(element))
        if known is None:
            known = self._headings[id(element)] = any(one.name in ("h2", "h3", "h4") for one in element.all())
        return known

    def captions(self, element: Element) -> int:
        """The letters of the captions and credits in it."""
        known = self._captions.get(id(element))
        if known is None:
            marked = (e for e in element.all() if e.name == "figcaption" or _CAPTION_CLASS.search(e.get("class")))
            known = self._captions[id(element)] = sum(one.letters for one in marked)
        return known


def _stands_alone(figure: Element, holds: set[int], around: _Around, *, header: bool) -> bool:
    """Whether what stands around a picture, up to what holds text of the article, is its own caption and no other article's
    picture, title or player."""
    inner = figure
    for element in _upwards(figure):
        if id(element) in holds:
            break
        if element.name in _APART - {"header"} or _is_aside(element):
            return False
        if (element.name == "a" or not header) and around.has_heading(element):
            return False
        inner = element
    captions = around.captions(inner)
    return header or inner.letters - captions <= _CAPTION / 4 or (figure.name == "figure" and inner is figure)


def _is_small(media: Element) -> bool:
    for side in ("width", "height"):
        size = re.match(r"\d{1,5}(?=px|$)", media.get(side).strip())
        if size and int(size[0]) < _SMALL:
            return True
    return False


def _upwards(element: Element) -> Iterator[Element]:
    """The element and all that holds it."""
    inner: Element | None = element
    while inner is not None:
        yield inner
        inner = inner.parent


def _inside(element: Element, outer: Element) -> bool:
    return any(one is outer for one in _upwards(element))


def _common(elements: Sequence[Element]) -> Element:
    """The innermost element that holds all of them."""
    paths = [list(_upwards(element))[::-1] for element in elements]
    common = paths[0][0]
    for level in zip(*paths, strict=False):
        if any(element is not level[0] for element in level):
            break
        common = level[0]
    return common


# ── Cutting ──────────────────────────────────────────────────────────────────


def _prune(element: Element, strings: set[tuple[int, int]], pictures: set[Element]) -> bool:
    """Takes out of an element what is not kept; whether anything is left in it."""
    kept: list[Element | str] = []
    some = False
    for nth, child in enumerate(element.children):
        if isinstance(child, str):
            stays = (id(element), nth) in strings
            if stays or not child.strip():
                kept.append(child)
            some |= stays
        elif child in pictures:
            kept.append(child)
            some = True
        elif child.name in ("br", "hr"):
            kept.append(child)
        elif not is_media_element(child) and _prune(child, strings, pictures):
            kept.append(child)
            some = True
    element.children = kept if some else []
    element.letters = sum(
        child.letters if isinstance(child, Element) else len("".join(child.split())) for child in element.children
    )
    element.media = sum(child.media + is_media_element(child) for child in element.elements)
    return some
