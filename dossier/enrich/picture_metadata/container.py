"""Shared by the formats: a bounds-checked reader, and the EXIF orientation."""

from __future__ import annotations

from typing import Literal

_ORIENTATION = 0x0112
_SHORT = 3


class Unclean(ValueError):
    """A picture's metadata cannot be removed, for this reason."""


class Reader:
    """Reads bytes in order; raises Unclean if the file ends too early."""

    def __init__(self, data: bytes, position: int = 0) -> None:
        self.data, self.position = data, position

    @property
    def remaining(self) -> int:
        return len(self.data) - self.position

    def take(self, length: int) -> bytes:
        if length < 0 or length > self.remaining:
            raise Unclean("it ends in the middle of the image")
        self.position += length
        return self.data[self.position - length : self.position]

    def number(self, length: int, order: Literal["big", "little"] = "big") -> int:
        return int.from_bytes(self.take(length), order)


def exif_orientation(exif: bytes) -> int:
    """The orientation in EXIF data (a TIFF header and its entries), from 1 to 8; 1 if there is none."""
    order: Literal["big", "little"] = "little" if exif[:2] == b"II" else "big"
    if exif[:4] not in (b"II*\0", b"MM\0*"):
        return 1
    reader = Reader(exif, 4)
    try:
        reader = Reader(exif, reader.number(4, order))
        for _ in range(reader.number(2, order)):
            tag, kind, count = (reader.number(length, order) for length in (2, 2, 4))
            value = reader.take(4)
            if (tag, kind, count) == (_ORIENTATION, _SHORT, 1):
                orientation = int.from_bytes(value[:2], order)
                return orientation if 1 <= orientation <= 8 else 1
    except Unclean:
        return 1  # broken EXIF, which browsers ignore as well
    return 1


def minimal_exif(orientation: int) -> bytes:
    """EXIF data that holds the orientation alone."""
    entry = b"\x01\x12\0\x03\0\0\0\x01\0%c\0\0" % orientation
    return b"MM\0*\0\0\0\x08\0\x01" + entry + b"\0\0\0\0"
