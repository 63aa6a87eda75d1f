"""A dossier's own hooks.py: checks, exports and page facts, run as the very bytes that somebody here has trusted.

Whatever goes wrong in a hook is a problem at its line, and the rest of the build goes on.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from traceback import extract_tb
from types import ModuleType
from typing import Any

from dossier.model import At, Dossier
from dossier.problems import Problem, Severity

FILE = "hooks.py"
_PATH = re.compile(r"[\w-][\w.-]*(?:/[\w-][\w.-]*)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Hooks:
    """What a hooks.py defines; None for what it does not. `problems` say why nothing of it runs."""

    file: str = FILE
    checks: Callable[[Dossier], Iterable[Problem]] | None = None
    exports: Callable[[Dossier], Mapping[str, str | bytes]] | None = None
    page_context: Callable[[str, Dossier], Mapping[str, object]] | None = None
    problems: tuple[Problem, ...] = ()

    def run_checks(self, dossier: Dossier) -> tuple[Problem, ...]:
        """What the hook finds; a problem of its own where it fails."""
        if self.checks is None:
            return ()
        try:
            problems = tuple(self.checks(dossier))
        except Exception as fault:  # noqa: BLE001  # a hook may fail in any way
            return (self._failed(fault),)
        strange = next((one for one in problems if not isinstance(one, Problem)), None)
        if strange is not None:
            return (
                self._mistaken(f"`checks` gives {type(strange).__name__}", "give problems: dossier.api.warning(…)"),
            )
        return problems

    def run_exports(self, dossier: Dossier, taken: Iterable[str]) -> tuple[Mapping[str, bytes], tuple[Problem, ...]]:
        """The hook's files by path, but for those that are the site's own or no path in it."""
        if self.exports is None:
            return {}, ()
        try:
            given = {
                str(path): data.encode() if isinstance(data, str) else bytes(data)
                for path, data in dict(self.exports(dossier)).items()
            }
        except Exception as fault:  # noqa: BLE001
            return {}, (self._failed(fault),)
        own = {path.casefold() for path in taken}
        problems = [
            self._mistaken(f"`exports` writes {path!r}, which {reason}", "give it another name")
            for path in given
            if (reason := _refusal(path, own))
        ]
        return {path: data for path, data in given.items() if not _refusal(path, own)}, tuple(problems)

    def run_page_context(self, path: str, dossier: Dossier) -> tuple[Mapping[str, object], tuple[Problem, ...]]:
        """What a page's template finds under `hook`."""
        if self.page_context is None:
            return {}, ()
        try:
            return dict(self.page_context(path, dossier)), ()
        except Exception as fault:  # noqa: BLE001
            return {}, (self._failed(fault),)

    def _failed(self, fault: Exception) -> Problem:
        return failed_hook(self.file, fault)

    def _mistaken(self, message: str, hint: str) -> Problem:
        return Problem(At(self.file), Severity.ERROR, "hook", message, hint=hint)


NO_HOOKS = Hooks()


def hooks_digest(source: bytes) -> str:
    """What `dossier trust` records of a hooks.py."""
    return hashlib.sha256(source).hexdigest()


def load_hooks(source: bytes, file: str) -> Hooks:
    """The hooks of a trusted file: these bytes are run, whatever stands on the disk by now."""
    module = ModuleType("dossier_hooks")
    module.__file__ = file
    try:
        exec(compile(source, file, "exec", dont_inherit=True), module.__dict__)  # noqa: S102  # only once its hash is trusted
    except Exception as fault:  # noqa: BLE001
        return Hooks(file, problems=(failed_hook(file, fault),))
    defined: dict[str, Any] = {name: getattr(module, name, None) for name in ("checks", "exports", "page_context")}
    return Hooks(file, **{name: value for name, value in defined.items() if callable(value)})


def untrusted_hooks(source: bytes, file: str) -> Hooks:
    """No hooks, and a warning that says how to have them."""
    fact = "these hooks are not run: nobody on this machine has trusted them, as they now stand"
    hint = f"read the file, and run `dossier trust`; in CI, set DOSSIER_TRUST={hooks_digest(source)}"
    return Hooks(file, problems=(Problem(At(file), Severity.WARNING, "hooks", fact, hint=hint),))


def failed_hook(file: str, fault: Exception) -> Problem:
    """The problem of a hook that raised: its line, and what it said."""
    line = next((frame.lineno or 0 for frame in reversed(extract_tb(fault.__traceback__)) if frame.filename == file), 0)
    if isinstance(fault, SyntaxError) and fault.filename == file:
        line = fault.lineno or 0
    message = f"this hook fails: {type(fault).__name__}: {fault}".rstrip(": ")
    return Problem(At(file, line), Severity.ERROR, "hook", message, hint="mend it, or take it out")


def _refusal(path: str, taken: Iterable[str]) -> str:
    if not _PATH.fullmatch(path):
        return "is no path in a site: letters, digits, dots, dashes and slashes"
    return "the site has already" if path.casefold() in taken else ""
