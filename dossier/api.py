"""What a dossier's own hooks.py may use; nothing else of the package is promised to stay.

from dossier.api import Dossier, Problem, warning

def checks(dossier: Dossier) -> Iterable[Problem]: ...
def exports(dossier: Dossier) -> Mapping[str, str | bytes]: ...
def page_context(path: str, dossier: Dossier) -> Mapping[str, object]: ...
"""

from __future__ import annotations

from dossier.model import (
    Article,
    At,
    Block,
    Citation,
    Claim,
    DateMention,
    Dossier,
    Entity,
    Event,
    Library,
    Mark,
    Mention,
    Note,
    Outlet,
    Stance,
    When,
)
from dossier.problems import Problem, Severity


def error(at: At, message: str, hint: str) -> Problem:
    """A problem that stops the build."""
    return Problem(at, Severity.ERROR, "hook", message, hint=hint)


def warning(at: At, message: str, hint: str) -> Problem:
    """A problem that `publish` and `--strict` refuse, unless dossier.yaml accepts `hook`."""
    return Problem(at, Severity.WARNING, "hook", message, hint=hint)


def notice(at: At, message: str, hint: str) -> Problem:
    """Something that an editor may want to know."""
    return Problem(at, Severity.NOTICE, "hook", message, hint=hint)


__all__ = [
    "Article",
    "At",
    "Block",
    "Citation",
    "Claim",
    "DateMention",
    "Dossier",
    "Entity",
    "Event",
    "Library",
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
