"""Takes web archives (WARC, ARC, WACZ) apart: each page becomes a capture. The only module that imports warcio."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass, field
from gzip import GzipFile
from importlib.util import find_spec
from typing import IO, Any, NamedTuple

from dossier.ingest.formats.capture import LARGEST_FILE
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

SUFFIXES = (".warc", ".warc.gz", ".arc", ".arc.gz", ".wacz")
LARGEST_ARCHIVE = 2_000_000_000  # bytes, packed
_LARGEST_UNPACKED = 8_000_000_000
_EXPANSION = 100  # times a packed archive's size, beyond which it is a bomb
_ALLOWANCE = LARGEST_FILE  # bytes that any archive may unpack to
_MAX_PAGES = 5_000
_MAX_BYTES = 500_000_000  # of the pages of one archive, which are held in memory
_MAX_LIST = 50_000_000  # bytes of pages.jsonl
_LARGEST_PICTURE = 10_000_000
_MAX_PICTURES = 200_000_000  # bytes of the pictures of one archive
_BLOCK = 65_536
_FIRST_LINES = re.compile(rb"WARC/\d|filedesc://")
_MEMBER = re.compile(r"archive/[^/]+\.warc(?:\.gz)?")
_LISTS = ("pages/pages.jsonl", "pages/extraPages.jsonl")
_PAGES = ("text/html", "application/xhtml+xml")
_EMBEDDED = ("iframe", "frame", "embed", "object")
_REMEDY = "make the archive again, or save its pages one by one"


class ArchivedFile(NamedTuple):
    """A file as an archive's record has it."""

    url: str
    type: str
    charset: str
    fetched_at: str  # ISO 8601
    record: str  # the record's id
    data: bytes


@dataclass(slots=True)
class _Reading:
    """What was read of an archive so far."""

    pages: dict[tuple[str, bytes], ArchivedFile] = field(default_factory=dict)
    embedded: set[str] = field(default_factory=set)  # addresses of frames
    listed: set[str] = field(default_factory=set)  # those that a WACZ names as pages
    size: int = 0
    records: int = 0
    problems: list[Problem] = field(default_factory=list)


class _ArchiveTooLargeError(Exception):
    """An archive unpacks to more than it may."""


def is_archive(head: bytes, name: str) -> bool:
    """Whether a file, by its first bytes, is a web archive; a WACZ is a zip archive, and is recognised by its name."""
    if head.startswith(b"PK"):
        return name.lower().endswith(".wacz")
    if head.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(31).decompress(head, 100)
        except zlib.error:
            return False
    return _FIRST_LINES.match(head) is not None


def archived_pages(name: str, stream: IO[bytes], size: int) -> tuple[tuple[ArchivedFile, ...], tuple[Problem, ...]]:
    """The pages of an archive in order, those of one address that differ each; what cannot be read is a problem.

    Frames are left out, and in a WACZ all that its list of pages does not name.
    """
    if size > LARGEST_ARCHIVE:
        fact = f"this web archive has {size:,} bytes, and {LARGEST_ARCHIVE:,} is the most that is read"
        raise Failure(_archive_problem(name, fact, "split it"))
    reading = _Reading()
    try:
        for archive, listed in _archives(name, stream, size):
            reading.listed |= listed
            _read_pages(name, archive, reading)
    except _ArchiveTooLargeError as reason:
        reading.problems.append(
            _archive_problem(name, f"this web archive is not read to its end: {reason}", "split it")
        )
    except _BROKEN as error:
        why = "its header is incomplete" if isinstance(error, _INCOMPLETE) else str(error) or "it ends there"
        fact = f"this web archive is broken after {reading.records:,} records: {why}"
        reading.problems.append(_archive_problem(name, fact, _REMEDY))
    pages = tuple(page for page in reading.pages.values() if page.url not in reading.embedded)
    pages = tuple(page for page in pages if page.url in reading.listed) or pages
    if not pages and not reading.problems:
        fact = f"this web archive has no web page among its {reading.records:,} records"
        raise Failure(
            _archive_problem(name, fact, "look into it with replayweb.page, or make it again with the article's page")
        )
    return pages, tuple(reading.problems)


def archived_pictures(name: str, stream: IO[bytes], size: int, urls: Iterable[str]) -> dict[str, ArchivedFile]:
    """The pictures of these addresses that an archive has; whatever cannot be read is left out."""
    wanted, total = set(urls), 0
    pictures: dict[str, ArchivedFile] = {}
    try:
        for archive, _ in _archives(name, stream, size):
            for record in _records(archive):
                url = _target(record)
                if url in wanted and url not in pictures and _status(record) == 200:
                    data = _content(record, _LARGEST_PICTURE)
                    total += len(data or b"")
                    if total > _MAX_PICTURES:
                        return pictures
                    if data:
                        pictures[url] = _archived_file(record, url, data)
    except _ArchiveTooLargeError:
        return pictures  # reported where the pages are read
    except _BROKEN:
        return pictures
    return pictures


_INCOMPLETE: tuple[type[Exception], ...] = (
    KeyError,
    AttributeError,
    TypeError,
    IndexError,
)  # where warcio misses a field
_BROKEN: tuple[type[Exception], ...] = (
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,  # an encrypted zip archive
    zlib.error,
    zipfile.BadZipFile,
    *_INCOMPLETE,
)
"""What the libraries raise at broken archives; warcio's own exceptions are among them (see `_records`)."""


def _archives(name: str, stream: IO[bytes], size: int) -> Iterator[tuple[_Bounded, frozenset[str]]]:
    """The unpacked WARCs of an archive, with the addresses that its list of pages names."""
    limit = min(_LARGEST_UNPACKED, _ALLOWANCE + _EXPANSION * size)
    if not name.lower().endswith(".wacz"):
        yield _unpacked(stream, limit), frozenset()
        return
    with zipfile.ZipFile(stream) as wacz:
        listed = frozenset(url for member in _LISTS if member in wacz.namelist() for url in _listed(wacz, member))
        members = [member for member in wacz.namelist() if _MEMBER.fullmatch(member)]
        if not members:
            raise ValueError("it holds no archive/….warc.gz")
        for member in members:
            with wacz.open(member) as inner:
                yield _unpacked(inner, limit), listed


def _listed(wacz: zipfile.ZipFile, member: str) -> Iterator[str]:
    with wacz.open(member) as stream:
        lines = stream.read(_MAX_LIST).splitlines()
    for line in lines:
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(entry, dict) and isinstance(entry.get("url"), str):
            yield entry["url"]


def _unpacked(stream: IO[bytes], limit: int) -> _Bounded:
    head = stream.read(2)
    joined = _Joined(head, stream)
    unpacked = GzipFile(fileobj=joined) if head == b"\x1f\x8b" else joined
    return _Bounded(unpacked, limit)


class _Joined(io.RawIOBase):
    """A stream whose first bytes have been read already."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if self._head:
            head, self._head = self._head, b""
            return head
        return self._rest.read(_BLOCK if size < 0 else size)

    read1 = read


class _Bounded:
    """A stream that ends with an error after a number of bytes."""

    def __init__(self, stream: Any, limit: int) -> None:
        self._stream, self._left, self._limit, self._at = stream, limit, limit, 0
        self.cut_off = False

    def read(self, size: int = _BLOCK) -> bytes:
        try:
            data: bytes = self._stream.read1(size if size and size > 0 else _BLOCK)
        except EOFError:  # which warcio takes for the end
            self.cut_off = True
            return b""
        self._left -= len(data)
        self._at += len(data)
        if self._left < 0:
            raise _ArchiveTooLargeError(f"it unpacks to more than {self._limit:,} bytes")
        return data

    def tell(self) -> int:
        return self._at


def _records(archive: _Bounded) -> Iterator[Any]:
    """The records of a WARC. warcio prints about some that are broken; what it raises becomes a ValueError."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 # loaded when an archive comes in
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415 # likewise

    record: Any = None
    with redirect_stderr(io.StringIO()):
        try:
            for record in ArchiveIterator(archive):
                yield record
        except ArchiveLoadFailed as error:
            raise ValueError(str(error).strip().split("\n")[0]) from None
    if archive.cut_off or getattr(getattr(record, "raw_stream", None), "limit", 0) > 0:
        raise EOFError("it is cut off")


def _read_pages(name: str, archive: _Bounded, reading: _Reading) -> None:
    for record in _records(archive):
        reading.records += 1
        url = _target(record)
        if record.rec_type == "request" and record.http_headers:
            if (record.http_headers.get_header("Sec-Fetch-Dest") or "").lower() in _EMBEDDED:
                reading.embedded.add(url)
        elif (
            record.rec_type in ("response", "resource") and _status(record) == 200 and _media_type(record)[0] in _PAGES
        ):
            _add_page(name, url, record, reading)
            if len(reading.pages) >= _MAX_PAGES or reading.size > _MAX_BYTES:
                raise _ArchiveTooLargeError(f"{len(reading.pages):,} pages are read at a time")


def _add_page(name: str, url: str, record: Any, reading: _Reading) -> None:
    coding = (record.http_headers.get_header("Content-Encoding") or "" if record.http_headers else "").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip", "deflate") and not (coding == "br" and find_spec("brotli")):
        hint = "pip install brotli, and import it again" if coding == "br" else _REMEDY
        reading.problems.append(_archive_problem(f"{name}#{url}", f"this page is packed with “{coding}”", hint))
        return
    data = _content(record, LARGEST_FILE)
    if data is None:
        fact = f"this page has more than {LARGEST_FILE:,} bytes"
        reading.problems.append(_archive_problem(f"{name}#{url}", fact, "capture the article's text alone"))
    elif data.strip():
        reading.size += len(data)
        reading.pages.setdefault((url, data), _archived_file(record, url, data))


def _archived_file(record: Any, url: str, data: bytes) -> ArchivedFile:
    kind, charset = _media_type(record)
    headers = record.rec_headers
    identifier = (headers.get_header("WARC-Record-ID") or "").strip("<> ")
    return ArchivedFile(url, kind, charset, _iso_time(headers.get_header("WARC-Date") or ""), identifier, data)


def _content(record: Any, largest: int) -> bytes | None:
    """A record's content, unpacked; None if that is too large."""
    stream, parts, size = record.content_stream(), [], 0
    while block := stream.read(_BLOCK):
        parts.append(block)
        size += len(block)
        if size > largest:
            return None
    return b"".join(parts)


def _target(record: Any) -> str:
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip().strip("<>")
    return url if url.startswith(("http://", "https://")) else ""


def _status(record: Any) -> int:
    """The status of a response; 200 for a file that no server sent."""
    if record.rec_type == "resource" or not record.http_headers:
        return 200
    status = record.http_headers.get_statuscode() or ""
    return int(status) if status.isascii() and status.isdecimal() else 0


def _media_type(record: Any) -> tuple[str, str]:
    """The type and the encoding that the server named."""
    headers = record.http_headers or record.rec_headers
    kind, _, rest = (headers.get_header("Content-Type") or "").partition(";")
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", rest, re.IGNORECASE)
    return kind.strip().lower(), charset[1] if charset else ""


def _iso_time(text: str) -> str:
    """A record's time to the second; ARC has fourteen digits."""
    if digits := re.fullmatch(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)", text):
        year, month, day, *clock = digits.groups()
        text = f"{year}-{month}-{day}T{':'.join(clock)}Z"
    match = re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", text)
    return f"{match[0]}Z" if match else ""


def _archive_problem(name: str, fact: str, hint: str) -> Problem:
    return Problem(Location(name), Severity.ERROR, "archive", fact, hint=hint)
