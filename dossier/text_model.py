"""Locations, dates, and texts as blocks with stand-off marks: the part of the model that all stages share.

Import these names from `dossier.model`, which has all of the model. Offsets are code points of `Block.text`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, NamedTuple, TypeAlias

# ── Locations and dates ─────────────────────────────────────────────────────────


class Location(NamedTuple):
    """A file and a line of it (0: the whole file), which a person can open."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


NOWHERE = Location("")


class When(NamedTuple):
    """A date of limited precision, parsed by `edtf.parse`."""

    edtf: str  # as written, EDTF level 0 or 1 or [a..b]
    first: date  # the earliest possible day (date.min: open)
    last: date  # the latest (date.max: open)
    approximate: bool = False  # ~
    uncertain: bool = False  # ?
    span: bool = False  # it lasted from `first` to `last`; otherwise it is one moment between them
    moment: datetime | None = None  # the instant, where a time and its zone are known


# ── Text: blocks and their stand-off marks ──────────────────────────────

MarkKind: TypeAlias = Literal[
    # from the Markdown
    "emphasis", "strong", "strike", "code", "link", "footnote",
    # from the stages that read the text
    "entity", "date", "gloss", "held", "hit", "lang", "name",
]  # fmt: skip


class Mark(NamedTuple):
    """An annotation of the characters `start` to `end` of a block.

    `value` is a link's address, a footnote's number, an entity's id, a date's EDTF, a language …
    """

    start: int
    end: int
    kind: MarkKind
    value: str = ""


class Container(NamedTuple):
    """An element around a block: `ul` `ol` `li` `quote` `table` `tr` `th` `td` `figure` `gallery` or `footnote`.

    `nth` counts within its parent; the items of an `ol` count from the list's start number.
    """

    kind: str
    nth: int


BlockKind: TypeAlias = Literal[
    "title", "byline", "paragraph", "heading", "item", "quote", "cell", "caption", "credit", "code", "rule"
]  # fmt: skip


class Media(NamedTuple):
    """The picture or film that a caption belongs to, as written in the Markdown."""

    kind: Literal["image", "video"]
    src: str  # the address of the picture, or of the film's poster
    alt: str = ""
    href: str = ""  # the link to the film, or of the picture


class Block(NamedTuple):
    """A leaf of a text: plain characters, the marks over them, and the containers around it."""

    id: str  # `p-` and six letters of the hash of its folded text
    kind: BlockKind
    text: str  # a hard line break is "\n"
    marks: tuple[Mark, ...] = ()
    within: tuple[Container, ...] = ()  # outermost first
    section: int = 0  # 0 before the first heading; a gallery is a section of its own
    number: int = 0  # the paragraph number, ¶ n; 0: not numbered
    level: int = 0  # of a heading
    media: Media | None = None  # of a caption
    line: int = 0  # in its file
    place: str = ""  # where it begins in the original: `page 12`, `time 00:31`


Prose: TypeAlias = tuple[Block, ...]
