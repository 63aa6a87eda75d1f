"""What stands in content/, as far as an import looks at it."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from dossier import front_matter
from dossier.guard import guarded
from dossier.ingest.drafts.local_links import address_key, linked_addresses
from dossier.ingest.metadata.identity import is_home_page
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

ARTICLES, DRAFTS, CAPTURES, MEDIA, VERSIONS = "articles", ".drafts", "captures", "media", "versions"
OUTLETS = "outlets"
RIGHTS = "media/rights.yaml"
CONFLICT = ".merge"  # before a draft's suffix: both sides of a merge that did not go well
_FETCHED = re.compile(rb"<!--\d+-->|(?<=saved date: ).*")  # when a capture was fetched, as it says in its first lines
_ID = re.compile(r"[\w-]+")
T = TypeVar("T")
_FIRST_LINES = 2000
_LARGEST = 50_000_000  # bytes


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article that is there, or was: what the editor has of it, and what import last drafted."""

    id: str
    text: bytes | None = None
    draft: bytes | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)  # none where they cannot be read, which a build tells
    place: str = ""  # what all its addresses have in common
    links: frozenset[str] = frozenset()  # the same of the pages that it leads to

    @property
    def deleted(self) -> bool:
        return self.text is None and self.draft is not None

    @property
    def captures(self) -> tuple[Mapping[str, str], ...]:
        """What its front matter says of its captures, as far as that makes sense."""
        entries = self.fields.get("captures")
        records = [_texts(entry) for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
        return tuple(record for record in records if record.get("file") and "/" not in record["file"])

    def word(self, name: str) -> str:
        value = self.fields.get(name, "")
        return value if isinstance(value, str) else ""

    def words(self, name: str) -> tuple[str, ...]:
        value = self.fields.get(name, ())
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


@dataclass(frozen=True, slots=True)
class CaptureFingerprint:
    """What a capture is recognised by."""

    sha256: str
    alike: str  # the same for captures that differ in nothing but when they were fetched


@dataclass(frozen=True, slots=True)
class ContentShelf:
    """Articles by id, captures by file, and what the editor said of them."""

    known: Mapping[str, StoredArticle] = field(default_factory=dict)
    captures: Mapping[str, CaptureFingerprint] = field(default_factory=dict)
    conflicts: Mapping[str, bytes] = field(default_factory=dict)  # merges that wait for their editor, by article
    skip: tuple[str, ...] = ()
    media: Mapping[str, str] = field(
        default_factory=dict
    )  # its files; their hash where `rights` does not speak of them
    rights: bytes | None = None  # what media/rights.yaml says of them
    versions: Mapping[str, bytes] = field(default_factory=dict)  # by the path in content/
    quoted: frozenset[str] = frozenset()  # articles that notes, events or claims may quote

    @property
    def pictures(self) -> Mapping[str, str]:
        """The pictures in media/, by the address that each came from."""
        said = _fields(self.rights or b"", RIGHTS)
        return {
            source: file for file, entry in said.items() if isinstance(entry, dict) and (source := entry.get("source"))
        }

    def after(self, writes: Mapping[str, bytes]) -> ContentShelf:
        """The shelf when these files have been written."""
        known, captures, conflicts = dict(self.known), dict(self.captures), dict(self.conflicts)
        versions = {**self.versions, **{path: data for path, data in writes.items() if path.startswith(f"{VERSIONS}/")}}
        media = {
            **self.media,
            **{path.removeprefix(f"{MEDIA}/"): "" for path in writes if path.startswith(f"{MEDIA}/")},
        }
        texts: dict[str, bytes] = {}
        drafts: dict[str, bytes] = {}
        for path, data in writes.items():
            folder, _, name = path.rpartition("/")
            stem = name.removesuffix(".md")
            if folder == CAPTURES:
                captures[name] = fingerprint_capture(data)
            elif folder == DRAFTS and stem.endswith(CONFLICT):
                conflicts[stem.removesuffix(CONFLICT)] = data
            elif folder in (ARTICLES, DRAFTS):
                (texts if folder == ARTICLES else drafts)[stem] = data
        for stem in {**texts, **drafts}:
            before = known.get(stem, StoredArticle(stem))
            known[stem] = stored_article(stem, texts.get(stem, before.text), drafts.get(stem, before.draft))
        rights = writes.get(RIGHTS, self.rights)
        return replace(
            self, known=known, captures=captures, conflicts=conflicts, media=media, rights=rights, versions=versions
        )


def read_shelf(content: Path) -> ContentShelf:
    """What stands in the folder `content`; a Failure if what the editor said of captures and pictures cannot be read."""
    known, conflicts = _articles(content)
    captures = {path.name: fingerprint_capture(_bytes(path)) for path in plain_files(content / CAPTURES)}
    rights = _bytes(content / RIGHTS) if (content / RIGHTS).is_file() else None
    said = _fields(rights or b"", f"{content}/{RIGHTS}")
    media = {
        path.name: "" if path.name in said else fingerprint_capture(_bytes(path)).sha256
        for path in plain_files(content / MEDIA)
    }
    return ContentShelf(
        known,
        captures,
        conflicts,
        skipped_captures(content),
        media,
        rights,
        _versions(content),
        _quoted(content, known),
    )


def _versions(content: Path) -> dict[str, bytes]:
    """The versions' texts, by their path in content/."""
    root = content / VERSIONS
    folders = sorted(root.iterdir()) if root.is_dir() and not root.is_symlink() else []
    return {
        f"{VERSIONS}/{folder.name}/{path.name}": _bytes(path)
        for folder in folders
        if folder.is_dir() and not folder.is_symlink()
        for path in plain_files(folder)
        if path.suffix == ".md"
    }


def _quoted(content: Path, known: Mapping[str, StoredArticle]) -> frozenset[str]:
    """The articles that have notes, or whose id stands in the events or claims: they may be quoted there."""
    names = {path.stem for path in plain_files(content / "notes")}
    for path in (content / "events.yaml", content / "claims.yaml"):
        if path.is_file():
            names.update(_ID.findall(_bytes(path).decode("utf-8", "replace")))
    return frozenset(names & known.keys())


def redrafted(content: Path, file: str, read: Callable[[str, bytes], Sequence[T]]) -> Sequence[T]:
    """What `read` makes of a capture that lies in content/; nothing where it is gone or cannot be read."""
    path = content / CAPTURES / file
    try:
        return read(file, _bytes(path)) if path.is_file() else ()
    except Failure:
        return ()


def _articles(content: Path) -> tuple[dict[str, StoredArticle], dict[str, bytes]]:
    """The articles that are there or were, and the merges that wait."""
    texts, drafts = _markdown(content / ARTICLES), _markdown(content / DRAFTS)
    conflicts = {stem.removesuffix(CONFLICT): drafts.pop(stem) for stem in [*drafts] if stem.endswith(CONFLICT)}
    return {id_: stored_article(id_, texts.get(id_), drafts.get(id_)) for id_ in sorted({*texts, *drafts})}, conflicts


def outlet_files(content: Path) -> dict[str, tuple[str, str]]:
    """The outlets that the dossier describes itself, by id: the file's name in messages, and its text."""
    return {
        path.stem: (str(path), _bytes(path).decode("utf-8", "replace"))
        for path in plain_files(content / OUTLETS)
        if path.suffix == ".toml"
    }


def undrafted_captures(content: Path) -> tuple[str, ...]:
    """The captures in `content` that no article was ever made of; quick, for it reads names before it reads files."""
    ids = {path.stem for folder in (ARTICLES, DRAFTS) for path in plain_files(content / folder)}
    paths = [path for path in plain_files(content / CAPTURES) if path.name.partition(".")[0] not in ids]
    if not paths:
        return ()
    said = set(skipped_captures(content))
    said |= {record["file"] for known in _articles(content)[0].values() for record in known.captures}
    return tuple(str(path) for path in paths if not {path.name, path.stem, path.name.partition(".")[0]} & said)


def skipped_captures(content: Path) -> tuple[str, ...]:
    """The captures that dossier.yaml drops for good."""
    path = content / "dossier.yaml"
    words = _fields(_bytes(path), str(path)).get("skip", []) if path.is_file() else []
    return tuple(word for word in (words if isinstance(words, list) else [words]) if isinstance(word, str))


def _fields(data: bytes, name: str) -> dict[str, Any]:
    try:
        plain = front_matter.to_plain(front_matter.read_yaml(data.decode(), name))
    except UnicodeDecodeError as error:
        problem = Problem(Location(name), Severity.ERROR, "file", "the file is not in UTF-8", hint="save it as UTF-8")
        raise Failure(problem) from error
    return plain if isinstance(plain, dict) else {}


def _texts(entry: Mapping[str, Any]) -> dict[str, str]:
    return {name: value for name, value in entry.items() if isinstance(value, str)}


def stored_article(id_: str, text: bytes | None, draft: bytes | None) -> StoredArticle:
    if text == draft:
        draft = text  # held once
    try:
        return guarded(partial(_known, id_, text, draft), Location(f"{ARTICLES}/{id_}.md"))
    except Failure:
        return StoredArticle(id_, text, draft)  # as one whose fields cannot be read, which a build tells


def _known(id_: str, text: bytes | None, draft: bytes | None) -> StoredArticle:
    fields, body = article_parts(text if text is not None else draft or b"")
    url = fields.get("url", "")
    return StoredArticle(
        id_,
        text,
        draft,
        fields,
        article_place(url) if isinstance(url, str) else "",
        linked_addresses(fields, body),
    )


def article_place(url: str) -> str:
    """What all addresses of an article have in common; nothing without one, or where it is a home page."""
    return address_key(url) if url and not is_home_page(url) else ""


def article_parts(data: bytes) -> tuple[dict[str, Any], str]:
    """An article's fields and its body; neither where they cannot be read."""
    try:
        fields, body, _ = front_matter.split_front_matter(data.decode(), "")
        plain = front_matter.to_plain(fields)
    except (Failure, UnicodeDecodeError):
        return {}, ""
    return (plain if isinstance(plain, dict) else {}), body


def fingerprint_capture(data: bytes) -> CaptureFingerprint:
    alike = _FETCHED.sub(b"", data[:_FIRST_LINES]) + data[_FIRST_LINES:]
    return CaptureFingerprint(hashlib.sha256(data).hexdigest(), hashlib.sha256(alike).hexdigest())


def plain_files(folder: Path) -> list[Path]:
    """The plain files of a folder of content/ by name, without hidden ones, and without links that lead out of it."""
    if not folder.is_dir() or not folder.resolve().is_relative_to(folder.parent.resolve()):
        return []  # a folder that is a link out is for those to tell of who read all of content/
    root = folder.resolve()
    with os.scandir(folder) as entries:
        shown = [entry for entry in entries if not entry.name.startswith(".")]
    plain = [entry.name for entry in shown if entry.is_file(follow_symlinks=False)]
    links = (folder / entry.name for entry in shown if entry.is_symlink())
    plain += [link.name for link in links if link.is_file() and link.resolve().is_relative_to(root)]
    return [folder / name for name in sorted(plain)]


def _markdown(folder: Path) -> dict[str, bytes]:
    return {path.stem: _bytes(path) for path in plain_files(folder) if path.suffix == ".md"}


def _bytes(path: Path) -> bytes:
    try:
        if (size := path.stat().st_size) > _LARGEST:
            fact = f"the file has {size / 1e6:.0f} MB; {_LARGEST / 1e6:.0f} MB are read at most"
            raise Failure(
                Problem(Location(str(path)), Severity.ERROR, "file", fact, hint="split it, or keep it elsewhere")
            )
        return path.read_bytes()
    except OSError as error:
        fact = f"the file cannot be read: {error.strerror}"
        raise Failure(Problem(Location(str(path)), Severity.ERROR, "file", fact, hint="see who may read it")) from error
