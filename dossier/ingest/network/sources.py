"""Expands the sources of an import (files, folders, feeds, addresses) into captures."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from dossier.ingest.formats import feeds, web_archives
from dossier.ingest.formats.capture import LARGEST_FILE, capture_suffix
from dossier.ingest.network.fetch import FEEDS, PAGES, FetchedPage, FetchFn
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_TAKEN_APART = (".xml", ".rss", ".atom", *web_archives.SUFFIXES)
_FIRST_BYTES = 4096
# The files of a saved page.
_ASSETS = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".css", ".js", ".ico", ".woff2"}


class CaptureSource(NamedTuple):
    """The name of a capture, for messages, and its bytes."""

    name: str
    data: bytes


def expand_sources(arguments: Iterable[str]) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Expand arguments into files and addresses; a folder stands for all captures in it, at any depth."""
    places: dict[str, None] = {}
    problems: list[Problem] = []
    for argument in arguments:
        path = Path(argument)
        if _ADDRESS.match(argument) or path.is_file():
            places[argument] = None
        elif path.is_dir():
            inside, others = _folder_captures(path)
            places |= dict.fromkeys(inside)
            problems += others
        else:
            problems.append(
                _source_problem(argument, "there is no such file", "give a file, a folder, or an https:// address")
            )
    printable_names = {place: place.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for place in places}
    fact, help_ = "the file's name is not in UTF-8", "rename it"
    problems += (
        _source_problem(printable, fact, help_) for place, printable in printable_names.items() if printable != place
    )
    return tuple(place for place, printable in printable_names.items() if printable == place), tuple(problems)


def captures_at(source: str, now: str, fetch: FetchFn) -> tuple[tuple[CaptureSource, ...], tuple[Problem, ...]]:
    """The captures of one source; a feed and a web archive have several. `now` is the current time, for fetched pages."""
    if _ADDRESS.match(source):
        page = fetch(source, (*PAGES, *FEEDS))
        if feeds.is_feed(page.data):
            return _feed_captures(page.url, page.data, now)
        if page.type not in PAGES:
            raise Failure(
                _source_problem(page.url, "this is neither a page nor a feed", "give the address of an article")
            )
        return (CaptureSource(page.url, with_saved_header(page, now)),), ()
    if pages := _archive_captures(Path(source)):
        return pages
    data = _read_file(Path(source))
    return _feed_captures(source, data, "") if feeds.is_feed(data) else ((CaptureSource(source, data),), ())


def _archive_captures(path: Path) -> tuple[tuple[CaptureSource, ...], tuple[Problem, ...]] | None:
    """The pages of a web archive as captures; None for another file."""
    try:
        with path.open("rb") as stream:
            if not web_archives.is_archive(stream.read(_FIRST_BYTES), path.name):
                return None
            stream.seek(0)
            pages, problems = web_archives.archived_pages(str(path), stream, path.stat().st_size)
    except OSError as error:
        raise _unreadable(path, error) from error
    return tuple(CaptureSource(f"{path}#{page.url}", _archived_capture(page, path.name)) for page in pages), problems


def _archived_capture(page: web_archives.ArchivedFile, archive: str) -> bytes:
    fetched = FetchedPage(page.url, page.type, page.charset, page.data)
    return with_saved_header(fetched, page.fetched_at, f"{archive}, record {page.record}")


def fetch_from_archives(places: Iterable[str], urls: Iterable[str], fetch: FetchFn) -> FetchFn:
    """A fetch that takes pictures at these addresses from the web archives among the places, and all others from the web."""
    pictures: dict[str, web_archives.ArchivedFile] = {}
    wanted = frozenset(urls)
    for place in places:
        path = Path(place)
        if wanted and path.is_file():
            with path.open("rb") as stream:
                if web_archives.is_archive(stream.read(_FIRST_BYTES), path.name):
                    stream.seek(0)
                    pictures |= web_archives.archived_pictures(place, stream, path.stat().st_size, wanted)

    def fetch_picture(url: str, types: tuple[str, ...]) -> FetchedPage:
        if kept := pictures.get(url):
            return FetchedPage(url, kept.type, kept.charset, kept.data)
        return fetch(url, types)

    return fetch_picture


def with_saved_header(page: FetchedPage, saved_at: str, archive: str = "") -> bytes:
    """Add a leading comment like SingleFile's to a page: its address, the time, the archive's record, and the encoding."""
    url = quote(page.url, safe="/%:@!$&'()*+,;=~?#[]").replace("--", "-%2D")
    date = ""
    if saved_at:
        weekday, day, month, year, time, zone = format_datetime(datetime.fromisoformat(saved_at)).split()
        date = f"\n saved date: {weekday[:3]} {month} {day} {year} {time} GMT{zone}"
    charset, data = page.charset.lower(), page.data.removeprefix(codecs.BOM_UTF8)
    wide = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else charset
    if wide in ("utf-16", "utf-16le", "utf-16be"):
        charset, data = "utf-8", data.decode(wide, "replace").encode()  # because the comment is in ASCII
    record = f"\n archive: {archive}".replace("--", "-%2D") if archive else ""
    encoding = f"\n charset={charset}" if charset else ""
    return f"<!--\n Page saved with Dossier\n url: {url}{date}{record}{encoding}\n-->\n".encode() + data


def _feed_captures(name: str, data: bytes, now: str) -> tuple[tuple[CaptureSource, ...], tuple[Problem, ...]]:
    items, problems = feeds.feed_items(name, data, now)
    return tuple(CaptureSource(*item) for item in items), problems


def _folder_captures(folder: Path) -> tuple[list[str], list[Problem]]:
    """The captures of a folder by file name; the assets of saved pages are skipped, and other files are reported."""
    captures, problems, root = [], [], folder.resolve()
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if not path.resolve().is_relative_to(root):
            problems.append(
                _source_problem(str(path), "this is a link that leads out of the folder", "copy the file in its place")
            )
        elif (
            path.is_file()
            and (capture_suffix(path.name) or path.name.lower().endswith(_TAKEN_APART))
            and path.stem.lower() != "readme"
        ):
            captures.append(str(path))
        elif path.suffix.lower() not in _ASSETS:
            help_ = "if it is a capture, give it to import by its name"
            problems.append(
                _source_problem(str(path), "its name is no capture's, and it was left out", help_, Severity.NOTICE)
            )
    return captures, problems


def _read_file(path: Path) -> bytes:
    try:
        if (size := path.stat().st_size) > LARGEST_FILE:
            fact = f"the capture has {size:,} bytes, and {LARGEST_FILE:,} is the most that is read"
            raise Failure(_source_problem(str(path), fact, "capture the article's text alone"))
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> Failure:
    return Failure(_source_problem(str(path), f"the file cannot be read: {error.strerror}", "see who may read it"))


def _source_problem(name: str, fact: str, help_: str, severity: Severity = Severity.ERROR) -> Problem:
    return Problem(Location(name), severity, "source", fact, hint=help_)
