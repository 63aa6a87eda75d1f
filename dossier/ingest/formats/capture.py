"""What a reader of a format returns, and how it refuses a file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Literal, NamedTuple

from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

LARGEST = 16_000_000  # bytes of text, without embedded images
LARGEST_FILE = 100_000_000  # bytes, with embedded images; also what a packed file may unpack to
LONGEST_EXPORT = 500_000  # characters of Markdown and of plain text
SUFFIXES = (
    ".txt",
    ".md",
    ".markdown",
    ".html",
    ".htm",
    ".xhtml",
    ".mhtml",
    ".mht",
    ".eml",
    ".webarchive",
    ".pdf",
    ".docx",
    ".html.gz",
)
"""The endings of captures; a longer one precedes the shorter one that it ends with."""

_SECTION = re.compile(r"\[(?P<section>[^\[\]]{1,30})\]\s*(?P<title>\S.*)")


@dataclass(frozen=True, slots=True)
class DetectedCapture:
    """The text of a captured article, and what the capture's header says about it."""

    shape: Literal["feed", "markdown", "page"]
    text: str  # HTML, or Markdown
    title: str = ""
    section: str = ""
    kicker: str = ""
    url: str = ""
    captured_at: str = ""  # when it was fetched
    published: str = ""  # according to a feed
    updated: str = ""
    author: str = ""
    notes: tuple[str, ...] = field(default=())
    places: tuple[tuple[str, str], ...] = ()  # for each paragraph of a file with pages: `page 12`, and its text


def capture_failure(name: str, fact: str, hint: str) -> Failure:
    return Failure(Problem(Location(name), Severity.ERROR, "capture", fact, hint=hint))


def capture_suffix(file: str) -> str:
    """The ending of a capture's file name, in small letters; "" for that of no capture."""
    return next((suffix for suffix in SUFFIXES if file.lower().endswith(suffix)), "")


class SplitHeadline(NamedTuple):
    title: str
    section: str = ""
    kicker: str = ""


def split_headline(text: str) -> SplitHeadline:
    """Split a title from the section or kicker in brackets before it."""
    title = " ".join(unescape(text).split())
    match = _SECTION.fullmatch(title)
    if not match:
        return SplitHeadline(title)
    if match["section"].isascii():
        return SplitHeadline(match["title"], section=match["section"].lower())
    return SplitHeadline(match["title"], kicker=match["section"])
