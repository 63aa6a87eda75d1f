"""What is wrong, as a value: a place, a fact and a remedy. All of a run's problems are told at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeVar

from dossier.model import At

T = TypeVar("T")
R = TypeVar("R")

# What would command a terminal, turn its lines around or not be printed by it: content is not to be trusted with that.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


# The user part of an address, which may hold a password.
_USER = re.compile(r"(?:(?<=//)|(?<=http:/)|(?<=https:/))[^\s/?#\\]+@")


def redacted(text: str) -> str:
    """The text as it may be printed: no address in it says who opens it, and with what password."""
    return _USER.sub("…@", text) if "@" in text else text


class Severity(StrEnum):
    ERROR = "error"  # stops the build
    WARNING = "warning"  # builds, unless strict
    NOTICE = "notice"  # informs


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that somebody should know, where it is, and what to do about it."""

    at: At
    severity: Severity
    check: str  # its name: error[check]
    message: str
    details: tuple[tuple[str, str], ...] = ()  # ("sought", "“…”"), ("nearest", "¶9 “…”")
    hint: str = ""
    trace: str = field(default="", compare=False, repr=False)  # the traceback of a fault of the program

    def __post_init__(self) -> None:
        """Keeps passwords out of whatever is made of a problem: lines, JSON, the preview's panel."""
        if "@" in self.at.file:
            object.__setattr__(self, "at", self.at._replace(file=redacted(self.at.file)))
        object.__setattr__(self, "message", redacted(self.message))
        object.__setattr__(self, "hint", redacted(self.hint))
        if self.details:
            object.__setattr__(self, "details", tuple((name, redacted(text)) for name, text in self.details))

    def __str__(self) -> str:
        """The problem as it is printed: one line, and the details and the help below it."""
        width = max((len(name) for name, _ in self.details), default=0) + 2
        lines = [f"{name + ':':<{width}}{text}" for name, text in self.details]
        if self.hint:
            lines.append(f"help: {self.hint}")
        told = [f"{self.at}: {self.severity}[{self.check}]: {self.message}", *lines]
        return "\n    ".join(map(_printable, told))

    @property
    def traced(self) -> str:
        """Its traceback as it is printed; nothing where it has none."""
        return "\n".join(f"    {_printable(line)}".rstrip() for line in self.trace.splitlines())


def _printable(line: str) -> str:
    return _UNSEEN.sub(lambda found: ascii(found[0])[1:-1], line)


class Failure(Exception):
    """Something could not be made, for these reasons."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class MapFn(Protocol):
    """How a pure function is applied to many things: `map`, a process pool's `map`, a memo's."""

    def __call__(self, function: Callable[[T], R], things: Iterable[T], /) -> Iterable[R]: ...


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems by file and line, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.at, p.check, p.message)))
