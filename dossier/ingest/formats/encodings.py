"""Bytes → text: what the bytes say beats what they claim."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CLAIMS = (
    re.compile(rb"""<meta\b[^>]{0,300}?charset\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE),
    re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE),
)
_HEAD = 16_384  # bytes in which a page may claim its encoding; SingleFile's note comes before it
# Larger sets than Python's codecs of these names have, as browsers read them.
_LARGER = {"gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "euc-kr": "cp949", "shift_jis": "cp932"}
_UNTOLD = {"", "utf-8", "windows-1252", "gbk", "gb18030", "big5"}  # claims that Chinese pages make, rightly or not
_COMMON = frozenset("的是不了在有人我这這中大来來上国國个個到说說们們为為子和你地出会會也时時要就可以对對日月年报報")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_ENOUGH = 200_000  # characters, to tell a right reading from a wrong one
_WORST = 0.02  # of the characters may be unreadable
_CHINESE = 0.05  # of its Han characters are among the commonest, which a wrong reading has by chance alone
_MANY = 15  # different ones of them, to gainsay a claim that no Chinese page makes by mistake
_HAN = re.compile("[\u3400-\u9fff]")
_SAMPLE = 40_000  # bytes between tags, to guess an encoding from
_BETWEEN_TAGS = re.compile(rb">([^<>]{2,})<")
_JAPANESE = (b"\x1b$B", b"\x1b$@")  # escapes of the one encoding that is ASCII to the eye
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_FOREIGN = re.compile("[^\\W\\d_A-Za-zÀ-ɏ]")


class DecodedText(NamedTuple):
    text: str
    notes: tuple[str, ...] = ()  # what a reader should know of it


class UndecodableError(ValueError):
    """Why bytes are no text."""


def decode_bytes(data: bytes) -> DecodedText:
    """The text, its lines ended as ours are, without the characters that no text may hold."""
    text, notes = _text(data)
    controls = len(_CONTROL.findall(text))
    if controls > max(20, len(text) * 0.1):
        raise UndecodableError("it is not text")
    if controls:
        text = _CONTROL.sub("", text)
        notes += (f"{controls} control character{'s' * (controls > 1)} that no text may hold left out",)
    return DecodedText(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), notes)


def _text(data: bytes) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _whole(data[len(mark) :], encoding)
    if any(escape in data for escape in _JAPANESE):
        return _whole(data, "iso2022_jp")
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    return _other(data)


def _other(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of bytes that are not UTF-8: Chinese that is plainly so, else as the page claims, else as is likely."""
    claim = _claimed(data)
    least = 1 if claim in _UNTOLD else _MANY
    texts = (_strictly(data, encoding) for encoding in ("gb18030", "big5hkscs"))
    chinese = [text for text in texts if _is_chinese(text, least)]
    if chinese:
        return max(chinese, key=_chinese), ()
    if claim and claim != "utf-8":
        return _whole(data, _codec(claim))
    text = "" if claim else _strictly(data, _detected(data))
    if text and len(_FOREIGN.findall(text[:_ENOUGH])) > len(_LATIN.findall(text[:_ENOUGH])) / 10:
        return text, ()  # of Latin letters, what the West writes is likelier than what a few of them suggest
    few = _broken_utf_8(data) or text
    return (few, ()) if few else _whole(data, "utf-8")


def _claimed(data: bytes) -> str:
    """The standard's name of the encoding that a page claims: browsers know many labels of each."""
    from webencodings import lookup  # noqa: PLC0415 # most captures are UTF-8, and need none

    for pattern in _CLAIMS:
        if found := pattern.search(data, 0, _HEAD):
            encoding = lookup(found[1].decode("ascii", "replace"))
            return str(encoding.name) if encoding else ""
    return ""


def _codec(name: str) -> str:
    from webencodings import lookup  # noqa: PLC0415 # likewise

    return _LARGER.get(name) or lookup(name).codec_info.name


def _detected(data: bytes) -> str:
    """The encoding that the text between the tags is most likely in, as charset-normalizer tells."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 # likewise

    words = [part for part in _BETWEEN_TAGS.findall(data) if not part.isascii()]
    best = from_bytes(b"\n".join(words)[:_SAMPLE]).best() if words else None
    return best.encoding if best else "ascii"


def _broken_utf_8(data: bytes) -> str:
    """The text as the West writes it, where hardly any of it is UTF-8."""
    text = data.decode("utf-8", errors="replace")
    others = sum(character > "\x7f" and character != "\ufffd" for character in text)
    return "" if others >= text.count("\ufffd") else _strictly(data, "cp1252")


def _whole(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    text = data.decode(encoding, errors="replace")
    own = data.count("\ufffd".encode(encoding)) if encoding.startswith("utf") else 0  # that stood there already
    broken = text.count("\ufffd") - own
    if broken > max(3, len(text) * _WORST):
        raise UndecodableError("its bytes are in no encoding that we know")
    return text, ((f"{broken} unreadable character{'s' * (broken > 1)} shown as \ufffd",) if broken > 0 else ())


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _is_chinese(text: str, least: int) -> bool:
    """Whether a reading has the commonest characters as often as Chinese does, and at least so many different ones."""
    han = _HAN.findall(text[:_ENOUGH])
    common = [character for character in han if character in _COMMON]
    return bool(han) and len(common) > len(han) * _CHINESE and len(set(common)) >= least


def _chinese(text: str) -> int:
    """How many of the commonest characters it has: a wrong reading has none but by chance."""
    return sum(map(text[:_ENOUGH].count, _COMMON))
