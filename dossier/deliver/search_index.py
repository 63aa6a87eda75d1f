"""Pagefind, run over pages in memory."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

_KEPT = ("index/*", "fragment/*", "*.pf_meta", "pagefind-entry.json")
_ONCE = ("pagefind.js", "wasm.*.pagefind")  # programs, the same for every bundle


def build_search_index(documents: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Pagefind's files for the documents, a bundle for each of their folders: pagefind/<folder>/….

    The binary is run over each folder once: it is as fast as its memory allows, while the Python service that comes
    with it sleeps a tenth of a second for every page.
    """
    made: dict[str, bytes] = {}
    with TemporaryDirectory(prefix="dossier-search-") as name:
        for path, data in documents.items():
            file = Path(name, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        for number, folder in enumerate(sorted(Path(name).iterdir(), key=lambda folder: int(folder.name))):
            _run(folder)
            kept = _KEPT if number else _KEPT + _ONCE
            found = sorted(file for pattern in kept for file in (folder / "pagefind").glob(pattern))
            made |= {f"pagefind/{folder.name}/{_below(folder, file)}": file.read_bytes() for file in found}
    return made


def _below(folder: Path, file: Path) -> str:
    return file.relative_to(folder / "pagefind").as_posix()


def _run(folder: Path) -> None:
    try:
        # Not every system has it, and a site without a search needs none.
        from pagefind_bin_extended import get_executable  # type: ignore[import-untyped]  # noqa: PLC0415  # it has no types

        done = subprocess.run([get_executable(), "--silent"], cwd=folder, capture_output=True, check=False, text=True)
    except (ImportError, OSError) as error:
        reason = getattr(error, "strerror", None) or error
        raise _failure(f"the search indexer cannot be run: {reason}") from error
    if done.returncode:
        raise _failure(f"the search indexer failed: {done.stderr.strip()[-300:]}")


def _failure(fact: str) -> Failure:
    hint = "reinstall it with pip install --force-reinstall pagefind-bin-extended, or build with --no-search"
    return Failure(Problem(Location("pagefind"), Severity.ERROR, "search", fact, hint=hint))
