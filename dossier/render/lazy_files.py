"""Files that are made when somebody asks for them: a preview shows one page, and many processes share a site."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from dossier.guard import guarded
from dossier.model import Location

FileMaker = Callable[[], bytes]


@dataclass(frozen=True, slots=True, eq=False)
class LazyFiles(Mapping[str, bytes]):
    """Each path's bytes, made anew every time; that they are there is known without."""

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
        """These files and others."""
        return LazyFiles({**self.makers, **{path: partial(others.__getitem__, path) for path in others}})
