"""What is worked out when somebody asks, and kept for the next who does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from functools import cached_property, lru_cache, partial
from typing import Any, TypeAlias, TypeVar

K = TypeVar("K")
V = TypeVar("V")
Owner = TypeVar("Owner")
Subject = TypeVar("Subject", bound=Hashable)
Shared = TypeVar("Shared")

FolderCache: TypeAlias = dict[tuple[Callable[..., object], Hashable], Any]
"""What is said alike of something wherever it is said: by the function that says it, and what it is said of."""

_KEPT = 500  # articles of which what was asked for is kept


def cached_by_article(of: Callable[[Owner, str], V]) -> cached_property[Callable[[str], V]]:
    """What `of` tells of an article, worked out when somebody asks; kept of the last few hundred that were asked for."""
    return cached_property(lambda owner: lru_cache(_KEPT)(partial(of, owner)))


def group_by_key(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    """The values of each key, both in the order they came in."""
    groups: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}
