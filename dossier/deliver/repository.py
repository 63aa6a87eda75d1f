"""What the repository around a dossier shows to others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from dossier.deliver.git import Git
from dossier.model import At

# Actions that publish pages; a workflow that calls `dossier publish` may do so from a private repository to another.
_PUBLISHES = re.compile(r"^[^\S\n]*+(?:-[^\S\n]*+)?uses:\s*\S*(?:deploy-pages|gh-pages)", re.MULTILINE)


def shown(folder: Path) -> tuple[str, ...]:
    """The files below a folder that git knows, called as the folder is; none unless a workflow publishes from here.

    Only where there is such a workflow git is asked; a Failure if it does not answer.
    """
    if not any(map(_publishes, _workflows(folder.resolve()))):
        return ()
    told = Git(folder, At(str(folder)), "leak")("ls-files", "-z", "--", ".")
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
