"""What is looked at once everything is read: each check is named as its problems are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from dossier.load.checks.captures import capture, changed, edited, leaks, merge, unclaimed
from dossier.load.checks.evidence import history, uncited, undated
from dossier.load.checks.naming import ambiguous, idle, redundant
from dossier.load.checks.references import duplicate, formerly, link, orphaned, outlet, picture, twin, undefined, unused
from dossier.load.material import Material
from dossier.load.names import NAMES, SETTLED
from dossier.model import Settings
from dossier.problems import Problem, Severity

Check = Callable[[Material], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    # what refers to what
    undefined,
    link,
    picture,
    outlet,
    orphaned,
    duplicate,
    formerly,
    twin,
    unused,
    # names
    ambiguous,
    redundant,
    idle,
    # evidence
    uncited,
    undated,
    history,
    # captures
    capture,
    changed,
    unclaimed,
    edited,
    merge,
)

__all__ = ["CHECKS", "NAMES", "Check", "judged", "leaks"]


def judged(problems: Iterable[Problem], settings: Settings) -> tuple[Problem, ...]:
    """The problems as this dossier sees them: `severity` changes what a check weighs, `accept` makes a warning a notice.

    An entry of `accept` is a check's name, `undated`, or a name and the file it is accepted in, `undated
    articles/undated-bbc-jhkxgz.md`; a line may follow, as messages print it. Errors cannot be accepted.
    """
    entries = [entry.partition(" ") for entry in settings.accept]
    accepted = [(check, place.strip()) for check, _, place in entries]
    return tuple(_accepted(_weighed(problem, settings), accepted) for problem in problems)


def _weighed(problem: Problem, settings: Settings) -> Problem:
    weight = settings.severity.get(problem.check)
    return problem if weight is None or problem.check in SETTLED else replace(problem, severity=Severity(weight))


def _accepted(problem: Problem, accepted: list[tuple[str, str]]) -> Problem:
    if problem.severity is not Severity.WARNING:
        return problem
    places = {problem.at.file, str(problem.at)}
    for check, where in accepted:
        if check == problem.check and (not where or any(f"/{place}".endswith(f"/{where}") for place in places)):
            return replace(problem, severity=Severity.NOTICE)
    return problem
