"""What a server sends, however slowly it speaks and whatever it packed: within a time, and in small parts."""

from __future__ import annotations

import io
import socket
import time
import zlib
from collections.abc import Iterator
from http.client import HTTPException, HTTPResponse

_CHUNK = 1 << 16


class Paced(io.RawIOBase):
    """A connection all of whose reads together end at a moment, however slowly the other side speaks."""

    def __init__(self, connection: socket.socket, until: float) -> None:
        self.connection = connection
        self.until = until

    def sendall(self, data: bytes) -> None:
        self.connection.settimeout(left(self.until))
        self.connection.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what BufferedReader hands over
        self.connection.settimeout(left(self.until))
        return self.connection.recv_into(buffer)

    def close(self) -> None:
        """Nothing yet: http.client closes a connection when it has read the head."""


def left(until: float) -> float:
    """The seconds until then, if any are left."""
    if (left := until - time.monotonic()) <= 0:
        raise TimeoutError
    return left


def unpacked(response: HTTPResponse, encoding: str) -> Iterator[bytes]:
    """The body in parts, none of them large, whatever was packed into it."""
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise HTTPException(f"it is packed as {encoding}, which was not asked for")
    unpack = zlib.decompressobj(wbits=31) if "gzip" in encoding else None
    while part := response.read1(_CHUNK):
        if not unpack:
            yield part
        while unpack and part and not unpack.eof:
            yield unpack.decompress(part, _CHUNK)
            part = unpack.unconsumed_tail
    if unpack:
        yield unpack.flush()
        if not unpack.eof:
            raise HTTPException("it breaks off")
