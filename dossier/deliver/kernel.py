"""What only the operating system can do: two folders exchanged in one step, a disk brought up to date, one process alone."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_HERE = -100  # AT_FDCWD: the paths are as they are written
_EXCHANGE = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS
_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


def exchanged(one: Path, other: Path) -> bool:
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


def synced(folder: Path) -> bool:
    """Whether all that was written to the folder's file system is on the disk now; False where only files can be asked."""
    if sys.platform != "linux":
        return False
    opened = os.open(folder, os.O_RDONLY)
    kernel = ctypes.CDLL(None, use_errno=True)
    try:
        failed = kernel.syncfs(opened)  # since Linux 5.8 it tells of every write that failed
    except AttributeError:
        return False
    finally:
        os.close(opened)
    if failed:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))
    return True


@contextmanager
def alone(folder: Path) -> Iterator[None]:
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
