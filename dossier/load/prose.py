"""Parses Markdown texts, and lists what their links and pictures refer to."""

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
_DEFINITION = re.compile(r"[\s>]*\[[^\]]*\]:\s*<?([^\s>]+)")


def parse_prose(text: str, file: str, line: int, references: list[IdReference], problems: list[Problem]) -> Prose:
    """The blocks of a text that begins on that line; appends to `references` and `problems`."""
    blocks, block_problems = markdown.parse_blocks(text, file=file, line=line)
    problems += block_problems
    linking = [block for block in blocks if block.marks or block.media]
    if linking:
        lines = _AddressLines(text, line, blocks)
        for block in linking:
            for kind, address, written in _references(block):
                name, _, anchor = address.partition("#")
                references.append(IdReference(kind, name, Location(file, lines.find(written, block)), block=anchor))
    return blocks


class _AddressLines:
    """Finds the lines on which addresses are written, in a text whose first line is line `first` of its file."""

    def __init__(self, text: str, first: int, blocks: Prose) -> None:
        self.lines = text.split("\n")
        self.first = first
        self.starts = sorted({block.line for block in blocks})
        self.definitions = {
            match[1]: n for n, line in enumerate(self.lines, first) if (match := _DEFINITION.match(line))
        }

    def find(self, address: str, block: Block) -> int:
        """The line in the block with this address, or else that of its definition, `[label]: address`."""
        following = bisect_right(self.starts, block.line)
        end = self.first + len(self.lines)
        if following < len(self.starts):
            end = min(end, self.starts[following])
        for number in range(block.line, end):
            if address in self.lines[number - self.first]:
                return number
        return self.definitions.get(address, block.line)


def _references(block: Block) -> Iterator[tuple[ReferenceKind, str, str]]:
    """The references of a block: the kind, the id with its anchor, and the address as typed."""
    for mark in block.marks:
        if mark.kind == "link":
            for kind in _KINDS:
                if mark.value.startswith(f"{kind}:"):
                    yield kind, mark.value.removeprefix(f"{kind}:"), mark.value
    if block.media and (picture := local_picture(block.media.src)):
        yield "picture", picture, block.media.src


def local_picture(src: str) -> str:
    """The file in content/media/ that a picture's address refers to; empty for an address on the web."""
    if "://" in src or src.startswith(("data:", "//")):
        return ""
    return src.removeprefix("../media/").removeprefix("./")
