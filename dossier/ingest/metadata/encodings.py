"""Bytes → text: what the bytes say beats what they claim."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CLAIM = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page may claim its encoding
# The larger sets that browsers read for the names on the left.
_MEANT = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "windows-1252": "cp1252",
    "shift_jis": "cp932",
    "euc-jp": "euc_jp",
    "euc-kr": "cp949",
}
_COMMON = frozenset("的是不了在有人我这這中大来來上国國个個到说說们們为為子和你地出会會也时時要就可以对對日月年报報")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_ENOUGH = 200_000  # characters, to tell a right reading from a wrong one
_WORST = 0.02  # of the characters may be unreadable


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
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    claimed = _CLAIM.search(data[:_HEAD])
    claim = claimed[1].decode("ascii").lower() if claimed else ""
    readings = dict.fromkeys(filter(None, (_MEANT.get(claim), "gb18030", "big5hkscs", "cp1252")))
    texts = [text for text in (_strictly(data, encoding) for encoding in readings) if text]
    if texts and any(map(_chinese, texts)):
        return max(texts, key=_chinese), ()
    if texts:  # no Chinese: as it claims, or as the West writes
        return texts[0 if claim in _MEANT else -1], ()
    return _whole(data, _MEANT.get(claim, "utf-8"))


def _whole(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    text = data.decode(encoding, errors="replace")
    broken = text.count("\ufffd") - data.count("\ufffd".encode(encoding))
    if broken > max(3, len(text) * _WORST):
        raise UndecodableError("its bytes are in no encoding that we know")
    return text, ((f"{broken} unreadable character{'s' * (broken > 1)} shown as \ufffd",) if broken > 0 else ())


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _chinese(text: str) -> int:
    """How many of the commonest characters it has: a wrong reading has none but by chance."""
    return sum(map(text[:_ENOUGH].count, _COMMON))
