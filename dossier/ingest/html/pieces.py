"""What a draft is made of, before it is Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias


class TextRun(NamedTuple):
    """Characters that look alike; "\\n" is a line break."""

    text: str
    strong: bool = False
    em: bool = False
    href: str = ""
    cite: bool = False  # marked as somebody's credit
    small: bool = False  # set small, as captions are


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
    """A picture, or a film by its poster, with the words that belong to it."""

    src: str
    alt: str = ""
    caption: Runs = ()
    credit: str = ""
    href: str = ""  # where a film is watched or a recording heard
    inside: bool = False  # its caption stood in one element with it, as in DW's galleries


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
    """A rule across the page."""


Piece: TypeAlias = "Paragraph | Figure | Gallery | Listing | Quote | Table | Code | ThematicBreak"


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something of a capture that is not in the draft's body, and the rule that took it out."""

    rule: str
    text: str
    kind: Literal["text", "picture", "link"] = "text"


def as_heading(runs: Runs, level: int) -> Paragraph:
    """A heading, which is bold without being set so."""
    return Paragraph(cut_runs(tuple(run._replace(strong=False) for run in runs)), level)


def runs_text(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def piece_text(piece: Piece) -> str:
    """All that a piece says, in reading order."""
    match piece:
        case Paragraph(runs):
            lines = [runs_text(runs)]
        case Figure():
            lines = [runs_text(piece.caption), piece.credit]
        case Gallery(inner) | Quote(inner):
            lines = [piece_text(each) for each in inner]
        case Listing(items):
            lines = [piece_text(each) for item in items for each in item]
        case Table(rows):
            lines = [runs_text(cell) for row in rows for cell in row]
        case Code(text):
            lines = [text]
        case ThematicBreak():
            lines = []
    return "\n".join(filter(None, lines))


def cut_runs(runs: Runs, start: int = 0, end: int | None = None) -> Runs:
    """The runs from one character to another, without space at either end, neighbours that look alike joined."""
    text = runs_text(runs)
    end = len(text) if end is None else end
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    made: list[TextRun] = []
    at = 0
    for run in runs:
        part = run.text[max(start - at, 0) : max(end - at, 0)]
        at += len(run.text)
        if part and made and made[-1][1:] == run[1:]:
            made[-1] = run._replace(text=made[-1].text + part)
        elif part:
            made.append(run._replace(text=part))
    return tuple(made)


def split_lines(runs: Runs) -> tuple[Runs, ...]:
    """The runs line by line, empty lines left out."""
    made, start = [], 0
    for line in runs_text(runs).split("\n"):
        made.append(cut_runs(runs, start, start + len(line)))
        start += len(line) + 1
    return tuple(line for line in made if line)
