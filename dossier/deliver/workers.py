"""Work spread over forked processes: a `map` whose items are taken in batches by whichever process is free.

Each process reads the number of its next batch from a pipe, and ends when that is empty. With `concurrent.futures` a build
takes as long, and its processes wait for ever where the main one is killed.
"""

from __future__ import annotations

import gc
import os
import pickle
import stat
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Generic, TypeVar

from dossier.model import Location
from dossier.problems import Failure, MapFn, Problem, Severity

R = TypeVar("R")
T = TypeVar("T")

_FORKS = sys.platform == "linux"  # elsewhere the system's own libraries do not survive it
_NICENESS = 10  # of 19, for work in the background
_FEW = 64  # items, for which no process is forked
_BATCH = 16  # items that a process takes at a time
_NUMBER = 4  # bytes of a batch's number in the pipe
_MOST_BATCHES = 1_000  # whose numbers any pipe holds


def processor_count() -> int:
    """How many processes may run at once on this machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def parallel_map(jobs: int) -> MapFn:
    """`map`, or what does the same in many processes.

    The processes are forked for each call, so that they inherit all data; only results are sent. Where the system
    cannot fork safely, the work is done in this process.
    """
    return _ParallelMap(jobs) if jobs > 1 and _FORKS else map


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Switches the garbage collector off: a build needs nearly all of its objects until it ends."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def run_in_background(work: Callable[[], R]) -> Callable[[], R]:
    """Starts work in another process, at low priority; the function returned waits for its result.

    It must be started while no other thread is running, since locks that a thread holds are never released in the other
    process. Where the system cannot fork safely, the work is done when its result is asked for.
    """
    if not _FORKS:
        return work

    def at_low_priority() -> R:
        os.nice(_NICENESS)
        _close_sockets()
        return work()

    return _ChildProcess.start(at_low_priority).result


def _close_sockets() -> None:
    """Leaves the server's port and its connections to the main process, which may end before this one."""
    for file in list(Path("/proc/self/fd").iterdir()):
        with suppress(OSError):  # one of them was the folder itself
            if stat.S_ISSOCK(os.fstat(int(file.name)).st_mode):
                os.close(int(file.name))


@dataclass(frozen=True, slots=True)
class _ParallelMap:
    """`map` in `jobs` processes, of which this one is the first."""

    jobs: int

    def __call__(self, function: Callable[[T], R], items: Iterable[T], /) -> Iterable[R]:
        items = list(items)
        if len(items) < _FEW:
            return map(function, items)
        size = max(_BATCH, len(items) // _MOST_BATCHES + 1)
        batches = [items[start : start + size] for start in range(0, len(items), size)]
        with _queue_of_numbers(len(batches)) as queue:
            process_batches = partial(_process_batches, function, batches, queue)
            gc.freeze()  # the collector leaves shared objects alone: marking one would copy its page of memory
            children = [_ChildProcess.start(process_batches) for _ in range(self.jobs - 1)]
            gc.unfreeze()
            try:
                results = process_batches()
            finally:
                others = [child.result() for child in children]
        for other in others:
            results |= other
        return chain.from_iterable(results[number] for number in range(len(batches)))


@contextmanager
def _queue_of_numbers(count: int) -> Iterator[int]:
    """A pipe with the numbers below `count`: whichever process reads one has it alone."""
    reading, writing = os.pipe()
    try:
        os.write(writing, b"".join(number.to_bytes(_NUMBER) for number in range(count)))
        os.close(writing)
        yield reading
    finally:
        os.close(reading)


def _process_batches(function: Callable[[T], R], batches: list[list[T]], queue: int) -> dict[int, list[R]]:
    """The results of the batches that this process took, by number."""
    results: dict[int, list[R]] = {}
    while number_bytes := os.read(queue, _NUMBER):
        number = int.from_bytes(number_bytes)
        results[number] = list(map(function, batches[number]))
    return results


@dataclass(frozen=True, slots=True)
class _ChildProcess(Generic[R]):
    """A forked process, and the nameless file to which it writes its result."""

    pid: int
    file: IO[bytes]

    @classmethod
    def start(cls, work: Callable[[], R]) -> _ChildProcess[R]:
        file = TemporaryFile()  # noqa: SIM115 (closed when it is read)
        sys.stdout.flush()
        sys.stderr.flush()
        if pid := os.fork():
            return cls(pid, file)
        try:
            pickle.dump(_result_or_error(work), file, pickle.HIGHEST_PROTOCOL)
            file.flush()
        finally:
            os._exit(0)  # without clean-up: what the main process has open is its own to close

    def result(self) -> R:
        """Waits for the result; raises here what was raised there."""
        _, status = os.waitpid(self.pid, 0)
        with self.file:
            self.file.seek(0)
            try:
                result: R | _ChildError = pickle.load(self.file)  # noqa: S301 (our own)
            except (EOFError, pickle.UnpicklingError):
                raise Failure(_process_problem(status)) from None
        if isinstance(result, _ChildError):
            result.error.add_note(f"In the process that shared the work:\n{result.traceback}")
            raise result.error
        return result


@dataclass(frozen=True, slots=True)
class _ChildError:
    """An error that a child process raised, with its traceback as text, since tracebacks cannot be pickled."""

    error: BaseException
    traceback: str

    @classmethod
    def of(cls, error: BaseException) -> _ChildError:
        """An error that cannot be pickled becomes a RuntimeError with its message."""
        text = "".join(traceback.format_exception(error))
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301 (our own)
        except Exception:  # noqa: BLE001 (whatever a class of exceptions may do)
            error = RuntimeError("".join(traceback.format_exception_only(error)).strip())
        return cls(error, text)


def _result_or_error(work: Callable[[], R]) -> R | _ChildError:
    try:
        return work()
    except BaseException as error:  # noqa: BLE001 (raised again in the main process)
        return _ChildError.of(error)


def _process_problem(status: int) -> Problem:
    how = f"by signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else "without a result"
    hint = "make room in memory and on the disk for temporary files, or use --jobs 1"
    return Problem(
        Location("dossier"), Severity.ERROR, "jobs", f"a process that shared the work ended {how}", hint=hint
    )
