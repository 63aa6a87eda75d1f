"""Prints results to stdout and diagnostics to stderr, in colour on a terminal."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import click

from dossier.model import Location
from dossier.problems import Problem, Severity, redact, sort_problems

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTICE: "cyan"}


@dataclass(slots=True)
class Debugging:
    """Whether tracebacks of the program's own faults are printed."""

    on: bool = False


debugging = Debugging()


def print_problems(problems: Iterable[Problem], *, quiet: bool = False, verbose: bool = True) -> None:
    """Prints the requested problems by place, and how many there are of each severity."""
    hidden = {Severity.WARNING, Severity.NOTICE} if quiet else set() if verbose else {Severity.NOTICE}
    selected = [problem for problem in sort_problems(problems) if problem.severity not in hidden]
    for problem in selected:
        kind = problem.severity
        head, _, rest = str(problem).partition(f"{kind}[")
        print_line(head + click.style(kind.value, fg=_COLOURS[kind], bold=True) + "[" + rest)
        if debugging.on and problem.trace:
            print_line(problem.formatted_trace)
    counts = Counter(problem.severity for problem in selected)
    if selected:
        print_line(", ".join(f"{counts[kind]} {kind}{'s' * (counts[kind] > 1)}" for kind in Severity if counts[kind]))


def refuses_strictly(problems: Iterable[Problem]) -> bool:
    """Whether a strict run must stop; if so, it prints why."""
    warnings = sum(problem.severity is Severity.WARNING for problem in problems)
    if warnings:
        print_line(
            f"{warnings} warnings, and a strict run refuses them\n    help: mend them, or accept them in dossier.yaml"
        )
    return bool(warnings)


def print_line(text: str) -> None:
    click.echo(redact(text), err=True, color=False if os.environ.get("NO_COLOR") else None)


def show(text: str, *, nl: bool = True) -> None:
    """Prints a result to stdout."""
    click.echo(redact(text), nl=nl)


def problem_to_data(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.at.file,
        "line": problem.at.line,
        "severity": problem.severity.value,
        "check": problem.check,
        "message": problem.message,
        "details": dict(problem.details),
        "hint": problem.hint,
    }


def problem_from_data(data: Mapping[str, Any]) -> Problem:
    """The problem that `problem_to_data` serialised."""
    at, details = Location(data["file"], data["line"]), tuple(data["details"].items())
    return Problem(at, Severity(data["severity"]), data["check"], data["message"], details, data["hint"])
