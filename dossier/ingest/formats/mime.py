"""Parses messages in MIME (MHTML, mail) within limits, and decodes their headers and texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import parsedate_to_datetime
from typing import Any

from dossier.ingest.formats.capture import capture_failure
from dossier.ingest.formats.encodings import DecodedText, decode_bytes

_HEADER = re.compile(rb"(?:From [^\n]*\n)?(?:[A-Za-z][\w-]{0,60}:[^\n]*\n(?:[ \t][^\n]*\n)*){2}")
_NAMED = re.compile(rb"(?im)^(from|date|subject|message-id|received|mime-version|snapshot-content-location):")
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")
_HEAD = 100_000  # bytes of headers
_MAX_VALUE = 8_000  # characters of a header
_MAX_DEPTH = 100  # containers that a message may name
_MAX_PARTS = 20_000
_ZONE_NAME = re.compile(r"(?<!\s)\s*+\([^()]*\)\s*$")


def is_message(data: bytes) -> bool:
    """Whether a file begins with headers, at least two of them those of a message."""
    if not _HEADER.match(data[:_HEAD].replace(b"\r\n", b"\n")):
        return False
    end = _END_OF_HEADER.search(data, 0, _HEAD)
    names = {name.lower() for name in _NAMED.findall(data[: end.start() if end else _HEAD])}
    return len(names) >= 2 and bool(names & {b"from", b"received", b"mime-version"})


def parse_message(name: str, data: bytes) -> Message:
    """Parse a message; raises Failure where it has too many parts, or parts nested too deep."""
    depth = len(re.findall(rb"(?im)^content-type:\s*(?:multipart|message)/", data))
    parts = data.count(b"\n--")
    if depth > _MAX_DEPTH or parts > _MAX_PARTS:
        fact = f"this message has {max(depth, parts):,} parts; {_MAX_PARTS:,}, and {_MAX_DEPTH} nested ones, are read"
        raise capture_failure(name, fact, "save the article as a web page, and import that")
    try:
        return BytesParser(policy=compat32).parsebytes(re.sub(rb"\AFrom [^\n]*\n", b"", data))
    except (MessageError, ValueError, RecursionError, LookupError, TypeError) as error:
        raise capture_failure(name, f"this message cannot be parsed: {error}", "save it again") from None


def leaf_parts(message: Message) -> Iterator[Message]:
    """The parts with content, in order; those of attached messages are left out."""
    pending: list[Any] = [message]
    while pending:
        part: Message = pending.pop()
        multiple = part.is_multipart() and part.get_content_maintype() == "multipart"
        inner = part.get_payload() if multiple else None
        if isinstance(inner, list):
            pending += inner[::-1]
        elif part.get_content_maintype() != "message":
            yield part


def header_value(message: Message, name: str) -> str:
    """A header as text, on one line; "" without it."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    text = str(raw)[:_MAX_VALUE]
    try:
        data = text.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        return " ".join(text.split())
    if data.decode("ascii", "ignore") != text:  # raw bytes, which no standard allows
        return " ".join(_decoded(data, "").split())
    try:
        words = decode_header(text)
    except (HeaderParseError, ValueError):
        return " ".join(text.split())
    pieces = (word if isinstance(word, str) else _decoded(word, charset or "") for word, charset in words)
    return " ".join("".join(pieces).split())


def header_time(message: Message, name: str) -> str:
    """The time in a header in ISO 8601; "" without one."""
    return mail_time(header_value(message, name))


def mail_time(text: str) -> str:
    """A time as mails write it, in ISO 8601; "" if it is none."""
    try:
        moment = parsedate_to_datetime(_ZONE_NAME.sub("", text))
    except (ValueError, TypeError, IndexError, OverflowError):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return ""
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def part_text(part: Message) -> DecodedText:
    """The text of a part, decoded as its header and its bytes say; raises UndecodableError."""
    payload = part.get_payload(decode=True)
    charset = part.get_param("charset", "")
    return decode_bytes(payload if isinstance(payload, bytes) else b"", charset if isinstance(charset, str) else "")


def _decoded(data: bytes, charset: str) -> str:
    try:
        return decode_bytes(data, charset).text
    except ValueError:
        return data.decode("utf-8", "replace")
