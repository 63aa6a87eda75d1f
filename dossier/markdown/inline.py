"""The inline content of a paragraph: its characters, the marks over them, and its pictures, which become figures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from markdown_it.token import Token

from dossier.markdown.parser import CJK
from dossier.model import Mark, MarkKind

WEB = ("http", "https", "mailto")
LOCAL = ("article", "entity", "event", "claim", "page")

_STYLES: dict[str, MarkKind] = {"em": "emphasis", "strong": "strong", "s": "strike"}
_SCHEME = re.compile("[^/?#:]*:")
_ILLEGAL = re.compile(r'[\x00-\x20"<>\\^`{|}]')

# Stands for a line break or for a picture; it occurs in no text, since `source` replaces it.
_GAP = "\0"
_GAPS = re.compile(f"(?:(?<![ \n])|(?={_GAP}))[ \n]*+{_GAP}[ \n{_GAP}]*")
_AMBIGUOUS_WIDTH = frozenset("“”‘’…—·")  # full width in Chinese, half width in Latin text


class InlinePicture(NamedTuple):
    src: str
    alt: str
    title: str
    href: str  # of the link around it


class InlineText(NamedTuple):
    text: str
    marks: tuple[Mark, ...] = ()
    pictures: tuple[InlinePicture, ...] = ()
    refused: tuple[str, ...] = ()  # unsafe addresses


class _OpenMark(NamedTuple):
    start: int
    kind: MarkKind | None  # None: it makes no mark
    value: str = ""
    pictures: int = 0  # how many pictures come before it


def inline_text(tokens: Iterable[Token]) -> InlineText:
    reader = _InlineReader()
    for token in tokens:
        reader.add(token)
    text, marks = _resolve_gaps("".join(reader.text), reader.marks)
    return InlineText(text, marks, tuple(reader.pictures), tuple(reader.refused))


def safe_address(href: str) -> str | None:
    """The address as used on pages; None for `javascript:` and any other scheme that is not known to be safe."""
    href = href.strip()
    scheme = _SCHEME.match(href)
    if not scheme:
        return f"https:{href}" if href.startswith("//") else href
    name = scheme[0][:-1].lower()
    if name in WEB:
        return name + ":" + _ILLEGAL.sub(lambda match: f"%{ord(match[0]):02X}", href[scheme.end() :])
    return href if name in LOCAL else None


class _InlineReader:
    """Collects the content of a paragraph, token by token."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.length = 0
        self.marks: list[Mark] = []
        self.pictures: list[InlinePicture] = []
        self.refused: list[str] = []
        self.open: list[_OpenMark] = []

    def add(self, token: Token) -> None:
        match token.type:
            case "softbreak":
                self._write(_GAP)
            case "hardbreak":
                self._write("\n")
            case "image":
                self._picture(token)
            case "footnote_ref":
                self.marks.append(Mark(self.length, self.length, "footnote", str(token.meta["id"] + 1)))
            case "code_inline":
                self.marks.append(Mark(self.length, self.length + len(token.content), "code"))
                self._write(token.content)
            case "link_open":
                self._open_link(str(token.attrs["href"]))
            case _ if token.nesting == 1:
                kind = _STYLES[token.type.removesuffix("_open")]
                # Nested emphasis has no effect, and a thousand levels would break a browser.
                is_nested = any(opened.kind == kind for opened in self.open)
                self.open.append(_OpenMark(self.length, None if is_nested else kind))
            case _ if token.nesting == -1:
                self._close()
            case _:
                self._write(token.content)

    def _write(self, text: str) -> None:
        self.text.append(text)
        self.length += len(text)

    def _open_link(self, href: str) -> None:
        address = safe_address(href)
        if address is None:
            self.refused.append(href)
        self.open.append(_OpenMark(self.length, None if address is None else "link", address or "", len(self.pictures)))

    def _close(self) -> None:
        start, kind, value, pictures = self.open.pop()
        if kind == "link" and start == self.length and pictures == len(self.pictures):
            self._write(value)  # a link without a text shows its address
        if kind:
            self.marks.append(Mark(start, self.length, kind, value))

    def _picture(self, token: Token) -> None:
        src = str(token.attrs["src"])
        address = safe_address(src)
        if address is None or address.startswith(tuple(f"{scheme}:" for scheme in ("mailto", *LOCAL))):
            self.refused.append(src)
            address = ""
        href = next((opened.value for opened in self.open if opened.kind == "link"), "")
        alt = inline_text(token.children or ()).text
        self.pictures.append(InlinePicture(address, alt, str(token.attrs.get("title", "")), href))
        self._write(_GAP)


def _resolve_gaps(text: str, marks: Iterable[Mark]) -> tuple[str, tuple[Mark, ...]]:
    """Replaces the gaps in the text, moves the marks accordingly, and sorts them: by start, the longer first."""
    if _GAP not in text:
        return text, _sorted_marks(marks)
    pieces: list[str] = []
    new_offsets: list[int] = []  # by old offset
    length = end = 0
    for gap in _GAPS.finditer(text):
        piece, space = text[end : gap.start()], _space(text, gap)
        new_offsets += range(length, length + len(piece) + 1)
        length += len(piece) + len(space)
        new_offsets += [length] * (gap.end() - gap.start() - 1)
        pieces += [piece, space]
        end = gap.end()
    pieces.append(text[end:])
    new_offsets += range(length, length + len(text) - end + 1)
    shifted = (mark._replace(start=new_offsets[mark.start], end=new_offsets[mark.end]) for mark in marks)
    return "".join(pieces), _sorted_marks(shifted)


def _sorted_marks(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    visible = [mark for mark in marks if mark.start < mark.end or mark.kind == "footnote"]
    return tuple(sorted(visible, key=lambda mark: (mark.start, -mark.end)))


def _space(text: str, gap: re.Match[str]) -> str:
    """The replacement of a gap: a hard line break, nothing beside Chinese, or a space."""
    if gap.start() == 0 or gap.end() == len(text):
        return ""
    if "\n" in gap[0]:
        return "\n"
    before, after = text[gap.start() - 1], text[gap.end()]
    wide = [bool(CJK.match(character)) for character in (before, after)]
    if all(wide) or (any(wide) and (_is_set_close(before) or _is_set_close(after))):
        return ""
    return " "


def _is_set_close(character: str) -> bool:
    """Whether it is full-width punctuation, which needs no space beside it."""
    return character in _AMBIGUOUS_WIDTH or (bool(CJK.match(character)) and not character.isalnum())
