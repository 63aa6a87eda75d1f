"""PNG and APNG: a sequence of named chunks, each with a checksum."""

from __future__ import annotations

import zlib

from dossier.enrich.picture_metadata.container import Reader, Unclean, exif_orientation, minimal_exif

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_IMAGE = frozenset((b"IHDR", b"PLTE", b"IDAT", b"IEND", b"fdAT"))
_MAX_LENGTHS = {  # other chunks that affect display, and their maximum lengths
    b"tRNS": 256,
    b"gAMA": 4,
    b"cHRM": 32,
    b"sRGB": 1,
    b"sBIT": 4,
    b"bKGD": 6,
    b"pHYs": 9,
    b"cICP": 4,
    b"mDCV": 24,
    b"mDCv": 24,
    b"cLLI": 8,
    b"cLLi": 8,
    b"acTL": 8,
    b"fcTL": 26,
}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_MAX_UNPACKED = 1 << 30  # bytes of an image, uncompressed


def is_png(data: bytes) -> bool:
    return data.startswith(_SIGNATURE)


def clean_png(data: bytes) -> bytes:
    """Keeps the chunks of the image, the colour profile without its name, and the orientation."""
    reader = Reader(data, len(_SIGNATURE))
    chunks: list[tuple[bytes, bytes]] = []
    orientation = 1
    while not chunks or chunks[-1][0] != b"IEND":
        name, body = _chunk(reader)
        if name == b"eXIf":
            orientation = exif_orientation(body)
        elif name == b"iCCP":
            chunks.append((name, _anonymous_profile(body)))
        elif name in _IMAGE or len(body) <= _MAX_LENGTHS.get(name, -1):
            chunks.append((name, body))
        elif name[:1].isupper():
            raise Unclean("it holds a part that only some programs know")
    _check_image(chunks)
    if orientation != 1:
        chunks.insert(1, (b"eXIf", minimal_exif(orientation)))
    return _SIGNATURE + b"".join(_encoded_chunk(name, body) for name, body in chunks)


def _chunk(reader: Reader) -> tuple[bytes, bytes]:
    length = reader.number(4)
    name = reader.take(4)
    body = reader.take(length)
    if reader.number(4) != zlib.crc32(body, zlib.crc32(name)):
        raise Unclean("a checksum in it is wrong")
    return name, body


def _encoded_chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + name + body + zlib.crc32(body, zlib.crc32(name)).to_bytes(4)


def _anonymous_profile(body: bytes) -> bytes:
    """The colour profile under a generic name."""
    _, separator, packed = body.partition(b"\0")
    if not separator or packed[:1] != b"\0":
        raise Unclean("its colour profile is broken")
    _unpacked_length(packed[1:], _MAX_UNPACKED)
    return b"icc\0" + packed


def _check_image(chunks: list[tuple[bytes, bytes]]) -> None:
    """Refuses an incomplete image, and one with data after its last pixel."""
    if chunks[0][0] != b"IHDR" or len(chunks[0][1]) != 13 or chunks[-1][1]:
        raise Unclean("it does not begin and end as a PNG does")
    if any(name == b"PLTE" and (len(body) % 3 or len(body) > 768) for name, body in chunks):
        raise Unclean("its palette is broken")
    header = chunks[0][1]
    size = int.from_bytes(header[:4]), int.from_bytes(header[4:8])
    frame, images = size, {"": (size, [body for name, body in chunks if name == b"IDAT"])}
    for number, (name, body) in enumerate(chunks):
        if name == b"fcTL" and len(body) == 26:
            frame, current = (int.from_bytes(body[4:8]), int.from_bytes(body[8:12])), str(number)
            images[current] = (frame, [])
        elif name == b"fdAT":
            if len(images) == 1:
                raise Unclean("a frame of it has no size")
            next(reversed(images.values()))[1].append(body[4:])
    for (width, height), parts in images.values():
        if parts or (width, height) == size:
            _check_pixels(header, width, height, b"".join(parts))


def _check_pixels(header: bytes, width: int, height: int, packed: bytes) -> None:
    bits = header[8] * _CHANNELS.get(header[9], 0)
    if not packed:
        return
    passes = ((8, 8, 0, 0), (8, 8, 4, 0), (4, 8, 0, 4), (4, 4, 2, 0), (2, 4, 0, 2), (2, 2, 1, 0), (1, 2, 0, 1))
    expected = 0
    for across, down, left, top in passes if header[12] else ((1, 1, 0, 0),):
        wide, high = -(-(width - left) // across), -(-(height - top) // down)
        if wide > 0 and high > 0:
            expected += high * (1 + (wide * bits + 7) // 8)
    if expected > _MAX_UNPACKED:
        raise Unclean("it is too large to be looked through")
    if _unpacked_length(packed, expected) != expected:
        raise Unclean("it ends before its image does")


def _unpacked_length(packed: bytes, limit: int) -> int:
    """How many bytes a stream unpacks to; raises Unclean beyond `limit`, or if data follows the stream."""
    stream, length = zlib.decompressobj(), 0
    try:
        while not stream.eof and packed:
            length += len(stream.decompress(packed, 1 << 20))
            packed = stream.unconsumed_tail
            if length > limit:
                raise Unclean("it holds more than its image")
    except zlib.error:
        raise Unclean("its image is broken") from None
    if not stream.eof:
        raise Unclean("it ends before its image does")
    if stream.unused_data:
        raise Unclean("it holds more than its image")
    return length
