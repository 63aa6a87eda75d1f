"""The record of the last build: its inputs, its site and its report, so that a build without changes is answered from it.

It lies beside the site, never in it, since problems quote what an edition withholds.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path

from dossier.deliver.os_calls import folder_lock

_SETTLED = 50_000_000  # nanoseconds: within so short a time a file may change twice and bear one time


@dataclass(frozen=True, slots=True)
class FileStamps:
    """The state of files: equal as long as no name, size or time changes. `settled` is false while a file is being saved."""

    files: str
    settled: bool


@dataclass(frozen=True, slots=True)
class _Record:
    inputs: str
    site: str
    report: str


def stamp_files(roots: Iterable[Path]) -> FileStamps:
    """Everything below the roots, hidden files too."""
    now = time.time_ns()
    stamps = sorted(stamp for root in roots for stamp in _stamps(str(root)))
    newest = max((stamp[1] for stamp in stamps), default=0)
    return FileStamps(_digest(repr(stamps)), newest < now - _SETTLED)


def recorded_report(site: Path, inputs: str) -> str | None:
    """The report of the build of these inputs; None if the site has changed since, or is being replaced."""
    if not _record(site).is_file():
        return None
    with suppress(OSError, ValueError, TypeError, RecursionError), folder_lock(site.resolve()):
        record = _Record(**json.loads(_record(site).read_text("utf-8")))
        if record.inputs == inputs and record.site == stamp_files([site]).files:
            return record.report
    return None


def save_record(site: Path, inputs: str, report: str) -> None:
    """Records a site that has just been built; without a record, it is only built again."""
    record = _Record(inputs, stamp_files([site]).files, report)
    with suppress(OSError):
        _record(site).write_text(json.dumps(asdict(record)), "utf-8")


def _record(site: Path) -> Path:
    site = site.resolve()
    return site.with_name(f".{site.name}.made")  # `.last` is the site that is being replaced


def _stamps(root: str) -> Iterator[tuple[str, int, int, int, int]]:
    """Each file's name, when its bytes and when its place changed, its size and number. No link is followed to a folder."""
    folders = [root]
    while folders:
        folder = folders.pop()
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                with suppress(OSError):  # a link to nothing, or to itself
                    if entry.is_dir(follow_symlinks=False):
                        folders += [entry.path] if entry.name != "__pycache__" else []
                    else:
                        stat = entry.stat(follow_symlinks=not entry.is_dir())
                        yield entry.path, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
