"""The lines of a Markdown text as they are read, before the parser sees them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dossier.model import Location
from dossier.problems import Problem, Severity

# What no HTML or XML page may hold: controls but tab and line feed, halves of surrogates, noncharacters.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_FENCE = re.compile(r"[\s>]*(`{3,}|~{3,})")
_PIN = re.compile(r"[\s>]*\{#(p-[a-z]{6}(?:-[0-9]+)?)\}\s*")


@dataclass(frozen=True, slots=True)
class MarkdownSource:
    """A text's lines without its pins, which would otherwise split lists and tables."""

    file: str
    lines: tuple[str, ...]
    numbers: tuple[int, ...]  # of each line, in its file
    pins: Mapping[int, str]  # an old id, by the index of the line below it
    problems: tuple[Problem, ...]

    def at(self, index: int) -> Location:
        """The place of a line in its file."""
        return Location(self.file, self.numbers[min(index, len(self.numbers) - 1)])


def markdown_source(text: str, file: str, first: int) -> MarkdownSource:
    """A text's lines, of which the first is line `first` of `file`."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "{#" not in text and not _UNFIT.search(text):
        whole = text.split("\n")
        return MarkdownSource(file, (*whole, ""), (*range(first, first + len(whole)), first + len(whole) - 1), {}, ())
    lines: list[str] = []
    numbers: list[int] = []
    pins: dict[int, str] = {}
    problems: list[Problem] = []
    fence = ""
    for number, line in enumerate(text.split("\n"), start=first):
        fit, unfit = _UNFIT.subn("\ufffd", line)
        if unfit:
            problems.append(_unfit(Location(file, number), unfit))
        if mark := _FENCE.match(fit):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        elif not fence and (pin := _PIN.fullmatch(fit)):
            if len(lines) in pins:
                problems.append(_second(Location(file, number), pin[1]))
            pins.setdefault(len(lines), pin[1])
            continue
        lines.append(fit)
        numbers.append(number)
    return MarkdownSource(file, (*lines, ""), (*numbers, number), pins, tuple(problems))


def _unfit(at: Location, count: int) -> Problem:
    message = f"{count} control character{'s' * (count > 1)}, shown as \ufffd because no page may hold them"
    return Problem(at, Severity.WARNING, "characters", message, hint="delete them from the line")


def _second(at: Location, pin: str) -> Problem:
    return Problem(at, Severity.WARNING, "pin", f"{{#{pin}}} is the second pin of one block", hint="keep one of them")
