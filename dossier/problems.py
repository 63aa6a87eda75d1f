"""Problems as values: a location, a fact and a remedy. A run reports all of its problems at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeVar

from dossier.model import Location

T = TypeVar("T")
R = TypeVar("R")

# Control and bidirectional characters, which content could use to command the terminal, and lone surrogates.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

# The user part of an address, which may hold a password.
_USER_PART = re.compile(r"(?:(?<=//)|(?<=http:/)|(?<=https:/))[^\s/?#\\]+@")


def redact(text: str) -> str:
    """The text without the user names and passwords of the addresses in it."""
    return _USER_PART.sub("…@", text) if "@" in text else text


class Severity(StrEnum):
    ERROR = "error"  # stops the build
    WARNING = "warning"  # builds, unless strict
    NOTICE = "notice"  # informs


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that an editor should know: where it is, what it is, and what to do about it."""

    at: Location
    severity: Severity
    check: str  # its name: error[check]
    message: str
    details: tuple[tuple[str, str], ...] = ()  # ("sought", "“…”"), ("nearest", "¶9 “…”")
    hint: str = ""
    trace: str = field(default="", compare=False, repr=False)  # the traceback of a fault of the program

    def __post_init__(self) -> None:
        """Keeps passwords out of all output made from a problem: lines, JSON, the preview's panel."""
        if "@" in self.at.file:
            object.__setattr__(self, "at", self.at._replace(file=redact(self.at.file)))
        object.__setattr__(self, "message", redact(self.message))
        object.__setattr__(self, "hint", redact(self.hint))
        if self.details:
            object.__setattr__(self, "details", tuple((name, redact(text)) for name, text in self.details))

    def __str__(self) -> str:
        """The problem as it is printed: one line, then the details and the help indented below it."""
        width = max((len(name) for name, _ in self.details), default=0) + 2
        lines = [f"{name + ':':<{width}}{text}" for name, text in self.details]
        if self.hint:
            lines.append(f"help: {self.hint}")
        lines = [f"{self.at}: {self.severity}[{self.check}]: {self.message}", *lines]
        return "\n    ".join(map(_printable, lines))

    @property
    def formatted_trace(self) -> str:
        """The traceback as it is printed; empty if there is none."""
        return "\n".join(f"    {_printable(line)}".rstrip() for line in self.trace.splitlines())


def _printable(line: str) -> str:
    return _UNPRINTABLE.sub(lambda match: ascii(match[0])[1:-1], line)


class Failure(Exception):
    """An operation could not be completed, for these reasons."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class MapFn(Protocol):
    """How a pure function is applied to many items: `map`, that of a process pool, or one that caches."""

    def __call__(self, function: Callable[[T], R], items: Iterable[T], /) -> Iterable[R]: ...


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems sorted by file and line, without duplicates."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.at, p.check, p.message)))
