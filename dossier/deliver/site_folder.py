"""Atomic writes: a site folder is replaced completely or not at all, and so is each single file."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from dossier.deliver.os_calls import exchange_folders, folder_lock, read_plain_file, sync_to_disk, write_new_file
from dossier.guard import gather
from dossier.model import Location
from dossier.problems import Failure, MapFn, Problem, Severity

MARKER = ".dossier"
_NOTE = b"Dossier made this folder and replaces it whole at each build: keep nothing of your own in it.\n"
_STAGING = ".writing"
_NO_FILES: Mapping[str, bytes] = MappingProxyType({})
_REMEDIES = {
    errno.ENOSPC: "make room on the disk",
    errno.EDQUOT: "make room on the disk",
    errno.EFBIG: "make room on the disk",
    errno.EACCES: "allow yourself to write here, or choose another folder",
    errno.EPERM: "allow yourself to write here, or choose another folder",
    errno.EROFS: "choose a folder on a disk that can be written",
    errno.EBUSY: "choose a folder that no disk is mounted on",
}


def replace_site_folder(
    output: Mapping[str, bytes],
    folder: Path,
    *,
    clean: bool = False,
    map_fn: MapFn = map,
    check_sizes: Callable[[Mapping[str, int]], None] = lambda _: None,
    on_settled: Callable[[], None] = lambda: None,
) -> None:
    """Replaces the content of `folder` by the output in one step; until then it stays as it was.

    Each file is rendered once, where it is written: in whichever process `map_fn` uses. `check_sizes` receives the size
    of each before the site is swapped in, and may raise a Failure; `on_settled` is called after that, while the folder is
    still locked.

    Unchanged files are linked from the last site instead of written, unless `clean` is set. Nothing is synced to disk,
    since a site that is lost in a power cut can be built again.
    """
    folder = folder.resolve()
    with _os_errors_as_problems(folder, "the site that stood here stands as it was"):
        _raise_if_any(problem for path in output for problem in _name_problems(path, folder))
        _raise_if_any(_foreign_folder_problems(folder))
        folder.parent.mkdir(parents=True, exist_ok=True)
        with folder_lock(folder):
            building, last = (folder.with_name(f".{folder.name}.{word}") for word in ("building", "last"))
            _restore_interrupted(folder, last)
            try:
                _make_empty(building)
                written = _write_output(output, building, None if clean else folder, map_fn)
                check_sizes({path: file.size for path, file in written.items()})
                if clean or not _is_unchanged(written, folder):
                    _swap_in(folder, building, last)
                shutil.rmtree(
                    building, ignore_errors=True
                )  # its names are gone before `settled` stamps the files they link to
                on_settled()
            finally:
                shutil.rmtree(building, ignore_errors=True)


def write_files(writes: Mapping[str, bytes], root: Path, *, was: Mapping[str, bytes] = _NO_FILES) -> None:
    """Writes or replaces files below `root`, each completely, in the given order, and syncs them to disk.

    `was` holds the content that the caller has seen of the files to be replaced; a file that somebody has changed since
    is left alone. The first file is moved into place after the last one is on disk, so that a full disk changes nothing;
    a killed process leaves the first few, complete, and a staging folder that the next call removes.
    """
    root = root.resolve()
    if not writes and not root.exists():
        return
    with _os_errors_as_problems(root, "nothing that stood here was lost"):
        _raise_if_any(
            problem for path in writes for problem in (*_name_problems(path, root), *_target_problems(path, root))
        )
        root.mkdir(parents=True, exist_ok=True)
        with folder_lock(root):
            staging = root / _STAGING
            staged = {path: staging / str(number) for number, path in enumerate(writes)}
            try:
                _make_empty(staging)
                for path, data in writes.items():
                    write_new_file(str(staged[path]), data)
                sync_to_disk(staged.values(), staging)
                _raise_if_any(problem for path in writes for problem in _change_problems(root / path, was.get(path)))
                _move_into_place(staged, root, was)
            finally:
                shutil.rmtree(staging, ignore_errors=True)


# ── A site ───────────────────────────────────────────────────────────────────


class _WrittenFile(NamedTuple):
    """A file of the new site, and whether it equals that of the last site."""

    size: int
    same: bool


def _write_output(
    output: Mapping[str, bytes], building: Path, last: Path | None, map_fn: MapFn
) -> dict[str, _WrittenFile]:
    """Writes all of the output to `building`."""
    for above in sorted({path.rpartition("/")[0] for path in output}):
        (building / above).mkdir(parents=True, exist_ok=True)
    write_new_file(f"{building}/{MARKER}", _NOTE)
    written, problems = gather(_WriteFile(output, str(building), str(last) if last else None), output, map_fn)
    _raise_if_any(problems)
    return dict(zip(output, written, strict=True))


@dataclass(frozen=True, slots=True)
class _WriteFile:
    """Writes one file of the output, or links it if it is unchanged."""

    output: Mapping[str, bytes]
    building: str
    last: str | None

    def __call__(self, path: str) -> _WrittenFile:
        data = self.output[path]
        same = self.last is not None and _has_content(f"{self.last}/{path}", data)
        if not (same and _try_link(f"{self.last}/{path}", f"{self.building}/{path}")):
            write_new_file(f"{self.building}/{path}", data)
        return _WrittenFile(len(data), same)


def _is_unchanged(written: Mapping[str, _WrittenFile], folder: Path) -> bool:
    """Whether the folder already holds exactly these files."""
    files = sum(len(names) for _, _, names in os.walk(folder))
    return all(file.same for file in written.values()) and files == len(written) + 1


def _has_content(path: str, data: bytes) -> bool:
    try:
        return read_plain_file(path, len(data) + 1) == data
    except OSError:
        return False


def _try_link(old: str, new: str) -> bool:
    """Hard-links the file, in a quarter of the time of writing it; returns whether the file system supports that."""
    try:
        os.link(old, new)
    except OSError:  # a file system without links
        return False
    return True


def _swap_in(folder: Path, building: Path, last: Path) -> None:
    """Moves the new site into place, in one step where the system has one, otherwise in two."""
    if not folder.exists():
        building.rename(folder)
    elif not exchange_folders(building, folder):
        folder.rename(last)
        building.rename(folder)
        shutil.rmtree(last, ignore_errors=True)


def _restore_interrupted(folder: Path, last: Path) -> None:
    """Restores the site if a process was killed between those two steps."""
    if last.exists() and not folder.exists():
        last.rename(folder)
    shutil.rmtree(last, ignore_errors=True)


def _foreign_folder_problems(folder: Path) -> Iterator[Problem]:
    if folder.is_dir():
        if not (folder / MARKER).is_file() and any(folder.iterdir()):
            message = "the folder holds files that Dossier did not make, and a build would replace them"
            yield _write_problem(folder, message, "choose an empty folder, or a new one")
    elif folder.exists():
        yield _write_problem(folder, "this is a file, and a site is a folder", "choose another name for the folder")


# ── Single files ─────────────────────────────────────────────────────────────


def _move_into_place(staged: Mapping[str, Path], root: Path, was: Mapping[str, bytes]) -> None:
    """Moves every staged file into place; each folder is synced before files are moved into the next."""
    above: Path | None = None
    for path, new in staged.items():
        target = root / path
        if above and above != target.parent:
            sync_to_disk([above], above)
        above = target.parent
        above.mkdir(parents=True, exist_ok=True)
        _raise_if_any(_change_problems(target, was.get(path)))
        if path in was:
            new.replace(target)
        else:
            _place_new(new, target)
    if above:
        sync_to_disk([above], above)


def _place_new(new: Path, target: Path) -> None:
    """Places a new file: a link, unlike a rename, never replaces a file that appeared meanwhile."""
    try:
        target.hardlink_to(new)
    except FileExistsError:
        _raise_if_any(_change_problems(target, None))
    except OSError:  # a file system without links
        new.rename(target)


def _change_problems(target: Path, was: bytes | None) -> Iterator[Problem]:
    try:
        now = read_plain_file(str(target))
    except FileNotFoundError:
        now = None
    if now != was:
        yield _write_problem(
            target, "the file was changed just now, by somebody else", "it is as they left it: run this again"
        )


def _target_problems(path: str, root: Path) -> Iterator[Problem]:
    target = root / path
    if not target.parent.resolve().is_relative_to(root):
        yield _write_problem(target, f"a link leads this out of {root}", "replace the link by a folder")
    elif target.is_symlink() or target.is_dir():
        yield _write_problem(target, "this is no plain file, and would be replaced by one", "move it elsewhere")


# ── Both ─────────────────────────────────────────────────────────────────────


def _name_problems(path: str, folder: Path) -> Iterator[Problem]:
    parts = path.split("/")
    if parts[0] in (MARKER, _STAGING) or not {"", ".", ".."}.isdisjoint(parts) or "\\" in path or "\0" in path:
        yield _write_problem(folder, f"no file here can be called {path!r}", "rename what it is made from")


def _make_empty(folder: Path) -> None:
    """Creates the folder, empty, whatever a killed process left in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()


@contextmanager
def _os_errors_as_problems(folder: Path, state: str) -> Iterator[None]:
    """Turns an OSError into a Failure with a remedy."""
    try:
        yield
    except OSError as error:
        remedy = _REMEDIES.get(error.errno or 0, "mend this")
        message = f"this could not be written: {error.strerror or error}"
        raise Failure(
            _write_problem(Path(error.filename or folder), message, f"{remedy}, and run it again; {state}")
        ) from error


def _raise_if_any(problems: Iterable[Problem]) -> None:
    if collected := tuple(problems):
        raise Failure(*collected)


def _write_problem(path: Path, message: str, hint: str) -> Problem:
    return Problem(Location(str(path)), Severity.ERROR, "write", message, hint=hint)
