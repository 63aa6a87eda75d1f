"""A saved page's headline, and what stands around it: the section over it, names, dates, tools and the picture below."""

from __future__ import annotations

from collections.abc import Iterator

from dossier.ingest.element import Element, is_media
from dossier.ingest.looks import INLINE
from dossier.ingest.pieces import Dropped

_TEXT = 20  # letters that make a <p> a text
_LINE = 90  # letters of a line that is none
_PICTURE = 400  # letters of a caption, at most
_LISTS = {"ul", "ol", "menu", "nav", "aside", "form", "table", "footer"}


def below_headline(found: Element, body: Element, dropped: list[Dropped]) -> None:
    """Leaves out what stands over the headline in an article; where the headline stands over the article, brings the lines
    and the picture between them into it."""
    headline = _headline(found, body)
    if headline is None:
        return
    above = list(_ancestors(headline))
    if found in above or headline is found:
        for beside in _beside(headline, found, before=True):
            if not any(inner.name in ("figure", "time") for inner in beside.all()):
                _remove(beside, dropped)
        return
    header = [piece for part in _between(headline, above, found) for piece in _worth(part)]
    for piece in header:
        piece.remove()
        piece.parent = found
        found.letters += piece.letters
        found.media += piece.media + is_media(piece)
    found.children[:0] = header


def is_line(element: Element) -> bool:
    """Whether an element is one line of text, without blocks in it."""
    return bool(
        element.letters
        and not element.media
        and element.name not in INLINE
        and all(inner.name in INLINE or inner.name == "br" for inner in element.all() if inner is not element)
    )


def is_text(element: Element) -> bool:
    """Whether a line is a sentence of the article, and no name, date or tool over it."""
    text = element.text
    return (
        element.letters > _LINE
        or (element.letters > _TEXT and (element.name == "p" or "。" in text))
        or text[-1:] in "—–"
    )


def _headline(found: Element, body: Element) -> Element | None:
    """The article's own <h1>, else the last one before it."""
    own = next(_headlines(found), None)
    if own or found is body:
        return own
    before = None
    for element in body.all():
        if element is found:
            return before
        if element.name == "h1" and element.letters:
            before = element
    return None


def _headlines(element: Element) -> Iterator[Element]:
    return (inner for inner in element.all() if inner.name == "h1" and inner.letters)


def _ancestors(element: Element) -> Iterator[Element]:
    while element.parent is not None:
        element = element.parent
        yield element


def _beside(inner: Element, outer: Element, *, before: bool) -> Iterator[Element]:
    """The elements before or after one, within another, level by level."""
    while inner is not outer and inner.parent is not None:
        siblings = inner.parent.elements
        yield from _earlier(inner) if before else siblings[siblings.index(inner) + 1 :]
        inner = inner.parent


def _between(headline: Element, above: list[Element], found: Element) -> list[Element]:
    """What stands after the headline and before the article, in order."""
    inside = [found, *_ancestors(found)]
    common = next(element for element in above if element in inside)
    left = ([headline, *above])[above.index(common)]
    right = inside[inside.index(common) - 1]
    siblings = common.elements
    after = list(_beside(headline, left, before=False))
    beside = siblings[siblings.index(left) + 1 : siblings.index(right)]
    levels = inside[: inside.index(common) - 1]
    before = [sibling for level in reversed(levels) for sibling in _earlier(level)]
    return [*after, *beside, *before]


def _earlier(element: Element) -> list[Element]:
    siblings = element.parent.elements if element.parent else []
    return siblings[: siblings.index(element)]


def _worth(part: Element) -> Iterator[Element]:
    """Pictures with their captions, lines and paragraphs; no lists of links."""
    if part.name in _LISTS:
        return
    picture = part.media + is_media(part) and part.letters <= _PICTURE
    whole = picture and not any(inner.name == "figure" for inner in part.all())
    if whole or part.name in ("figure", "time", "address", "p") or is_line(part):
        yield part
    else:
        for child in part.elements:
            yield from _worth(child)


def _remove(element: Element, dropped: list[Dropped]) -> None:
    if element.text:
        dropped.append(Dropped("above the headline", element.text))
    element.remove()
