"""The names that a dossier's own hooks.py may import; nothing else of the package is a stable interface.

from dossier.api import Dossier, Problem, warning

def checks(dossier: Dossier) -> Iterable[Problem]: ...
def exports(dossier: Dossier) -> Mapping[str, str | bytes]: ...
def page_context(path: str, dossier: Dossier) -> Mapping[str, object]: ...
"""

from __future__ import annotations

from dossier.model import (
    Article,
    Block,
    Citation,
    Claim,
    DateMention,
    Dossier,
    Entity,
    Event,
    Library,
    Location,
    Mark,
    Mention,
    Note,
    Outlet,
    Stance,
    When,
)
from dossier.problems import Problem, Severity


def error(at: Location, message: str, hint: str) -> Problem:
    """A problem that stops the build."""
    return Problem(at, Severity.ERROR, "hook", message, hint=hint)


def warning(at: Location, message: str, hint: str) -> Problem:
    """A problem that stops `publish` and `--strict`, unless dossier.yaml accepts `hook`."""
    return Problem(at, Severity.WARNING, "hook", message, hint=hint)


def notice(at: Location, message: str, hint: str) -> Problem:
    """A problem that stops nothing."""
    return Problem(at, Severity.NOTICE, "hook", message, hint=hint)


__all__ = [
    "Article",
    "Block",
    "Citation",
    "Claim",
    "DateMention",
    "Dossier",
    "Entity",
    "Event",
    "Library",
    "Location",
    "Mark",
    "Mention",
    "Note",
    "Outlet",
    "Problem",
    "Severity",
    "Stance",
    "When",
    "error",
    "notice",
    "warning",
]
