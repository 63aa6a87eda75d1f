"""The lines of a Markdown text, prepared for the parser: pins and places are taken out, forbidden characters are replaced."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dossier.model import Location
from dossier.problems import Problem, Severity

# Characters that HTML and XML forbid: controls except tab and line feed, lone surrogates, noncharacters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_FENCE = re.compile(r"[\s>]*(`{3,}|~{3,})")
_PLACE = re.compile(r"[\s>]*\{(page [0-9]{1,5}|time [0-9]{1,3}(?::[0-9]{2}){1,2})\}\s*")
_PIN = re.compile(r"[\s>]*\{#(p-[a-z]{6}(?:-[0-9]+)?)\}\s*")


@dataclass(frozen=True, slots=True)
class MarkdownSource:
    """The lines of a text without its pins and places, which would otherwise split lists and tables."""

    file: str
    lines: tuple[str, ...]
    numbers: tuple[int, ...]  # the number of each line in its file
    pins: Mapping[int, str]  # ids by the index of the line below the pin
    places: Mapping[int, str]  # `page 12` or `time 00:31`, by the index of the line below
    problems: tuple[Problem, ...]

    def at(self, index: int) -> Location:
        return Location(self.file, self.numbers[min(index, len(self.numbers) - 1)])


def markdown_source(text: str, file: str, first: int) -> MarkdownSource:
    """Prepares a text whose first line is line `first` of `file`."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "{#" not in text and "{page " not in text and "{time " not in text and not _FORBIDDEN.search(text):
        unchanged = text.split("\n")
        last = first + len(unchanged) - 1
        return MarkdownSource(file, (*unchanged, ""), (*range(first, last + 1), last), {}, {}, ())
    lines: list[str] = []
    numbers: list[int] = []
    pins: dict[int, str] = {}
    places: dict[int, str] = {}
    problems: list[Problem] = []
    fence = ""
    for number, line in enumerate(text.split("\n"), start=first):
        clean, count = _FORBIDDEN.subn("\ufffd", line)
        if count:
            problems.append(_forbidden_characters(Location(file, number), count))
        if mark := _FENCE.match(clean):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        elif not fence and (pin := _PIN.fullmatch(clean)):
            if len(lines) in pins:
                problems.append(_second_pin(Location(file, number), pin[1]))
            pins.setdefault(len(lines), pin[1])
            continue
        elif not fence and (place := _PLACE.fullmatch(clean)):
            places.setdefault(len(lines), place[1])
            continue
        lines.append(clean)
        numbers.append(number)
    return MarkdownSource(file, (*lines, ""), (*numbers, number), pins, places, tuple(problems))


def _forbidden_characters(at: Location, count: int) -> Problem:
    message = f"{count} control character{'s' * (count > 1)}, shown as \ufffd because no page may hold them"
    return Problem(at, Severity.WARNING, "characters", message, hint="delete them from the line")


def _second_pin(at: Location, pin: str) -> Problem:
    return Problem(at, Severity.WARNING, "pin", f"{{#{pin}}} is the second pin of one block", hint="keep one of them")
