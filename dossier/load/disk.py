"""Reads content/ from the disk: texts, pictures, and the hashes of captures. No other module of this stage does.

A file that cannot be read (too large, not UTF-8, a link that leads out, …) is a problem; the others are read.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, TypeVar

from dossier.guard import guarded
from dossier.load.spelling import did_you_mean
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text file that was read."""

    path: str  # in content/
    file: str  # the path that messages show
    text: str

    @property
    def stem(self) -> str:
        return stem(self.path)


class FileWithDraft(NamedTuple):
    """A file to parse; its `source` is the same object as long as the file is unchanged."""

    source: TextFile
    drafted: str | None = None  # the text of an article as import last drafted it


class CachedFile(NamedTuple):
    """What was read from a file, and the file's `stat` values then: if they differ, its content may have changed."""

    stamp: tuple[int, ...]
    value: Any  # a TextFile, the bytes of a picture, the hash of a capture


@dataclass(frozen=True, slots=True)
class ContentFiles:
    """The files of content/."""

    display_path: str  # the folder, as messages show it
    exists: bool
    texts: Mapping[str, TextFile]  # by path
    drafts: Mapping[str, str]  # the text that import last drafted, by article
    merges: tuple[str, ...]  # articles whose import waits to be merged
    media: Mapping[str, bytes]  # by the path in media/
    captures: Mapping[str, str] | None  # SHA-256 by file name; None: there is no such folder
    unread: frozenset[str]  # paths of the files that could not be read
    problems: tuple[Problem, ...]
    cache: Mapping[str, CachedFile]  # by path, for the next reading
    versions: Mapping[str, TextFile] = field(default_factory=dict)  # by path: the files of versions/

    def file(self, path: str) -> str:
        return f"{self.display_path}/{path}"


def stem(path: str) -> str:
    """The file name without folder and suffix."""
    return path[path.rfind("/") + 1 : path.rfind(".")]


T = TypeVar("T")
_Entry: TypeAlias = os.DirEntry[str] | Path

TEXT_LIMIT = 4_000_000  # bytes: a thousand pages
LINE_LIMIT = 50_000  # of a text: each may be a paragraph
MEDIA_LIMIT = 50_000_000
MAX_DEPTH = 8  # of folders in media/

FILES = (
    "dossier.yaml",
    "entities.yaml",
    "compounds.yaml",
    "events.yaml",
    "claims.yaml",
    "corrections.yaml",
    "declined.yaml",
)
FOLDERS = {"articles": ".md", "notes": ".yaml", "pages": ".md", "outlets": ".toml"}
OTHER_ENTRIES = ("captures", "media", "versions", "README.md")


def read_content(folder: Path, previous: ContentFiles | None = None) -> ContentFiles:
    """Everything in the folder, and a problem for each file that could not be read.

    Files that have not changed since `previous` are not read again: the result has the same objects.
    """
    return _FolderReader(folder, previous).content()


class _FolderReader:
    def __init__(self, folder: Path, previous: ContentFiles | None) -> None:
        self.folder = folder
        self.display_path = folder.as_posix()
        self.root = folder.resolve()
        is_same_folder = previous is not None and previous.display_path == self.display_path
        self.previous = previous.cache if previous and is_same_folder else {}
        self.cache: dict[str, CachedFile] = {}
        self.problems: list[Problem] = []
        self.unread: set[str] = set()

    def content(self) -> ContentFiles:
        texts = self._texts(dict(self._text_entries()))
        drafts = self._texts(dict(self._files_with_suffix(".drafts", ".md")))
        versions = self._texts(dict(self._version_entries()))
        return ContentFiles(
            display_path=self.display_path,
            exists=self.folder.is_dir(),
            texts=texts,
            drafts={stem(path): source.text for path, source in drafts.items() if not path.endswith(".merge.md")},
            merges=tuple(stem(path).removesuffix(".merge") for path in drafts if path.endswith(".merge.md")),
            media=dict(self._media()),
            captures=self._captures(),
            unread=frozenset(self.unread),
            problems=tuple(self.problems),
            cache=self.cache,
            versions=versions,
        )

    def _text_entries(self) -> Iterator[tuple[str, _Entry]]:
        """The text files of content/; other unknown files are reported."""
        if not self.folder.is_dir():
            self._report("", "there is no such folder", "run `dossier new`, or name another with --content")
            return
        known = (*FILES, *FOLDERS, *OTHER_ENTRIES)
        for entry in _entries(self.folder):
            if entry.name in FILES:
                yield entry.name, entry
            elif entry.name in FOLDERS:
                yield from self._files_with_suffix(entry.name, FOLDERS[entry.name])
            elif entry.name not in known and not entry.name.startswith("."):
                hint = did_you_mean(entry.name, known, "remove it, or keep it outside")
                self._report(entry.name, "nothing reads this file", hint, "unread", Severity.WARNING)
        rights = self.folder / "media" / "rights.yaml"
        if rights.is_file():
            yield "media/rights.yaml", rights

    def _files_with_suffix(self, name: str, suffix: str) -> Iterator[tuple[str, _Entry]]:
        """The files of a folder with this suffix; others are reported."""
        for entry in self._entries_of(name):
            path = f"{name}/{entry.name}"
            if entry.name.startswith("."):
                continue
            if entry.name.endswith(suffix):
                yield path, entry
            else:
                hint = f"only {name}/*{suffix} are read"
                self._report(path, "nothing reads this file", hint, "unread", Severity.WARNING)

    def _version_entries(self) -> Iterator[tuple[str, _Entry]]:
        """The files of versions/, which has a folder for each article."""
        for entry in self._entries_of("versions"):
            path = f"versions/{entry.name}"
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                yield from self._files_with_suffix(path, ".md")
            else:
                hint = "only versions/*/*.md are read"
                self._report(path, "nothing reads this file", hint, "unread", Severity.WARNING)

    def _entries_of(self, name: str) -> list[os.DirEntry[str]]:
        """The entries of a folder, sorted; none if it is no folder or a link that leads out."""
        folder = self.folder / name
        if not self._stays_inside(folder):
            self._report(name, "this is a link that leads out of the folder", "copy the files in its place")
        elif folder.is_dir():
            return _entries(folder)
        elif folder.exists() or folder.is_symlink():
            self._report(name, "this is not a folder", "remove it")
        return []

    def _texts(self, entries: Mapping[str, _Entry]) -> Mapping[str, TextFile]:
        sources: dict[str, TextFile] = {}
        for path in sorted(entries):
            try:
                sources[path] = self._read_file(path, entries[path], TEXT_LIMIT, self._text_file)
            except Failure as failure:
                self.problems += failure.problems
                self.unread.add(path)
        return sources

    def _text_file(self, path: str, data: bytes) -> TextFile:
        file = f"{self.display_path}/{path}"
        if path.endswith(".md") and (lines := data.count(b"\n")) > LINE_LIMIT:
            fact = f"the file has {lines:,} lines; {LINE_LIMIT:,} are read at most"
            raise self._failure(path, fact, "split it, or keep it elsewhere")
        try:
            return TextFile(path, file, data.decode("utf-8"))
        except UnicodeDecodeError as error:
            fact, hint = "the file is not in UTF-8", f"save it as UTF-8{_encoding(data)}"
            at = Location(file, data.count(b"\n", 0, error.start) + 1)
            raise Failure(Problem(at, Severity.ERROR, "file", fact, hint=hint)) from None

    def _read_file(self, path: str, entry: _Entry, limit: int, convert: Callable[[str, bytes], T]) -> T:
        """The converted content of a file; Failure if it is no regular file, lies outside or is too large."""
        if entry.is_symlink():
            entry = Path(entry)  # which follows the link
            if not self._stays_inside(entry):
                raise self._failure(path, "this is a link that leads out of the folder", "copy the file in its place")
        try:
            if not entry.is_file():
                raise self._failure(path, "this is not a file", "remove it")
            status = entry.stat()
            if status.st_size > limit:
                raise self._failure(path, *_too_large(status.st_size, limit))
            # Two saves within a clock tick have the same times, but editors save to a new file, with its own inode.
            stamp = (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)
            cached = self.previous.get(path)
            if cached is None or cached.stamp != stamp:
                with open(entry, "rb", buffering=0) as file:  # noqa: PTH123  # creating a Path takes as long as reading
                    data = file.readall()
                cached = CachedFile(
                    stamp, guarded(partial(convert, path, data), Location(f"{self.display_path}/{path}"))
                )
        except OSError as error:
            raise self._failure(path, f"the file cannot be read: {error.strerror}", "see who may read it") from None
        self.cache[path] = cached
        return cached.value  # type: ignore[no-any-return]  # a path is always converted in the same way

    def _stays_inside(self, path: Path) -> bool:
        try:
            return not path.is_symlink() or path.resolve().is_relative_to(self.root)
        except (OSError, RuntimeError):  # a link to itself, which `is_file` then refuses
            return True

    def _media(self, folder: str = "media", depth: int = 0) -> Iterator[tuple[str, bytes]]:
        """The files of media/, by their path in it."""
        for entry in self._entries_of(folder) if depth < MAX_DEPTH else ():
            path = f"{folder}/{entry.name}"
            if entry.name.startswith(".") or path == "media/rights.yaml":
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from self._media(path, depth + 1)
                continue
            try:
                yield path.removeprefix("media/"), self._read_file(path, entry, MEDIA_LIMIT, _identity)
            except Failure as failure:
                self.problems += failure.problems
                self.unread.add(path)

    def _captures(self) -> Mapping[str, str] | None:
        """The hash of every capture, by file name."""
        if not (self.folder / "captures").exists():
            return None
        hashes = {}
        for entry in self._entries_of("captures"):
            if entry.name.startswith(".") or Path(entry).is_dir():
                continue
            try:
                hashes[entry.name] = self._read_file(f"captures/{entry.name}", entry, MEDIA_LIMIT, _hash)
            except Failure as failure:
                self.problems += failure.problems
        return hashes

    def _report(
        self, path: str, fact: str, hint: str, check: str = "file", severity: Severity = Severity.ERROR
    ) -> None:
        file = f"{self.display_path}/{path}" if path else self.display_path
        self.problems.append(Problem(Location(file), severity, check, fact, hint=hint))

    def _failure(self, path: str, fact: str, hint: str) -> Failure:
        return Failure(Problem(Location(f"{self.display_path}/{path}"), Severity.ERROR, "file", fact, hint=hint))


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def _identity(_: str, data: bytes) -> bytes:
    return data


def _hash(_: str, data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _too_large(size: int, limit: int) -> tuple[str, str]:
    return f"the file has {size / 1e6:.0f} MB; {limit / 1e6:.0f} MB are read at most", "split it, or keep it elsewhere"


def _encoding(data: bytes) -> str:
    """A guess of the encoding, to append to a hint; empty if there is none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "; it seems to be in UTF-16"
    for name, label in (("gb18030", "GB 18030"), ("big5", "Big5")):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if any("一" <= character <= "鿿" for character in text):
            return f"; it seems to be in {label}"
    return ""
