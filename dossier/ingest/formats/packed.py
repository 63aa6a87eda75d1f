"""Unpacks a capture that was compressed with gzip (`page.html.gz`), within limits."""

from __future__ import annotations

import zlib

from dossier.ingest.formats.capture import LARGEST_FILE, capture_failure

_MAGIC = b"\x1f\x8b"
_GZIP = 31  # the window's size, with a gzip header
_REMEDY = "save the page again, or unpack the file yourself (`gunzip`)"


def is_gzipped(data: bytes) -> bool:
    return data.startswith(_MAGIC)


def unpack_gzip(name: str, data: bytes, largest: int = LARGEST_FILE) -> bytes:
    """The content of a gzip file of one or more members; raises Failure where it is broken or too large."""
    parts: list[bytes] = []
    size = 0
    while data.startswith(_MAGIC):
        unpacker = zlib.decompressobj(_GZIP)
        try:
            part = unpacker.decompress(data, largest - size + 1)
        except zlib.error as error:
            raise capture_failure(name, f"this gzip file is broken: {error}", _REMEDY) from None
        parts.append(part)
        size += len(part)
        if size > largest:
            raise capture_failure(name, f"this gzip file unpacks to more than {largest:,} bytes", _REMEDY)
        if not unpacker.eof:
            raise capture_failure(name, "this gzip file is cut off", _REMEDY)
        data = unpacker.unused_data
    return b"".join(parts)
