"""An `each` that remembers: what was done of a thing in the last build is not done again in this one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import FunctionType, MethodType
from typing import Any, TypeVar

from dossier.guard import Guarded
from dossier.problems import MapFn

R = TypeVar("R")
T = TypeVar("T")

_Known = dict[int, tuple[Any, Any]]  # a thing and its result, by the identity of its first part


class MemoisedMap:
    """The results of the last build, by function.

    Things are values, so a thing whose parts are the very same has the same result. A thing is found by its first part,
    an article or a file that stays the same object while nobody edits it; then all of it is compared.
    What a build does not ask for is forgotten by the next.
    """

    def __init__(self, each: MapFn = map) -> None:
        self.each = each  # how what is not known is done
        self._last: dict[object, tuple[object, _Known]] = {}
        self._now: dict[object, tuple[object, _Known]] = {}

    def begin(self) -> None:
        """Another build."""
        self._last, self._now = self._now, {}

    def __call__(self, function: Callable[[T], R], things: Iterable[T], /) -> list[R]:
        kind = _kind(function)
        before, last = self._last.get(kind, (None, {}))
        _, now = self._now.setdefault(kind, (function, {}))
        every = [(id(thing[0] if isinstance(thing, tuple) else thing), thing) for thing in things]
        known = last if before == function else {}
        missing = [(key, thing) for key, thing in every if key not in known or known[key][0] != thing]
        done = self.each(function, [thing for _, thing in missing])
        new = {key: (thing, result) for (key, thing), result in zip(missing, done, strict=True)}
        found = {key: new[key] if key in new else known[key] for key, _ in every}
        now.update(found)
        return [found[key][1] for key, _ in every]


def _kind(function: object) -> object:
    """What functions have in common whose results stand in one table; a guard is none of its own."""
    if isinstance(function, Guarded):
        return Guarded, _kind(function.function)
    return function if isinstance(function, FunctionType | MethodType | type) else type(function)
