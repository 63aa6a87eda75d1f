"""Which paragraph of an edited text stands where another was."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from dossier.model import Block, Prose

_ALIKE = 0.4  # below, it is another text in its place
_LONGEST = 2000  # characters that are compared: a text of one sign costs their square
_MOST = 400  # comparisons: a text that was written anew has no moved paragraphs


def successor(was: Block, among: Iterable[Block]) -> Block | None:
    """The block that a paragraph has become."""
    words = SequenceMatcher(None, b=was.text[:_LONGEST], autojunk=False)
    best, likest = _ALIKE, None
    for block in among:
        words.set_seq1(block.text[:_LONGEST])
        if block.kind == was.kind and words.quick_ratio() > best and (alike := words.ratio()) > best:
            best, likest = alike, block
    return likest


def moved(was: Prose, now: Prose) -> tuple[tuple[str, Block], ...]:
    """The ids that edits have changed, each with the block that stands in its place."""
    found: list[tuple[str, Block]] = []
    steps = SequenceMatcher(None, [block.id for block in was], [block.id for block in now], autojunk=False)
    for step, a, b, c, d in steps.get_opcodes():
        if step == "replace" and (b - a) * (d - c) <= _MOST:
            free = list(now[c:d])
            for block in was[a:b]:
                if heir := successor(block, free):
                    free.remove(heir)
                    found.append((block.id, heir))
    return tuple(found)
