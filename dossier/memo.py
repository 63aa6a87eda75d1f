"""A map function that caches: what the last build computed for an unchanged item is not computed again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import FunctionType, MethodType
from typing import Any, TypeVar

from dossier.guard import Guarded
from dossier.problems import MapFn

R = TypeVar("R")
T = TypeVar("T")

_Cache = dict[int, tuple[Any, Any]]  # an item and its result, by the identity of the item's first part


class MemoisedMap:
    """Keeps the results of the last build, by function.

    Items are immutable, so that an item with the same parts has the same result. An item is looked up by its first
    part, an article or a file that stays the same object while nobody edits it; then the whole item is compared.
    Results that one build does not use are dropped by the next.
    """

    def __init__(self, map_fn: MapFn = map) -> None:
        self.map_fn = map_fn  # computes what is not cached
        self._previous: dict[object, tuple[object, _Cache]] = {}
        self._current: dict[object, tuple[object, _Cache]] = {}

    def begin(self) -> None:
        """Starts the next build."""
        self._previous, self._current = self._current, {}

    def __call__(self, function: Callable[[T], R], items: Iterable[T], /) -> list[R]:
        kind = _kind(function)
        previous_function, previous = self._previous.get(kind, (None, {}))
        _, current = self._current.setdefault(kind, (function, {}))
        keyed = [(id(item[0] if isinstance(item, tuple) else item), item) for item in items]
        cached = previous if previous_function == function else {}
        missing = [(key, item) for key, item in keyed if key not in cached or cached[key][0] != item]
        computed = self.map_fn(function, [item for _, item in missing])
        new = {key: (item, result) for (key, item), result in zip(missing, computed, strict=True)}
        results = {key: new[key] if key in new else cached[key] for key, _ in keyed}
        current.update(results)
        return [results[key][1] for key, _ in keyed]


def _kind(function: object) -> object:
    """The key of a function's cache: its type, or for a `Guarded` that of the function inside."""
    if isinstance(function, Guarded):
        return Guarded, _kind(function.function)
    return function if isinstance(function, FunctionType | MethodType | type) else type(function)
