"""Processes that share the work: an `each` whose things are taken by whoever is free."""

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
_PATIENCE = 10  # of 19
_FEW = 64  # things, for which no process is begun
_TURN = 16  # things that one takes at a time
_TICKET = 4  # bytes: the number of a turn
_TICKETS = 1_000  # that any pipe holds


def processor_count() -> int:
    """How many processes may run at once on this machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def parallel_map(jobs: int) -> MapFn:
    """`map`, or what does the same in many processes.

    They are forked when there is something to do, and so have all that it needs without being sent it; only results
    are sent. Where the system cannot fork safely, the work is done here.
    """
    return _Shared(jobs) if jobs > 1 and _FORKS else map


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Nothing is looked at to be thrown away: what a build makes it needs until it ends."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def run_in_background(work: Callable[[], R]) -> Callable[[], R]:
    """Begins work in another process, after whatever else there is to do; what is returned waits for its result.

    It must be begun while no other thread does anything, for what that holds is never released there. Where the system
    cannot fork safely, the work is done when it is waited for.
    """
    if not _FORKS:
        return work

    def patiently() -> R:
        os.nice(_PATIENCE)
        _hang_up()
        return work()

    return _Worker.of(patiently).told


def _hang_up() -> None:
    """Leaves the calls, and the port at which they come in, to the process that answers: it may end before this one."""
    for file in list(Path("/proc/self/fd").iterdir()):
        with suppress(OSError):  # the folder was one of them
            if stat.S_ISSOCK(os.fstat(int(file.name)).st_mode):
                os.close(int(file.name))


@dataclass(frozen=True, slots=True)
class _Shared:
    jobs: int

    def __call__(self, function: Callable[[T], R], things: Iterable[T], /) -> Iterable[R]:
        every = list(things)
        if len(every) < _FEW:
            return map(function, every)
        turn = max(_TURN, len(every) // _TICKETS + 1)
        turns = [every[start : start + turn] for start in range(0, len(every), turn)]
        with _tickets(len(turns)) as tickets:
            take = partial(_taken, function, turns, tickets)
            gc.freeze()  # what is there is shared: nobody looks at it, and so copies it
            others = [_Worker.of(take) for _ in range(self.jobs - 1)]
            gc.unfreeze()
            try:
                done = take()
            finally:
                told = [other.told() for other in others]
        for one in told:
            done |= one
        return chain.from_iterable(done[number] for number in range(len(turns)))


@contextmanager
def _tickets(count: int) -> Iterator[int]:
    """A pipe with the number of each turn: whoever reads one has it alone."""
    reading, writing = os.pipe()
    try:
        os.write(writing, b"".join(number.to_bytes(_TICKET) for number in range(count)))
        os.close(writing)
        yield reading
    finally:
        os.close(reading)


def _taken(function: Callable[[T], R], turns: list[list[T]], tickets: int) -> dict[int, list[R]]:
    """The results of the turns that this process took."""
    done: dict[int, list[R]] = {}
    while ticket := os.read(tickets, _TICKET):
        number = int.from_bytes(ticket)
        done[number] = list(map(function, turns[number]))
    return done


@dataclass(frozen=True, slots=True)
class _Worker(Generic[R]):
    """Another process, and the file in which it leaves what it did."""

    process: int
    left: IO[bytes]

    @classmethod
    def of(cls, work: Callable[[], R]) -> _Worker[R]:
        left = TemporaryFile()  # noqa: SIM115 (closed when it is read)
        sys.stdout.flush()
        sys.stderr.flush()
        if process := os.fork():
            return cls(process, left)
        try:
            pickle.dump(_tried(work), left, pickle.HIGHEST_PROTOCOL)
            left.flush()
        finally:
            os._exit(0)  # nothing that the other process has open is closed twice

    def told(self) -> R:
        """The result; what was raised there is raised here."""
        _, status = os.waitpid(self.process, 0)
        with self.left:
            self.left.seek(0)
            try:
                result: R | _Raised = pickle.load(self.left)  # noqa: S301 (our own)
            except (EOFError, pickle.UnpicklingError):
                raise Failure(_ended(status)) from None
        if isinstance(result, _Raised):
            result.error.add_note(f"In the process that shared the work:\n{result.trace}")
            raise result.error
        return result


@dataclass(frozen=True, slots=True)
class _Raised:
    error: BaseException
    trace: str

    @classmethod
    def of(cls, error: BaseException) -> _Raised:
        """The error with its traceback, which no pickle carries; as its words alone, where it cannot be pickled."""
        trace = "".join(traceback.format_exception(error))
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301 (our own)
        except Exception:  # noqa: BLE001 (whatever a class of exceptions may do)
            error = RuntimeError("".join(traceback.format_exception_only(error)).strip())
        return cls(error, trace)


def _tried(work: Callable[[], R]) -> R | _Raised:
    try:
        return work()
    except BaseException as error:  # noqa: BLE001 (raised again in the process that asked)
        return _Raised.of(error)


def _ended(status: int) -> Problem:
    how = f"by signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else "without a result"
    hint = "make room in memory and on the disk for temporary files, or use --jobs 1"
    return Problem(
        Location("dossier"), Severity.ERROR, "jobs", f"a process that shared the work ended {how}", hint=hint
    )
