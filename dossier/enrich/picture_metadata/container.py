"""What the formats have in common: a reader that stays within the file, and the orientation that EXIF holds."""

from __future__ import annotations

from typing import Literal

_ORIENTATION = 0x0112
_SHORT = 3


class Unclean(ValueError):
    """A picture whose metadata cannot be taken out, for this reason."""


class Reader:
    """Bytes read in order; Unclean where the file ends too early."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data, self.at = data, at

    @property
    def left(self) -> int:
        return len(self.data) - self.at

    def take(self, length: int) -> bytes:
        if length < 0 or length > self.left:
            raise Unclean("it ends in the middle of the image")
        self.at += length
        return self.data[self.at - length : self.at]

    def number(self, length: int, order: Literal["big", "little"] = "big") -> int:
        return int.from_bytes(self.take(length), order)


def orientation(exif: bytes) -> int:
    """How EXIF (a TIFF header and what follows) says the image is to be turned, from 1 to 8; 1 where it does not say."""
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
                turned = int.from_bytes(value[:2], order)
                return turned if 1 <= turned <= 8 else 1
    except Unclean:
        return 1  # broken EXIF, which no browser follows either
    return 1


def minimal_exif(turned: int) -> bytes:
    """EXIF that says how the image is turned, and nothing else."""
    entry = b"\x01\x12\0\x03\0\0\0\x01\0%c\0\0" % turned
    return b"MM\0*\0\0\0\x08\0\x01" + entry + b"\0\0\0\0"
