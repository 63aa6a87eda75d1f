"""What only the operating system can do: folders exchanged in one step, one process alone, bytes that stay."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_HERE = -100  # AT_FDCWD: the paths are as they are written
_EXCHANGE = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_OLD = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_MANY = 20  # files
_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


def exchange_folders(one: Path, other: Path) -> bool:
    """Whether the two have changed places, in one step; False where the system or the file system has no such step."""
    if sys.platform == "win32":
        return False
    kernel = ctypes.CDLL(None, use_errno=True)
    try:
        if sys.platform == "darwin":
            failed = kernel.renamex_np(os.fsencode(one), os.fsencode(other), _EXCHANGE)
        else:
            failed = kernel.renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
    except AttributeError:  # an older C library
        return False
    if failed and ctypes.get_errno() not in _CANNOT:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))
    return not failed


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Nobody else holds `folder` meanwhile; who comes second waits.

    The lock is the kernel's, on a file beside the folder: it ends with its process, however that dies.
    """
    path = folder.with_name(f".{folder.name}.lock")
    lock = _locked(path)
    try:
        yield
    finally:
        with suppress(OSError):  # Windows keeps a file that is open
            path.unlink()
        os.close(lock)


def _locked(path: Path) -> int:
    """The file, open and locked; one that its last holder took away while we waited is no lock."""
    while True:
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        if sys.platform == "win32":
            msvcrt.locking(lock, msvcrt.LK_LOCK, 1)
        else:
            fcntl.flock(lock, fcntl.LOCK_EX)
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(lock), path.stat()):
                return lock
        os.close(lock)


def read_plain_file(path: str, limit: int = -1) -> bytes:
    """What the file holds, which is no link; half the time of Path's."""
    with open(os.open(path, _OLD), "rb", buffering=0) as file:  # noqa: PTH123
        return file.read(limit)


def write_new_file(path: str, data: bytes) -> None:
    """A new file holds the data."""
    with open(os.open(path, _NEW, 0o666), "wb", buffering=0) as file:  # noqa: PTH123
        done = 0
        while done < len(data):  # a nearly full disk takes a part
            done += file.write(memoryview(data)[done:])


def sync_to_disk(paths: Collection[Path], folder: Path) -> None:
    """The files and folders survive a power cut. 600 in one `folder` take 20 ms together, and two seconds one by one."""
    if len(paths) < _MANY or not _all_on_disk(folder):
        for path in paths:
            with suppress(PermissionError):  # Windows opens no folders
                opened = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
                try:
                    os.fsync(opened)
                finally:
                    os.close(opened)


def _all_on_disk(folder: Path) -> bool:
    """Whether that holds for all of the folder's file system; False where only files can be asked."""
    if sys.platform != "linux":
        return False
    kernel = ctypes.CDLL(None, use_errno=True)
    opened = os.open(folder, os.O_RDONLY)
    try:
        failed = kernel.syncfs(opened)  # since Linux 5.8 it tells of every write that failed
    except AttributeError:
        return False
    finally:
        os.close(opened)
    if failed:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))
    return True
