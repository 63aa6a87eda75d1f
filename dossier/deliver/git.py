"""An editor's text and a new draft, brought together by git.

What the repository around a dossier shows to others.

git, asked: what it answers, or a problem that says what is missing and how it comes.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, cast

from dossier.model import At
from dossier.problems import Failure, Problem, Severity

_NAMES = {"ours": "the article", "base": "the last draft", "theirs": "the new draft"}
_ERROR = 128  # and above; below it stands the number of conflicts


def merge_three_way(ours: bytes, base: bytes, theirs: bytes) -> tuple[bytes, bool]:
    """The text with both sides' changes to `base`, and whether it is clean: otherwise it shows both, between marks."""
    with TemporaryDirectory() as folder:
        for name, data in zip(_NAMES, (ours, base, theirs), strict=True):
            Path(folder, name).write_bytes(data)
        labels = [part for label in _NAMES.values() for part in ("-L", label)]
        # In a folder of its own, so that no repository's settings change what comes out.
        command = ["git", "merge-file", "--stdout", "--diff3", *labels, *_NAMES]
        try:
            git = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        except FileNotFoundError:
            raise _failure(
                "git is not installed", "install git (https://git-scm.com), or import without --merge"
            ) from None
    if git.returncode >= _ERROR:
        raise _failure(f"git cannot merge this: {git.stderr.decode(errors='replace').strip()}", "merge it by hand")
    return git.stdout, git.returncode == 0


def _failure(message: str, hint: str) -> Failure:
    return Failure(Problem(At("git"), Severity.ERROR, "merge", message, hint=hint))


# Actions that publish pages; a workflow that calls `dossier publish` may do so from a private repository to another.
_PUBLISHES = re.compile(r"^[^\S\n]*+(?:-[^\S\n]*+)?uses:\s*\S*(?:deploy-pages|gh-pages)", re.MULTILINE)


def published_files(folder: Path) -> tuple[str, ...]:
    """The files below a folder that git knows, called as the folder is; none unless a workflow publishes from here.

    Only where there is such a workflow git is asked; a Failure if it does not answer.
    """
    if not any(map(_publishes, _workflows(folder.resolve()))):
        return ()
    told = GitRepository(folder, At(str(folder)), "leak")("ls-files", "-z", "--", ".")
    return tuple(f"{folder.as_posix()}/{path}" for path in told.split("\0") if path)


def _workflows(folder: Path) -> Iterator[Path]:
    """Those of the repository that the folder is in, if it is in one."""
    for above in folder.parents:
        if (above / ".git").exists():
            yield from sorted((above / ".github" / "workflows").glob("*.y*ml"))
            return


def _publishes(workflow: Path) -> bool:
    try:
        return bool(_PUBLISHES.search(workflow.read_text("utf-8", errors="replace")))
    except OSError:
        return False


_TOLD = ("fatal: ", "error: ", "remote: ")
_INSTALL = "install it with `apt install git`, `brew install git` or `winget install Git.Git`"


class GitError(Exception):
    """git did not do what it was asked for, for this reason."""


@dataclass(frozen=True, slots=True)
class GitRepository:
    """The repository that a folder is in."""

    folder: Path
    at: At  # what its problems speak of
    check: str  # what they are called

    def __call__(self, *arguments: str, hint: str = "") -> str:
        """What git prints; a Failure, with a hint, if it does not do it."""
        try:
            return self.told(*arguments)
        except GitError as refused:
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
                raise GitError(_reason(complained.read().decode("utf-8", "replace")) or f"git {arguments[0]} failed")
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
