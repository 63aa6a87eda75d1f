"""What GitHub Pages serves, and how near a site is to it."""

from __future__ import annotations

from collections.abc import Mapping

from dossier.model import At
from dossier.problems import Problem, Severity

SITE, FILE = 1_000_000_000, 100_000_000  # bytes
_NEAR = 0.8


def problems(sizes: Mapping[str, int]) -> tuple[Problem, ...]:
    """A warning for the whole and for each file that is near the limit, or beyond it."""
    whole = sum(sizes.values())
    found = [_near("", whole, SITE, "a site")] if whole >= _NEAR * SITE else []
    return (*found, *(_near(path, size, FILE, "a file") for path, size in sizes.items() if size >= _NEAR * FILE))


def _near(path: str, size: int, limit: int, what: str) -> Problem:
    fact = f"{size / 1e6:.0f} MB, and GitHub Pages takes {what} of {limit / 1e6:.0f} MB at most"
    hint = "leave pictures at their outlets, build with --no-search, or serve it from elsewhere"
    return Problem(At(path or "the site"), Severity.WARNING, "size", fact, hint=hint)
