"""What was read from content/: texts, pictures, and what captures are known by.

content/ as it lies on the disk: the only module of this stage that touches it.

What cannot be read (too large, not UTF-8, not a file, a link that leads out) is a problem; the rest is there.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, TypeVar

from dossier.guard import guarded
from dossier.load.spelling import did_you_mean
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text file: its path in content/, what it is called in messages, and its text."""

    path: str
    file: str
    text: str

    @property
    def stem(self) -> str:
        return stem(self.path)


class FileWithDraft(NamedTuple):
    """A file that gives a `Told`: while it is untouched, the very same object is its `source`."""

    source: TextFile
    drafted: str | None = None  # of an article, as import last drafted it


class CachedFile(NamedTuple):
    """What was made of a file, and how the file was marked then: a later mark means another content."""

    mark: tuple[int, ...]
    made: Any  # a Source, the bytes of a picture, the hash of a capture


@dataclass(frozen=True, slots=True)
class ContentFiles:
    """What lies in content/."""

    shown: str  # the folder, as it is called in messages
    there: bool
    texts: Mapping[str, TextFile]  # by path
    drafts: Mapping[str, str]  # the text that import last drafted, by article
    merges: tuple[str, ...]  # articles whose import waits to be merged
    media: Mapping[str, bytes]  # by the path in media/
    captures: Mapping[str, str] | None  # SHA-256 by name; None: the folder is not here
    unread: frozenset[str]  # paths of what is there and could not be read
    problems: tuple[Problem, ...]
    kept: Mapping[str, CachedFile]  # by path: what need not be read again

    def file(self, path: str) -> str:
        return f"{self.shown}/{path}"


def stem(path: str) -> str:
    """The name of a file, without folder and suffix."""
    return path[path.rfind("/") + 1 : path.rfind(".")]


T = TypeVar("T")
_Entry: TypeAlias = os.DirEntry[str] | Path

TEXT_LIMIT = 4_000_000  # bytes: a thousand pages
LINES = 50_000  # of a text: each may be a paragraph
MEDIA_LIMIT = 50_000_000
DEPTH = 8  # of folders in media/

FILES = ("dossier.yaml", "entities.yaml", "compounds.yaml", "events.yaml", "claims.yaml", "corrections.yaml")
FOLDERS = {"articles": ".md", "notes": ".yaml", "pages": ".md", "outlets": ".toml"}
OTHERS = ("captures", "media", "versions", "README.md")


def read_content(folder: Path, was: ContentFiles | None = None) -> ContentFiles:
    """Everything in the folder, and a problem for whatever could not be read.

    Of files that nobody has touched since `was`, it has the same objects: they are looked at, and not read again.
    """
    return _Reading(folder, was).content()


class _Reading:
    """A folder that is being read, and the problems met with."""

    def __init__(self, folder: Path, was: ContentFiles | None) -> None:
        self.folder = folder
        self.shown = folder.as_posix()
        self.root = folder.resolve()
        self.known = was.kept if was and was.shown == self.shown else {}
        self.kept: dict[str, CachedFile] = {}
        self.problems: list[Problem] = []
        self.unread: set[str] = set()

    def content(self) -> ContentFiles:
        texts = self._texts(dict(self._wanted()))
        drafts = self._texts(dict(self._listed(".drafts", ".md")))
        return ContentFiles(
            shown=self.shown,
            there=self.folder.is_dir(),
            texts=texts,
            drafts={stem(path): source.text for path, source in drafts.items() if not path.endswith(".merge.md")},
            merges=tuple(stem(path).removesuffix(".merge") for path in drafts if path.endswith(".merge.md")),
            media=dict(self._media()),
            captures=self._captures(),
            unread=frozenset(self.unread),
            problems=tuple(self.problems),
            kept=self.kept,
        )

    def _wanted(self) -> Iterator[tuple[str, _Entry]]:
        """The text files that content/ may have; whatever else lies there is pointed out."""
        if not self.folder.is_dir():
            self._tell("", "there is no such folder", "run `dossier new`, or name another with --content")
            return
        known = (*FILES, *FOLDERS, *OTHERS)
        for entry in _entries(self.folder):
            if entry.name in FILES:
                yield entry.name, entry
            elif entry.name in FOLDERS:
                yield from self._listed(entry.name, FOLDERS[entry.name])
            elif entry.name not in known and not entry.name.startswith("."):
                hint = did_you_mean(entry.name, known, "remove it, or keep it outside")
                self._tell(entry.name, "nothing reads this file", hint, "unread", Severity.WARNING)
        rights = self.folder / "media" / "rights.yaml"
        if rights.is_file():
            yield "media/rights.yaml", rights

    def _listed(self, name: str, suffix: str) -> Iterator[tuple[str, _Entry]]:
        """The files of a folder that end so."""
        for entry in self._inside(name):
            path = f"{name}/{entry.name}"
            if entry.name.startswith("."):
                continue
            if entry.name.endswith(suffix):
                yield path, entry
            else:
                hint = f"only {name}/*{suffix} are read"
                self._tell(path, "nothing reads this file", hint, "unread", Severity.WARNING)

    def _inside(self, name: str) -> list[os.DirEntry[str]]:
        """What lies in a folder, in order; nothing where it isn't one, or leads out."""
        folder = self.folder / name
        if not self._is_inside(folder):
            self._tell(name, "this is a link that leads out of the folder", "copy the files in its place")
        elif folder.is_dir():
            return _entries(folder)
        elif folder.exists() or folder.is_symlink():
            self._tell(name, "this is not a folder", "remove it")
        return []

    def _texts(self, entries: Mapping[str, _Entry]) -> Mapping[str, TextFile]:
        sources: dict[str, TextFile] = {}
        for path in sorted(entries):
            try:
                sources[path] = self._made(path, entries[path], TEXT_LIMIT, self._source)
            except Failure as failure:
                self.problems += failure.problems
                self.unread.add(path)
        return sources

    def _source(self, path: str, data: bytes) -> TextFile:
        file = f"{self.shown}/{path}"
        if path.endswith(".md") and (lines := data.count(b"\n")) > LINES:
            fact = f"the file has {lines:,} lines; {LINES:,} are read at most"
            raise self._failure(path, fact, "split it, or keep it elsewhere")
        try:
            return TextFile(path, file, data.decode("utf-8"))
        except UnicodeDecodeError as error:
            fact, hint = "the file is not in UTF-8", f"save it as UTF-8{_encoding(data)}"
            at = Location(file, data.count(b"\n", 0, error.start) + 1)
            raise Failure(Problem(at, Severity.ERROR, "file", fact, hint=hint)) from None

    def _made(self, path: str, entry: _Entry, limit: int, made: Callable[[str, bytes], T]) -> T:
        """What is made of the bytes of a file that is one, that lies inside and is not too large."""
        if entry.is_symlink():
            entry = Path(entry)  # which follows the link
            if not self._is_inside(entry):
                raise self._failure(path, "this is a link that leads out of the folder", "copy the file in its place")
        try:
            if not entry.is_file():
                raise self._failure(path, "this is not a file", "remove it")
            about = entry.stat()
            if about.st_size > limit:
                raise self._failure(path, *_too_large(about.st_size, limit))
            # Two saves within a tick of the clock share their times; editors save as a new file, with its own number.
            mark = (about.st_mtime_ns, about.st_ctime_ns, about.st_size, about.st_ino)
            kept = self.known.get(path)
            if kept is None or kept.mark != mark:
                with open(entry, "rb", buffering=0) as file:  # noqa: PTH123  # a Path takes as long to make
                    data = file.readall()
                kept = CachedFile(mark, guarded(partial(made, path, data), Location(f"{self.shown}/{path}")))
        except OSError as error:
            raise self._failure(path, f"the file cannot be read: {error.strerror}", "see who may read it") from None
        self.kept[path] = kept
        return kept.made  # type: ignore[no-any-return]  # a path is always read as the same thing

    def _is_inside(self, path: Path) -> bool:
        try:
            return not path.is_symlink() or path.resolve().is_relative_to(self.root)
        except (OSError, RuntimeError):  # a link that leads to itself, which is then seen to be no file
            return True

    def _media(self, folder: str = "media", depth: int = 0) -> Iterator[tuple[str, bytes]]:
        """The files of media/, by their path there."""
        for entry in self._inside(folder) if depth < DEPTH else ():
            path = f"{folder}/{entry.name}"
            if entry.name.startswith(".") or path == "media/rights.yaml":
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from self._media(path, depth + 1)
                continue
            try:
                yield path.removeprefix("media/"), self._made(path, entry, MEDIA_LIMIT, _itself)
            except Failure as failure:
                self.problems += failure.problems
                self.unread.add(path)

    def _captures(self) -> Mapping[str, str] | None:
        """The hash of every capture, by its name."""
        if not (self.folder / "captures").exists():
            return None
        hashes = {}
        for entry in self._inside("captures"):
            if entry.name.startswith(".") or Path(entry).is_dir():
                continue
            try:
                hashes[entry.name] = self._made(f"captures/{entry.name}", entry, MEDIA_LIMIT, _hash)
            except Failure as failure:
                self.problems += failure.problems
        return hashes

    def _tell(self, path: str, fact: str, hint: str, check: str = "file", severity: Severity = Severity.ERROR) -> None:
        file = f"{self.shown}/{path}" if path else self.shown
        self.problems.append(Problem(Location(file), severity, check, fact, hint=hint))

    def _failure(self, path: str, fact: str, hint: str) -> Failure:
        return Failure(Problem(Location(f"{self.shown}/{path}"), Severity.ERROR, "file", fact, hint=hint))


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def _itself(_: str, data: bytes) -> bytes:
    return data


def _hash(_: str, data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _too_large(size: int, limit: int) -> tuple[str, str]:
    return f"the file has {size / 1e6:.0f} MB; {limit / 1e6:.0f} MB are read at most", "split it, or keep it elsewhere"


def _encoding(data: bytes) -> str:
    """What the bytes seem to be in, where one can tell."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "; it seems to be in UTF-16"
    for name, shown in (("gb18030", "GB 18030"), ("big5", "Big5")):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if any("一" <= character <= "鿿" for character in text):
            return f"; it seems to be in {shown}"
    return ""
