"""Error isolation: an exception in one record becomes a problem of that record; the others are still processed."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import Generic, TypeVar

from dossier.model import Location
from dossier.problems import Failure, MapFn, Problem, Severity

T = TypeVar("T")
R = TypeVar("R")

FAULT = "fault"
_MAX_LENGTH = 200  # characters of an exception's own message


def fault(at: Location, error: Exception) -> Problem:
    """An unexpected exception as a problem of the record at that location; it carries its traceback."""
    description = " ".join(traceback.format_exception_only(error)[-1].split())
    frames = traceback.extract_tb(error.__traceback__)
    details: tuple[tuple[str, str], ...] = ()
    if frames:
        last = frames[-1]
        details = (("raised by", f"{'/'.join(PurePath(last.filename).parts[-2:])}:{last.lineno}, {last.name}"),)
    message = f"the program fails here, and goes on without this: {description[:_MAX_LENGTH]}"
    hint = "this is a mistake of the program: run it again with --debug, and report what it says"
    trace = "".join(traceback.format_exception(error))
    return Problem(at, Severity.ERROR, FAULT, message, details, hint, trace)


def guarded(function: Callable[[], R], at: Location) -> R:
    """Calls the function; any exception but a Failure or MemoryError is raised as a Failure with this location."""
    try:
        return function()
    except (Failure, MemoryError):
        raise
    except Exception as error:
        raise Failure(fault(at, error)) from error


def last_record(error: Exception, otherwise: Location) -> Location:
    """The location of the record being processed when the exception was raised, for code that loops over records."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    for frame in reversed(frames):
        for value in frame.f_locals.values():
            if isinstance(at := getattr(value, "at", None), Location):
                return at
    return otherwise


@dataclass(frozen=True, slots=True)
class Guarded(Generic[T, R]):
    """`function`, with its Failure returned instead of raised, so that it can be sent between processes.

    With `locate`, any other exception becomes a Failure too, at the location of the record. MemoryError and interrupts
    are not caught: no record is to blame for them.
    """

    function: Callable[[T], R]
    locate: Callable[[T], Location] | None = None

    def __call__(self, record: T) -> R | Failure:
        try:
            if self.locate is None:
                return self.function(record)
            return guarded(partial(self.function, record), self.locate(record))
        except Failure as failure:
            return failure


def attempt_all(
    function: Callable[[T], R], records: Iterable[T], locate: Callable[[T], Location], map_fn: MapFn = map
) -> tuple[R | Failure, ...]:
    """The result for each record, or its Failure, in order."""
    return tuple(map_fn(Guarded(function, locate), records))


def gather(
    function: Callable[[T], R], records: Iterable[T], map_fn: MapFn = map, locate: Callable[[T], Location] | None = None
) -> tuple[tuple[R, ...], tuple[Problem, ...]]:
    """The results of all records that succeeded, and the problems of all that failed.

    With `locate`, unexpected exceptions are among the problems; without, they are raised.
    """
    results: list[R] = []
    problems: list[Problem] = []
    for result in map_fn(Guarded(function, locate), records):
        if isinstance(result, Failure):
            problems.extend(result.problems)
        else:
            results.append(result)
    return tuple(results), tuple(problems)


def process_batch(
    function: Callable[[Sequence[T]], R], records: Sequence[T], locate: Callable[[T], Location]
) -> tuple[R, Sequence[T], tuple[Problem, ...]]:
    """Applies `function` to all records at once: its result, the records it used, and the problems of the others.

    If it fails, the records that make it fail on their own are left out. If there are none, the exception is raised.
    """
    try:
        return function(records), records, ()
    except MemoryError:
        raise
    except Exception:
        single_results = attempt_all(lambda record: function((record,)), records, locate)
        pairs = zip(records, single_results, strict=True)
        valid = tuple(record for record, result in pairs if not isinstance(result, Failure))
        if len(valid) == len(records):
            raise
        failures = (result for result in single_results if isinstance(result, Failure))
        problems = tuple(problem for failure in failures for problem in failure.problems)
        return function(valid), valid, problems
