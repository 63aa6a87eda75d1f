"""Markdown, and what its links and pictures refer to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import get_args

from dossier import markdown
from dossier.load.results import IdReference, ReferenceKind
from dossier.model import Block, Location, Prose
from dossier.problems import Problem

_KINDS = get_args(ReferenceKind)
_DEFINED = re.compile(r"[\s>]*\[[^\]]*\]:\s*<?([^\s>]+)")


def read_prose(text: str, file: str, line: int, uses: list[IdReference], problems: list[Problem]) -> Prose:
    """The blocks of a text that begins on that line; what it refers to, and what is wrong with it, are noted."""
    blocks, found = markdown.parse_blocks(text, file=file, line=line)
    problems += found
    telling = [block for block in blocks if block.marks or block.media]
    if telling:
        lines = _Lines(text, line, blocks)
        for block in telling:
            for kind, address, written in _references(block):
                name, _, anchor = address.partition("#")
                uses.append(IdReference(kind, name, Location(file, lines.of(written, block)), block=anchor))
    return blocks


class _Lines:
    """The lines of a text, of which the first is line `first`, and where its blocks begin."""

    def __init__(self, text: str, first: int, blocks: Prose) -> None:
        self.lines = text.split("\n")
        self.first = first
        self.starts = sorted({block.line for block in blocks})
        self.defined = {found[1]: n for n, line in enumerate(self.lines, first) if (found := _DEFINED.match(line))}

    def of(self, written: str, block: Block) -> int:
        """The line of a block on which an address is written; where it is defined, if it is defined below."""
        after = bisect_right(self.starts, block.line)
        end = self.first + len(self.lines)
        if after < len(self.starts):
            end = min(end, self.starts[after])
        for number in range(block.line, end):
            if written in self.lines[number - self.first]:
                return number
        return self.defined.get(written, block.line)


def _references(block: Block) -> Iterator[tuple[ReferenceKind, str, str]]:
    """What a block refers to: its kind, its address, and the words that its editor typed for it."""
    for mark in block.marks:
        if mark.kind == "link":
            for kind in _KINDS:
                if mark.value.startswith(f"{kind}:"):
                    yield kind, mark.value.removeprefix(f"{kind}:"), mark.value
    if block.media and (picture := local_picture(block.media.src)):
        yield "picture", picture, block.media.src


def local_picture(src: str) -> str:
    """The file of content/media/ that a picture's address means; nothing for an address on the web."""
    if "://" in src or src.startswith(("data:", "//")):
        return ""
    return src.removeprefix("../media/").removeprefix("./")
