"""An editor's text and a new draft, brought together by git."""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from dossier.model import At
from dossier.problems import Failure, Problem, Severity

_NAMES = {"ours": "the article", "base": "the last draft", "theirs": "the new draft"}
_ERROR = 128  # and above; below it stands the number of conflicts


def merged(ours: bytes, base: bytes, theirs: bytes) -> tuple[bytes, bool]:
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
