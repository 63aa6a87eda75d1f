"""The result of parsing a file, and the input of the checks that run once all files are parsed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeAlias

from dossier.model import Library, Location, Prose
from dossier.problems import Problem

ReferenceKind: TypeAlias = Literal["article", "entity", "event", "claim", "page", "outlet", "picture"]


class IdReference(NamedTuple):
    """A reference by id, and its location; `field` is empty for a link or a picture in a text."""

    kind: ReferenceKind
    id: str
    at: Location
    field: str = ""
    block: str = ""  # p-… of `article:ID#p-…`


class FileResult(NamedTuple):
    """What a file contains."""

    records: tuple[Any, ...] = ()
    ids: tuple[str, ...] | None = ()  # of all records, including rejected ones; None: unknown
    lines: tuple[tuple[Location, Mapping[str, int]], ...] = ()  # the lines of each record's fields, by its location
    references: tuple[IdReference, ...] = ()
    problems: tuple[Problem, ...] = ()


class Version(NamedTuple):
    """The text of an article in one of its captures, as import wrote it to versions/."""

    article: str
    sha256: str  # of the capture
    captured: str  # when it was fetched, ISO 8601 in UTC; empty if unknown
    title: str
    language: str
    body: Prose
    change: str  # from the version before, in words; empty if unknown
    at: Location


class DraftSource(NamedTuple):
    """The captures from which an article was last drafted."""

    captures: frozenset[str]  # hashes
    latest: str  # when the last of them was fetched
    title: str
    edited: bool  # whether the article differs from the draft in anything but its list of captures


@dataclass(frozen=True, slots=True)
class CheckInput:
    """The library, and what else the checks need to know about content/."""

    library: Library
    folder: str  # content/, as messages show it
    references: tuple[IdReference, ...] = ()
    # All ids that can be referred to, including those of rejected records; None: unknown, since the file is unreadable.
    ids: Mapping[ReferenceKind, frozenset[str] | None] = field(default_factory=dict)
    settings_complete: bool = True  # every field of dossier.yaml could be parsed
    captures: Mapping[str, str] | None = None  # SHA-256 by file name; None: there is no such folder
    note_files: tuple[str, ...] = ()  # the article ids that files in notes/ are named after
    pending_merges: tuple[str, ...] = ()  # articles with an import that waits to be merged
    drafted: frozenset[str] = frozenset()  # articles that import ever drafted, including deleted ones
    picture_entries: Mapping[str, Location] = field(default_factory=dict)  # the entries of media/rights.yaml
    outlet_entries: Mapping[str, Location] = field(default_factory=dict)  # the outlets of dossier.yaml
    versions: Mapping[str, tuple[Version, ...]] = field(default_factory=dict)  # by article, oldest first
    draft_sources: Mapping[str, DraftSource] = field(default_factory=dict)  # of the articles that have versions
    lines: Mapping[Location, Mapping[str, int]] = field(
        default_factory=dict
    )  # of each record's fields, by its location

    def location(self, record: Location, field: str) -> Location:
        """The location of a record's field; if it is absent, that of the record."""
        return Location(record.file, self.lines.get(record, {}).get(field, record.line))

    def file(self, path: str) -> str:
        return f"{self.folder}/{path}"
