"""Markdown → blocks: plain text with stand-off marks; markdown-it-py's only home.

source   the lines as they are read: pins noted and taken out, what no page can hold replaced
parser   CommonMark with tables, footnotes and containers, Chinese emphasis, a cap on nesting
run      a paragraph's inline tokens → characters, marks and pictures
walk     the block tokens → leaves that know their containers
naming   ids, numbers and pins
"""

from __future__ import annotations

from dossier.markdown.naming import named
from dossier.markdown.parser import parsed
from dossier.markdown.source import source
from dossier.markdown.walk import Walk
from dossier.model import Prose
from dossier.problems import Problem, Severity


def blocks(text: str, *, file: str, line: int = 1) -> tuple[Prose, tuple[Problem, ...]]:
    """The blocks of a Markdown text whose first line is `line` of `file`, and what was wrong with it.

    Whatever the text, there is a result: what cannot be honoured stays as words, and a problem says so.
    """
    lines = source(text, file, line)
    tokens, lost = parsed("\n".join(lines.lines))
    walk = Walk(lines)
    walk.read(tokens)
    prose, misnamed = named(walk.leaves, lines)
    losses = (Problem(lines.at(loss.line), Severity.WARNING, "markdown", loss.message, hint=loss.hint) for loss in lost)
    return prose, (*lines.problems, *losses, *walk.problems, *misnamed)
