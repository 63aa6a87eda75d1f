"""What a person gives to an import: files, folders, feeds and addresses; and the captures that they hold."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from dossier.ingest.formats import feeds
from dossier.ingest.formats.detect import LARGEST_FILE
from dossier.ingest.network.fetch import FEEDS, PAGES, FetchedPage, FetchFn
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_CAPTURES = {".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".xml", ".rss", ".atom"}
_BESIDE = {
    ".jpg",
    ".jpeg",
    ".png",
    ".gif",
    ".webp",
    ".avif",
    ".svg",
    ".css",
    ".js",
    ".ico",
    ".woff2",
}  # of a saved page


class CaptureSource(NamedTuple):
    """A capture: what a person calls it, and its bytes."""

    name: str
    data: bytes


def expand_sources(words: Iterable[str]) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The files and addresses that are meant; a folder means what lies in it, at any depth."""
    found: dict[str, None] = {}
    problems: list[Problem] = []
    for word in words:
        path = Path(word)
        if _ADDRESS.match(word) or path.is_file():
            found[word] = None
        elif path.is_dir():
            inside, others = _inside(path)
            found |= dict.fromkeys(inside)
            problems += others
        else:
            problems.append(_problem(word, "there is no such file", "give a file, a folder, or an https:// address"))
    named = {place: place.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for place in found}
    fact, help_ = "the file's name is not in UTF-8", "rename it"
    problems += (_problem(shown, fact, help_) for place, shown in named.items() if shown != place)
    return tuple(place for place, shown in named.items() if shown == place), tuple(problems)


def captures_at(place: str, at: str, fetch: FetchFn) -> tuple[tuple[CaptureSource, ...], tuple[Problem, ...]]:
    """The captures at one place: several where it is a feed. `at` is now, for what is fetched now."""
    if _ADDRESS.match(place):
        page = fetch(place, (*PAGES, *FEEDS))
        if feeds.is_feed(page.data):
            return _items(page.url, page.data, at)
        if page.type not in PAGES:
            raise Failure(_problem(page.url, "this is neither a page nor a feed", "give the address of an article"))
        return (CaptureSource(page.url, with_saved_header(page, at)),), ()
    data = _bytes(Path(place))
    return _items(place, data, "") if feeds.is_feed(data) else ((CaptureSource(place, data),), ())


def with_saved_header(page: FetchedPage, at: str) -> bytes:
    """A page as SingleFile saves it: with a comment on top that says where it was, and when, and in what encoding."""
    url = quote(page.url, safe="/%:@!$&'()*+,;=~?#[]").replace("--", "-%2D")
    weekday, day, month, year, time, zone = format_datetime(datetime.fromisoformat(at)).split()
    date = f"{weekday[:3]} {month} {day} {year} {time} GMT{zone}"
    charset, data = page.charset.lower(), page.data.removeprefix(codecs.BOM_UTF8)
    wide = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else charset
    if wide in ("utf-16", "utf-16le", "utf-16be"):
        charset, data = "utf-8", data.decode(wide, "replace").encode()  # the comment on top is of single bytes
    said = f"\n charset={charset}" if charset else ""
    return f"<!--\n Page saved with Dossier\n url: {url}\n saved date: {date}{said}\n-->\n".encode() + data


def _items(name: str, data: bytes, at: str) -> tuple[tuple[CaptureSource, ...], tuple[Problem, ...]]:
    items, problems = feeds.feed_items(name, data, at)
    return tuple(CaptureSource(*item) for item in items), problems


def _inside(folder: Path) -> tuple[list[str], list[Problem]]:
    """The captures of a folder, by their names; what lies beside a saved page is passed over, what else there is, is told."""
    found, problems, root = [], [], folder.resolve()
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if not path.resolve().is_relative_to(root):
            problems.append(
                _problem(str(path), "this is a link that leads out of the folder", "copy the file in its place")
            )
        elif path.is_file() and path.suffix.lower() in _CAPTURES and path.stem.lower() != "readme":
            found.append(str(path))
        elif path.suffix.lower() not in _BESIDE:
            help_ = "if it is a capture, give it to import by its name"
            problems.append(
                _problem(str(path), "its name is no capture's, and it was left out", help_, Severity.NOTICE)
            )
    return found, problems


def _bytes(path: Path) -> bytes:
    try:
        if (size := path.stat().st_size) > LARGEST_FILE:
            fact = f"the capture has {size:,} bytes, and {LARGEST_FILE:,} is the most that is read"
            raise Failure(_problem(str(path), fact, "capture the article's text alone"))
        return path.read_bytes()
    except OSError as error:
        raise Failure(
            _problem(str(path), f"the file cannot be read: {error.strerror}", "see who may read it")
        ) from error


def _problem(place: str, fact: str, help_: str, severity: Severity = Severity.ERROR) -> Problem:
    return Problem(Location(place), severity, "source", fact, hint=help_)
