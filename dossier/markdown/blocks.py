"""Block tokens → leaves: every paragraph, item, cell and caption with the containers it stands in.

Leaves → blocks: each with its permanent id, and its ¶ number where it is counted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from dossier.markdown.figures import CaptionPart, as_film, as_pictures, figure_rows
from dossier.markdown.inline import InlinePicture, InlineText, inline_text
from dossier.markdown.parser import CONTAINERS, parse_tokens
from dossier.markdown.plain_paragraphs import PlainStretch, plain_heading
from dossier.markdown.source import MarkdownSource
from dossier.model import Block, BlockKind, Container, Location, Mark, Media, Prose
from dossier.problems import Problem, Severity
from dossier.script import fingerprint

_OPENS = {
    "bullet_list_open": "ul",
    "ordered_list_open": "ol",
    "list_item_open": "li",
    "blockquote_open": "quote",
    "table_open": "table",
    "tr_open": "tr",
    "th_open": "th",
    "td_open": "td",
    "footnote_open": "footnote",
    "container_figure_open": "figure",
    "container_video_open": "figure",
    "container_gallery_open": "gallery",
}
_FILM = "container_video_open"
_CLOSES = {kind.removesuffix("open") + "close" for kind in _OPENS}
_LEAVES: dict[str, BlockKind] = {"li": "item", "quote": "quote", "th": "cell", "td": "cell", "gallery": "caption"}
_FENCE = re.compile(r"[\s>]*:{3,}\s*")


@dataclass(slots=True)
class _Frame:
    """An open container."""

    container: Container
    opener: str  # its token's type
    line: int
    section: int  # the one around it
    first: int  # how many leaves stand before it
    counts: Counter[str] = field(default_factory=Counter)  # of the containers in it
    parts: list[CaptionPart] = field(default_factory=list)  # of a figure


def walk_blocks(source: MarkdownSource, paragraphs: PlainStretch) -> tuple[list[UnnamedBlock], list[Problem]]:
    """The leaves of a text, and what is wrong with it; the parser sees its plain paragraphs only where it must."""
    runs = paragraphs.runs
    tokens, lost = parse_tokens("\n".join(paragraphs.without(source.lines)))
    if lost and runs:
        runs = {}
        tokens, lost = parse_tokens("\n".join(source.lines))
    walk = _Walk(source, runs)
    walk.read(tokens)
    at = source.at
    losses = [Problem(at(loss.line), Severity.WARNING, "markdown", loss.message, hint=loss.hint) for loss in lost]
    return walk.leaves, losses + walk.problems


class _Walk:
    """Leaves and problems, as the tokens go by."""

    def __init__(self, source: MarkdownSource, runs: Mapping[int, Sequence[int]]) -> None:
        """`runs` are the plain paragraphs that the tokens lack, by the line that they come after."""
        self.leaves: list[UnnamedBlock] = []
        self.problems: list[Problem] = []
        self._source = source
        self._runs = runs
        self._frames = [_Frame(Container("", 0), "", 0, 0, 0)]
        self._line = 0
        self._level = 0  # of the heading we are in
        self._section = 0
        self._sections = 0

    def read(self, tokens: Iterable[Token]) -> None:
        for token in tokens:
            if token.map:
                self._line = token.map[0]
            if token.type in _OPENS:
                self._enter(token)
            elif token.type in _CLOSES:
                self._leave()
            elif token.type == "heading_open":
                self._heading(int(token.tag[1]))
            elif token.type == "heading_close":
                self._level = 0
            elif token.type == "inline":
                self._inline(token.children or [])
                self._rest()
            elif token.type in ("fence", "code_block"):
                self._leaf("code", InlineText(token.content.removesuffix("\n")))
            elif token.type == "hr":
                self._leaf("rule", InlineText(""))

    def _enter(self, token: Token) -> None:
        kind = _OPENS[token.type]
        counts = self._frames[-1].counts
        counts[kind] += 1
        nth = token.meta["id"] + 1 if kind == "footnote" else counts[kind]
        frame = _Frame(Container(kind, nth), token.type, self._line, self._section, len(self.leaves))
        if kind == "ol":
            frame.counts["li"] = int(token.attrs.get("start", 1)) - 1
        if kind == "gallery":
            self._new_section()
        if token.type.startswith("container_") and token.map:
            self._check_closed(token)
        self._frames.append(frame)

    def _leave(self) -> None:
        frame = self._frames[-1]
        extra: list[InlinePicture] = []
        if frame.container.kind == "figure":
            extra = self._close_figure(frame)
        elif frame.container.kind == "tr":
            self._check_cells(frame)
        elif frame.container.kind == "footnote" and len(self.leaves) == frame.first:
            self._leaf("paragraph", InlineText(""))  # its link leads here all the same
        self._frames.pop()
        self._section = frame.section
        for picture in extra:
            self._lifted(picture, frame.line)

    def _heading(self, level: int) -> None:
        self._level = level
        if len(self._frames) == 1:
            self._new_section()

    def _new_section(self) -> None:
        self._sections += 1
        self._section = self._sections

    def _inline(self, children: list[Token]) -> None:
        inner = self._frames[-1]
        if inner.container.kind == "figure" and not self._level:
            inner.parts += self._parts(children, film=inner.opener == _FILM)
            return
        found = self._run(children)
        kind = "heading" if self._level else _LEAVES.get(inner.container.kind, "paragraph")
        if found.text or not found.pictures or kind == "cell":
            self._leaf(kind, found)
        for picture in found.pictures:
            self._lifted(picture, self._line)

    def _rest(self) -> None:
        """The plain paragraphs and headings after the one that was read, in what it is in."""
        around = self._frames[-1].container.kind
        for line in self._runs.get(self._line, ()):
            self._line = line
            self._level, text = plain_heading(self._source.lines[line])
            if self._level:
                self._heading(self._level)
                self._leaf("heading", InlineText(text))
                self._level = 0
            elif around == "figure":
                self._inline([Token("text", "", 0, content=text)])
            else:
                self._leaf(_LEAVES.get(around, "paragraph"), InlineText(text))

    def _run(self, children: list[Token]) -> InlineText:
        found = inline_text(children)
        for href in found.refused:
            message = f"an address that no page may hold was left out: {href[:80]}"
            self._warn("link", message, "use http, https or mailto, or a local link such as article:ID")
        if found.text.startswith(":::"):
            known = ", ".join(f"::: {name}" for name in CONTAINERS)
            self._warn("container", f"“{found.text[:40]}” opens or closes nothing; shown as text", f"we know {known}")
        if found.text.startswith("{#"):
            hint = "a pin is a line of its own directly above its block: {#p- and six small letters}"
            self._warn("pin", f"“{found.text[:40]}” is not a pin; shown as text", hint)
        return found

    def _leaf(self, kind: BlockKind, found: InlineText, line: int | None = None, media: Media | None = None) -> None:
        where = self._line if line is None else line
        self.leaves.append(
            UnnamedBlock(kind, found.text, where, self._within(), self._section, found.marks, self._level, media)
        )

    def _within(self) -> tuple[Container, ...]:
        return tuple(frame.container for frame in self._frames[1:])

    def _lifted(self, picture: InlinePicture, line: int) -> None:
        """A figure for a picture that stood in a text."""
        self._frames[-1].counts["figure"] += 1
        container = Container("figure", self._frames[-1].counts["figure"])
        media = Media("image", picture.src, picture.alt, picture.href)
        within = (*self._within(), container)
        self.leaves.append(UnnamedBlock("caption", picture.title, line, within, self._section, media=media))

    def _parts(self, children: list[Token], *, film: bool) -> list[CaptionPart]:
        """The captions and credits of a figure's paragraph."""
        rows = figure_rows(children, film=film)
        return [CaptionPart(row.kind, self._run(row.tokens), self._line + row.offset) for row in rows]

    def _close_figure(self, frame: _Frame) -> list[InlinePicture]:
        """The figure's leaves, before whatever else it holds; the pictures it has no room for are returned."""
        film = frame.opener == _FILM
        pictures = [picture for part in frame.parts for picture in part.run.pictures]
        media = as_film(frame.parts, pictures) if film else as_pictures(pictures)
        if media is None:
            what, line = ("link to the film", "[title](https://…)") if film else ("picture", "![what is seen](address)")
            self._warn("figure", f"there is no {what} here", f"begin it with {line}", frame.line)
        captions = [part for part in frame.parts if part.kind == "caption" and part.run.text]
        if pictures and pictures[0].title:
            captions.insert(0, CaptionPart("caption", InlineText(pictures[0].title), frame.line))
        rest, self.leaves = self.leaves[frame.first :], self.leaves[: frame.first]
        for index, part in enumerate(captions or [CaptionPart("caption", InlineText(""), frame.line)]):
            self._leaf("caption", part.run, part.line, None if index else media)
        for part in frame.parts:
            if part.kind == "credit":
                self._leaf("credit", part.run, part.line)
        self.leaves += rest
        return pictures[1:]

    def _check_closed(self, token: Token) -> None:
        start, end = token.map or (0, 0)
        if not _FENCE.fullmatch(self._source.lines[end]):
            name = token.info.strip()
            self._warn("container", f"::: {name} is never closed", f"end it with a line {token.markup}", start)

    def _check_cells(self, frame: _Frame) -> None:
        """A row may not have more cells than its header: Markdown would drop them."""
        written = [cell.strip() for cell in escapedSplit(self._source.lines[frame.line].strip("> \t"))]
        written = written[not written[0] : len(written) - (not written[-1])]
        shown = frame.counts["th"] + frame.counts["td"]
        if len(written) > shown:
            lost = " | ".join(written[shown:])[:80]
            hint = "give the header as many columns"
            self._warn("table", f"this row has more cells than its header; left out: {lost}", hint, frame.line)

    def _warn(self, check: str, message: str, hint: str, line: int | None = None) -> None:
        at = self._source.at(self._line if line is None else line)
        self.problems.append(Problem(at, Severity.WARNING, check, message, hint=hint))


_COUNTED = ("paragraph", "item", "quote")


class UnnamedBlock(NamedTuple):
    """A block before it has its name."""

    kind: BlockKind
    text: str
    line: int  # an index of the source's lines
    within: tuple[Container, ...]
    section: int
    marks: tuple[Mark, ...] = ()
    level: int = 0
    media: Media | None = None


def name_blocks(leaves: Sequence[UnnamedBlock], source: MarkdownSource) -> tuple[Prose, tuple[Problem, ...]]:
    """The blocks, and the pins that pin nothing."""
    pins, problems = _pins(leaves, source) if source.pins else ({}, ())
    ids = _ids(leaves, pins)
    made: list[Block] = []
    number = 0
    for name, leaf in zip(ids, leaves, strict=True):
        kind, text, line, within, section, marks, level, media = leaf
        counted = kind in _COUNTED and (not within or all(container.kind != "footnote" for container in within))
        number += counted
        where = source.numbers[line]
        made.append(Block(name, kind, text, marks, within, section, number if counted else 0, level, media, where))
    return tuple(made), problems


def _ids(leaves: Sequence[UnnamedBlock], pins: Mapping[int, str]) -> Iterator[str]:
    """Names for the leaves, each given once: the pinned one, or one made of its text."""
    taken = set(pins.values())
    seen: dict[str, int] = {}
    for index, leaf in enumerate(leaves):
        name = pins.get(index, "")
        stem = "" if name else f"p-{fingerprint(leaf.text)}"
        while not name:
            seen[stem] = nth = seen.get(stem, 0) + 1
            free = stem if nth == 1 else f"{stem}-{nth}"
            name = "" if free in taken else free
        yield name


def _pins(leaves: Sequence[UnnamedBlock], source: MarkdownSource) -> tuple[dict[int, str], tuple[Problem, ...]]:
    """Old ids by the index of the leaf they belong to: the one on the line below, or the first of a figure there."""
    starts: dict[int, int] = {}
    for index, leaf in enumerate(leaves):
        starts.setdefault(leaf.line, index)
    lines = sorted(starts)
    found: dict[int, str] = {}
    held: set[str] = set()
    problems = []
    for line, pin in source.pins.items():
        opens = source.lines[line].lstrip("> ").startswith(":::")
        below = lines[(place := bisect_left(lines, line)) : place + 1]
        if not below or (below[0] != line and not opens):
            problems.append(_idle(source.at(line), pin, "no block begins below it"))
        elif pin in held:
            problems.append(_idle(source.at(line), pin, "another block has it already"))
        else:
            found.setdefault(starts[below[0]], pin)
            held.add(pin)
    return found, tuple(problems)


def _idle(at: Location, pin: str, why: str) -> Problem:
    hint = "put it on a line of its own, a blank line above it and its block directly below"
    return Problem(at, Severity.WARNING, "pin", f"the pin {{#{pin}}} holds nothing: {why}", hint=hint)
