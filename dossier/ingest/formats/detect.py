"""Detects the format of a capture, and separates the article's text from its header."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from email.utils import parsedate_to_datetime

from dossier.ingest.formats import clippings, mail, mhtml, mime, packed, pdf, webarchive, word
from dossier.ingest.formats.capture import (
    LARGEST,
    LONGEST_EXPORT,
    DetectedCapture,
    capture_failure,
    split_headline,
)
from dossier.ingest.formats.encodings import UndecodableError, decode_bytes
from dossier.ingest.formats.refusals import name_other_kind
from dossier.ingest.metadata.timestamps import epoch_to_iso
from dossier.problems import Failure

LONGEST_LINE = 8_000  # characters of a title and an address

_DATA_URL = re.compile(rb"data:[\w.+/;=-]{0,80}+,[\w+/=%.~-]{200,}+", re.ASCII)
_DATA_URL_TEXT = re.compile(_DATA_URL.pattern.decode(), re.ASCII)
_FRONT_MATTER = re.compile(r"\s*---\n(?P<fields>.*?)\n(?:---|\.\.\.)\n", re.DOTALL)
_FIELD = re.compile(r"(?m)^(published|updated|author|layout|title|date|from|url|link):[ \t]*(\S.*)")
_EPOCH = re.compile(r"\s*<!--\s*(\d{9,16})\s*-->")
_LINK = re.compile(r"(?=.*\)[ \t]*\Z)\[(?P<title>.*)\]\((?P<url>\S[^\n]*)\)[ \t]*")
_RULE = re.compile(r"\s*-{3,}[ \t]*(?:\n|$)")
_SAVED_HEADER = re.compile(r"<!--\s*Page saved with (?:SingleFile|Dossier)\b(.*?)-->", re.DOTALL)
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


def detect_capture(name: str, data: bytes) -> DetectedCapture:
    """Parse a capture of any format; raises Failure, with the file's name, if it is none."""
    if not data.strip():
        raise capture_failure(name, "the capture is empty", "save the page again, or delete the file")
    if packed.is_gzipped(data):
        data = packed.unpack_gzip(name, data)
        if packed.is_gzipped(data):
            raise capture_failure(name, "this gzip file holds another", "unpack it, and import what is in it")
    capture = _read_file_format(name, data) or _read_text(name, data)
    if len(capture.text) > LARGEST:
        capture = replace(capture, text=_DATA_URL_TEXT.sub("data:,", capture.text))
    if len(capture.text) > LARGEST:
        raise _too_large(name, len(capture.text))
    return capture


def _read_file_format(name: str, data: bytes) -> DetectedCapture | None:
    """The article in a file that is more than a text; None for others."""
    if webarchive.is_webarchive(data):
        return webarchive.read_webarchive(name, data)
    if pdf.is_pdf(data):
        return pdf.read_pdf(name, data)
    if word.is_word(data):
        return word.read_word(name, data)
    if mime.is_message(data):
        message = mime.parse_message(name, data)
        return mhtml.read_mhtml(name, message) if mhtml.is_saved_page(message) else mail.read_mail(name, message)
    if other := name_other_kind(data):
        raise capture_failure(name, f"this is {other.kind}, which is not imported", other.hint)
    return None


def _read_text(name: str, data: bytes) -> DetectedCapture:
    if len(data) > LARGEST:
        data = _DATA_URL.sub(b"data:,", data)
    if len(data) > LARGEST:
        raise _too_large(name, len(data))
    try:
        text, notes = decode_bytes(data)
    except UndecodableError as reason:
        hint = "import a text, a saved page, a mail … (docs/formats.md lists what is read)"
        raise capture_failure(name, f"this is no capture: {reason}", hint) from None
    for parse in _FORMATS:
        if capture := parse(text):
            return replace(capture, notes=notes)
    if _FEED.match(text):
        raise capture_failure(
            name, "this is a whole feed, not one article", "give it to `dossier import`, which takes it apart"
        )
    hint = "a text has its headline on the first line, and its paragraphs below; docs/formats.md lists what is read"
    raise capture_failure(name, "this is no capture of a shape that we know", hint)


def _too_large(name: str, size: int) -> Failure:
    fact = f"the capture has {size:,} bytes, and {LARGEST:,} is the most that is read"
    return capture_failure(name, fact, "save the page again without its pictures, or capture its text alone")


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
    clippings.read_clipping,
    _parse_markdown_export,
    clippings.read_plain_text,
)


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
