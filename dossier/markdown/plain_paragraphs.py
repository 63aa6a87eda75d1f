"""Plain paragraphs and headings: nearly all that news is made of, and nothing in them for a parser to find.

A paragraph is plain if it is one line between two blank ones, begins as no list, quote or container does and holds no
sign that Markdown reads; so is a heading, behind its `#`. Of several in a row the parser needs to see the first alone:
what that is in (the text, a figure, a gallery), the others are in too. They are blanked out, and `walk` puts them back.
Left out are code, in which every line looks plain, and what is too long or too deep: whoever finds a loss reads it whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

LONGEST = 10_000  # characters of one paragraph: brackets and stars may cost the square of it

_SIGNS = r"\\`*_~\[<&\t\n"
_WORDS = rf"(?![-+#>:{{]|[0-9]+[.)])[^\s{_SIGNS}][^{_SIGNS}]*"
_PARAGRAPH = re.compile(rf"\u3000*{_WORDS}")
_HEADING = re.compile(rf"#{{1,6}} (?!.*#){_WORDS}")


class PlainStretch(NamedTuple):
    """Where plain paragraphs and headings stand in a text."""

    runs: Mapping[int, Sequence[int]]  # the first of those in a row, and the others, by their lines' indices
    whole: bool  # there is nothing else

    def without(self, lines: Sequence[str]) -> list[str]:
        """The lines, those blanked out that the parser need not see."""
        left = list(lines)
        for others in self.runs.values():
            for index in others:
                left[index] = ""
        return left


def has_no_markup(words: str) -> bool:
    """Whether a line holds nothing but its words."""
    return _PARAGRAPH.fullmatch(words) is not None and len(words) <= LONGEST


def plain_heading(line: str) -> tuple[int, str]:
    """The level of a plain heading, 0 for a paragraph, and its words."""
    level = line.find(" ") if line[0] == "#" else 0
    return level, line[level:].strip()


def plain_stretches(lines: Sequence[str]) -> PlainStretch:
    """The plain paragraphs and headings among lines, of which the last is blank."""
    runs: dict[int, list[int]] = {}
    run: list[int] | None = None
    whole = True
    for index, line in enumerate(lines):
        if not line:
            continue
        if lines[index - 1] or lines[index + 1] or not (has_no_markup(line) or _HEADING.fullmatch(line)):
            if "```" in line or "~~~" in line:
                return PlainStretch({}, whole=False)
            run, whole = None, False
        elif run is None:
            run = runs[index] = []
        else:
            run.append(index)
    return PlainStretch(runs, whole)
