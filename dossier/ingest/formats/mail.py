"""Reads mails (.eml): the sender, the time, the subject and the text."""

from __future__ import annotations

import re
from email.message import Message

from dossier.ingest.formats.capture import DetectedCapture, capture_failure, split_headline
from dossier.ingest.formats.encodings import UndecodableError
from dossier.ingest.formats.mime import header_time, header_value, leaf_parts, mail_time, part_text
from dossier.ingest.formats.plain_text import plain_text_to_html, unfold_flowed

_PREFIX = re.compile(r"(?:(?:re|fwd?|aw|wg|tr|sv|vs|回复|回覆|转发|轉寄|答复)\s*[:：]\s*)+", re.IGNORECASE)
_SIGNATURE = re.compile(r"(?m)^-- \n")
_HTML_TEXT = re.compile(r"(?is)<(script|style|head|title)\b.*?(?:</\1\s*>|\Z)|<[^<>]*>|&nbsp;")
_WEB = ("http://", "https://")
_MAX_WORDS = 200_000  # characters of HTML that are searched for a word
_CIPHERS = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
_REMEDY = "save its text as a web page or as plain text, and import that"


def read_mail(name: str, message: Message) -> DetectedCapture:
    """A mail as an article by its sender."""
    if message.get_content_type() in _CIPHERS:
        raise capture_failure(name, "this mail is encrypted", "open it in your mail program, and save its text")
    texts = [part for part in leaf_parts(message) if _is_text(part)]
    try:
        html = next(
            (
                text
                for part in texts
                if part.get_content_subtype() == "html"
                if _has_words(text := part_text(part).text)
            ),
            "",
        )
        plain = [_plain_html(part) for part in texts if part.get_content_subtype() == "plain"]
    except UndecodableError as reason:
        raise capture_failure(name, f"the text of this mail cannot be read: {reason}", _REMEDY) from None
    text = html or "\n".join(filter(None, plain))
    if not text:
        kinds = ", ".join(dict.fromkeys(part.get_content_type() for part in leaf_parts(message)))
        raise capture_failure(name, f"this mail has no text, only {kinds or 'a header'}", _REMEDY)
    return DetectedCapture(
        "feed",
        text,
        url=_address(message),
        published=header_time(message, "Date") or _time_of_receipt(message),
        author=_sender(header_value(message, "From")),
        **split_headline(_PREFIX.sub("", header_value(message, "Subject")))._asdict(),
    )


def _sender(text: str) -> str:
    """The name of a sender, or the address without one; the standard library's parser can be nested until it fails."""
    named, bracket, address = text.partition("<")
    if not bracket:
        address, bracket, named = text.partition("(")  # `address (name)`
        named = named.rpartition(")")[0]
    return re.sub(r"\\(.)", r"\1", named.strip(" '\"")) or address.strip("<> ")


def _is_text(part: Message) -> bool:
    return part.get_content_type() in ("text/plain", "text/html") and part.get_content_disposition() != "attachment"


def _has_words(html: str) -> bool:
    return bool(_HTML_TEXT.sub("", html[:_MAX_WORDS]).strip())


def _plain_html(part: Message) -> str:
    text = part_text(part).text
    if str(part.get_param("format", "")).lower() == "flowed":
        text = unfold_flowed(text, delsp=str(part.get_param("delsp", "")).lower() == "yes")
    return plain_text_to_html(_SIGNATURE.split(text, maxsplit=1)[0])


def _address(message: Message) -> str:
    """Where the text is on the web, as archives of lists and readers of feeds note it."""
    values = (header_value(message, name).strip("<>") for name in ("Archived-At", "Content-Base", "X-RSS-URL"))
    return next((value for value in values if value.startswith(_WEB)), "")


def _time_of_receipt(message: Message) -> str:
    """When the first server received the mail."""
    hops = [str(value) for key, value in message.raw_items() if key.lower() == "received"]
    return mail_time(" ".join(hops[-1].rpartition(";")[2].split())) if hops else ""
