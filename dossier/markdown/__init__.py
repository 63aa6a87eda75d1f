"""Markdown → blocks: plain text with stand-off marks; markdown-it-py's only home.

source   the lines as they are read: pins noted and taken out, what no page can hold replaced
plain    paragraphs and headings without any other Markdown, which need no parser
parser   CommonMark with tables, footnotes and containers, Chinese emphasis, a cap on nesting
run      a paragraph's inline tokens → characters, marks and pictures
walk     the block tokens → leaves that know their containers
naming   ids, numbers and pins
"""

from __future__ import annotations

from collections.abc import Sequence

from dossier.markdown.blocks import UnnamedBlock, name_blocks
from dossier.markdown.plain_paragraphs import plain_heading, plain_stretches
from dossier.markdown.source import MarkdownSource, markdown_source
from dossier.model import Prose
from dossier.problems import Problem


def parse_blocks(text: str, *, file: str, line: int = 1) -> tuple[Prose, tuple[Problem, ...]]:
    """The blocks of a Markdown text whose first line is `line` of `file`, and what was wrong with it.

    Whatever the text, there is a result: what cannot be honoured stays as words, and a problem says so.
    """
    lines = markdown_source(text, file, line)
    leaves, problems = _leaves(lines)
    prose, misnamed = name_blocks(leaves, lines)
    return prose, (*lines.problems, *problems, *misnamed)


def _leaves(lines: MarkdownSource) -> tuple[Sequence[UnnamedBlock], Sequence[Problem]]:
    """What the text is made of, in order."""
    paragraphs = plain_stretches(lines.lines)
    if paragraphs.whole:
        return _plainly(lines), ()
    from dossier.markdown.blocks import walk_blocks  # noqa: PLC0415  # the parser: most texts have no need of it

    return walk_blocks(lines, paragraphs)


def _plainly(lines: MarkdownSource) -> list[UnnamedBlock]:
    """The leaves of a text of plain paragraphs and headings."""
    leaves = []
    section = 0
    for index, line in enumerate(lines.lines):
        if line:
            level, text = plain_heading(line)
            section += level > 0
            leaves.append(UnnamedBlock("heading" if level else "paragraph", text, index, (), section, (), level))
    return leaves
