"""The checks that run once everything is loaded, and how dossier.yaml changes their severity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from dossier.load.checks.captures import (
    changed_captures,
    edited_articles,
    leaked_texts,
    missing_captures,
    pending_merges,
    unclaimed_captures,
)
from dossier.load.checks.catalogue import NAMES, SETTLED
from dossier.load.checks.naming import ambiguous_names, idle_guards, redundant_aliases
from dossier.load.checks.recaptures import recaptured_articles
from dossier.load.checks.references import (
    broken_links,
    conflicting_redirects,
    duplicate_ids,
    history_mismatches,
    missing_pictures,
    orphaned_notes,
    twin_records,
    uncited_records,
    undated_articles,
    undefined_references,
    undescribed_outlets,
    unused_records,
)
from dossier.load.results import CheckInput
from dossier.model import Settings
from dossier.problems import Problem, Severity

Check = Callable[[CheckInput], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    # references
    undefined_references,
    broken_links,
    missing_pictures,
    undescribed_outlets,
    orphaned_notes,
    duplicate_ids,
    conflicting_redirects,
    twin_records,
    unused_records,
    # names
    ambiguous_names,
    redundant_aliases,
    idle_guards,
    # evidence
    uncited_records,
    undated_articles,
    history_mismatches,
    # captures
    missing_captures,
    changed_captures,
    unclaimed_captures,
    edited_articles,
    recaptured_articles,
    pending_merges,
)

__all__ = ["CHECKS", "NAMES", "Check", "apply_settings", "leaked_texts"]


def apply_settings(problems: Iterable[Problem], settings: Settings) -> tuple[Problem, ...]:
    """Applies the dossier's settings: `severity` changes that of a check, `accept` turns warnings into notices.

    An entry of `accept` is a check's name, `undated`, or a name and the file it is accepted in, `undated
    articles/undated-bbc-jhkxgz.md`; a line may follow, as messages print it. Errors cannot be accepted.
    """
    entries = [entry.partition(" ") for entry in settings.accept]
    accepted = [(check, location.strip()) for check, _, location in entries]
    return tuple(_with_acceptance(_with_severity(problem, settings), accepted) for problem in problems)


def _with_severity(problem: Problem, settings: Settings) -> Problem:
    severity = settings.severity.get(problem.check)
    return problem if severity is None or problem.check in SETTLED else replace(problem, severity=Severity(severity))


def _with_acceptance(problem: Problem, accepted: list[tuple[str, str]]) -> Problem:
    if problem.severity is not Severity.WARNING:
        return problem
    locations = {f"/{problem.at.file}", f"/{problem.at}"}
    for check, suffix in accepted:
        if check == problem.check and (not suffix or any(location.endswith(f"/{suffix}") for location in locations)):
            return replace(problem, severity=Severity.NOTICE)
    return problem
