"""content/ as it lies on the disk: the only module of this stage that touches it.

What cannot be read (too large, not UTF-8, not a file, a link that leads out) is a problem; the rest is there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dossier.load.meant import did_you_mean
from dossier.model import At
from dossier.problems import Failure, Problem, Severity, gather

TEXT_LIMIT = 4_000_000  # bytes: a thousand pages
LINES = 50_000  # of a text: each may be a paragraph
MEDIA_LIMIT = 50_000_000
DEPTH = 8  # of folders in media/

FILES = ("dossier.yaml", "entities.yaml", "compounds.yaml", "events.yaml", "claims.yaml", "corrections.yaml")
FOLDERS = {"articles": ".md", "notes": ".yaml", "pages": ".md"}
OTHERS = ("captures", "media", "README.md")


@dataclass(frozen=True, slots=True)
class Source:
    """A text file: its path in content/, what it is called in messages, and its text."""

    path: str
    file: str
    text: str


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

    def file(self, path: str) -> str:
        return f"{self.shown}/{path}"


def content(folder: Path) -> Content:
    """Everything in the folder, and a problem for whatever could not be read."""
    return _Reading(folder).content()


class _Reading:
    """A folder that is being read, and the problems met with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder.resolve()
        self.problems: list[Problem] = []
        self.unread: set[str] = set()

    def content(self) -> Content:
        texts = {source.path: source for source in self._texts(sorted(self._wanted()))}
        drafts = {source.path: source for source in self._texts(sorted(self._listed(".drafts", ".md")))}
        merging = [path for path in drafts if path.endswith(".merge.md")]
        return Content(
            shown=self.folder.as_posix(),
            there=self.folder.is_dir(),
            texts=texts,
            drafts={Path(path).stem: source.text for path, source in drafts.items() if path not in merging},
            merges=tuple(Path(path).name.removesuffix(".merge.md") for path in merging),
            media=dict(self._media()),
            captures=self._captures(),
            unread=frozenset(self.unread),
            problems=tuple(self.problems),
        )

    def _wanted(self) -> Iterator[str]:
        """The text files that content/ may have; whatever else lies there is pointed out."""
        if not self.folder.is_dir():
            self._tell("", "there is no such folder", "run `dossier new`, or name another with --content")
            return
        known = (*FILES, *FOLDERS, *OTHERS)
        for path in sorted(self.folder.iterdir()):
            if path.name in FILES:
                yield path.name
            elif path.name in FOLDERS:
                yield from self._listed(path.name, FOLDERS[path.name])
            elif path.name not in known and not path.name.startswith("."):
                hint = did_you_mean(path.name, known, "remove it, or keep it outside")
                self._tell(path.name, "nothing reads this file", hint, "unread", Severity.WARNING)
        if (self.folder / "media" / "rights.yaml").is_file():
            yield "media/rights.yaml"

    def _listed(self, name: str, suffix: str) -> Iterator[str]:
        """The files of a folder that end so."""
        for path in self._inside(name):
            if path.name.endswith(suffix) and not path.name.startswith("."):
                yield f"{name}/{path.name}"
            elif not path.name.startswith("."):
                hint = f"only {name}/*{suffix} are read"
                self._tell(f"{name}/{path.name}", "nothing reads this file", hint, "unread", Severity.WARNING)

    def _inside(self, name: str) -> tuple[Path, ...]:
        """What lies in a folder, in order; nothing where it isn't one, or leads out."""
        folder = self.folder / name
        if not self._is_inside(name):
            self._tell(name, "this is a link that leads out of the folder", "copy the files in its place")
        elif folder.is_dir():
            return tuple(sorted(folder.iterdir()))
        elif folder.exists() or folder.is_symlink():
            self._tell(name, "this is not a folder", "remove it")
        return ()

    def _texts(self, paths: list[str]) -> tuple[Source, ...]:
        sources, problems = gather(self._text, paths)
        self.problems += problems
        self.unread |= {*paths} - {source.path for source in sources}
        return sources

    def _text(self, path: str) -> Source:
        data = self._bytes(path, TEXT_LIMIT)
        file = f"{self.folder.as_posix()}/{path}"
        if path.endswith(".md") and (lines := data.count(b"\n")) > LINES:
            fact = f"the file has {lines:,} lines; {LINES:,} are read at most"
            raise self._failure(path, fact, "split it, or keep it elsewhere")
        try:
            return Source(path, file, data.decode("utf-8"))
        except UnicodeDecodeError as error:
            fact, hint = "the file is not in UTF-8", f"save it as UTF-8{_encoding(data)}"
            at = At(file, data.count(b"\n", 0, error.start) + 1)
            raise Failure(Problem(at, Severity.ERROR, "file", fact, hint=hint)) from None

    def _bytes(self, path: str, limit: int) -> bytes:
        """The bytes of a file that is one, that lies inside and is not too large."""
        full = self.folder / path
        if not self._is_inside(path):
            raise self._failure(path, "this is a link that leads out of the folder", "copy the file in its place")
        if not full.is_file():
            raise self._failure(path, "this is not a file", "remove it")
        try:
            if (size := full.stat().st_size) > limit:
                raise self._failure(path, *_too_large(size, limit))
            return full.read_bytes()
        except OSError as error:
            raise self._failure(path, f"the file cannot be read: {error.strerror}", "see who may read it") from None

    def _is_inside(self, path: str) -> bool:
        full = self.folder / path
        try:
            return not full.is_symlink() or full.resolve().is_relative_to(self.root)
        except (OSError, RuntimeError):  # a link that leads to itself, which is then seen to be no file
            return True

    def _media(self, folder: str = "media", depth: int = 0) -> Iterator[tuple[str, bytes]]:
        """The files of media/, by their path there."""
        for full in self._inside(folder) if depth < DEPTH else ():
            path = f"{folder}/{full.name}"
            if full.name.startswith(".") or path == "media/rights.yaml":
                continue
            if full.is_dir() and not full.is_symlink():
                yield from self._media(path, depth + 1)
                continue
            try:
                yield path.removeprefix("media/"), self._bytes(path, MEDIA_LIMIT)
            except Failure as failure:
                self.problems += failure.problems
                self.unread.add(path)

    def _captures(self) -> Mapping[str, str] | None:
        """The hash of every capture, by its name."""
        if not (self.folder / "captures").exists():
            return None
        hashes = {}
        for full in self._inside("captures"):
            path = f"captures/{full.name}"
            if full.name.startswith(".") or full.is_dir():
                continue
            if not full.is_file() or not self._is_inside(path):
                self._tell(path, "this is not a file of this folder", "copy the file in its place")
                continue
            if (size := full.stat().st_size) > MEDIA_LIMIT:
                self._tell(path, *_too_large(size, MEDIA_LIMIT))
                continue
            with full.open("rb") as data:
                hashes[full.name] = hashlib.file_digest(data, "sha256").hexdigest()
        return hashes

    def _tell(self, path: str, fact: str, hint: str, check: str = "file", severity: Severity = Severity.ERROR) -> None:
        file = f"{self.folder.as_posix()}/{path}" if path else self.folder.as_posix()
        self.problems.append(Problem(At(file), severity, check, fact, hint=hint))

    def _failure(self, path: str, fact: str, hint: str) -> Failure:
        return Failure(Problem(At(f"{self.folder.as_posix()}/{path}"), Severity.ERROR, "file", fact, hint=hint))


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
