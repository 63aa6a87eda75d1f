"""What a person is told: results on stdout, diagnostics on stderr, in colour where they are read on a terminal."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import click

from dossier.model import At
from dossier.problems import Problem, Severity, in_order, redacted

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTICE: "cyan"}


def tell(problems: Iterable[Problem], *, quiet: bool = False, verbose: bool = True) -> None:
    """Every problem that is asked for, by place, and how many there are of each kind."""
    hidden = {Severity.WARNING, Severity.NOTICE} if quiet else set() if verbose else {Severity.NOTICE}
    told = [problem for problem in in_order(problems) if problem.severity not in hidden]
    for problem in told:
        kind = problem.severity
        head, _, rest = str(problem).partition(f"{kind}[")
        say(head + click.style(kind.value, fg=_COLOURS[kind], bold=True) + "[" + rest)
    counted = Counter(problem.severity for problem in told)
    if told:
        say(", ".join(f"{counted[kind]} {kind}{'s' * (counted[kind] > 1)}" for kind in Severity if counted[kind]))


def refused(problems: Iterable[Problem]) -> bool:
    """Whether a strict run must stop, which it then says."""
    warnings = sum(problem.severity is Severity.WARNING for problem in problems)
    if warnings:
        say(f"{warnings} warnings, and a strict run refuses them\n    help: mend them, or accept them in dossier.yaml")
    return bool(warnings)


def say(text: str) -> None:
    click.echo(redacted(text), err=True, color=False if os.environ.get("NO_COLOR") else None)


def show(text: str, *, nl: bool = True) -> None:
    """A result, on stdout."""
    click.echo(redacted(text), nl=nl)


def as_data(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.at.file,
        "line": problem.at.line,
        "severity": problem.severity.value,
        "check": problem.check,
        "message": problem.message,
        "details": dict(problem.details),
        "hint": problem.hint,
    }


def of_data(data: Mapping[str, Any]) -> Problem:
    """The problem that `as_data` told."""
    at, details = At(data["file"], data["line"]), tuple(data["details"].items())
    return Problem(at, Severity(data["severity"]), data["check"], data["message"], details, data["hint"])
