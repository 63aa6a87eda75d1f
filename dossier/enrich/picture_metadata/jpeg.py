"""JPEG: a sequence of marked segments, with the encoded image between some of them."""

from __future__ import annotations

from collections.abc import Callable

from dossier.enrich.picture_metadata.container import Reader, Unclean, exif_orientation, minimal_exif

_SOI, _EOI, _SOS, _APP0, _APP1, _APP2, _APP14 = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE
_RESTART = range(0xD0, 0xD8)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Besides frames and scans: Huffman and arithmetic tables, quantisation, number of lines, restart interval, hierarchy.
_CODING = _FRAMES | {0xC4, 0xCC, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF}
_EXIF, _ICC = b"Exif\0", b"ICC_PROFILE\0"


def is_jpeg(data: bytes) -> bool:
    return data.startswith(b"\xff\xd8\xff")


def clean_jpeg(data: bytes) -> bytes:
    """Keeps the segments that decode the image, the JFIF and Adobe colour models and profiles; drops all after the image."""
    reader = Reader(data, 2)
    segments: list[bytes] = []
    jfif, orientation, scans = b"", 1, 0
    while (marker := _next_marker(reader)) != _EOI:
        if marker == _SOI:
            raise Unclean("an image stands inside the image")
        body = reader.take(reader.number(2) - 2)
        if marker == _APP0 and body.startswith(b"JFIF\0") and len(body) >= 14:
            jfif = jfif or _segment(_APP0, body[:12] + b"\0\0")  # without its thumbnail
        elif marker == _APP1 and body.startswith(_EXIF):
            orientation = exif_orientation(body[6:]) if orientation == 1 else orientation
        elif (marker == _APP2 and body.startswith(_ICC)) or marker in _CODING:
            segments.append(_segment(marker, _checked_body(marker, body)))
        elif marker == _APP14 and body.startswith(b"Adobe") and len(body) >= 12:
            segments.append(_segment(marker, body[:12]))
        elif marker == _SOS:
            scans += 1
            segments += [_segment(marker, _checked_body(marker, body)), _scan(reader)]
    if not scans:
        raise Unclean("it holds no image")
    exif = _segment(_APP1, _EXIF + b"\0" + minimal_exif(orientation)) if orientation != 1 else b""
    return b"".join((b"\xff\xd8", jfif, exif, *segments, b"\xff\xd9"))


def _segment(marker: int, body: bytes) -> bytes:
    return b"\xff%c" % marker + (len(body) + 2).to_bytes(2) + body


def _next_marker(reader: Reader) -> int:
    """The next marker that begins a segment; bytes before it belong to no segment and are dropped."""
    while True:
        start = reader.data.find(b"\xff", reader.position)
        if start < 0:
            raise Unclean("it ends before its image does")
        reader.position = start
        while (marker := reader.number(1)) == 0xFF:
            pass
        if marker not in (0, 1) and marker not in _RESTART:
            return marker


def _scan(reader: Reader) -> bytes:
    """The encoded image data up to the next marker."""
    start = at = reader.position
    while (at := reader.data.find(b"\xff", at)) >= 0 and at + 1 < len(reader.data):
        following = reader.data[at + 1]
        if following not in (0, 0xFF) and following not in _RESTART:
            reader.position = at
            return reader.data[start:at].rstrip(b"\xff")  # fill bytes belong to the marker
        at += 1 if following == 0xFF else 2
    raise Unclean("it ends before its image does")


def _checked_body(marker: int, body: bytes) -> bytes:
    """The segment's body, if it has exactly the length that its kind prescribes."""
    if marker in _FRAMES:
        fits = len(body) >= 6 and len(body) == 6 + 3 * body[5]
    elif marker == _SOS:
        fits = len(body) >= 1 and len(body) == 4 + 2 * body[0]
    elif marker in (0xDD, 0xDC):
        fits = len(body) == 2
    elif marker == 0xDB:
        fits = _tables_fill(body, lambda rest: 129 if rest[0] >> 4 else 65)
    elif marker == 0xC4:
        fits = _tables_fill(body, lambda rest: 17 + sum(rest[1:17]))
    else:
        fits = len(body) <= 64 or marker == _APP2
    if not fits:
        raise Unclean("a part of it holds more or less than its kind does")
    return body


def _tables_fill(body: bytes, length: Callable[[bytes], int]) -> bool:
    """Whether consecutive tables, whose length `length` derives from their start, fill the body exactly."""
    while body:
        size = length(body)
        if size > len(body):
            return False
        body = body[size:]
    return True
