"""Reads Safari's web archives (.webarchive): a property list with the page and its files."""

from __future__ import annotations

import plistlib
from typing import Any
from xml.parsers.expat import ExpatError

from dossier.ingest.formats.capture import DetectedCapture, capture_failure
from dossier.ingest.formats.encodings import UndecodableError, decode_bytes

_BINARY, _XML, _KEY = b"bplist00", b"<plist", b"WebMainResource"
_HEAD = 2_000
_REMEDY = "save the page again: in Safari as a web archive, or with SingleFile"


def is_webarchive(data: bytes) -> bool:
    return _KEY in data and (data.startswith(_BINARY) or _XML in data[:_HEAD])


def read_webarchive(name: str, data: bytes) -> DetectedCapture:
    """The page of a web archive, without its pictures and frames."""
    try:
        archive = plistlib.loads(data)
    except (ValueError, TypeError, OverflowError, RecursionError, ExpatError, plistlib.InvalidFileException) as error:
        raise capture_failure(name, f"this web archive is broken: {error or type(error).__name__}", _REMEDY) from None
    page = archive.get("WebMainResource") if isinstance(archive, dict) else None
    html = page.get("WebResourceData") if isinstance(page, dict) else None
    if not isinstance(page, dict) or not isinstance(html, bytes):
        raise capture_failure(name, "this web archive holds no page", _REMEDY)
    kind = _text_property(page, "WebResourceMIMEType")
    if kind not in ("", "text/html", "application/xhtml+xml"):
        raise capture_failure(name, f"this web archive holds no page, but {kind}", "save the file itself")
    try:
        text, notes = decode_bytes(html, _text_property(page, "WebResourceTextEncodingName"))
    except UndecodableError as reason:
        raise capture_failure(name, f"the page in this web archive cannot be read: {reason}", _REMEDY) from None
    return DetectedCapture("page", text, url=_text_property(page, "WebResourceURL"), notes=notes)


def _text_property(page: dict[Any, Any], key: str) -> str:
    value = page.get(key)
    return value.strip() if isinstance(value, str) else ""
