"""The captures of one article: their files, and which of them the article follows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from dossier.ingest.captures.stored_content import CaptureFingerprint, StoredArticle, StoredContent, fingerprint_capture
from dossier.ingest.formats.capture import capture_suffix

if TYPE_CHECKING:
    from dossier.ingest.drafts.draft import Draft

_PAGE = re.compile(rb"\s*(<!--.*?-->\s*)?<(!doctype|html)\b|<!--\n Page saved with ", re.IGNORECASE | re.DOTALL)


class IncomingCapture(NamedTuple):
    """A capture that is being imported, and its draft."""

    source: str  # its path or address, for messages
    data: bytes
    draft: Draft

    @property
    def url(self) -> str:
        return str(self.draft.fields.get("url", ""))

    @property
    def language(self) -> str:
        return str(self.draft.fields.get("language", ""))

    @property
    def captured_at(self) -> str:
        """When it was fetched, according to the capture."""
        records = self.draft.fields.get("captures")
        return str(records[0].get("at", "")) if isinstance(records, list) and records else ""


@dataclass(frozen=True, slots=True)
class CaptureRecord:
    """A capture of an article, with its draft if it is being imported."""

    file: str
    sha256: str
    captured_at: str  # when it was fetched
    incoming: IncomingCapture | None = None
    data: bytes | None = None  # to be written
    version: bool = False  # whether its words differ from those of the capture before it

    @property
    def record(self) -> dict[str, str]:
        record = {
            "file": self.file,
            "sha256": self.sha256,
            "at": self.captured_at,
            "version": "true" if self.version else "",
        }
        return {name: value for name, value in record.items() if value}


@dataclass(frozen=True, slots=True)
class CaptureIndex:
    """The stored captures by their hashes; planned ones are added, so this is mutable."""

    by_sha256: dict[str, str] = field(default_factory=dict)
    by_timeless_sha256: dict[str, str] = field(default_factory=dict)
    sha256: dict[str, str] = field(default_factory=dict)
    stems: set[str] = field(default_factory=set)

    @classmethod
    def from_content(cls, stored: StoredContent) -> CaptureIndex:
        index = cls()
        for file, fingerprint in stored.captures.items():
            index.add(file, fingerprint)
        return index

    def add(self, file: str, fingerprint: CaptureFingerprint) -> None:
        self.by_sha256.setdefault(fingerprint.sha256, file)
        self.by_timeless_sha256.setdefault(fingerprint.timeless_sha256, file)
        self.sha256.setdefault(file, fingerprint.sha256)
        self.stems.add(file.removesuffix(capture_suffix(file)) if capture_suffix(file) else PurePosixPath(file).stem)

    def unused_name(self, article_id: str, incoming: IncomingCapture) -> str:
        """An unused file name: the article's id, with a number from the second capture on."""
        names = (article_id if n == 1 else f"{article_id}.{n}" for n in range(1, len(self.stems) + 2))
        return next(name for name in names if name not in self.stems) + _file_suffix(incoming)


def collect_captures(
    article: StoredArticle, group: Iterable[IncomingCapture], index: CaptureIndex
) -> tuple[CaptureRecord, ...]:
    """All captures of an article, recorded ones first. A known capture that comes in again is not added twice."""
    captures: dict[str, CaptureRecord] = {}
    for record in article.captures:
        version = record.get("version") == "true"
        captures[record["file"]] = CaptureRecord(
            record["file"], record.get("sha256", ""), record.get("at", ""), version=version
        )
    recorded = {capture.sha256: capture.file for capture in captures.values()}
    for incoming in group:
        fingerprint = fingerprint_capture(incoming.data)
        file = (
            index.by_sha256.get(fingerprint.sha256)
            or recorded.get(fingerprint.sha256)
            or index.by_timeless_sha256.get(fingerprint.timeless_sha256)
        )
        file = file or index.unused_name(article.id, incoming)
        if file not in captures:
            captures[file] = CaptureRecord(file, index.sha256.get(file, fingerprint.sha256), incoming.captured_at)
        if not captures[file].incoming:  # otherwise it was named twice
            data = None if file in index.sha256 else incoming.data
            captures[file] = replace(captures[file], incoming=incoming, data=data)
        index.add(file, fingerprint)
    return tuple(captures.values())


def select_leading_capture(captures: Iterable[CaptureRecord], language: str) -> CaptureRecord | None:
    """The capture that the article follows: of those in its language the one that was fetched last.

    Of two without a fetch time, the second. The language is checked for incoming captures only.
    """
    leading: CaptureRecord | None = None
    for capture in captures:
        if leading and capture.incoming and capture.incoming.language != language:
            continue
        if not leading or capture.captured_at > leading.captured_at or not (capture.captured_at or leading.captured_at):
            leading = capture
    return leading


def _file_suffix(incoming: IncomingCapture) -> str:
    return ".html" if _PAGE.match(incoming.data) else capture_suffix(incoming.source) or ".txt"
