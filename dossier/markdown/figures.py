"""The parts of a figure: pictures, captions, and credits, which are lines that begin with `credit:`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markdown_it.token import Token

from dossier.markdown.inline import InlinePicture, InlineText
from dossier.model import BlockKind, Media

_CREDIT = re.compile(r"credit\s*[:：]\s*", re.IGNORECASE)


class CaptionPart(NamedTuple):
    """A caption or a credit."""

    kind: BlockKind
    content: InlineText
    line: int


class CaptionRow(NamedTuple):
    """The tokens of a caption or a credit; `offset` is its first line, counted from that of the paragraph."""

    kind: BlockKind
    offset: int
    tokens: list[Token]


def figure_rows(children: Iterable[Token], *, film: bool) -> list[CaptionRow]:
    """Splits a figure's paragraph into captions and credits; a credit is a single line, and so is a film's link."""
    rows: list[CaptionRow] = []
    starts_row = True
    for offset, line in enumerate(_lines(children)):
        credit = _CREDIT.match(line[0].content) if line and line[0].type == "text" else None
        if credit:
            line[0] = line[0].copy(content=line[0].content[credit.end() :])
        link = film and bool(line) and line[0].type == "link_open" and line[-1].type == "link_close"
        if credit or link or starts_row:
            rows.append(CaptionRow("credit" if credit else "caption", offset, line))
        else:
            rows[-1].tokens.extend([Token("softbreak", "br", 0), *line])
        starts_row = bool(credit) or link
    return rows


def picture_media(pictures: Sequence[InlinePicture]) -> Media | None:
    return Media("image", pictures[0].src, pictures[0].alt, pictures[0].href) if pictures else None


def film_media(parts: Iterable[CaptionPart], pictures: Sequence[InlinePicture]) -> Media | None:
    """A film, from the first link; a picture is its poster."""
    links = [mark.value for part in parts for mark in part.content.marks if mark.kind == "link"]
    href = next(iter([picture.href for picture in pictures if picture.href] + links), "")
    poster = pictures[0] if pictures else InlinePicture("", "", "", "")
    return Media("video", poster.src, poster.alt, href) if href else None


def _lines(children: Iterable[Token]) -> list[list[Token]]:
    """The tokens of each line; line breaks inside emphasis or links do not count."""
    lines: list[list[Token]] = [[]]
    for token in children:
        if token.type in ("softbreak", "hardbreak") and token.level == 0:
            lines.append([])
        else:
            lines[-1].append(token)
    return lines
