"""The Library, and what the checks need to know beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dossier.load.uses import Kind, Use
from dossier.model import At, Library


@dataclass(frozen=True, slots=True)
class Material:
    library: Library
    folder: str  # content/, as it is called in messages
    uses: tuple[Use, ...] = ()
    # What there is to refer to, records set aside among it; None: its file cannot be read, and nobody knows.
    ids: Mapping[Kind, frozenset[str] | None] = field(default_factory=dict)
    whole: bool = True  # dossier.yaml could be read to the last field
    captures: Mapping[str, str] | None = None  # SHA-256 by name; None: they are not here
    notes: tuple[str, ...] = ()  # the articles that files of notes are named for
    merges: tuple[str, ...] = ()  # articles whose import waits to be merged
    drafted: frozenset[str] = frozenset()  # articles that import made, those that were deleted since among them
    described: Mapping[str, At] = field(default_factory=dict)  # what media/rights.yaml speaks of, and where
    lines: Mapping[At, Mapping[str, int]] = field(default_factory=dict)  # of records' fields, by their place
    declared: Mapping[str, At] = field(default_factory=dict)  # the outlets of dossier.yaml, and where

    def place(self, record: At, field: str) -> At:
        """Where a field of a record stands; the record, where it is not there."""
        return At(record.file, self.lines.get(record, {}).get(field, record.line))

    def file(self, path: str) -> str:
        return f"{self.folder}/{path}"
