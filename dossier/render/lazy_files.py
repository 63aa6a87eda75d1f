"""Files that are rendered on demand: a preview needs one page, and a build spreads them over processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from dossier.guard import guarded
from dossier.model import Location

FileMaker = Callable[[], bytes]


@dataclass(frozen=True, slots=True, eq=False)
class LazyFiles(Mapping[str, bytes]):
    """The files of a site by path. Each access computes the bytes anew; the set of paths is known beforehand."""

    makers: Mapping[str, FileMaker]

    def __getitem__(self, path: str) -> bytes:
        return guarded(self.makers[path], Location(path))

    def __contains__(self, path: object) -> bool:
        return path in self.makers

    def __iter__(self) -> Iterator[str]:
        return iter(self.makers)

    def __len__(self) -> int:
        return len(self.makers)

    def __or__(self, others: Mapping[str, bytes]) -> LazyFiles:
        """These files and others, which take precedence."""
        return LazyFiles({**self.makers, **{path: partial(others.__getitem__, path) for path in others}})
