"""Reads pages saved as one file by Chromium and others (.mhtml, .mht)."""

from __future__ import annotations

from email.message import Message

from dossier.ingest.formats.capture import DetectedCapture, capture_failure
from dossier.ingest.formats.encodings import UndecodableError
from dossier.ingest.formats.mime import header_time, header_value, leaf_parts, part_text

_SNAPSHOT = "Snapshot-Content-Location"
_LOCATION = "Content-Location"
_PAGES = ("text/html", "application/xhtml+xml")
_REMEDY = "save the page again, as a single file or with SingleFile"


def is_saved_page(message: Message) -> bool:
    """Whether a message is a saved page: it names a page's address, and nobody sent it."""
    if message.get(_SNAPSHOT):
        return True
    sent = message.get("To") or message.get("Received") or message.get("Message-ID")
    kinds = ("multipart/related", *_PAGES)
    return not sent and message.get_content_type() in kinds and any(part.get(_LOCATION) for part in leaf_parts(message))


def read_mhtml(name: str, message: Message) -> DetectedCapture:
    """The page of an MHTML file, without its pictures and frames."""
    pages = [part for part in leaf_parts(message) if part.get_content_type() in _PAGES]
    if not pages:
        raise capture_failure(name, "this saved page holds no HTML", _REMEDY)
    snapshot = header_value(message, _SNAPSHOT)
    page = next((part for part in pages if snapshot and header_value(part, _LOCATION) == snapshot), pages[0])
    url = snapshot or header_value(page, _LOCATION)
    try:
        text, notes = part_text(page)
    except UndecodableError as reason:
        raise capture_failure(name, f"the page in this file cannot be read: {reason}", _REMEDY) from None
    if not text.strip():
        raise capture_failure(name, "the page in this file is empty", _REMEDY)
    return DetectedCapture("page", text, url=url, captured_at=header_time(message, "Date"), notes=notes)
