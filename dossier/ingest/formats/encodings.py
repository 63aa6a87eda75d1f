"""Decodes the bytes of a capture. What the bytes look like takes precedence over the encoding that they declare."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARATIONS = (
    re.compile(rb"""<meta\b[^>]{0,300}?charset\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE),
    re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE),
)
_HEAD = 16_384  # bytes in which a page may declare its encoding; SingleFile's comment comes first
# Supersets with which browsers decode these encodings.
_SUPERSETS = {"gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "euc-kr": "cp949", "shift_jis": "cp932"}
_UNRELIABLE = {"", "utf-8", "windows-1252", "gbk", "gb18030", "big5"}  # declared by Chinese pages, rightly or wrongly
_COMMON = frozenset("的是不了在有人我这這中大来來上国國个個到说說们們为為子和你地出会會也时時要就可以对對日月年报報")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_EXAMINED = 200_000  # characters that are examined
_MAX_BROKEN = 0.02  # share of characters that may be undecodable
_MIN_COMMON = 0.05  # minimum share of the commonest among the Han characters
_MIN_DISTINCT = 15  # distinct common characters needed to overrule another declared encoding
_HAN = re.compile("[\u3400-\u9fff]")
_SAMPLE = 40_000  # bytes of text from which an encoding is guessed
_BETWEEN_TAGS = re.compile(rb">([^<>]{2,})<")
_JAPANESE = (b"\x1b$B", b"\x1b$@")  # escape sequences of ISO-2022-JP, whose other bytes are ASCII
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_NOT_LATIN = re.compile("[^\\W\\d_A-Za-zÀ-ɏ]")


class DecodedText(NamedTuple):
    text: str
    notes: tuple[str, ...] = ()  # for the editor


class UndecodableError(ValueError):
    """The bytes are no text; the message says why."""


def decode_bytes(data: bytes, declared: str = "") -> DecodedText:
    """Decode bytes, with normalised line ends and without control characters.

    `declared` is the encoding that is named outside of the bytes, such as in the header of a mail.
    """
    text, notes = _decode(data, declared)
    controls = len(_CONTROL.findall(text))
    if controls > max(20, len(text) * 0.1):
        raise UndecodableError("it is not text")
    if controls:
        text = _CONTROL.sub("", text)
        notes += (f"{controls} control character{'s' * (controls > 1)} that no text may hold left out",)
    return DecodedText(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), notes)


def _decode(data: bytes, declared: str) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_leniently(data[len(mark) :], encoding)
    if any(escape in data for escape in _JAPANESE):
        return _decode_leniently(data, "iso2022_jp")
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    return _decode_legacy(data, declared)


def _decode_legacy(data: bytes, declared: str) -> tuple[str, tuple[str, ...]]:
    """Decode bytes that are not UTF-8: as Chinese if that is evident, else as declared, else as is most likely."""
    declared = _standard_name(declared) or _declared_encoding(data)
    min_distinct = 1 if declared in _UNRELIABLE else _MIN_DISTINCT
    texts = (_decode_strictly(data, encoding) for encoding in ("gb18030", "big5hkscs"))
    chinese = [text for text in texts if _is_chinese(text, min_distinct)]
    if chinese:
        return max(chinese, key=_count_common), ()
    if declared and declared != "utf-8":
        return _decode_leniently(data, _codec_name(declared))
    text = "" if declared else _decode_strictly(data, _guess_encoding(data))
    if text and len(_NOT_LATIN.findall(text[:_EXAMINED])) > len(_LATIN.findall(text[:_EXAMINED])) / 10:
        return text, ()  # a few non-Latin letters among Latin ones are more likely a wrong guess
    fallback = _decode_as_western(data) or text
    return (fallback, ()) if fallback else _decode_leniently(data, "utf-8")


def _declared_encoding(data: bytes) -> str:
    """The standard name of the encoding that a page declares under any of its labels."""
    for pattern in _DECLARATIONS:
        if match := pattern.search(data, 0, _HEAD):
            return _standard_name(match[1].decode("ascii", "replace"))
    return ""


def _standard_name(label: str) -> str:
    from webencodings import lookup  # noqa: PLC0415 # most captures are UTF-8, and need none

    encoding = lookup(label) if label else None
    return str(encoding.name) if encoding else ""


def _codec_name(name: str) -> str:
    from webencodings import lookup  # noqa: PLC0415 # likewise

    return _SUPERSETS.get(name) or lookup(name).codec_info.name


def _guess_encoding(data: bytes) -> str:
    """The most likely encoding of the text between tags, according to charset-normalizer."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 # likewise

    words = [part for part in _BETWEEN_TAGS.findall(data) if not part.isascii()]
    best = from_bytes(b"\n".join(words)[:_SAMPLE]).best() if words else None
    return best.encoding if best else "ascii"


def _decode_as_western(data: bytes) -> str:
    """Decode as Windows-1252 if hardly any of the text is valid UTF-8."""
    text = data.decode("utf-8", errors="replace")
    others = sum(character > "\x7f" and character != "\ufffd" for character in text)
    return "" if others >= text.count("\ufffd") else _decode_strictly(data, "cp1252")


def _decode_leniently(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    text = data.decode(encoding, errors="replace")
    in_source = data.count("\ufffd".encode(encoding)) if encoding.startswith("utf") else 0  # present in the source
    broken = text.count("\ufffd") - in_source
    if broken > max(3, len(text) * _MAX_BROKEN):
        raise UndecodableError("its bytes are in no encoding that we know")
    return text, ((f"{broken} unreadable character{'s' * (broken > 1)} shown as \ufffd",) if broken > 0 else ())


def _decode_strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _is_chinese(text: str, min_distinct: int) -> bool:
    """Whether a text has the commonest characters as often as Chinese does, and enough distinct ones."""
    han = _HAN.findall(text[:_EXAMINED])
    common = [character for character in han if character in _COMMON]
    return bool(han) and len(common) > len(han) * _MIN_COMMON and len(set(common)) >= min_distinct


def _count_common(text: str) -> int:
    """The number of common characters, which a wrong decoding has only by chance."""
    return sum(map(text[:_EXAMINED].count, _COMMON))
