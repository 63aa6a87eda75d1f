"""What stands in one paragraph: its characters, the marks over them, and the pictures lifted out of it."""

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

# A place between two lines, or where a picture stood; no text holds it, `source` has seen to that.
_GAP = "\0"
_GAPS = re.compile(f"(?:(?<![ \n])|(?={_GAP}))[ \n]*+{_GAP}[ \n{_GAP}]*")
_CLOSE_SET = frozenset("“”‘’…—·")  # full width beside Chinese, half width beside Latin


class InlinePicture(NamedTuple):
    src: str
    alt: str
    title: str
    href: str  # of the link around it


class InlineText(NamedTuple):
    text: str
    marks: tuple[Mark, ...] = ()
    pictures: tuple[InlinePicture, ...] = ()
    refused: tuple[str, ...] = ()  # addresses that no page may lead to


class _Open(NamedTuple):
    start: int
    kind: MarkKind | None  # None: it says nothing new
    value: str = ""
    pictures: int = 0  # how many stood before it


def inline_text(tokens: Iterable[Token]) -> InlineText:
    """The characters, marks and pictures of inline tokens."""
    inside = _Inside()
    for token in tokens:
        inside.add(token)
    text, marks = _closed_up("".join(inside.text), inside.marks)
    return InlineText(text, marks, tuple(inside.pictures), tuple(inside.refused))


def safe_address(href: str) -> str | None:
    """A link's address as pages may hold it; None for `javascript:` and whatever else is not known to be harmless."""
    href = href.strip()
    scheme = _SCHEME.match(href)
    if not scheme:
        return f"https:{href}" if href.startswith("//") else href
    name = scheme[0][:-1].lower()
    if name in WEB:
        return name + ":" + _ILLEGAL.sub(lambda found: f"%{ord(found[0]):02X}", href[scheme.end() :])
    return href if name in LOCAL else None


class _Inside:
    """A paragraph's inside as its tokens come."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.length = 0
        self.marks: list[Mark] = []
        self.pictures: list[InlinePicture] = []
        self.refused: list[str] = []
        self.open: list[_Open] = []

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
                # Emphasis in emphasis says nothing, and a thousand of them would break a browser.
                told = any(opened.kind == kind for opened in self.open)
                self.open.append(_Open(self.length, None if told else kind))
            case _ if token.nesting == -1:
                self._close()
            case _:
                self._write(token.content)

    def _write(self, text: str) -> None:
        self.text.append(text)
        self.length += len(text)

    def _open_link(self, href: str) -> None:
        known = safe_address(href)
        if known is None:
            self.refused.append(href)
        self.open.append(_Open(self.length, None if known is None else "link", known or "", len(self.pictures)))

    def _close(self) -> None:
        start, kind, value, pictures = self.open.pop()
        if kind == "link" and start == self.length and pictures == len(self.pictures):
            self._write(value)  # a link without words would be lost
        if kind:
            self.marks.append(Mark(start, self.length, kind, value))

    def _picture(self, token: Token) -> None:
        src = str(token.attrs["src"])
        known = safe_address(src)
        if known is None or known.startswith(tuple(f"{scheme}:" for scheme in ("mailto", *LOCAL))):
            self.refused.append(src)
            known = ""
        href = next((opened.value for opened in self.open if opened.kind == "link"), "")
        alt = inline_text(token.children or ()).text
        self.pictures.append(InlinePicture(known, alt, str(token.attrs.get("title", "")), href))
        self._write(_GAP)


def _closed_up(text: str, marks: Iterable[Mark]) -> tuple[str, tuple[Mark, ...]]:
    """The text with its gaps decided, and the marks moved along: in reading order, the longer first."""
    if _GAP not in text:
        return text, _in_order(marks)
    pieces: list[str] = []
    moved: list[int] = []  # where each old offset has gone
    length = end = 0
    for gap in _GAPS.finditer(text):
        kept, space = text[end : gap.start()], _space(text, gap)
        moved += range(length, length + len(kept) + 1)
        length += len(kept) + len(space)
        moved += [length] * (gap.end() - gap.start() - 1)
        pieces += [kept, space]
        end = gap.end()
    pieces.append(text[end:])
    moved += range(length, length + len(text) - end + 1)
    there = (mark._replace(start=moved[mark.start], end=moved[mark.end]) for mark in marks)
    return "".join(pieces), _in_order(there)


def _in_order(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    shown = [mark for mark in marks if mark.start < mark.end or mark.kind == "footnote"]
    return tuple(sorted(shown, key=lambda mark: (mark.start, -mark.end)))


def _space(text: str, gap: re.Match[str]) -> str:
    """What stands for a gap: a hard break, nothing beside Chinese, or a space."""
    if gap.start() == 0 or gap.end() == len(text):
        return ""
    if "\n" in gap[0]:
        return "\n"
    before, after = text[gap.start() - 1], text[gap.end()]
    wide = [bool(CJK.match(character)) for character in (before, after)]
    if all(wide) or (any(wide) and (_set_close(before) or _set_close(after))):
        return ""
    return " "


def _set_close(character: str) -> bool:
    """Whether it is punctuation that brings its own space."""
    return character in _CLOSE_SET or (bool(CJK.match(character)) and not character.isalnum())
