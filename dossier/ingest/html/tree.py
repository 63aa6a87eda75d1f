"""Parses HTML into a small tree of elements and strings, as a browser would, within limits of size and depth.

The only module that imports beautifulsoup4 and html5lib. html5lib takes quadratic time for deep nesting, stray text in
tables and many attributes (eleven seconds for 10,000 nested `<div>`s), so the limits are checked before it parses.
"""

from __future__ import annotations

import gc
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count, islice
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement, PreformattedString

_MEDIA = {"img", "iframe", "video", "audio"}


class Element:
    """An HTML element with its attributes, child elements and strings."""

    __slots__ = ("attributes", "children", "media_count", "name", "parent", "text_length")

    def __init__(self, name: str, attributes: dict[str, str], parent: Element | None) -> None:
        self.name = name
        self.attributes = attributes
        self.parent = parent
        self.children: list[Element | str] = []
        self.text_length = 0  # of text in it, without spaces
        self.media_count = 0  # images, videos and frames in it

    def __repr__(self) -> str:
        return f"<{self.name}>"

    def get(self, attribute: str) -> str:
        return self.attributes.get(attribute, "")

    @property
    def elements(self) -> list[Element]:
        return [child for child in self.children if isinstance(child, Element)]

    def iter(self) -> Iterator[Element]:
        """This element and its descendants, in document order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.iter()

    def strings(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child.strings()

    @property
    def text(self) -> str:
        return " ".join("".join(self.strings()).split())

    def remove(self) -> None:
        """Remove this element from the tree."""
        if self.parent:
            self.parent.children = [child for child in self.parent.children if child is not self]
            self.parent = None


def is_media_element(element: Element) -> bool:
    """Whether an element shows an image or plays something. RFI's player has its own tag, often broken."""
    return element.name in _MEDIA or element.name.startswith("youtube-player")


DEEPEST = 120  # nested elements
MOST_NODES = 50_000
MOST_REFERENCES = 50_000  # such as &amp;, each of which the parser handles as a separate string
MOST_ATTRIBUTES = 100  # of one tag
LONGEST = 1_500_000  # characters, without scripts, styles, comments and embedded images

# fmt: off
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
_END_TAG_OPTIONAL = {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup",
                     "html", "head", "body", "rp", "rt"}
# fmt: on
# A tag according to the HTML standard, in which quotes count only after "=".
_TAG = re.compile(
    r"""<(/?)([a-zA-Z][^\s/>]*+)"""
    r"""(?>(?>[\s/]+|[^\s/>][^\s/>=]*+(?>\s*+=\s*+(?>"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+|(?=>)))?+)*+)>"""
)
_TAG_START = re.compile(r"<[a-zA-Z]")
_ATTRIBUTE = re.compile(r"""[^\s/>][^\s/>=]*+(?>\s*+=\s*+(?>"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+|(?=>)))?+""")
_DATA_URL = re.compile(r"""(["'])data:[^"']{200,}+\1""")
_RAW_TEXT_END = {name: re.compile(rf"</{name}[\s/>]", re.IGNORECASE) for name in ("script", "style")}


class PageTooLarge(ValueError):
    """The page exceeds a limit; the message says which."""


def parse_html(html: str) -> Element:
    """Parse a page and return its <html>; raises PageTooLarge where parsing would take too long."""
    parts: list[str] = []
    length = references = 0
    for part in _strip_unparsed(html):
        parts.append(part)
        length += len(part)
        references += part.count("&")
        if length > LONGEST:
            raise PageTooLarge(f"it has more than {LONGEST:,} characters of markup and text")
        if references > MOST_REFERENCES:
            raise PageTooLarge(f"it has more than {MOST_REFERENCES:,} character references")
    with _gc_paused():
        soup = BeautifulSoup(
            "".join(parts),
            "html5lib",
            element_classes={Tag: _limited_tag_class()},
            multi_valued_attributes=None,
            string_containers={},
        )
        return _convert(soup.html or soup, None, 0)


@contextmanager
def _gc_paused() -> Iterator[None]:
    """Pause garbage collection, which takes a fifth of the parsing time and finds nothing in a growing tree."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _strip_unparsed(html: str) -> Iterator[str]:
    """The source without comments, scripts, styles and embedded images; a stray `<` becomes text."""
    nesting: Counter[str] = Counter()
    position = 0
    while (start := html.find("<", position)) >= 0:
        yield html[position:start]
        if tag := _TAG.match(html, start):
            name = tag[2].lower()
            position = tag.end()
            if name in _RAW_TEXT_END and not tag[1]:
                end = _RAW_TEXT_END[name].search(html, position)
                position = end.start() if end else len(html)
                continue
            _check_tag(name, tag, nesting)
            yield _DATA_URL.sub(r"\1\1", tag[0]) if len(tag[0]) > 200 else tag[0]
        elif html.startswith("<!--", start):
            position = html.find("-->", start + 2) + 3
            if position == 2:
                return
        elif html.startswith(("<!", "<?", "</"), start):
            position = html.find(">", start) + 1
            if position == 0:
                return
        elif _TAG_START.match(html, start):
            return  # a tag that never ends: a parser sees nothing after it
        else:
            yield "&lt;"
            position = start + 1
    yield html[position:]


def _check_tag(name: str, tag: re.Match[str], nesting: Counter[str]) -> None:
    """Count open elements, and refuse too many attributes or too deep nesting."""
    if len(tag[0]) > 2 * MOST_ATTRIBUTES and _count_attributes(tag) > MOST_ATTRIBUTES:
        raise PageTooLarge(f"a <{name}> has more than {MOST_ATTRIBUTES} attributes")
    if name in _VOID or name in _END_TAG_OPTIONAL:
        return
    if tag[1]:
        nesting[name] -= nesting[name] > 0
    elif not (tag[0].endswith("/>") and nesting["svg"]):
        nesting[name] += 1
        if nesting.total() > DEEPEST:
            raise PageTooLarge(f"elements stand within one another more than {DEEPEST} deep")


def _count_attributes(tag: re.Match[str]) -> int:
    """The number of attributes of a tag, counted up to the limit."""
    return sum(1 for _ in islice(_ATTRIBUTE.finditer(tag.string, tag.end(2), tag.end() - 1), MOST_ATTRIBUTES + 1))


def _limited_tag_class() -> type[Tag]:
    """A subclass of Tag that limits how many instances are created."""
    counter = count(1)

    class LimitedTag(Tag):
        def __init__(self, *arguments: Any, **named: Any) -> None:
            if next(counter) > MOST_NODES:
                raise PageTooLarge(f"its broken markup makes more than {MOST_NODES:,} elements")
            super().__init__(*arguments, **named)

        def index(self, element: PageElement) -> int:
            """Search from the end: the parser moves stray text before a table, which is usually near the end."""
            contents = self.contents
            return next(index for index in range(len(contents) - 1, -1, -1) if contents[index] is element)

    return LimitedTag


def _convert(tag: Tag, parent: Element | None, depth: int) -> Element:
    """Convert a tag and its contents, without comments, joining adjacent strings and counting text and media."""
    if depth > 2 * DEEPEST:
        raise PageTooLarge(f"its broken markup makes elements more than {2 * DEEPEST} deep")
    attributes = {name: str(value) for name, value in tag.attrs.items()}  # `class` stays one string
    element = Element(tag.name, attributes, parent)
    strings: list[str] = []
    for node in tag.contents:
        if isinstance(node, Tag):
            _flush_text(element, strings)
            child = _convert(node, element, depth + 1)
            element.children.append(child)
            element.text_length += child.text_length
            element.media_count += child.media_count + is_media_element(child)
        elif not isinstance(node, PreformattedString):
            strings.append(str(node))
    _flush_text(element, strings)
    return element


def _flush_text(element: Element, strings: list[str]) -> None:
    if strings:
        text = "".join(strings)
        element.children.append(text)
        element.text_length += len("".join(text.split()))
        strings.clear()
