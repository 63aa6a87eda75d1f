"""What an inline element does to the look of the words in it.

A tree → pieces: one walk for every outlet; families of markup and an outlet's rule tell it what to leave out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import ClassVar

from dossier.ingest.html import media, removals
from dossier.ingest.html.captions import attach_captions, caption_figure, caption_from_headings, caption_single_text
from dossier.ingest.html.pieces import (
    Code,
    Dropped,
    Figure,
    Listing,
    Paragraph,
    Piece,
    Quote,
    Runs,
    Table,
    TextRun,
    ThematicBreak,
    as_heading,
    cut_runs,
)
from dossier.ingest.html.removals import RemovalIndex
from dossier.ingest.html.tree import Element, is_media_element
from dossier.ingest.metadata import addresses
from dossier.ingest.outlets.rule import OutletRule

# fmt: off
INLINE = {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "button", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
           "kbd", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
           "time", "tt", "u", "var"}
# fmt: on
_CREDIT_CLASS = re.compile(r"(?:^|[\s_-])(?:copyright|credits?)(?:\s|$)", re.IGNORECASE)
_LOOKS: Mapping[str, Callable[[TextRun], TextRun]] = {
    "b": lambda style: style._replace(strong=True),
    "strong": lambda style: style._replace(strong=True),
    "em": lambda style: style._replace(em=True),
    "i": lambda style: style._replace(em=True),
    "small": lambda style: style._replace(small=True),
    "cite": lambda style: style._replace(cite=True),
}


def element_style(element: Element, style: TextRun, base: str, rewrites: tuple[tuple[str, str], ...]) -> TextRun:
    """The look of what stands in an element, in this look already."""
    name = element.name
    if name == "a":
        return style._replace(href=addresses.readable_url(element.get("href"), base, rewrites) or style.href)
    if name in ("span", "small") and _CREDIT_CLASS.search(element.get("class")):
        return style._replace(cite=True)
    return _LOOKS[name](style) if name in _LOOKS else style


_SPACE = re.compile(r"[ \t\n\r\f\v\u00a0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffc]+")
_PLAIN = TextRun("")


class ElementWalk:
    """What has been read so far of an element; `dropped` is one list for the whole article."""

    def __init__(
        self, rule: OutletRule, base: str, removals: RemovalIndex, dropped: list[Dropped], letters: int
    ) -> None:
        self.letters = letters  # of the whole article
        self.rule = rule
        self.base = base
        self.removals = removals
        self.dropped = dropped
        self.pieces: list[Piece] = []
        self._runs: list[TextRun] = []  # the line being written
        self._beside: list[Figure] = []  # pictures that stood in it
        self._loose: Listing | None = None  # the last list, where its items stand in none

    def read(self, element: Element, style: TextRun = _PLAIN) -> list[Piece]:
        self._flow(element, style)
        self._end_line()
        return attach_captions(self.pieces, self.rule, self.dropped)

    def _inside(self, element: Element, style: TextRun) -> list[Piece]:
        return ElementWalk(self.rule, self.base, self.removals, self.dropped, self.letters).read(element, style)

    def _flow(self, element: Element, style: TextRun) -> None:
        for child in element.children:
            if isinstance(child, str):
                self._say(child, style)
            elif rule := self.removals.rule_for(child):
                self._drop(rule, child)
            elif child.name in INLINE:
                self._flow(child, element_style(child, style, self.base, self.rule.links))
            elif is_media_element(child):
                self._media(child, style)
            elif child.name in self._SPECIAL:
                self._SPECIAL[child.name](self, child, style)
            elif child.letters or child.media:
                self._block(child, style)

    # ── Lines ────────────────────────────────────────────────────────────────

    def _say(self, text: str, style: TextRun) -> None:
        if style.href and removals.OUTSIDE.fullmatch(text):
            self.dropped.append(Dropped("label", text.strip()))
            return
        text = _SPACE.sub(" ", text)
        if not self._runs or self._runs[-1].text[-1] in " \n":
            text = text.lstrip(" ")
        if text:
            self._runs.append(style._replace(text=text))

    def _break(self, _element: Element, _style: TextRun) -> None:
        """A <br>: two of them part paragraphs."""
        if self._runs and self._runs[-1].text.endswith("\n"):
            self._end_line()
        elif self._runs:
            self._runs[-1] = self._runs[-1]._replace(text=self._runs[-1].text.rstrip(" ") + "\n")

    def _end_line(self, level: int = 0) -> None:
        runs = cut_runs(tuple(self._runs))
        beside = self._beside
        self._runs, self._beside = [], []
        if runs:
            self._paragraph(Paragraph(runs, level))
        self.pieces += beside

    def _paragraph(self, paragraph: Paragraph) -> None:
        rule = self.removals.unsaid(paragraph.text) or ("promotion" if _subscription(paragraph) else "")
        if rule:
            self.dropped.append(Dropped(rule, paragraph.text))
            film = next((run.href for run in paragraph.runs if run.href), "") if rule == "player" else ""
            self.pieces += [Figure("", href=film)] * bool(film)
        else:
            self.pieces.append(paragraph)

    def _drop(self, rule: str, element: Element) -> None:
        text = element.text
        if text:
            self.dropped.append(Dropped(rule, text))
        for inner in element.all():
            if inner.name == "img":
                self.dropped.append(Dropped(rule, inner.get("src") or inner.get("alt"), "picture"))

    # ── Blocks ───────────────────────────────────────────────────────────────

    def _block(self, element: Element, style: TextRun) -> None:
        self._end_line()
        inner = self._inside(element, style)
        if len(inner) > 1 and element.name != "p" and element.letters * 2 < self.letters:
            inside = any(isinstance(child, str) and child.strip() for child in element.children)
            inner = caption_from_headings(caption_single_text(inner, self.rule, self.dropped, inside=inside))
        self.pieces += inner

    def _caption(self, element: Element, style: TextRun) -> None:
        self._block(element, style._replace(small=True))

    def _figure(self, element: Element, style: TextRun) -> None:
        self._end_line()
        self.pieces += caption_figure(self._inside(element, style), self.rule, self.dropped)

    def _heading(self, element: Element, style: TextRun) -> None:
        self._end_line()
        level = int(element.name[1])
        for piece in self._inside(element, style):
            self.pieces.append(as_heading(piece.runs, level) if isinstance(piece, Paragraph) else piece)

    def _list(self, element: Element, style: TextRun) -> None:
        self._end_line()
        items: list[tuple[Piece, ...]] = []
        for child in element.children:
            if isinstance(child, Element):
                rule = self.removals.rule_for(child)
                inner = () if rule else tuple(self._item(child, style))
                if rule:
                    self._drop(rule, child)
                elif child.name == "li" and inner:
                    items.append(inner)
                elif items:
                    items[-1] += inner
                else:
                    self.pieces += inner
            elif child.strip():
                items.append((Paragraph((TextRun(child.strip()),)),))
        if items:
            start = element.get("start") if element.name == "ol" else ""
            ordered = (int(start) if start.isdecimal() else 1) if element.name == "ol" else None
            self.pieces.append(Listing(tuple(items), ordered))

    def _loose_item(self, element: Element, style: TextRun) -> None:
        """An <li> without a list: with those beside it, it is one."""
        self._end_line()
        inner = tuple(self._inside(element, style))
        if not inner:
            return
        if self._loose is not None and self.pieces and self.pieces[-1] is self._loose:
            self._loose = self.pieces[-1] = Listing((*self._loose.items, inner))
        else:
            self._loose = Listing((inner,))
            self.pieces.append(self._loose)

    def _item(self, element: Element, style: TextRun) -> list[Piece]:
        if element.name in self._SPECIAL and element.name != "li":
            walk = ElementWalk(self.rule, self.base, self.removals, self.dropped, self.letters)
            self._SPECIAL[element.name](walk, element, style)
            return walk.pieces
        return self._inside(element, element_style(element, style, self.base, self.rule.links))

    def _quote(self, element: Element, style: TextRun) -> None:
        self._end_line()
        inner = self._inside(element, style)
        if inner:
            self.pieces.append(Quote(tuple(inner)))

    def _table(self, element: Element, style: TextRun) -> None:
        self._end_line()
        rows = []
        for row in (e for e in element.all() if e.name == "tr"):
            cells = [self._inside(cell, style) for cell in row.elements if cell.name in ("td", "th")]
            rows.append(tuple(map(_one_line, cells)))
            self.pieces += [piece for cell in cells for piece in cell if not isinstance(piece, Paragraph)]
        rows = [row for row in rows if any(row)]
        if len(rows) == 1 and len(rows[0]) == 1:
            self._paragraph(Paragraph(rows[0][0]))
        elif rows:
            self.pieces.append(Table(tuple(rows)))

    def _code(self, element: Element, _style: TextRun) -> None:
        self._end_line()
        text = "".join(element.strings()).strip("\n")
        if text.strip():
            self.pieces.append(Code(text))

    def _rule(self, _element: Element, _style: TextRun) -> None:
        self._end_line()
        self.pieces.append(ThematicBreak())

    # ── Pictures and films ───────────────────────────────────────────────────

    def _media(self, element: Element, style: TextRun) -> None:
        figure = media.media_figure(element, self.base, style.href)
        frame = None if figure else media.frame_link(element, self.base)
        self.dropped += media.player_fallback(element)
        if figure and self._runs:
            self._beside.append(figure)
        elif figure:
            self.pieces.append(figure)
        elif frame:
            self._end_line()
            self.pieces.append(frame)
        else:
            self.dropped += media.is_decorative(element)

    _SPECIAL: ClassVar[Mapping[str, Callable[[ElementWalk, Element, TextRun], None]]] = {
        "br": _break,
        "hr": _rule,
        "figure": _figure,
        "figcaption": _caption,
        "ul": _list,
        "ol": _list,
        "menu": _list,
        "li": _loose_item,
        "blockquote": _quote,
        "table": _table,
        "pre": _code,
        **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    }


_ASKS = 400  # characters of a paragraph that does nothing but ask to subscribe


def _subscription(paragraph: Paragraph) -> bool:
    """Whether a paragraph asks its reader to subscribe, and links to where that is done."""
    text = paragraph.text
    if len(text) > _ASKS or not any(run.href for run in paragraph.runs) or not removals.SUBSCRIBE.search(text):
        return False
    return any(run.href and removals.SUBSCRIPTION.search(f"{run.href} {run.text}") for run in paragraph.runs)


def _one_line(pieces: list[Piece]) -> Runs:
    """A cell's paragraphs as one."""
    made: list[TextRun] = []
    for piece in pieces:
        if isinstance(piece, Paragraph):
            made += [TextRun("\n")] * bool(made) + list(piece.runs)
    return tuple(made)
