"""git, asked: what it answers, or a problem that says what is missing and how it comes."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, cast

from dossier.model import At
from dossier.problems import Failure, Problem, Severity

_TOLD = ("fatal: ", "error: ", "remote: ")
_INSTALL = "install it with `apt install git`, `brew install git` or `winget install Git.Git`"


class Refused(Exception):
    """git did not do what it was asked for, for this reason."""


@dataclass(frozen=True, slots=True)
class Git:
    """The repository that a folder is in."""

    folder: Path
    at: At  # what its problems speak of
    check: str  # what they are called

    def __call__(self, *arguments: str, hint: str = "") -> str:
        """What git prints; a Failure, with a hint, if it does not do it."""
        try:
            return self.told(*arguments)
        except Refused as refused:
            hint = hint or f"see that `git {arguments[0]}` works here"
            raise self.failure(str(refused), hint) from refused

    def told(self, *arguments: str, stdin: Iterable[bytes] = ()) -> str:
        """What git prints, fed from `stdin` as it reads."""
        with TemporaryFile() as said, TemporaryFile() as complained:
            process = self._begun(arguments, said.fileno(), complained.fileno())
            feed = cast("IO[bytes]", process.stdin)
            with suppress(BrokenPipeError), process:  # one that ended says why
                try:
                    for part in stdin:
                        feed.write(part)
                except BaseException:
                    process.kill()  # it must not take what it was given for all
                    raise
            said.seek(0)
            complained.seek(0)
            if process.returncode:
                raise Refused(_reason(complained.read().decode("utf-8", "replace")) or f"git {arguments[0]} failed")
            return said.read().decode("utf-8", "replace").strip()

    def _begun(self, arguments: tuple[str, ...], said: int, complained: int) -> subprocess.Popen[bytes]:
        # Its messages are read here, and in one language only.
        environment = os.environ | {"LC_ALL": "C"}
        try:
            return subprocess.Popen(
                ["git", "-C", str(self.folder), *arguments],
                env=environment,
                stdin=subprocess.PIPE,
                stdout=said,
                stderr=complained,
            )
        except FileNotFoundError as error:
            raise self.failure("git is not installed", _INSTALL) from error

    def failure(self, message: str, hint: str, *details: tuple[str, str]) -> Failure:
        return Failure(Problem(self.at, Severity.ERROR, self.check, message, details, hint))


def _reason(told: str) -> str:
    """What git complains of, in a line."""
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    named = [line for line in lines if line.startswith(_TOLD)]
    return (named or lines or [""])[0]
