"""Parses Markdown into blocks: plain text with stand-off marks. The only package that uses markdown-it-py.

source             the lines of a text, without pins and without characters that no page may contain
plain_paragraphs   paragraphs and headings without markup, which need no parser
parser             CommonMark with tables, footnotes, containers and Chinese emphasis, and a limit on nesting
inline             the inline tokens of a paragraph → characters, marks and pictures
figures            the pictures, captions and credits of a figure
blocks             block tokens → blocks with their containers, ids and paragraph numbers
"""

from __future__ import annotations

from collections.abc import Sequence

from dossier.markdown.blocks import UnnamedBlock, name_blocks
from dossier.markdown.plain_paragraphs import find_plain_paragraphs, split_plain_heading
from dossier.markdown.source import MarkdownSource, markdown_source
from dossier.model import Prose
from dossier.problems import Problem


def parse_blocks(text: str, *, file: str, line: int = 1) -> tuple[Prose, tuple[Problem, ...]]:
    """The blocks and problems of a Markdown text whose first line is `line` of `file`.

    Every text has a result: markup that cannot be parsed stays as text, and a problem says so.
    """
    source = markdown_source(text, file, line)
    leaves, problems = _leaves(source)
    prose, pin_problems = name_blocks(leaves, source)
    return prose, (*source.problems, *problems, *pin_problems)


def _leaves(source: MarkdownSource) -> tuple[Sequence[UnnamedBlock], Sequence[Problem]]:
    paragraphs = find_plain_paragraphs(source.lines)
    if paragraphs.is_all:
        return _plain_leaves(source), ()
    from dossier.markdown.blocks import walk_blocks  # noqa: PLC0415  # imports the parser, which most texts do not need

    return walk_blocks(source, paragraphs)


def _plain_leaves(source: MarkdownSource) -> list[UnnamedBlock]:
    """The leaves of a text that consists of plain paragraphs and headings."""
    leaves = []
    section = 0
    for index, line in enumerate(source.lines):
        if line:
            level, text = split_plain_heading(line)
            section += level > 0
            leaves.append(UnnamedBlock("heading" if level else "paragraph", text, index, (), section, (), level))
    return leaves
