"""What was read from content/: texts, pictures, and what captures are known by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from dossier.problems import Problem


@dataclass(frozen=True, slots=True)
class Source:
    """A text file: its path in content/, what it is called in messages, and its text."""

    path: str
    file: str
    text: str

    @property
    def stem(self) -> str:
        return stem(self.path)


class Filed(NamedTuple):
    """A file that gives a `Told`: while it is untouched, the very same object is its `source`."""

    source: Source
    drafted: str | None = None  # of an article, as import last drafted it


class Kept(NamedTuple):
    """What was made of a file, and how the file was marked then: a later mark means another content."""

    mark: tuple[int, ...]
    made: Any  # a Source, the bytes of a picture, the hash of a capture


@dataclass(frozen=True, slots=True)
class Content:
    """What lies in content/."""

    shown: str  # the folder, as it is called in messages
    there: bool
    texts: Mapping[str, Source]  # by path
    drafts: Mapping[str, str]  # the text that import last drafted, by article
    merges: tuple[str, ...]  # articles whose import waits to be merged
    media: Mapping[str, bytes]  # by the path in media/
    captures: Mapping[str, str] | None  # SHA-256 by name; None: the folder is not here
    unread: frozenset[str]  # paths of what is there and could not be read
    problems: tuple[Problem, ...]
    kept: Mapping[str, Kept]  # by path: what need not be read again

    def file(self, path: str) -> str:
        return f"{self.shown}/{path}"


def stem(path: str) -> str:
    """The name of a file, without folder and suffix."""
    return path[path.rfind("/") + 1 : path.rfind(".")]
