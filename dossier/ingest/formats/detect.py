"""The bytes of a capture → what was captured, whichever of the shapes it has."""

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

LARGEST = 16_000_000  # bytes, without the pictures that are written into a page
LARGEST_FILE = 100_000_000  # bytes, with them
LONGEST_LINE = 8_000  # characters of a title and an address
LONGEST_EXPORT = 500_000  # characters of Markdown

_WRITTEN_IN = re.compile(rb"data:[\w.+/;=-]{0,80}+,[\w+/=%.~-]{200,}+", re.ASCII)  # a picture's bytes, as text
_FRONT = re.compile(r"\s*---\n(?P<fields>.*?)\n(?:---|\.\.\.)\n", re.DOTALL)
_FIELD = re.compile(r"(?m)^(published|updated|author|layout|title|date|from|url|link):[ \t]*(\S.*)")
_EPOCH = re.compile(r"\s*<!--\s*(\d{9,16})\s*-->")
_LINK = re.compile(r"(?=.*\)[ \t]*\Z)\[(?P<title>.*)\]\((?P<url>\S[^\n]*)\)[ \t]*")
_RULE = re.compile(r"\s*-{3,}[ \t]*(?:\n|$)")
_SINGLE_FILE = re.compile(r"<!--\s*Page saved with (?:SingleFile|Dossier)\b(.*?)-->", re.DOTALL)
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
    """One article as it was captured, with what stands around its text."""

    shape: Literal["feed", "markdown", "page"]
    text: str  # HTML, or Markdown
    title: str = ""
    section: str = ""
    kicker: str = ""
    url: str = ""
    at: str = ""  # when it was fetched
    published: str = ""  # as a feed says
    updated: str = ""
    author: str = ""
    notes: tuple[str, ...] = field(default=())


def detect_capture(name: str, data: bytes) -> DetectedCapture:
    """What a capture holds; a Failure that names the file where it is none."""
    if not data.strip():
        raise capture_failure(name, "the capture is empty", "save the page again, or delete the file")
    if len(data) > LARGEST:
        data = _WRITTEN_IN.sub(b"data:,", data)
    if len(data) > LARGEST:
        fact = f"the capture has {len(data):,} bytes, and {LARGEST:,} is the most that is read"
        raise capture_failure(name, fact, "save the page again without its pictures, or capture its text alone")
    try:
        text, notes = decode_bytes(data)
    except UndecodableError as reason:
        hint = "a capture is a text file: a feed's article, a Markdown export, or a saved page (.html)"
        raise capture_failure(name, f"this is no capture: {reason}", hint) from None
    for shape in SHAPES:
        if found := shape(text):
            return replace(found, notes=notes)
    if _FEED.match(text):
        raise capture_failure(
            name, "this is a whole feed, not one article", "give it to `dossier import`, which takes it apart"
        )
    hint = "a capture begins with [title](address) and a rule, with “# title”, or with <html>"
    raise capture_failure(name, "this is no capture of a shape that we know", hint)


def capture_failure(name: str, fact: str, hint: str) -> Failure:
    return Failure(Problem(Location(name), Severity.ERROR, "capture", fact, hint=hint))


def _archived(text: str) -> DetectedCapture | None:
    """A feed archive's: the moment of fetching, `[title](address)`, a rule, the outlet's HTML; perhaps front matter."""
    fields: dict[str, str] = {}
    if front := _FRONT.match(text):
        fields = {key: _unquoted(value) for key, value in _FIELD.findall(front["fields"])}
        text = text[front.end() :]
    epoch = _EPOCH.match(text)
    text = text[epoch.end() :] if epoch else text
    first, _, rest = text.lstrip().partition("\n")
    link = _LINK.fullmatch(first) if len(first) <= LONGEST_LINE else None
    rule = _RULE.match(rest)
    if not link or not rule:
        return None
    jekyll = "layout" in fields  # its author is the outlet
    return DetectedCapture(
        shape="feed",
        text=rest[rule.end() :],
        url=link["url"].strip().strip("<>"),
        at=epoch_to_iso(epoch[1]) if epoch else "",
        published=fields.get("published", ""),
        updated=fields.get("updated", ""),
        author="" if jekyll else fields.get("author", ""),
        **split_headline(link["title"])._asdict(),
    )


def _page(text: str) -> DetectedCapture | None:
    """A saved page; SingleFile, and an import that fetched it, say first where it was, and when it was saved."""
    if not (_PAGE.match(text) or _FRAGMENT.match(text)):
        return _with_front_matter(text)
    note = _SINGLE_FILE.search(text[:4000])
    url = re.search(r"url:\s*(\S+)", note[1]) if note else None
    saved = re.search(r"saved date:\s*(.+)", note[1]) if note else None
    return DetectedCapture(shape="page", text=text, url=url[1] if url else "", at=_saved(saved[1]) if saved else "")


def _with_front_matter(text: str) -> DetectedCapture | None:
    """An article's HTML below the front matter of an archive's own site, which says what the HTML does not."""
    front = _FRONT.match(text)
    if not front or not _FRAGMENT.match(rest := text[front.end() :]):
        return None
    fields = {key: _unquoted(value) for key, value in _FIELD.findall(front["fields"])}
    url = fields.get("url") or fields.get("link") or fields.get("from") or ""
    if "title" not in fields and not url:
        return None
    epoch = _EPOCH.match(rest)
    return DetectedCapture(
        shape="feed",
        text=rest[epoch.end() :] if epoch else rest,
        url=url,
        at=epoch_to_iso(epoch[1]) if epoch else "",
        published=fields.get("published", "" if epoch else fields.get("date", "")),
        author="" if "layout" in fields else fields.get("author", ""),  # a site's posts name the outlet there
        **split_headline(fields.get("title", ""))._asdict(),
    )


def _export(text: str) -> DetectedCapture | None:
    """A Markdown export: `# [Section] title`, and no address."""
    if not _MARKDOWN.match(text) or len(text) > LONGEST_EXPORT:
        return None
    first, _, rest = text.lstrip().partition("\n")
    return DetectedCapture(shape="markdown", text=rest, **split_headline(first.lstrip("# "))._asdict())


SHAPES: tuple[Callable[[str], DetectedCapture | None], ...] = (_archived, _page, _export)


class SplitHeadline(NamedTuple):
    title: str
    section: str = ""
    kicker: str = ""


def split_headline(text: str) -> SplitHeadline:
    """A title, and the section or kicker that stands in brackets before it."""
    title = " ".join(unescape(text).split())
    found = _SECTION.fullmatch(title)
    if not found:
        return SplitHeadline(title)
    if found["section"].isascii():
        return SplitHeadline(found["title"], section=found["section"].lower())
    return SplitHeadline(found["title"], kicker=found["section"])


def _saved(text: str) -> str:
    """SingleFile's `Tue Sep 05 2023 14:43:01 GMT+0800 (…)` in UTC."""
    found = re.match(r"\w{3} (\w{3}) (\d\d) (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d{4})", text.strip())
    if not found:
        return ""
    month, day, year, time, zone = found.groups()
    try:
        moment = parsedate_to_datetime(f"{day} {month} {year} {time} {zone}")
    except ValueError:
        return ""
    return epoch_to_iso(str(int(moment.timestamp() * 1000)))


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    if len(value) > 1 and value[0] == value[-1] == '"':
        return value[1:-1]
    return value
