"""Other programs, found where the user installed them and never in the folder that is being worked on."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def find_program(name: str) -> str:
    """The path of a program in a folder that PATH names in full, other than the current one; else FileNotFoundError.

    Windows looks into the current folder first, and a PATH may name it: a received dossier may hold a `git.exe`.
    """
    current = Path.cwd()
    for entry in os.environ.get("PATH", os.defpath).split(os.pathsep):
        folder = Path(entry)
        if not folder.is_absolute() or _is_same(folder, current):
            continue
        if found := shutil.which(str(folder / name)):  # with a folder before it, nothing else is looked into
            return found
    raise FileNotFoundError(name)


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
