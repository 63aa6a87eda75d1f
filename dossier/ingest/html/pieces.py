"""The pieces of an article's body, between HTML and Markdown: paragraphs, figures, lists, quotes, tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias


class TextRun(NamedTuple):
    """Characters of one style; "\\n" is a line break."""

    text: str
    strong: bool = False
    em: bool = False
    href: str = ""
    cite: bool = False  # marked as a credit
    small: bool = False  # in small print, as captions are


Runs: TypeAlias = tuple[TextRun, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: Runs
    level: int = 0  # of a heading

    @property
    def text(self) -> str:
        return runs_text(self.runs)

    @property
    def small(self) -> bool:
        return all(run.small for run in self.runs if not run.text.isspace())


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, or a video with its poster, with caption and credit."""

    src: str
    alt: str = ""
    caption: Runs = ()
    credit: str = ""
    href: str = ""  # where a video or a recording is played
    has_inner_caption: bool = False  # its caption was in the same element, as in DW's galleries


@dataclass(frozen=True, slots=True)
class Gallery:
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple[tuple[Piece, ...], ...]
    start: int | None = None  # of an ordered list


@dataclass(frozen=True, slots=True)
class Quote:
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[Runs, ...], ...]  # the first is the header


@dataclass(frozen=True, slots=True)
class Code:
    text: str


@dataclass(frozen=True, slots=True)
class ThematicBreak:
    """A horizontal rule."""


Piece: TypeAlias = "Paragraph | Figure | Gallery | Listing | Quote | Table | Code | ThematicBreak"


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something of a capture that the draft leaves out, and the rule that removed it."""

    rule: str
    text: str
    kind: Literal["text", "picture", "link"] = "text"


def as_heading(runs: Runs, level: int) -> Paragraph:
    """Make a heading of runs, without their bold style, which a heading implies."""
    return Paragraph(cut_runs(tuple(run._replace(strong=False) for run in runs)), level)


def runs_text(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def piece_text(piece: Piece) -> str:
    """The text of a piece, in reading order."""
    match piece:
        case Paragraph(runs):
            lines = [runs_text(runs)]
        case Figure():
            lines = [runs_text(piece.caption), piece.credit]
        case Gallery(inner) | Quote(inner):
            lines = [piece_text(inner_piece) for inner_piece in inner]
        case Listing(items):
            lines = [piece_text(inner_piece) for item in items for inner_piece in item]
        case Table(rows):
            lines = [runs_text(cell) for row in rows for cell in row]
        case Code(text):
            lines = [text]
        case ThematicBreak():
            lines = []
    return "\n".join(filter(None, lines))


def cut_runs(runs: Runs, start: int = 0, end: int | None = None) -> Runs:
    """A range of characters, trimmed of space at both ends, with adjacent runs of one style joined."""
    text = runs_text(runs)
    end = len(text) if end is None else end
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    result: list[TextRun] = []
    offset = 0
    for run in runs:
        part = run.text[max(start - offset, 0) : max(end - offset, 0)]
        offset += len(run.text)
        if part and result and result[-1][1:] == run[1:]:
            result[-1] = run._replace(text=result[-1].text + part)
        elif part:
            result.append(run._replace(text=part))
    return tuple(result)


def split_lines(runs: Runs) -> tuple[Runs, ...]:
    """Split runs into lines, without empty ones."""
    lines, start = [], 0
    for text in runs_text(runs).split("\n"):
        lines.append(cut_runs(runs, start, start + len(text)))
        start += len(text) + 1
    return tuple(filter(None, lines))
