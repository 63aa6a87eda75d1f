"""The one guard: work is done record by record, and what fails in one is a problem of that record, while the rest goes on."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import Generic, TypeVar

from dossier.model import At
from dossier.problems import Failure, MapFn, Problem, Severity

T = TypeVar("T")
R = TypeVar("R")

FAULT = "fault"
_LONGEST = 200  # characters of an exception's own words


def fault(at: At, error: Exception) -> Problem:
    """An exception that nobody foresaw, as a problem of the record at that place; it carries its traceback."""
    said = " ".join(traceback.format_exception_only(error)[-1].split())
    frames = traceback.extract_tb(error.__traceback__)
    details: tuple[tuple[str, str], ...] = ()
    if frames:
        last = frames[-1]
        details = (("raised by", f"{'/'.join(PurePath(last.filename).parts[-2:])}:{last.lineno}, {last.name}"),)
    message = f"the program fails here, and goes on without this: {said[:_LONGEST]}"
    hint = "this is a mistake of the program: run it again with --debug, and report what it says"
    trace = "".join(traceback.format_exception(error))
    return Problem(at, Severity.ERROR, FAULT, message, details, hint, trace)


def guarded(function: Callable[[], R], at: At) -> R:
    """What the function returns; whatever it raises is a Failure that names the place."""
    try:
        return function()
    except (Failure, MemoryError):
        raise
    except Exception as error:
        raise Failure(fault(at, error)) from error


def last_record(error: Exception, otherwise: At) -> At:
    """The place of the record that was in hand where the exception was raised, for work that goes over many."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    for frame in reversed(frames):
        for value in frame.f_locals.values():
            if isinstance(at := getattr(value, "at", None), At):
                return at
    return otherwise


@dataclass(frozen=True, slots=True)
class Guarded(Generic[T, R]):
    """`function`, with its Failure returned instead of raised, so that it may cross a process.

    With a `place`, any other exception is a Failure too, which names the place of the record. Those of the machine are
    not: no memory is the fault of no record, and an interrupt is a person's.
    """

    function: Callable[[T], R]
    place: Callable[[T], At] | None = None

    def __call__(self, record: T) -> R | Failure:
        try:
            if self.place is None:
                return self.function(record)
            return guarded(partial(self.function, record), self.place(record))
        except Failure as failure:
            return failure


def attempts(
    function: Callable[[T], R], records: Iterable[T], place: Callable[[T], At], each: MapFn = map
) -> tuple[R | Failure, ...]:
    """The result for each record, or its Failure, in their order."""
    return tuple(each(Guarded(function, place), records))


def gather(
    function: Callable[[T], R], records: Iterable[T], each: MapFn = map, place: Callable[[T], At] | None = None
) -> tuple[tuple[R, ...], tuple[Problem, ...]]:
    """The results for all records that `function` could do, and the problems of all it could not.

    With a `place`, exceptions that nobody foresaw are among the problems.
    """
    results: list[R] = []
    problems: list[Problem] = []
    for result in each(Guarded(function, place), records):
        if isinstance(result, Failure):
            problems.extend(result.problems)
        else:
            results.append(result)
    return tuple(results), tuple(problems)


def together(
    function: Callable[[Sequence[T]], R], records: Sequence[T], place: Callable[[T], At]
) -> tuple[R, Sequence[T], tuple[Problem, ...]]:
    """What `function` makes of all records at once, without those by which it fails alone; which it made it of, and why.

    Where it fails by none of them alone, it is a fault of the whole, and raised.
    """
    try:
        return function(records), records, ()
    except MemoryError:
        raise
    except Exception:
        alone = attempts(lambda record: function((record,)), records, place)
        sound = tuple(record for record, made in zip(records, alone, strict=True) if not isinstance(made, Failure))
        if len(sound) == len(records):
            raise
        problems = tuple(problem for made in alone if isinstance(made, Failure) for problem in made.problems)
        return function(sound), sound, problems
