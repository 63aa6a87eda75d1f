"""WebP: chunks within RIFF, and those of a frame within its own."""

from __future__ import annotations

from collections.abc import Iterator

from dossier.enrich.picture_metadata.container import Reader, Unclean, minimal_exif, orientation

_KEPT = frozenset((b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ICCP"))
_HAS_EXIF, _OTHER_FLAGS = 0x08, 0x32  # the second: a profile, alpha, frames


def matches(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def without_metadata(data: bytes) -> bytes:
    """The image or its frames, the colour profile, and the orientation."""
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise Unclean("it ends in the middle of the image")
    kept: list[tuple[bytes, bytes]] = []
    turned = 1
    for name, body in _chunks(data[12:end]):
        if name == b"EXIF":
            turned = orientation(body.removeprefix(b"Exif\0\0"))
        elif name == b"ANMF":
            kept.append((name, _frame(body)))
        elif name == b"VP8X":
            kept.append((name, _header(body)))
        elif name in _KEPT:
            kept.append((name, body))
    if not any(name in (b"VP8 ", b"VP8L", b"ANMF") for name, _ in kept):
        raise Unclean("it holds no image")
    if turned != 1 and kept[0][0] == b"VP8X":
        header = kept[0][1]
        kept[0] = (b"VP8X", b"%c" % (header[0] | _HAS_EXIF) + header[1:])
        kept.append((b"EXIF", minimal_exif(turned)))
    body = b"WEBP" + _written(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    reader = Reader(data)
    while reader.left >= 8:
        name = reader.take(4)
        length = reader.number(4, "little")
        yield name, reader.take(length)
        reader.at += length & 1


def _written(chunks: list[tuple[bytes, bytes]]) -> bytes:
    return b"".join(
        name + len(body).to_bytes(4, "little") + body + (b"\0" if len(body) & 1 else b"") for name, body in chunks
    )


def _frame(body: bytes) -> bytes:
    """A frame's place and timing, and its image."""
    parts = [(name, part) for name, part in _chunks(body[16:]) if name in _KEPT]
    if len(body) < 16 or not parts:
        raise Unclean("a frame of it is broken")
    return body[:16] + _written(parts)


def _header(body: bytes) -> bytes:
    """What kinds of chunks there are, and how large the image is."""
    if len(body) < 10:
        raise Unclean("it does not begin as a WebP does")
    return b"%c\0\0\0" % (body[0] & _OTHER_FLAGS) + body[4:10]
