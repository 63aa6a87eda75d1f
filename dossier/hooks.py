"""A dossier's own hooks.py: extra checks, exports and template variables, run only after the user has trusted its hash.

A hook that fails is a problem at its line, and the rest of the build goes on.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from traceback import extract_tb
from types import ModuleType
from typing import Any

from dossier.model import Dossier, Location
from dossier.problems import Problem, Severity

FILE = "hooks.py"
_PATH = re.compile(r"[\w-][\w.-]*(?:/[\w-][\w.-]*)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Hooks:
    """The functions that a hooks.py defines, None for those it does not; `problems` say why it is not run."""

    file: str = FILE
    checks: Callable[[Dossier], Iterable[Problem]] | None = None
    exports: Callable[[Dossier], Mapping[str, str | bytes]] | None = None
    page_context: Callable[[str, Dossier], Mapping[str, object]] | None = None
    problems: tuple[Problem, ...] = ()

    def run_checks(self, dossier: Dossier) -> tuple[Problem, ...]:
        """The problems that the hook reports; if it fails, one that says so."""
        if self.checks is None:
            return ()
        try:
            problems = tuple(self.checks(dossier))
        except Exception as error:  # noqa: BLE001  # a hook may fail in any way
            return (self._failed(error),)
        wrong_type = next((item for item in problems if not isinstance(item, Problem)), None)
        if wrong_type is not None:
            return (
                self._mistaken(f"`checks` gives {type(wrong_type).__name__}", "give problems: dossier.api.warning(…)"),
            )
        return problems

    def run_exports(
        self, dossier: Dossier, site_paths: Iterable[str]
    ) -> tuple[Mapping[str, bytes], tuple[Problem, ...]]:
        """The hook's files by path, and a problem for each whose path is invalid or already in the site."""
        if self.exports is None:
            return {}, ()
        try:
            files = {
                str(path): data.encode() if isinstance(data, str) else bytes(data)
                for path, data in dict(self.exports(dossier)).items()
            }
        except Exception as error:  # noqa: BLE001
            return {}, (self._failed(error),)
        existing = {path.casefold() for path in site_paths}
        problems = [
            self._mistaken(f"`exports` writes {path!r}, which {reason}", "give it another name")
            for path in files
            if (reason := _refusal(path, existing))
        ]
        return {path: data for path, data in files.items() if not _refusal(path, existing)}, tuple(problems)

    def run_page_context(self, path: str, dossier: Dossier) -> tuple[Mapping[str, object], tuple[Problem, ...]]:
        """What a page's template gets as `hook`."""
        if self.page_context is None:
            return {}, ()
        try:
            return dict(self.page_context(path, dossier)), ()
        except Exception as error:  # noqa: BLE001
            return {}, (self._failed(error),)

    def _failed(self, error: Exception) -> Problem:
        return _failed_hook(self.file, error)

    def _mistaken(self, message: str, hint: str) -> Problem:
        return Problem(Location(self.file), Severity.ERROR, "hook", message, hint=hint)


NO_HOOKS = Hooks()


def hooks_digest(source: bytes) -> str:
    """The hash by which `dossier trust` records a hooks.py."""
    return hashlib.sha256(source).hexdigest()


def load_hooks(source: bytes, file: str) -> Hooks:
    """Runs the source of a trusted file: the bytes that were hashed, even if the file has changed since."""
    module = ModuleType("dossier_hooks")
    module.__file__ = file
    try:
        exec(compile(source, file, "exec", dont_inherit=True), module.__dict__)  # noqa: S102  # only once its hash is trusted
    except Exception as error:  # noqa: BLE001
        return Hooks(file, problems=(_failed_hook(file, error),))
    defined: dict[str, Any] = {name: getattr(module, name, None) for name in ("checks", "exports", "page_context")}
    return Hooks(file, **{name: value for name, value in defined.items() if callable(value)})


def untrusted_hooks(source: bytes, file: str) -> Hooks:
    """No hooks, and a warning that says how to enable them."""
    fact = "these hooks are not run: nobody on this machine has trusted them, as they now stand"
    hint = f"read the file, and run `dossier trust`; in CI, set DOSSIER_TRUST={hooks_digest(source)}"
    return Hooks(file, problems=(Problem(Location(file), Severity.WARNING, "hooks", fact, hint=hint),))


def _failed_hook(file: str, error: Exception) -> Problem:
    """The problem of a hook that raised an exception, at its line."""
    line = next((frame.lineno or 0 for frame in reversed(extract_tb(error.__traceback__)) if frame.filename == file), 0)
    if isinstance(error, SyntaxError) and error.filename == file:
        line = error.lineno or 0
    message = f"this hook fails: {type(error).__name__}: {error}".rstrip(": ")
    return Problem(Location(file, line), Severity.ERROR, "hook", message, hint="mend it, or take it out")


def _refusal(path: str, existing: Iterable[str]) -> str:
    """Why the path cannot be written; empty if it can."""
    if not _PATH.fullmatch(path):
        return "is no path in a site: letters, digits, dots, dashes and slashes"
    return "the site has already" if path.casefold() in existing else ""
