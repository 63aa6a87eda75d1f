"""A page's tree: elements, and the strings between them.

HTML → a tree, as a browser would build it, within bounds: the home of beautifulsoup4 and html5lib.

html5lib takes the square of what it is given in some places (nesting, a table's stray text, a tag's attributes): eleven
seconds for 10,000 nested `<div>`s. So a quick look comes first, and only what passes is parsed.

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
    """A tag, its attributes, and what stands between it and its end."""

    __slots__ = ("attributes", "children", "letters", "media", "name", "parent")

    def __init__(self, name: str, attributes: dict[str, str], parent: Element | None) -> None:
        self.name = name
        self.attributes = attributes
        self.parent = parent
        self.children: list[Element | str] = []
        self.letters = 0  # characters of text in it, without spaces
        self.media = 0  # pictures, films and frames in it

    def __repr__(self) -> str:
        return f"<{self.name}>"

    def get(self, attribute: str) -> str:
        return self.attributes.get(attribute, "")

    @property
    def elements(self) -> list[Element]:
        return [child for child in self.children if isinstance(child, Element)]

    def all(self) -> Iterator[Element]:
        """It and every element in it, in the order of the source."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.all()

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
        """Takes it out of the tree."""
        if self.parent:
            self.parent.children = [child for child in self.parent.children if child is not self]
            self.parent = None


def is_media_element(element: Element) -> bool:
    """Whether it shows a picture or plays something. RFI's player has a tag of its own, often broken."""
    return element.name in _MEDIA or element.name.startswith("youtube-player")


DEEPEST = 120  # elements within one another
MOST_NODES = 50_000
MOST_REFERENCES = 50_000  # &amp; and its like: each is a string of its own until it is joined to the last
MOST_ATTRIBUTES = 100  # of one tag, as the parser counts them: blanks and signs in a quoted value are none
LONGEST = 1_500_000  # characters, without scripts, styles, comments and pictures written into the page

# fmt: off
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
_CLOSE_THEMSELVES = {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup",
                     "html", "head", "body", "rp", "rt"}
# fmt: on
# A tag as the standard reads it: quotes count only after "=".
_TAG = re.compile(
    r"""<(/?)([a-zA-Z][^\s/>]*+)"""
    r"""(?>(?>[\s/]+|[^\s/>][^\s/>=]*+(?>\s*+=\s*+(?>"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+|(?=>)))?+)*+)>"""
)
_BEGINS = re.compile(r"<[a-zA-Z]")
_ATTRIBUTE = re.compile(r"""[^\s/>][^\s/>=]*+(?>\s*+=\s*+(?>"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+|(?=>)))?+""")
_WRITTEN_IN = re.compile(r"""(["'])data:[^"']{200,}+\1""")
_WHOLE = {name: re.compile(rf"</{name}[\s/>]", re.IGNORECASE) for name in ("script", "style")}


class PageTooLarge(ValueError):
    """Why a page is not parsed."""


def parse_html(html: str) -> Element:
    """The page's <html>; TooMuch where a parser would not come to an end in time."""
    parts: list[str] = []
    length = references = 0
    for part in _visible(html):
        parts.append(part)
        length += len(part)
        references += part.count("&")
        if length > LONGEST:
            raise PageTooLarge(f"it has more than {LONGEST:,} characters of markup and text")
        if references > MOST_REFERENCES:
            raise PageTooLarge(f"it has more than {MOST_REFERENCES:,} character references")
    with _uncollected():
        soup = BeautifulSoup(
            "".join(parts),
            "html5lib",
            element_classes={Tag: _bounded()},
            multi_valued_attributes=None,
            string_containers={},
        )
        return _element(soup.html or soup, None, 0)


@contextmanager
def _uncollected() -> Iterator[None]:
    """While a tree grows, all of it is in use: looking through it for garbage takes a fifth of the time and finds none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _visible(html: str) -> Iterator[str]:
    """The source without comments, scripts, styles and pictures written into it; a lone `<` becomes text."""
    nesting: Counter[str] = Counter()
    at = 0
    while (start := html.find("<", at)) >= 0:
        yield html[at:start]
        if tag := _TAG.match(html, start):
            name = tag[2].lower()
            at = tag.end()
            if name in _WHOLE and not tag[1]:
                end = _WHOLE[name].search(html, at)
                at = end.start() if end else len(html)
                continue
            _look(name, tag, nesting)
            yield _WRITTEN_IN.sub(r"\1\1", tag[0]) if len(tag[0]) > 200 else tag[0]
        elif html.startswith("<!--", start):
            at = html.find("-->", start + 2) + 3
            if at == 2:
                return
        elif html.startswith(("<!", "<?", "</"), start):
            at = html.find(">", start) + 1
            if at == 0:
                return
        elif _BEGINS.match(html, start):
            return  # a tag that never ends: to a parser, nothing comes after it
        else:
            yield "&lt;"
            at = start + 1
    yield html[at:]


def _look(name: str, tag: re.Match[str], nesting: Counter[str]) -> None:
    """Refuses a tag that would cost too much, and keeps count of what is open."""
    if len(tag[0]) > 2 * MOST_ATTRIBUTES and _attributes(tag) > MOST_ATTRIBUTES:
        raise PageTooLarge(f"a <{name}> has more than {MOST_ATTRIBUTES} attributes")
    if name in _VOID or name in _CLOSE_THEMSELVES:
        return
    if tag[1]:
        nesting[name] -= nesting[name] > 0
    elif not (tag[0].endswith("/>") and nesting["svg"]):
        nesting[name] += 1
        if nesting.total() > DEEPEST:
            raise PageTooLarge(f"elements stand within one another more than {DEEPEST} deep")


def _attributes(tag: re.Match[str]) -> int:
    """How many attributes a tag has, counted no further than matters."""
    return sum(1 for _ in islice(_ATTRIBUTE.finditer(tag.string, tag.end(2), tag.end() - 1), MOST_ATTRIBUTES + 1))


def _bounded() -> type[Tag]:
    """A kind of tag of which no more are made than can be read in time."""
    made = count(1)

    class Bounded(Tag):
        def __init__(self, *arguments: Any, **named: Any) -> None:
            if next(made) > MOST_NODES:
                raise PageTooLarge(f"its broken markup makes more than {MOST_NODES:,} elements")
            super().__init__(*arguments, **named)

        def index(self, element: PageElement) -> int:
            """Sought from the end, where the parser looks for the table that stray text goes in front of."""
            contents = self.contents
            return next(place for place in range(len(contents) - 1, -1, -1) if contents[place] is element)

    return Bounded


def _element(tag: Tag, parent: Element | None, depth: int) -> Element:
    """The tag with all that is in it, neighbouring strings joined, comments left out, and counted."""
    if depth > 2 * DEEPEST:
        raise PageTooLarge(f"its broken markup makes elements more than {2 * DEEPEST} deep")
    attributes = {name: str(value) for name, value in tag.attrs.items()}  # classes are one string here
    element = Element(tag.name, attributes, parent)
    pieces: list[str] = []
    for node in tag.contents:
        if isinstance(node, Tag):
            _write(element, pieces)
            child = _element(node, element, depth + 1)
            element.children.append(child)
            element.letters += child.letters
            element.media += child.media + is_media_element(child)
        elif not isinstance(node, PreformattedString):
            pieces.append(str(node))
    _write(element, pieces)
    return element


def _write(element: Element, pieces: list[str]) -> None:
    if pieces:
        text = "".join(pieces)
        element.children.append(text)
        element.letters += len("".join(text.split()))
        pieces.clear()
