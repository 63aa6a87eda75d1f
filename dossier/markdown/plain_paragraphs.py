"""A fast path: paragraphs and headings without markup, most of any news article, are not given to the parser.

A paragraph is plain if it is a single line between blank lines, does not begin like a list, quote or container, and
contains no Markdown syntax; a heading likewise, after its `#`. Of several in a row the parser gets only the first, as
the others are in the same container (the text, a figure, a gallery). They are blanked out, and `blocks` adds them.
Texts with code, where every line looks plain, are parsed entirely, and so are those that exceed a limit of the parser.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

MAX_LENGTH = 10_000  # characters of a paragraph: brackets and stars may take quadratic time

_SYNTAX = r"\\`*_~\[<&\t\n"
_WORDS = rf"(?![-+#>:{{]|[0-9]+[.)])[^\s{_SYNTAX}][^{_SYNTAX}]*"
_PARAGRAPH = re.compile(rf"\u3000*{_WORDS}")
_HEADING = re.compile(rf"#{{1,6}} (?!.*#){_WORDS}")


class PlainParagraphs(NamedTuple):
    """The plain paragraphs and headings of a text, by line index."""

    runs: Mapping[int, Sequence[int]]  # the first of each run → the others of the run
    is_all: bool  # the text contains nothing else

    def blank_out(self, lines: Sequence[str]) -> list[str]:
        """The lines, blank where the parser can skip them."""
        result = list(lines)
        for others in self.runs.values():
            for index in others:
                result[index] = ""
        return result


def has_no_markup(text: str) -> bool:
    return _PARAGRAPH.fullmatch(text) is not None and len(text) <= MAX_LENGTH


def split_plain_heading(line: str) -> tuple[int, str]:
    """The level of a plain heading (0 for a paragraph) and its text."""
    level = line.find(" ") if line[0] == "#" else 0
    return level, line[level:].strip()


def find_plain_paragraphs(lines: Sequence[str]) -> PlainParagraphs:
    """The plain paragraphs and headings in these lines, the last of which must be blank."""
    runs: dict[int, list[int]] = {}
    run: list[int] | None = None
    is_all = True
    for index, line in enumerate(lines):
        if not line:
            continue
        if lines[index - 1] or lines[index + 1] or not (has_no_markup(line) or _HEADING.fullmatch(line)):
            if "```" in line or "~~~" in line:
                return PlainParagraphs({}, is_all=False)
            run, is_all = None, False
        elif run is None:
            run = runs[index] = []
        else:
            run.append(index)
    return PlainParagraphs(runs, is_all)
