"""Markdown, and what its links and pictures refer to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from dossier import markdown
from dossier.load.uses import Kind, Use
from dossier.model import At, Block, Prose
from dossier.problems import Problem

_KINDS = get_args(Kind)


def prose(text: str, file: str, line: int, uses: list[Use], problems: list[Problem]) -> Prose:
    """The blocks of a text that begins on that line; what it refers to, and what is wrong with it, are noted."""
    blocks, found = markdown.blocks(text, file=file, line=line)
    problems += found
    lines = text.split("\n")
    for block in blocks:
        for kind, address, written in _references(block):
            below = (n for n in range(block.line - line, len(lines)) if written in lines[n])
            at = At(file, line + next(below, block.line - line))
            name, _, anchor = address.partition("#")
            uses.append(Use(kind, name, at, block=anchor))
    return blocks


def _references(block: Block) -> Iterator[tuple[Kind, str, str]]:
    """What a block refers to: its kind, its address, and the words that its editor typed for it."""
    for mark in block.marks:
        if mark.kind == "link":
            for kind in _KINDS:
                if mark.value.startswith(f"{kind}:"):
                    yield kind, mark.value.removeprefix(f"{kind}:"), mark.value
    if block.media and (picture := local(block.media.src)):
        yield "picture", picture, block.media.src


def local(src: str) -> str:
    """The file of content/media/ that a picture's address means; nothing for an address on the web."""
    if "://" in src or src.startswith(("data:", "//")):
        return ""
    return src.removeprefix("../media/").removeprefix("./")
