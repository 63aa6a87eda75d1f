"""Block tokens → leaves: every paragraph, item, cell and caption with the containers it stands in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from dossier.markdown.figure import Part, figure_rows, filmed, pictured
from dossier.markdown.naming import Leaf
from dossier.markdown.parser import CONTAINERS, parsed
from dossier.markdown.plain import Plain, said
from dossier.markdown.run import Picture, Run, run
from dossier.markdown.source import Source
from dossier.model import BlockKind, Container, Media
from dossier.problems import Problem, Severity

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
    parts: list[Part] = field(default_factory=list)  # of a figure


def walked(source: Source, paragraphs: Plain) -> tuple[list[Leaf], list[Problem]]:
    """The leaves of a text, and what is wrong with it; the parser sees its plain paragraphs only where it must."""
    runs = paragraphs.runs
    tokens, lost = parsed("\n".join(paragraphs.without(source.lines)))
    if lost and runs:
        runs = {}
        tokens, lost = parsed("\n".join(source.lines))
    walk = _Walk(source, runs)
    walk.read(tokens)
    at = source.at
    losses = [Problem(at(loss.line), Severity.WARNING, "markdown", loss.message, hint=loss.hint) for loss in lost]
    return walk.leaves, losses + walk.problems


class _Walk:
    """Leaves and problems, as the tokens go by."""

    def __init__(self, source: Source, runs: Mapping[int, Sequence[int]]) -> None:
        """`runs` are the plain paragraphs that the tokens lack, by the line that they come after."""
        self.leaves: list[Leaf] = []
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
                self._leaf("code", Run(token.content.removesuffix("\n")))
            elif token.type == "hr":
                self._leaf("rule", Run(""))

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
        extra: list[Picture] = []
        if frame.container.kind == "figure":
            extra = self._close_figure(frame)
        elif frame.container.kind == "tr":
            self._check_cells(frame)
        elif frame.container.kind == "footnote" and len(self.leaves) == frame.first:
            self._leaf("paragraph", Run(""))  # its link leads here all the same
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
            self._level, text = said(self._source.lines[line])
            if self._level:
                self._heading(self._level)
                self._leaf("heading", Run(text))
                self._level = 0
            elif around == "figure":
                self._inline([Token("text", "", 0, content=text)])
            else:
                self._leaf(_LEAVES.get(around, "paragraph"), Run(text))

    def _run(self, children: list[Token]) -> Run:
        found = run(children)
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

    def _leaf(self, kind: BlockKind, found: Run, line: int | None = None, media: Media | None = None) -> None:
        where = self._line if line is None else line
        self.leaves.append(
            Leaf(kind, found.text, where, self._within(), self._section, found.marks, self._level, media)
        )

    def _within(self) -> tuple[Container, ...]:
        return tuple(frame.container for frame in self._frames[1:])

    def _lifted(self, picture: Picture, line: int) -> None:
        """A figure for a picture that stood in a text."""
        self._frames[-1].counts["figure"] += 1
        container = Container("figure", self._frames[-1].counts["figure"])
        media = Media("image", picture.src, picture.alt, picture.href)
        within = (*self._within(), container)
        self.leaves.append(Leaf("caption", picture.title, line, within, self._section, media=media))

    def _parts(self, children: list[Token], *, film: bool) -> list[Part]:
        """The captions and credits of a figure's paragraph."""
        rows = figure_rows(children, film=film)
        return [Part(row.kind, self._run(row.tokens), self._line + row.offset) for row in rows]

    def _close_figure(self, frame: _Frame) -> list[Picture]:
        """The figure's leaves, before whatever else it holds; the pictures it has no room for are returned."""
        film = frame.opener == _FILM
        pictures = [picture for part in frame.parts for picture in part.run.pictures]
        media = filmed(frame.parts, pictures) if film else pictured(pictures)
        if media is None:
            what, line = ("link to the film", "[title](https://…)") if film else ("picture", "![what is seen](address)")
            self._warn("figure", f"there is no {what} here", f"begin it with {line}", frame.line)
        captions = [part for part in frame.parts if part.kind == "caption" and part.run.text]
        if pictures and pictures[0].title:
            captions.insert(0, Part("caption", Run(pictures[0].title), frame.line))
        rest, self.leaves = self.leaves[frame.first :], self.leaves[: frame.first]
        for index, part in enumerate(captions or [Part("caption", Run(""), frame.line)]):
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
