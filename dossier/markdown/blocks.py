"""Turns block tokens into leaves (paragraphs, items, cells, captions) with their containers, and names them.

A block's id is a hash of its text, or a pinned id; paragraphs, items and quotes are numbered.
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

from dossier.markdown.figures import CaptionPart, figure_rows, film_media, picture_media
from dossier.markdown.inline import InlinePicture, InlineText, inline_text
from dossier.markdown.parser import CONTAINERS, parse_tokens
from dossier.markdown.plain_paragraphs import PlainParagraphs, split_plain_heading
from dossier.markdown.source import MarkdownSource
from dossier.model import Block, BlockKind, Container, Location, Mark, Media, Prose
from dossier.problems import Problem, Severity
from dossier.script import fingerprint

_CONTAINER_TOKENS = {
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
_CLOSING_TOKENS = {kind.removesuffix("open") + "close" for kind in _CONTAINER_TOKENS}
_LEAF_KINDS: dict[str, BlockKind] = {"li": "item", "quote": "quote", "th": "cell", "td": "cell", "gallery": "caption"}
_FENCE = re.compile(r"[\s>]*:{3,}\s*")


@dataclass(slots=True)
class _Frame:
    """An open container."""

    container: Container
    opener: str  # the type of its token
    line: int
    section: int  # that around the container
    first_leaf: int  # the index of its first leaf
    counts: Counter[str] = field(default_factory=Counter)  # of its child containers
    parts: list[CaptionPart] = field(default_factory=list)  # the captions and credits of a figure


def walk_blocks(source: MarkdownSource, paragraphs: PlainParagraphs) -> tuple[list[UnnamedBlock], list[Problem]]:
    """The leaves and problems of a text; plain paragraphs are given to the parser only where necessary."""
    runs = paragraphs.runs
    tokens, lost = parse_tokens("\n".join(paragraphs.blank_out(source.lines)))
    if lost and runs:
        runs = {}
        tokens, lost = parse_tokens("\n".join(source.lines))
    walker = _TokenWalker(source, runs)
    walker.walk(tokens)
    losses = [
        Problem(source.at(loss.line), Severity.WARNING, "markdown", loss.message, hint=loss.hint) for loss in lost
    ]
    return walker.leaves, losses + walker.problems


class _TokenWalker:
    def __init__(self, source: MarkdownSource, runs: Mapping[int, Sequence[int]]) -> None:
        """`runs` are the plain paragraphs that the parser did not get, by the line of the paragraph before them."""
        self.leaves: list[UnnamedBlock] = []
        self.problems: list[Problem] = []
        self._source = source
        self._runs = runs
        self._frames = [_Frame(Container("", 0), "", 0, 0, 0)]
        self._line = 0
        self._level = 0  # of the current heading
        self._section = 0
        self._sections = 0

    def walk(self, tokens: Iterable[Token]) -> None:
        for token in tokens:
            if token.map:
                self._line = token.map[0]
            if token.type in _CONTAINER_TOKENS:
                self._enter(token)
            elif token.type in _CLOSING_TOKENS:
                self._leave()
            elif token.type == "heading_open":
                self._heading(int(token.tag[1]))
            elif token.type == "heading_close":
                self._level = 0
            elif token.type == "inline":
                self._inline(token.children or [])
                self._add_plain_run()
            elif token.type in ("fence", "code_block"):
                self._leaf("code", InlineText(token.content.removesuffix("\n")))
            elif token.type == "hr":
                self._leaf("rule", InlineText(""))

    def _enter(self, token: Token) -> None:
        kind = _CONTAINER_TOKENS[token.type]
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
        elif frame.container.kind == "footnote" and len(self.leaves) == frame.first_leaf:
            self._leaf("paragraph", InlineText(""))  # the target of its link
        self._frames.pop()
        self._section = frame.section
        for picture in extra:
            self._add_figure(picture, frame.line)

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
        content = self._content(children)
        kind = "heading" if self._level else _LEAF_KINDS.get(inner.container.kind, "paragraph")
        if content.text or not content.pictures or kind == "cell":
            self._leaf(kind, content)
        for picture in content.pictures:
            self._add_figure(picture, self._line)

    def _add_plain_run(self) -> None:
        """Adds the plain paragraphs and headings after the current one, to the same container."""
        parent = self._frames[-1].container.kind
        for line in self._runs.get(self._line, ()):
            self._line = line
            self._level, text = split_plain_heading(self._source.lines[line])
            if self._level:
                self._heading(self._level)
                self._leaf("heading", InlineText(text))
                self._level = 0
            elif parent == "figure":
                self._inline([Token("text", "", 0, content=text)])
            else:
                self._leaf(_LEAF_KINDS.get(parent, "paragraph"), InlineText(text))

    def _content(self, children: list[Token]) -> InlineText:
        """The inline content, with warnings for what was not understood."""
        content = inline_text(children)
        for href in content.refused:
            message = f"an address that no page may hold was left out: {href[:80]}"
            self._warn("link", message, "use http, https or mailto, or a local link such as article:ID")
        if content.text.startswith(":::"):
            known = ", ".join(f"::: {name}" for name in CONTAINERS)
            self._warn("container", f"“{content.text[:40]}” opens or closes nothing; shown as text", f"we know {known}")
        if content.text.startswith("{#"):
            hint = "a pin is a line of its own directly above its block: {#p- and six small letters}"
            self._warn("pin", f"“{content.text[:40]}” is not a pin; shown as text", hint)
        return content

    def _leaf(self, kind: BlockKind, content: InlineText, line: int | None = None, media: Media | None = None) -> None:
        start = self._line if line is None else line
        self.leaves.append(
            UnnamedBlock(kind, content.text, start, self._within(), self._section, content.marks, self._level, media)
        )

    def _within(self) -> tuple[Container, ...]:
        return tuple(frame.container for frame in self._frames[1:])

    def _add_figure(self, picture: InlinePicture, line: int) -> None:
        """Adds a figure for a picture in a text."""
        self._frames[-1].counts["figure"] += 1
        container = Container("figure", self._frames[-1].counts["figure"])
        media = Media("image", picture.src, picture.alt, picture.href)
        within = (*self._within(), container)
        self.leaves.append(UnnamedBlock("caption", picture.title, line, within, self._section, media=media))

    def _parts(self, children: list[Token], *, film: bool) -> list[CaptionPart]:
        """The captions and credits of a figure's paragraph."""
        rows = figure_rows(children, film=film)
        return [CaptionPart(row.kind, self._content(row.tokens), self._line + row.offset) for row in rows]

    def _close_figure(self, frame: _Frame) -> list[InlinePicture]:
        """Adds the figure's leaves before its other content; returns the pictures after the first."""
        film = frame.opener == _FILM
        pictures = [picture for part in frame.parts for picture in part.content.pictures]
        media = film_media(frame.parts, pictures) if film else picture_media(pictures)
        if media is None:
            noun, example = (
                ("link to the film", "[title](https://…)") if film else ("picture", "![what is seen](address)")
            )
            self._warn("figure", f"there is no {noun} here", f"begin it with {example}", frame.line)
        captions = [part for part in frame.parts if part.kind == "caption" and part.content.text]
        if pictures and pictures[0].title:
            captions.insert(0, CaptionPart("caption", InlineText(pictures[0].title), frame.line))
        rest, self.leaves = self.leaves[frame.first_leaf :], self.leaves[: frame.first_leaf]
        for index, part in enumerate(captions or [CaptionPart("caption", InlineText(""), frame.line)]):
            self._leaf("caption", part.content, part.line, None if index else media)
        for part in frame.parts:
            if part.kind == "credit":
                self._leaf("credit", part.content, part.line)
        self.leaves += rest
        return pictures[1:]

    def _check_closed(self, token: Token) -> None:
        start, end = token.map or (0, 0)
        if not _FENCE.fullmatch(self._source.lines[end]):
            name = token.info.strip()
            self._warn("container", f"::: {name} is never closed", f"end it with a line {token.markup}", start)

    def _check_cells(self, frame: _Frame) -> None:
        """Warns if a row has more cells than the header, since Markdown drops them."""
        written = [cell.strip() for cell in escapedSplit(self._source.lines[frame.line].strip("> \t"))]
        written = written[not written[0] : len(written) - (not written[-1])]
        parsed = frame.counts["th"] + frame.counts["td"]
        if len(written) > parsed:
            lost = " | ".join(written[parsed:])[:80]
            hint = "give the header as many columns"
            self._warn("table", f"this row has more cells than its header; left out: {lost}", hint, frame.line)

    def _warn(self, check: str, message: str, hint: str, line: int | None = None) -> None:
        at = self._source.at(self._line if line is None else line)
        self.problems.append(Problem(at, Severity.WARNING, check, message, hint=hint))


_NUMBERED = ("paragraph", "item", "quote")


class UnnamedBlock(NamedTuple):
    """A block without its id and number."""

    kind: BlockKind
    text: str
    line: int  # an index into the lines of the source
    within: tuple[Container, ...]
    section: int
    marks: tuple[Mark, ...] = ()
    level: int = 0
    media: Media | None = None


def name_blocks(leaves: Sequence[UnnamedBlock], source: MarkdownSource) -> tuple[Prose, tuple[Problem, ...]]:
    """Gives each leaf its id and number; the problems are of pins without a block."""
    pins, problems = _pins(leaves, source) if source.pins else ({}, ())
    places = _places_by_leaf(leaves, source) if source.places else {}
    ids = _ids(leaves, pins)
    blocks: list[Block] = []
    number = 0
    for index, (name, leaf) in enumerate(zip(ids, leaves, strict=True)):
        kind, text, line, within, section, marks, level, media = leaf
        is_numbered = kind in _NUMBERED and (not within or all(container.kind != "footnote" for container in within))
        number += is_numbered
        file_line = source.numbers[line]
        blocks.append(
            Block(
                name,
                kind,
                text,
                marks,
                within,
                section,
                number if is_numbered else 0,
                level,
                media,
                file_line,
                places.get(index, ""),
            )
        )
    return tuple(blocks), problems


def _ids(leaves: Sequence[UnnamedBlock], pins: Mapping[int, str]) -> Iterator[str]:
    """The id of each leaf, all different: the pinned one, or a hash of its text."""
    taken = set(pins.values())
    counts: dict[str, int] = {}
    for index, leaf in enumerate(leaves):
        name = pins.get(index, "")
        stem = "" if name else f"p-{fingerprint(leaf.text)}"
        while not name:
            counts[stem] = nth = counts.get(stem, 0) + 1
            candidate = stem if nth == 1 else f"{stem}-{nth}"
            name = "" if candidate in taken else candidate
        yield name


def _pins(leaves: Sequence[UnnamedBlock], source: MarkdownSource) -> tuple[dict[int, str], tuple[Problem, ...]]:
    """Pinned ids by leaf index: the leaf on the line below a pin, or the first in a container that opens there."""
    starts: dict[int, int] = {}
    for index, leaf in enumerate(leaves):
        starts.setdefault(leaf.line, index)
    lines = sorted(starts)
    pins: dict[int, str] = {}
    used: set[str] = set()
    problems = []
    for line, pin in source.pins.items():
        opens_container = source.lines[line].lstrip("> ").startswith(":::")
        below = lines[(index := bisect_left(lines, line)) : index + 1]
        if not below or (below[0] != line and not opens_container):
            problems.append(_idle_pin(source.at(line), pin, "no block begins below it"))
        elif pin in used:
            problems.append(_idle_pin(source.at(line), pin, "another block has it already"))
        else:
            pins.setdefault(starts[below[0]], pin)
            used.add(pin)
    return pins, tuple(problems)


def _places_by_leaf(leaves: Sequence[UnnamedBlock], source: MarkdownSource) -> dict[int, str]:
    """The places by leaf index: the leaf on the line below a place, or the next one."""
    starts: dict[int, int] = {}
    for index, leaf in enumerate(leaves):
        starts.setdefault(leaf.line, index)
    lines = sorted(starts)
    below = (
        (lines[at], place) for line, place in source.places.items() if (at := bisect_left(lines, line)) < len(lines)
    )
    return {starts[line]: place for line, place in reversed(list(below))}


def _idle_pin(at: Location, pin: str, why: str) -> Problem:
    hint = "put it on a line of its own, a blank line above it and its block directly below"
    return Problem(at, Severity.WARNING, "pin", f"the pin {{#{pin}}} holds nothing: {why}", hint=hint)
