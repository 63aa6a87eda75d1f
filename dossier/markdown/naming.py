"""Leaves → blocks: each with its permanent id, and its ¶ number where it is counted."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from dossier.markdown.source import Source
from dossier.markdown.walk import Leaf
from dossier.model import At, Block, Prose
from dossier.problems import Problem, Severity
from dossier.script import fingerprint

_COUNTED = ("paragraph", "item", "quote")


def named(leaves: Sequence[Leaf], source: Source) -> tuple[Prose, tuple[Problem, ...]]:
    """The blocks, and the pins that pin nothing."""
    pins, problems = _pins(leaves, source)
    ids = _Ids(set(pins.values()))
    made: list[Block] = []
    number = 0
    for index, leaf in enumerate(leaves):
        counted = leaf.kind in _COUNTED and all(container.kind != "footnote" for container in leaf.within)
        number += counted
        made.append(
            Block(
                id=pins.get(index) or ids.of(leaf.text),
                kind=leaf.kind,
                text=leaf.text,
                marks=leaf.marks,
                within=leaf.within,
                section=leaf.section,
                number=number if counted else 0,
                level=leaf.level,
                media=leaf.media,
                line=source.at(leaf.line).line,
            )
        )
    return tuple(made), problems


@dataclass(slots=True)
class _Ids:
    """Names for texts, each given once."""

    taken: set[str]
    seen: dict[str, int] = field(default_factory=dict)

    def of(self, text: str) -> str:
        stem = f"p-{fingerprint(text)}"
        while True:
            self.seen[stem] = self.seen.get(stem, 0) + 1
            name = stem if self.seen[stem] == 1 else f"{stem}-{self.seen[stem]}"
            if name not in self.taken:
                return name


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
