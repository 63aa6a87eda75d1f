"""Converts a tree into pieces. One walk serves all outlets; the removal lists and the outlet's rule say what to skip."""

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
from dossier.ingest.outlets import OutletRule

# fmt: off
INLINE = {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "button", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
           "kbd", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
           "time", "tt", "u", "var"}
# fmt: on
_CREDIT_CLASS = re.compile(r"(?:^|[\s_-])(?:copyright|credits?)(?:\s|$)", re.IGNORECASE)
_STYLES: Mapping[str, Callable[[TextRun], TextRun]] = {
    "b": lambda style: style._replace(strong=True),
    "strong": lambda style: style._replace(strong=True),
    "em": lambda style: style._replace(em=True),
    "i": lambda style: style._replace(em=True),
    "small": lambda style: style._replace(small=True),
    "cite": lambda style: style._replace(cite=True),
}


def element_style(element: Element, style: TextRun, base: str, rewrites: tuple[tuple[str, str], ...]) -> TextRun:
    """The style of text in an inline element, given the style around it."""
    name = element.name
    if name == "a":
        return style._replace(href=addresses.readable_url(element.get("href"), base, rewrites) or style.href)
    if name in ("span", "small") and _CREDIT_CLASS.search(element.get("class")):
        return style._replace(cite=True)
    return _STYLES[name](style) if name in _STYLES else style


_SPACE = re.compile(r"[ \t\n\r\f\v\u00a0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffc]+")
_PLAIN_STYLE = TextRun("")


class ElementWalk:
    """The state of a walk over one element; `dropped` is shared by the whole article."""

    def __init__(
        self, rule: OutletRule, base: str, removals: RemovalIndex, dropped: list[Dropped], article_length: int
    ) -> None:
        self.article_length = article_length  # of the whole article
        self.rule = rule
        self.base = base
        self.removals = removals
        self.dropped = dropped
        self.pieces: list[Piece] = []
        self._runs: list[TextRun] = []  # of the current line
        self._line_figures: list[Figure] = []  # figures within the current line
        self._loose_list: Listing | None = None  # the last list made of <li>s without a list

    def read(self, element: Element, style: TextRun = _PLAIN_STYLE) -> list[Piece]:
        self._flow(element, style)
        self._end_line()
        return attach_captions(self.pieces, self.rule, self.dropped)

    def _walk_inner(self, element: Element, style: TextRun) -> list[Piece]:
        return ElementWalk(self.rule, self.base, self.removals, self.dropped, self.article_length).read(element, style)

    def _flow(self, element: Element, style: TextRun) -> None:
        for child in element.children:
            if isinstance(child, str):
                self._add_text(child, style)
            elif rule := self.removals.rule_for(child):
                self._drop(rule, child)
            elif child.name in INLINE:
                self._flow(child, element_style(child, style, self.base, self.rule.links))
            elif is_media_element(child):
                self._media(child, style)
            elif child.name in self._SPECIAL:
                self._SPECIAL[child.name](self, child, style)
            elif child.text_length or child.media_count:
                self._block(child, style)

    # ── Lines ────────────────────────────────────────────────────────────────

    def _add_text(self, text: str, style: TextRun) -> None:
        if style.href and removals.EXTERNAL_LINK_LABEL.fullmatch(text):
            self.dropped.append(Dropped("label", text.strip()))
            return
        text = _SPACE.sub(" ", text)
        if not self._runs or self._runs[-1].text[-1] in " \n":
            text = text.lstrip(" ")
        if text:
            self._runs.append(style._replace(text=text))

    def _break(self, _element: Element, _style: TextRun) -> None:
        """Handle a <br>; two of them end a paragraph."""
        if self._runs and self._runs[-1].text.endswith("\n"):
            self._end_line()
        elif self._runs:
            self._runs[-1] = self._runs[-1]._replace(text=self._runs[-1].text.rstrip(" ") + "\n")

    def _end_line(self, level: int = 0) -> None:
        runs = cut_runs(tuple(self._runs))
        figures = self._line_figures
        self._runs, self._line_figures = [], []
        if runs:
            self._paragraph(Paragraph(runs, level))
        self.pieces += figures

    def _paragraph(self, paragraph: Paragraph) -> None:
        rule = self.removals.rule_for_paragraph(paragraph.text) or ("promotion" if _is_subscription(paragraph) else "")
        if rule:
            self.dropped.append(Dropped(rule, paragraph.text))
            video_url = next((run.href for run in paragraph.runs if run.href), "") if rule == "player" else ""
            self.pieces += [Figure("", href=video_url)] * bool(video_url)
        else:
            self.pieces.append(paragraph)

    def _drop(self, rule: str, element: Element) -> None:
        text = element.text
        if text:
            self.dropped.append(Dropped(rule, text))
        for inner in element.iter():
            if inner.name == "img":
                self.dropped.append(Dropped(rule, inner.get("src") or inner.get("alt"), "picture"))

    # ── Blocks ───────────────────────────────────────────────────────────────

    def _block(self, element: Element, style: TextRun) -> None:
        self._end_line()
        inner = self._walk_inner(element, style)
        if len(inner) > 1 and element.name != "p" and element.text_length * 2 < self.article_length:
            has_inner_caption = any(isinstance(child, str) and child.strip() for child in element.children)
            inner = caption_from_headings(
                caption_single_text(inner, self.rule, self.dropped, has_inner_caption=has_inner_caption)
            )
        self.pieces += inner

    def _caption(self, element: Element, style: TextRun) -> None:
        self._block(element, style._replace(small=True))

    def _figure(self, element: Element, style: TextRun) -> None:
        self._end_line()
        self.pieces += caption_figure(self._walk_inner(element, style), self.rule, self.dropped)

    def _heading(self, element: Element, style: TextRun) -> None:
        self._end_line()
        level = int(element.name[1])
        for piece in self._walk_inner(element, style):
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
        """Collect consecutive <li>s without a list into one list."""
        self._end_line()
        inner = tuple(self._walk_inner(element, style))
        if not inner:
            return
        if self._loose_list is not None and self.pieces and self.pieces[-1] is self._loose_list:
            self._loose_list = self.pieces[-1] = Listing((*self._loose_list.items, inner))
        else:
            self._loose_list = Listing((inner,))
            self.pieces.append(self._loose_list)

    def _item(self, element: Element, style: TextRun) -> list[Piece]:
        if element.name in self._SPECIAL and element.name != "li":
            walk = ElementWalk(self.rule, self.base, self.removals, self.dropped, self.article_length)
            self._SPECIAL[element.name](walk, element, style)
            return walk.pieces
        return self._walk_inner(element, element_style(element, style, self.base, self.rule.links))

    def _quote(self, element: Element, style: TextRun) -> None:
        self._end_line()
        inner = self._walk_inner(element, style)
        if inner:
            self.pieces.append(Quote(tuple(inner)))

    def _table(self, element: Element, style: TextRun) -> None:
        self._end_line()
        rows = []
        for row in (e for e in element.iter() if e.name == "tr"):
            cells = [self._walk_inner(cell, style) for cell in row.elements if cell.name in ("td", "th")]
            rows.append(tuple(map(_join_cell_paragraphs, cells)))
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

    # ── Pictures and videos ──────────────────────────────────────────────────

    def _media(self, element: Element, style: TextRun) -> None:
        figure = media.media_figure(element, self.base, style.href)
        frame = None if figure else media.frame_link(element, self.base)
        self.dropped += media.dropped_fallback(element)
        if figure and self._runs:
            self._line_figures.append(figure)
        elif figure:
            self.pieces.append(figure)
        elif frame:
            self._end_line()
            self.pieces.append(frame)
        else:
            self.dropped += media.dropped_picture(element)

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


_MAX_SUBSCRIPTION = 400  # characters


def _is_subscription(paragraph: Paragraph) -> bool:
    """Whether a paragraph asks to subscribe, with a link to do so."""
    text = paragraph.text
    if (
        len(text) > _MAX_SUBSCRIPTION
        or not any(run.href for run in paragraph.runs)
        or not removals.SUBSCRIBE.search(text)
    ):
        return False
    return any(run.href and removals.SUBSCRIPTION_LINK.search(f"{run.href} {run.text}") for run in paragraph.runs)


def _join_cell_paragraphs(pieces: list[Piece]) -> Runs:
    """Join the paragraphs of a table cell with line breaks."""
    runs: list[TextRun] = []
    for piece in pieces:
        if isinstance(piece, Paragraph):
            runs += [TextRun("\n")] * bool(runs) + list(piece.runs)
    return tuple(runs)
