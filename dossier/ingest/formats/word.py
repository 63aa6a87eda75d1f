"""Reads Word documents (.docx): headings, lists, tables, links. The only module that imports mammoth."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape

from dossier.ingest.formats.capture import LARGEST, LARGEST_FILE, DetectedCapture, capture_failure, split_headline
from dossier.ingest.formats.written_days import find_day
from dossier.ingest.metadata.timestamps import parse_timestamp

_DOCUMENT, _PROPERTIES = "word/document.xml", "docProps/core.xml"
_MAX_MEMBERS = 5_000
_MAX_PROPERTIES = 100_000  # bytes
_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"
_FIRST_PARAGRAPHS = 6  # in which the date is looked for
_PARAGRAPH = re.compile(r"<(p|h[1-6])>((?:[^<]|<(?!/?\1>))*+)</\1>")
_TAG = re.compile(r"<[^<>]*>")
_FIELD = re.compile(r"<(?:dc|dcterms):(title|creator|created)\b[^>]*>([^<]*)<")
_NOBODY = re.compile(r"(?i)\b(?:user|administrator|python-docx|author)\b")
_REMEDY = "save it as .docx again, or its text as a web page"


def is_word(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04") and b"word/" in data and _DOCUMENT.encode() in data


def read_word(name: str, data: bytes) -> DetectedCapture:
    """The text of a Word document, without its pictures."""
    from mammoth import convert_to_html  # noqa: PLC0415 # loaded when such a document comes in
    from mammoth.images import img_element  # noqa: PLC0415 # likewise

    try:
        properties = _checked_properties(data)
        picture = img_element(lambda _image: {"src": ""})
        html = convert_to_html(io.BytesIO(data), style_map=_STYLES, convert_image=picture).value
    except MemoryError:
        raise
    except _RefusalError as reason:
        raise capture_failure(name, f"this Word document is not read: {reason}", _REMEDY) from None
    except Exception as error:  # noqa: BLE001 # mammoth raises whatever a broken file leads to
        raise capture_failure(name, f"this Word document is broken: {type(error).__name__}", _REMEDY) from None
    first = [(tag, unescape(_TAG.sub("", text)).strip()) for tag, text in _PARAGRAPH.findall(html[:20_000])]
    heading = next((text for tag, text in first[:2] if tag == "h1" and text), "")
    title = heading or properties.get("title", "") or next((text for _, text in first if text), "")
    day = next((day for _, text in first[:_FIRST_PARAGRAPHS] if (day := find_day(text))), "")
    author = properties.get("creator", "")
    return DetectedCapture(
        "feed",
        html,
        published=day or parse_timestamp(properties.get("created", ""), "")[:10],
        author="" if _NOBODY.search(author) else author,
        **split_headline(title)._asdict(),
    )


class _RefusalError(Exception):
    """The document is larger than is read, or holds what a document may not."""


def _checked_properties(data: bytes) -> dict[str, str]:
    """What the file says of itself; raises _RefusalError where unpacking or parsing it would be too much work."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        if len(members) > _MAX_MEMBERS or sum(member.file_size for member in members) > LARGEST_FILE:
            raise _RefusalError(f"it unpacks to more than {LARGEST_FILE:,} bytes, or {_MAX_MEMBERS:,} files")
        texts = [member for member in members if member.filename.endswith((".xml", ".rels"))]
        for member in texts:
            if member.file_size > LARGEST:
                raise _RefusalError(f"{member.filename} has {member.file_size:,} bytes, and {LARGEST:,} is the most")
            if b"<!DOCTYPE" in archive.read(member):
                raise _RefusalError(f"{member.filename} declares entities, which no document may")
        core = archive.read(_PROPERTIES)[:_MAX_PROPERTIES] if _PROPERTIES in archive.namelist() else b""
    found = _FIELD.findall(core.decode("utf-8", "replace"))
    return {key: " ".join(unescape(value).split()) for key, value in found}
