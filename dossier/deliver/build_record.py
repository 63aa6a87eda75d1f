"""What the last build was made of and what it made, so that the next need not make the same again.

It is kept beside the site, never in it: problems quote what an edition withholds.
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
    """Files as they are: equal where no name, size or time has changed. `settled` is false of what is being saved."""

    files: str
    settled: bool


@dataclass(frozen=True, slots=True)
class _Record:
    made_of: str
    site: str
    told: str


def stamp_files(roots: Iterable[Path]) -> FileStamps:
    """Everything below the roots, hidden files too."""
    now = time.time_ns()
    stamps = sorted(stamp for root in roots for stamp in _stamps(str(root)))
    newest = max((stamp[1] for stamp in stamps), default=0)
    return FileStamps(_digest(repr(stamps)), newest < now - _SETTLED)


def recorded_report(site: Path, made_of: str) -> str | None:
    """What was said when the site was made of this, if it still is as it was made, while nobody makes another."""
    if not _record(site).is_file():
        return None
    with suppress(OSError, ValueError, TypeError, RecursionError), folder_lock(site.resolve()):
        record = _Record(**json.loads(_record(site).read_text("utf-8")))
        if record.made_of == made_of and record.site == stamp_files([site]).files:
            return record.told
    return None


def save_record(site: Path, made_of: str, told: str) -> None:
    """Remembers a site that has just been made; what is forgotten is only made again."""
    record = _Record(made_of, stamp_files([site]).files, told)
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
