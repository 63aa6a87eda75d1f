"""The part of content/ that an import reads: articles, their last drafts, captures, versions and pictures."""

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
from dossier.ingest.metadata.addresses import is_home_page
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

ARTICLES, DRAFTS, CAPTURES, MEDIA, VERSIONS = "articles", ".drafts", "captures", "media", "versions"
OUTLETS = "outlets"
RIGHTS = "media/rights.yaml"
CONFLICT = ".merge"  # before a draft's suffix: a merge with conflicts
_FETCH_TIME = re.compile(rb"<!--\d+-->|(?<=saved date: ).*")  # as savers write it in a capture's first lines
_ID = re.compile(r"[\w-]+")
T = TypeVar("T")
_FIRST_LINES = 2000
_LARGEST = 50_000_000  # bytes


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article, present or deleted: its text, which is the editor's, and the last draft that import made of it."""

    id: str
    text: bytes | None = None
    draft: bytes | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)  # empty where they cannot be read; a build reports that
    address_key: str = ""  # of `url`: equal for all addresses of one page
    link_keys: frozenset[str] = frozenset()  # address keys of the pages that it links to

    @property
    def deleted(self) -> bool:
        return self.text is None and self.draft is not None

    @property
    def is_unedited(self) -> bool:
        """Whether it equals the last draft, apart from captures that were added to its list since."""
        if self.text is None or self.draft is None:
            return False
        return self.text == self.draft or add_capture_records(self.draft, self.captures) == self.text

    @property
    def captures(self) -> tuple[Mapping[str, str], ...]:
        """The well-formed entries of `captures` in its front matter."""
        entries = self.fields.get("captures")
        records = (
            [_string_values(entry) for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
        )
        return tuple(record for record in records if record.get("file") and "/" not in record["file"])

    def text_field(self, name: str) -> str:
        value = self.fields.get(name, "")
        return value if isinstance(value, str) else ""

    def list_field(self, name: str) -> tuple[str, ...]:
        value = self.fields.get(name, ())
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


@dataclass(frozen=True, slots=True)
class CaptureFingerprint:
    """Hashes that recognise a capture that comes in again."""

    sha256: str
    timeless_sha256: str  # without the time at which it was fetched


@dataclass(frozen=True, slots=True)
class StoredContent:
    """Articles by id, captures by file, and the editor's settings for them."""

    articles: Mapping[str, StoredArticle] = field(default_factory=dict)
    captures: Mapping[str, CaptureFingerprint] = field(default_factory=dict)
    conflicts: Mapping[str, bytes] = field(default_factory=dict)  # unresolved merges, by article
    skip: tuple[str, ...] = ()
    media: Mapping[str, str] = field(default_factory=dict)  # by file name: its hash, or "" if `rights` lists it
    rights: bytes | None = None  # media/rights.yaml
    versions: Mapping[str, bytes] = field(default_factory=dict)  # by path in content/
    quoted: frozenset[str] = frozenset()  # articles that notes, events or claims may quote

    @property
    def pictures(self) -> Mapping[str, str]:
        """File names of the pictures in media/, by their source address."""
        rights_entries = _read_mapping(self.rights or b"", RIGHTS)
        return {
            source: file
            for file, entry in rights_entries.items()
            if isinstance(entry, dict) and (source := entry.get("source"))
        }

    def after(self, writes: Mapping[str, bytes]) -> StoredContent:
        """The content after these files have been written."""
        articles, captures, conflicts = dict(self.articles), dict(self.captures), dict(self.conflicts)
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
            before = articles.get(stem, StoredArticle(stem))
            articles[stem] = parse_stored_article(stem, texts.get(stem, before.text), drafts.get(stem, before.draft))
        rights = writes.get(RIGHTS, self.rights)
        return replace(
            self,
            articles=articles,
            captures=captures,
            conflicts=conflicts,
            media=media,
            rights=rights,
            versions=versions,
        )


def read_stored_content(content: Path) -> StoredContent:
    """Read the folder `content`; raises Failure if dossier.yaml or media/rights.yaml cannot be read."""
    articles, conflicts = _read_articles(content)
    captures = {path.name: fingerprint_capture(_read_file(path)) for path in plain_files(content / CAPTURES)}
    rights = _read_file(content / RIGHTS) if (content / RIGHTS).is_file() else None
    rights_entries = _read_mapping(rights or b"", f"{content}/{RIGHTS}")
    media = {
        path.name: "" if path.name in rights_entries else fingerprint_capture(_read_file(path)).sha256
        for path in plain_files(content / MEDIA)
    }
    return StoredContent(
        articles,
        captures,
        conflicts,
        skipped_captures(content),
        media,
        rights,
        _read_versions(content),
        _quoted_articles(content, articles),
    )


def _read_versions(content: Path) -> dict[str, bytes]:
    """The files of article versions, by path in content/."""
    root = content / VERSIONS
    folders = sorted(root.iterdir()) if root.is_dir() and not root.is_symlink() else []
    return {
        f"{VERSIONS}/{folder.name}/{path.name}": _read_file(path)
        for folder in folders
        if folder.is_dir() and not folder.is_symlink()
        for path in plain_files(folder)
        if path.suffix == ".md"
    }


def _quoted_articles(content: Path, articles: Mapping[str, StoredArticle]) -> frozenset[str]:
    """Articles with notes, or whose id occurs in the events or claims, which may therefore quote them."""
    names = {path.stem for path in plain_files(content / "notes")}
    for path in (content / "events.yaml", content / "claims.yaml"):
        if path.is_file():
            names.update(_ID.findall(_read_file(path).decode("utf-8", "replace")))
    return frozenset(names & articles.keys())


def redraft_capture(content: Path, file: str, draft_fn: Callable[[str, bytes], Sequence[T]]) -> Sequence[T]:
    """Draft a stored capture again with `draft_fn`; empty where it is missing or cannot be read."""
    path = content / CAPTURES / file
    try:
        return draft_fn(file, _read_file(path)) if path.is_file() else ()
    except Failure:
        return ()


def _read_articles(content: Path) -> tuple[dict[str, StoredArticle], dict[str, bytes]]:
    """Present and deleted articles by id, and unresolved merges."""
    texts, drafts = _read_markdown_files(content / ARTICLES), _read_markdown_files(content / DRAFTS)
    conflicts = {stem.removesuffix(CONFLICT): drafts.pop(stem) for stem in [*drafts] if stem.endswith(CONFLICT)}
    return {
        id_: parse_stored_article(id_, texts.get(id_), drafts.get(id_)) for id_ in sorted({*texts, *drafts})
    }, conflicts


def outlet_files(content: Path) -> dict[str, tuple[str, str]]:
    """The dossier's own outlet rules by id: the file's name for messages, and its text."""
    return {
        path.stem: (str(path), _read_file(path).decode("utf-8", "replace"))
        for path in plain_files(content / OUTLETS)
        if path.suffix == ".toml"
    }


def undrafted_captures(content: Path) -> tuple[str, ...]:
    """The captures in `content` of which no article was ever made. Fast: it compares file names before it reads files."""
    ids = {path.stem for folder in (ARTICLES, DRAFTS) for path in plain_files(content / folder)}
    paths = [path for path in plain_files(content / CAPTURES) if path.name.partition(".")[0] not in ids]
    if not paths:
        return ()
    recorded = set(skipped_captures(content))
    recorded |= {record["file"] for article in _read_articles(content)[0].values() for record in article.captures}
    return tuple(str(path) for path in paths if not {path.name, path.stem, path.name.partition(".")[0]} & recorded)


def skipped_captures(content: Path) -> tuple[str, ...]:
    """The captures that `skip` in dossier.yaml excludes."""
    path = content / "dossier.yaml"
    words = _read_mapping(_read_file(path), str(path)).get("skip", []) if path.is_file() else []
    return tuple(word for word in (words if isinstance(words, list) else [words]) if isinstance(word, str))


def _read_mapping(data: bytes, name: str) -> dict[str, Any]:
    try:
        value = front_matter.to_plain(front_matter.read_yaml(data.decode(), name))
    except UnicodeDecodeError as error:
        problem = Problem(Location(name), Severity.ERROR, "file", "the file is not in UTF-8", hint="save it as UTF-8")
        raise Failure(problem) from error
    return value if isinstance(value, dict) else {}


def _string_values(entry: Mapping[str, Any]) -> dict[str, str]:
    return {name: value for name, value in entry.items() if isinstance(value, str)}


def add_capture_records(text: bytes, records: Sequence[Mapping[str, str]]) -> bytes:
    """Add captures to the list in an article's front matter without changing another byte; unchanged if that is impossible."""
    try:
        extended = front_matter.extend_records(text.decode(), "captures", "file", records)
    except UnicodeDecodeError:
        return text
    return text if extended is None else extended.encode()


def parse_stored_article(id_: str, text: bytes | None, draft: bytes | None) -> StoredArticle:
    if text == draft:
        draft = text  # so that equal bytes are held once
    try:
        return guarded(partial(_parse_article, id_, text, draft), Location(f"{ARTICLES}/{id_}.md"))
    except Failure:
        return StoredArticle(id_, text, draft)  # a build reports why its fields cannot be read


def _parse_article(id_: str, text: bytes | None, draft: bytes | None) -> StoredArticle:
    fields, body = article_parts(text if text is not None else draft or b"")
    url = fields.get("url", "")
    return StoredArticle(
        id_,
        text,
        draft,
        fields,
        article_address_key(url) if isinstance(url, str) else "",
        linked_addresses(fields, body),
    )


def article_address_key(url: str) -> str:
    """The address key of an article's page; empty without an address and for a home page."""
    return address_key(url) if url and not is_home_page(url) else ""


def article_parts(data: bytes) -> tuple[dict[str, Any], str]:
    """An article's fields and its body; both empty where they cannot be read."""
    try:
        fields, body, _ = front_matter.split_front_matter(data.decode(), "")
        value = front_matter.to_plain(fields)
    except (Failure, UnicodeDecodeError):
        return {}, ""
    return (value if isinstance(value, dict) else {}), body


def fingerprint_capture(data: bytes) -> CaptureFingerprint:
    timeless = _FETCH_TIME.sub(b"", data[:_FIRST_LINES]) + data[_FIRST_LINES:]
    return CaptureFingerprint(hashlib.sha256(data).hexdigest(), hashlib.sha256(timeless).hexdigest())


def plain_files(folder: Path) -> list[Path]:
    """A folder's regular files by name, without hidden ones and without symbolic links that lead out of it."""
    if not folder.is_dir() or not folder.resolve().is_relative_to(folder.parent.resolve()):
        return []  # a build reports a folder that links out of content/
    root = folder.resolve()
    with os.scandir(folder) as entries:
        visible = [entry for entry in entries if not entry.name.startswith(".")]
    names = [entry.name for entry in visible if entry.is_file(follow_symlinks=False)]
    links = (folder / entry.name for entry in visible if entry.is_symlink())
    names += [link.name for link in links if link.is_file() and link.resolve().is_relative_to(root)]
    return [folder / name for name in sorted(names)]


def _read_markdown_files(folder: Path) -> dict[str, bytes]:
    return {path.stem: _read_file(path) for path in plain_files(folder) if path.suffix == ".md"}


def _read_file(path: Path) -> bytes:
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
