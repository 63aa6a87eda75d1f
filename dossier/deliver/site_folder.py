"""Bytes to the disk: a whole site or the last one, a whole file or the one that was there."""

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
_NOTHING: Mapping[str, bytes] = MappingProxyType({})
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
    each: MapFn = map,
    weighed: Callable[[Mapping[str, int]], None] = lambda _: None,
    settled: Callable[[], None] = lambda: None,
) -> None:
    """`folder` holds the output and nothing else; until it holds all of it, it is as it was.

    A file is asked for once, where it is written: in whichever process `each` has it done. `weighed` is told the size of
    each before the site takes its place, and may raise a Failure; `settled` is called when it stands there, before anybody
    else may replace it.

    Files that did not change are linked from the last site, not written again, unless it is to be `clean`.
    Nothing waits for the disk: a site that a power cut costs is built again.
    """
    folder = folder.resolve()
    with _told(folder, "the site that stood here stands as it was"):
        _refuse(problem for path in output for problem in _misnamed(path, folder))
        _refuse(_not_ours(folder))
        folder.parent.mkdir(parents=True, exist_ok=True)
        with folder_lock(folder):
            building, last = (folder.with_name(f".{folder.name}.{word}") for word in ("building", "last"))
            _recover(folder, last)
            try:
                _clear(building)
                laid = _laid(output, building, None if clean else folder, each)
                weighed({path: file.size for path, file in laid.items()})
                if clean or not _is_all(laid, folder):
                    _replace(folder, building, last)
                shutil.rmtree(
                    building, ignore_errors=True
                )  # its names are gone before `settled` stamps the files they link to
                settled()
            finally:
                shutil.rmtree(building, ignore_errors=True)


def write_files(writes: Mapping[str, bytes], root: Path, *, was: Mapping[str, bytes] = _NOTHING) -> None:
    """Every file below `root` is written or replaced whole, in the order given, and safe on the disk.

    `was` is what the caller has seen of the files to be replaced. Where something else stands by now,
    somebody wrote it, and it stays. The first file takes its place when the last one is on the disk,
    so a full disk changes nothing; a kill leaves the first few, whole, and a folder that the next call clears.
    """
    root = root.resolve()
    if not writes and not root.exists():
        return
    with _told(root, "nothing that stood here was lost"):
        _refuse(problem for path in writes for problem in (*_misnamed(path, root), *_astray(path, root)))
        root.mkdir(parents=True, exist_ok=True)
        with folder_lock(root):
            staging = root / _STAGING
            staged = {path: staging / str(number) for number, path in enumerate(writes)}
            try:
                _clear(staging)
                for path, data in writes.items():
                    write_new_file(str(staged[path]), data)
                sync_to_disk(staged.values(), staging)
                _refuse(problem for path in writes for problem in _changed(root / path, was.get(path)))
                _place(staged, root, was)
            finally:
                shutil.rmtree(staging, ignore_errors=True)


# ── A site ───────────────────────────────────────────────────────────────────


class _Laid(NamedTuple):
    """A file of the new site."""

    size: int
    same: bool  # as in the last


def _laid(output: Mapping[str, bytes], building: Path, last: Path | None, each: MapFn) -> dict[str, _Laid]:
    """All of the output stands in `building`."""
    for above in sorted({path.rpartition("/")[0] for path in output}):
        (building / above).mkdir(parents=True, exist_ok=True)
    write_new_file(f"{building}/{MARKER}", _NOTE)
    laid, problems = gather(_Laying(output, str(building), str(last) if last else None), output, each)
    _refuse(problems)
    return dict(zip(output, laid, strict=True))


@dataclass(frozen=True, slots=True)
class _Laying:
    """Puts a file of the output into a new folder."""

    output: Mapping[str, bytes]
    building: str
    last: str | None

    def __call__(self, path: str) -> _Laid:
        data = self.output[path]
        same = self.last is not None and _holds(f"{self.last}/{path}", data)
        if not (same and _linked(f"{self.last}/{path}", f"{self.building}/{path}")):
            write_new_file(f"{self.building}/{path}", data)
        return _Laid(len(data), same)


def _is_all(laid: Mapping[str, _Laid], folder: Path) -> bool:
    """Whether the folder holds the same, to the last file."""
    files = sum(len(names) for _, _, names in os.walk(folder))
    return all(file.same for file in laid.values()) and files == len(laid) + 1


def _holds(path: str, data: bytes) -> bool:
    try:
        return read_plain_file(path, len(data) + 1) == data
    except OSError:
        return False


def _linked(old: str, new: str) -> bool:
    """Whether the new path is another name of the old file, which takes a quarter of the time of writing it."""
    try:
        os.link(old, new)
    except OSError:  # a file system without links
        return False
    return True


def _replace(folder: Path, building: Path, last: Path) -> None:
    """The new site at its place, in one step or, where the system has none, in two."""
    if not folder.exists():
        building.rename(folder)
    elif not exchange_folders(building, folder):
        folder.rename(last)
        building.rename(folder)
        shutil.rmtree(last, ignore_errors=True)


def _recover(folder: Path, last: Path) -> None:
    """The site that a kill between those two steps took away is back."""
    if last.exists() and not folder.exists():
        last.rename(folder)
    shutil.rmtree(last, ignore_errors=True)


def _not_ours(folder: Path) -> Iterator[Problem]:
    if folder.is_dir():
        if not (folder / MARKER).is_file() and any(folder.iterdir()):
            message = "the folder holds files that Dossier did not make, and a build would replace them"
            yield _problem(folder, message, "choose an empty folder, or a new one")
    elif folder.exists():
        yield _problem(folder, "this is a file, and a site is a folder", "choose another name for the folder")


# ── Single files ─────────────────────────────────────────────────────────────


def _place(staged: Mapping[str, Path], root: Path, was: Mapping[str, bytes]) -> None:
    """Every staged file at its place; what a folder got is on the disk before another folder gets anything."""
    above: Path | None = None
    for path, new in staged.items():
        target = root / path
        if above and above != target.parent:
            sync_to_disk([above], above)
        above = target.parent
        above.mkdir(parents=True, exist_ok=True)
        _refuse(_changed(target, was.get(path)))
        if path in was:
            new.replace(target)
        else:
            _put(new, target)
    if above:
        sync_to_disk([above], above)


def _put(new: Path, target: Path) -> None:
    """A file where none was: a link, unlike a renaming, takes no other's place."""
    try:
        target.hardlink_to(new)
    except FileExistsError:
        _refuse(_changed(target, None))
    except OSError:  # a file system without links
        new.rename(target)


def _changed(target: Path, was: bytes | None) -> Iterator[Problem]:
    try:
        now = read_plain_file(str(target))
    except FileNotFoundError:
        now = None
    if now != was:
        yield _problem(
            target, "the file was changed just now, by somebody else", "it is as they left it: run this again"
        )


def _astray(path: str, root: Path) -> Iterator[Problem]:
    target = root / path
    if not target.parent.resolve().is_relative_to(root):
        yield _problem(target, f"a link leads this out of {root}", "replace the link by a folder")
    elif target.is_symlink() or target.is_dir():
        yield _problem(target, "this is no plain file, and would be replaced by one", "move it elsewhere")


# ── Both ─────────────────────────────────────────────────────────────────────


def _misnamed(path: str, folder: Path) -> Iterator[Problem]:
    parts = path.split("/")
    if parts[0] in (MARKER, _STAGING) or not {"", ".", ".."}.isdisjoint(parts) or "\\" in path or "\0" in path:
        yield _problem(folder, f"no file here can be called {path!r}", "rename what it is made from")


def _clear(folder: Path) -> None:
    """An empty folder, whatever a killed process left there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()


@contextmanager
def _told(folder: Path, state: str) -> Iterator[None]:
    """What the system refuses, as a problem with a remedy."""
    try:
        yield
    except OSError as error:
        remedy = _REMEDIES.get(error.errno or 0, "mend this")
        message = f"this could not be written: {error.strerror or error}"
        raise Failure(
            _problem(Path(error.filename or folder), message, f"{remedy}, and run it again; {state}")
        ) from error


def _refuse(problems: Iterable[Problem]) -> None:
    if found := tuple(problems):
        raise Failure(*found)


def _problem(path: Path, message: str, hint: str) -> Problem:
    return Problem(Location(str(path)), Severity.ERROR, "write", message, hint=hint)
