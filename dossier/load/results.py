"""What a file gives beside its records: what it refers to, and what is wrong with it.

The Library, and what the checks need to know beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeAlias

from dossier.model import Library, Location
from dossier.problems import Problem

ReferenceKind: TypeAlias = Literal["article", "entity", "event", "claim", "page", "outlet", "picture"]


class IdReference(NamedTuple):
    """Something named by its id: what, where, and in which field (none: by a link or a picture of a text)."""

    kind: ReferenceKind
    id: str
    at: Location
    field: str = ""
    block: str = ""  # of `article:ID#p-…`


class FileResult(NamedTuple):
    """What a file gave."""

    made: tuple[Any, ...] = ()
    ids: tuple[str, ...] | None = ()  # of its records, also of those set aside; None: nobody can know
    lines: tuple[tuple[Location, Mapping[str, int]], ...] = ()  # of records, by their places, those of their fields
    uses: tuple[IdReference, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckInput:
    library: Library
    folder: str  # content/, as it is called in messages
    uses: tuple[IdReference, ...] = ()
    # What there is to refer to, records set aside among it; None: its file cannot be read, and nobody knows.
    ids: Mapping[ReferenceKind, frozenset[str] | None] = field(default_factory=dict)
    whole: bool = True  # dossier.yaml could be read to the last field
    captures: Mapping[str, str] | None = None  # SHA-256 by name; None: they are not here
    notes: tuple[str, ...] = ()  # the articles that files of notes are named for
    merges: tuple[str, ...] = ()  # articles whose import waits to be merged
    drafted: frozenset[str] = frozenset()  # articles that import made, those that were deleted since among them
    described: Mapping[str, Location] = field(default_factory=dict)  # what media/rights.yaml speaks of, and where
    lines: Mapping[Location, Mapping[str, int]] = field(default_factory=dict)  # of records' fields, by their place
    declared: Mapping[str, Location] = field(default_factory=dict)  # the outlets of dossier.yaml, and where

    def place(self, record: Location, field: str) -> Location:
        """Where a field of a record stands; the record, where it is not there."""
        return Location(record.file, self.lines.get(record, {}).get(field, record.line))

    def file(self, path: str) -> str:
        return f"{self.folder}/{path}"
