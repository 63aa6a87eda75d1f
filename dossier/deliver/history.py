"""What a branch has published before: the versions of its files, in all of its commits."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from dossier.deliver.git import GitRepository

_MANY = 200  # files that are read at once
_HEADER = re.compile(r"^([0-9a-f]{40,64}) blob \d+$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Past:
    """What is done about earlier versions of a site: they are forgotten, or looked through for what is no longer shown."""

    forget: bool = False
    concerns: Callable[[str], bool] = lambda _: False  # whether it matters that a path is no longer there
    withheld: Mapping[str, Collection[str]] = field(default_factory=dict)  # by path: words that no version should hold


@dataclass(frozen=True, slots=True)
class History:
    """All that leads to a commit."""

    git: GitRepository
    commit: str

    def commits(self) -> tuple[str, ...]:
        return tuple(self.git("rev-list", self.commit).split())

    def folders(self) -> Iterator[tuple[str, ...]]:
        """The names in the top folder, of each commit that has others than the one after it."""
        for tree in dict.fromkeys(self.git("log", "--format=%T", self.commit).split()):
            named = self.git("ls-tree", "--name-only", "-z", tree)
            yield tuple(filter(None, named.split("\0")))

    def unshown(self, site: Collection[str], past: Past) -> tuple[str, ...]:
        """The paths of which an earlier version holds what the site, of which these are the paths, does not show."""
        versions = self._versions()
        gone = {path for path in versions if path not in site and past.concerns(path)}
        wanted = {version: path for path in past.withheld.keys() & versions.keys() - gone for version in versions[path]}
        for version, text in self._texts(sorted(wanted)):
            if any(words in text for words in past.withheld[wanted[version]]):
                gone.add(wanted[version])
        return tuple(sorted(gone))

    def _versions(self) -> Mapping[str, set[str]]:
        """By path the objects that stood there."""
        plainly = ("--root", "--raw", "-z", "--no-renames", "--no-abbrev", "--no-relative", "--no-color", "--format=")
        told = self.git("log", *plainly, self.commit)
        found: dict[str, set[str]] = {}
        parts = iter(told.split("\0"))
        for meta in parts:
            if meta.lstrip().startswith(":"):
                _, _, _, version, change = meta.split()
                versions = found.setdefault(next(parts), set())
                if change != "D":
                    versions.add(version)
        return found

    def _texts(self, versions: list[str]) -> Iterator[tuple[str, str]]:
        """What stands in each of these objects."""
        for start in range(0, len(versions), _MANY):
            asked = versions[start : start + _MANY]
            told = self.git.told("cat-file", "--batch", stdin=[f"{version}\n".encode() for version in asked])
            heads = [found for found in _HEADER.finditer(told) if found[1] in asked]
            ends = [found.start() for found in heads[1:]] + [len(told)]
            for found, end in zip(heads, ends, strict=True):
                yield found[1], told[found.end() : end]
