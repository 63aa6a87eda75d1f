"""WebP: chunks in a RIFF container; an animation frame contains chunks of its own."""

from __future__ import annotations

from collections.abc import Iterator

from dossier.enrich.picture_metadata.container import Reader, Unclean, exif_orientation, minimal_exif

_IMAGE_CHUNKS = frozenset((b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ICCP"))
_HAS_EXIF, _OTHER_FLAGS = 0x08, 0x32  # the second: a profile, alpha, frames


def is_webp(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def clean_webp(data: bytes) -> bytes:
    """Keeps the image or its frames, the colour profile and the orientation."""
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise Unclean("it ends in the middle of the image")
    chunks: list[tuple[bytes, bytes]] = []
    orientation = 1
    for name, body in _chunks(data[12:end]):
        if name == b"EXIF":
            orientation = exif_orientation(body.removeprefix(b"Exif\0\0"))
        elif name == b"ANMF":
            chunks.append((name, _clean_frame(body)))
        elif name == b"VP8X":
            chunks.append((name, _clean_header(body)))
        elif name in _IMAGE_CHUNKS:
            chunks.append((name, body))
    if not any(name in (b"VP8 ", b"VP8L", b"ANMF") for name, _ in chunks):
        raise Unclean("it holds no image")
    if orientation != 1 and chunks[0][0] == b"VP8X":
        header = chunks[0][1]
        chunks[0] = (b"VP8X", b"%c" % (header[0] | _HAS_EXIF) + header[1:])
        chunks.append((b"EXIF", minimal_exif(orientation)))
    body = b"WEBP" + _encoded_chunks(chunks)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    reader = Reader(data)
    while reader.remaining >= 8:
        name = reader.take(4)
        length = reader.number(4, "little")
        yield name, reader.take(length)
        reader.position += length & 1


def _encoded_chunks(chunks: list[tuple[bytes, bytes]]) -> bytes:
    return b"".join(
        name + len(body).to_bytes(4, "little") + body + (b"\0" if len(body) & 1 else b"") for name, body in chunks
    )


def _clean_frame(body: bytes) -> bytes:
    """A frame with its position, timing and image alone."""
    parts = [(name, part) for name, part in _chunks(body[16:]) if name in _IMAGE_CHUNKS]
    if len(body) < 16 or not parts:
        raise Unclean("a frame of it is broken")
    return body[:16] + _encoded_chunks(parts)


def _clean_header(body: bytes) -> bytes:
    """The header with the flags of retained chunks and the image's size alone."""
    if len(body) < 10:
        raise Unclean("it does not begin as a WebP does")
    return b"%c\0\0\0" % (body[0] & _OTHER_FLAGS) + body[4:10]
