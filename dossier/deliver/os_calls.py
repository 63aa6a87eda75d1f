"""Operating-system calls: exchanging folders atomically, locking a folder, syncing to disk."""

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

_AT_FDCWD = -100  # AT_FDCWD: the paths are as they are written
_RENAME_EXCHANGE = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS
_CREATE_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_READ_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_SYNC_ALL_FROM = 20  # files
_UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


def exchange_folders(one: Path, other: Path) -> bool:
    """Exchanges two folders atomically; returns False if the system or the file system does not support that."""
    if sys.platform == "win32":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    try:
        if sys.platform == "darwin":
            failed = libc.renamex_np(os.fsencode(one), os.fsencode(other), _RENAME_EXCHANGE)
        else:
            failed = libc.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    except AttributeError:  # an older C library
        return False
    if failed and ctypes.get_errno() not in _UNSUPPORTED:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))
    return not failed


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Holds an exclusive lock on `folder`, waiting for other processes to release it.

    It is a kernel lock on a file beside the folder, so it ends with its process, however that dies.
    """
    path = folder.with_name(f".{folder.name}.lock")
    lock = _acquire_lock(path)
    try:
        yield
    finally:
        with suppress(OSError):  # Windows keeps a file that is open
            path.unlink()
        os.close(lock)


def _acquire_lock(path: Path) -> int:
    """The lock file, open and locked; tries again if its last holder removed it meanwhile."""
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
    """The content of a file that is not a link, in half the time that Path takes."""
    with open(os.open(path, _READ_FLAGS), "rb", buffering=0) as file:  # noqa: PTH123
        return file.read(limit)


def write_new_file(path: str, data: bytes) -> None:
    """Writes a file that must not exist yet."""
    with open(os.open(path, _CREATE_FLAGS, 0o666), "wb", buffering=0) as file:  # noqa: PTH123
        done = 0
        while done < len(data):  # a nearly full disk may accept only a part
            done += file.write(memoryview(data)[done:])


def sync_to_disk(paths: Collection[Path], folder: Path) -> None:
    """Syncs files and folders to disk: 600 in one `folder` take 20 ms at once, but two seconds one by one."""
    if len(paths) < _SYNC_ALL_FROM or not _sync_file_system(folder):
        for path in paths:
            with suppress(PermissionError):  # Windows opens no folders
                opened = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
                try:
                    os.fsync(opened)
                finally:
                    os.close(opened)


def _sync_file_system(folder: Path) -> bool:
    """Syncs the folder's whole file system; returns False if the system can only sync single files."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    opened = os.open(folder, os.O_RDONLY)
    try:
        failed = libc.syncfs(opened)  # since Linux 5.8 it reports every failed write
    except AttributeError:
        return False
    finally:
        os.close(opened)
    if failed:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))
    return True
