"""The captures of one article: their files, and which of them speaks for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from dossier.ingest.captures.shelf import CaptureFingerprint, ContentShelf, StoredArticle, fingerprint_capture

if TYPE_CHECKING:
    from dossier.ingest.drafts.draft import Draft

_SUFFIXES = (".txt", ".md", ".html", ".htm")
_PAGE = re.compile(rb"\s*(<!--.*?-->\s*)?<(!doctype|html)\b", re.IGNORECASE | re.DOTALL)


class IncomingCapture(NamedTuple):
    """A capture, and a draft that was made of it."""

    source: str  # what a person calls it
    data: bytes
    draft: Draft

    @property
    def url(self) -> str:
        return str(self.draft.fields.get("url", ""))

    @property
    def language(self) -> str:
        return str(self.draft.fields.get("language", ""))

    @property
    def at(self) -> str:
        """When it was fetched, as the capture says."""
        records = self.draft.fields.get("captures")
        return str(records[0].get("at", "")) if isinstance(records, list) and records else ""


@dataclass(frozen=True, slots=True)
class CaptureRecord:
    """A capture of an article, with what was drafted from it if it came in just now."""

    file: str
    sha256: str
    at: str  # when it was fetched
    incoming: IncomingCapture | None = None
    data: bytes | None = None  # to be written
    version: bool = False  # whether its words are a version of their own, and not those of the capture before it

    @property
    def record(self) -> dict[str, str]:
        record = {"file": self.file, "sha256": self.sha256, "at": self.at, "version": "true" if self.version else ""}
        return {name: value for name, value in record.items() if value}


@dataclass(frozen=True, slots=True)
class CaptureFiles:
    """The captures that are there, by what they hold; it grows as more are planned."""

    by_sha256: dict[str, str] = field(default_factory=dict)
    by_likeness: dict[str, str] = field(default_factory=dict)
    sha256: dict[str, str] = field(default_factory=dict)
    stems: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, shelf: ContentShelf) -> CaptureFiles:
        files = cls()
        for file, print_ in shelf.captures.items():
            files.add(file, print_)
        return files

    def add(self, file: str, print_: CaptureFingerprint) -> None:
        self.by_sha256.setdefault(print_.sha256, file)
        self.by_likeness.setdefault(print_.alike, file)
        self.sha256.setdefault(file, print_.sha256)
        self.stems.add(PurePosixPath(file).stem)

    def free(self, article: str, incoming: IncomingCapture) -> str:
        """A name for one more capture: the article's id, numbered from the second on."""
        names = (article if n == 1 else f"{article}.{n}" for n in range(1, len(self.stems) + 2))
        return next(name for name in names if name not in self.stems) + _suffix(incoming)


def captures_of_article(
    known: StoredArticle, group: Iterable[IncomingCapture], files: CaptureFiles
) -> tuple[CaptureRecord, ...]:
    """All captures of an article, the recorded ones first. What comes in again is no new one."""
    found: dict[str, CaptureRecord] = {}
    for record in known.captures:
        version = record.get("version") == "true"
        found[record["file"]] = CaptureRecord(
            record["file"], record.get("sha256", ""), record.get("at", ""), version=version
        )
    recorded = {capture.sha256: capture.file for capture in found.values()}
    for incoming in group:
        print_ = fingerprint_capture(incoming.data)
        file = files.by_sha256.get(print_.sha256) or recorded.get(print_.sha256) or files.by_likeness.get(print_.alike)
        file = file or files.free(known.id, incoming)
        if file not in found:
            found[file] = CaptureRecord(file, files.sha256.get(file, print_.sha256), incoming.at)
        if not found[file].incoming:  # else it is given twice
            data = None if file in files.sha256 else incoming.data
            found[file] = replace(found[file], incoming=incoming, data=data)
        files.add(file, print_)
    return tuple(found.values())


def leading_capture(captures: Iterable[CaptureRecord], language: str) -> CaptureRecord | None:
    """The capture that speaks for the article: of those in its language the one that was fetched last.

    Of two that do not say when they were fetched, the second. An earlier capture's language is not known here.
    """
    leading: CaptureRecord | None = None
    for capture in captures:
        if leading and capture.incoming and capture.incoming.language != language:
            continue
        if not leading or capture.at > leading.at or not (capture.at or leading.at):
            leading = capture
    return leading


def _suffix(incoming: IncomingCapture) -> str:
    named = PurePosixPath(incoming.source).suffix.lower()
    return ".html" if _PAGE.match(incoming.data) else named if named in _SUFFIXES else ".txt"
