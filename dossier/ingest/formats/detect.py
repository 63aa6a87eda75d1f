"""Detects the format of a capture, and separates the article's text from its header."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Literal, NamedTuple

from dossier.ingest.formats.encodings import UndecodableError, decode_bytes
from dossier.ingest.metadata.timestamps import epoch_to_iso
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

LARGEST = 16_000_000  # bytes, without embedded images
LARGEST_FILE = 100_000_000  # bytes, with embedded images
LONGEST_LINE = 8_000  # characters of a title and an address
LONGEST_EXPORT = 500_000  # characters of Markdown

_DATA_URL = re.compile(rb"data:[\w.+/;=-]{0,80}+,[\w+/=%.~-]{200,}+", re.ASCII)
_FRONT_MATTER = re.compile(r"\s*---\n(?P<fields>.*?)\n(?:---|\.\.\.)\n", re.DOTALL)
_FIELD = re.compile(r"(?m)^(published|updated|author|layout|title|date|from|url|link):[ \t]*(\S.*)")
_EPOCH = re.compile(r"\s*<!--\s*(\d{9,16})\s*-->")
_LINK = re.compile(r"(?=.*\)[ \t]*\Z)\[(?P<title>.*)\]\((?P<url>\S[^\n]*)\)[ \t]*")
_RULE = re.compile(r"\s*-{3,}[ \t]*(?:\n|$)")
_SAVED_HEADER = re.compile(r"<!--\s*Page saved with (?:SingleFile|Dossier)\b(.*?)-->", re.DOTALL)
_SECTION = re.compile(r"\[(?P<section>[^\[\]]{1,30})\]\s*(?P<title>\S.*)")
_PAGE = re.compile(
    r"(?>\s*<!--(?>.*?-->))*+\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_FEED = re.compile(r"(?>\s*<[?!][^>]*>)*+\s*<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_MARKDOWN = re.compile(r"\s*#\s+\S")
_FRAGMENT = re.compile(
    r"(?>\s*(?:<!--(?>.*?-->)|<(script|style)\b(?>.*?</\1\s*>)|<(?:meta|link)\b[^>]*>))*+"
    r"\s*<(?:div|p|article|main|section|header|figure|h1)\b",
    re.IGNORECASE | re.DOTALL,
)


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


def detect_capture(name: str, data: bytes) -> DetectedCapture:
    """Parse a capture of any format; raises Failure, with the file's name, if it is none."""
    if not data.strip():
        raise capture_failure(name, "the capture is empty", "save the page again, or delete the file")
    if len(data) > LARGEST:
        data = _DATA_URL.sub(b"data:,", data)
    if len(data) > LARGEST:
        fact = f"the capture has {len(data):,} bytes, and {LARGEST:,} is the most that is read"
        raise capture_failure(name, fact, "save the page again without its pictures, or capture its text alone")
    try:
        text, notes = decode_bytes(data)
    except UndecodableError as reason:
        hint = "a capture is a text file: a feed's article, a Markdown export, or a saved page (.html)"
        raise capture_failure(name, f"this is no capture: {reason}", hint) from None
    for parse in _FORMATS:
        if capture := parse(text):
            return replace(capture, notes=notes)
    if _FEED.match(text):
        raise capture_failure(
            name, "this is a whole feed, not one article", "give it to `dossier import`, which takes it apart"
        )
    hint = "a capture begins with [title](address) and a rule, with “# title”, or with <html>"
    raise capture_failure(name, "this is no capture of a shape that we know", hint)


def capture_failure(name: str, fact: str, hint: str) -> Failure:
    return Failure(Problem(Location(name), Severity.ERROR, "capture", fact, hint=hint))


def _parse_feed_archive(text: str) -> DetectedCapture | None:
    """A feed archive's file: front matter (optional), time of fetching, `[title](address)`, a rule, the outlet's HTML."""
    fields: dict[str, str] = {}
    if front := _FRONT_MATTER.match(text):
        fields = {key: _unquote(value) for key, value in _FIELD.findall(front["fields"])}
        text = text[front.end() :]
    epoch = _EPOCH.match(text)
    text = text[epoch.end() :] if epoch else text
    first, _, rest = text.lstrip().partition("\n")
    link = _LINK.fullmatch(first) if len(first) <= LONGEST_LINE else None
    rule = _RULE.match(rest)
    if not link or not rule:
        return None
    jekyll = "layout" in fields  # whose author is the outlet
    return DetectedCapture(
        shape="feed",
        text=rest[rule.end() :],
        url=link["url"].strip().strip("<>"),
        captured_at=epoch_to_iso(epoch[1]) if epoch else "",
        published=fields.get("published", ""),
        updated=fields.get("updated", ""),
        author="" if jekyll else fields.get("author", ""),
        **split_headline(link["title"])._asdict(),
    )


def _parse_saved_page(text: str) -> DetectedCapture | None:
    """A saved page. SingleFile, and an import that fetched it, note its address and the time in a leading comment."""
    if not (_PAGE.match(text) or _FRAGMENT.match(text)):
        return _parse_html_with_front_matter(text)
    header = _SAVED_HEADER.search(text[:4000])
    url = re.search(r"url:\s*(\S+)", header[1]) if header else None
    saved_date = re.search(r"saved date:\s*(.+)", header[1]) if header else None
    return DetectedCapture(
        shape="page",
        text=text,
        url=url[1] if url else "",
        captured_at=_parse_saved_date(saved_date[1]) if saved_date else "",
    )


def _parse_html_with_front_matter(text: str) -> DetectedCapture | None:
    """An article's HTML below front matter, as in the source of a static archive site."""
    front = _FRONT_MATTER.match(text)
    if not front or not _FRAGMENT.match(rest := text[front.end() :]):
        return None
    fields = {key: _unquote(value) for key, value in _FIELD.findall(front["fields"])}
    url = fields.get("url") or fields.get("link") or fields.get("from") or ""
    if "title" not in fields and not url:
        return None
    epoch = _EPOCH.match(rest)
    return DetectedCapture(
        shape="feed",
        text=rest[epoch.end() :] if epoch else rest,
        url=url,
        captured_at=epoch_to_iso(epoch[1]) if epoch else "",
        published=fields.get("published", "" if epoch else fields.get("date", "")),
        author="" if "layout" in fields else fields.get("author", ""),  # the author of a site's posts is the outlet
        **split_headline(fields.get("title", ""))._asdict(),
    )


def _parse_markdown_export(text: str) -> DetectedCapture | None:
    """A Markdown export, which begins `# [Section] title` and has no address."""
    if not _MARKDOWN.match(text) or len(text) > LONGEST_EXPORT:
        return None
    first, _, rest = text.lstrip().partition("\n")
    return DetectedCapture(shape="markdown", text=rest, **split_headline(first.lstrip("# "))._asdict())


_FORMATS: tuple[Callable[[str], DetectedCapture | None], ...] = (
    _parse_feed_archive,
    _parse_saved_page,
    _parse_markdown_export,
)


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


def _parse_saved_date(text: str) -> str:
    """Convert SingleFile's `Tue Sep 05 2023 14:43:01 GMT+0800 (…)` to ISO 8601 in UTC."""
    match = re.match(r"\w{3} (\w{3}) (\d\d) (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d{4})", text.strip())
    if not match:
        return ""
    month, day, year, time, zone = match.groups()
    try:
        moment = parsedate_to_datetime(f"{day} {month} {year} {time} {zone}")
    except ValueError:
        return ""
    return epoch_to_iso(str(int(moment.timestamp() * 1000)))


def _unquote(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    if len(value) > 1 and value[0] == value[-1] == '"':
        return value[1:-1]
    return value
