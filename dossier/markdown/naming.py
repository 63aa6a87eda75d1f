"""Leaves → blocks: each with its permanent id, and its ¶ number where it is counted."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dossier.markdown.source import Source
from dossier.model import At, Block, BlockKind, Container, Mark, Media, Prose
from dossier.problems import Problem, Severity
from dossier.script import fingerprint

_COUNTED = ("paragraph", "item", "quote")


class Leaf(NamedTuple):
    """A block before it has its name."""

    kind: BlockKind
    text: str
    line: int  # an index of the source's lines
    within: tuple[Container, ...]
    section: int
    marks: tuple[Mark, ...] = ()
    level: int = 0
    media: Media | None = None


def named(leaves: Sequence[Leaf], source: Source) -> tuple[Prose, tuple[Problem, ...]]:
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


def _ids(leaves: Sequence[Leaf], pins: Mapping[int, str]) -> Iterator[str]:
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


def _pins(leaves: Sequence[Leaf], source: Source) -> tuple[dict[int, str], tuple[Problem, ...]]:
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


def _idle(at: At, pin: str, why: str) -> Problem:
    hint = "put it on a line of its own, a blank line above it and its block directly below"
    return Problem(at, Severity.WARNING, "pin", f"the pin {{#{pin}}} holds nothing: {why}", hint=hint)
