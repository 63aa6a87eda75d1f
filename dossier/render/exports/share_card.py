"""assets/card.png: the picture shown where the dossier's address is shared, a chart of its coverage.

It has no words, since that would need a font. It is compressed without zlib, whose output differs between machines.
"""

from __future__ import annotations

import re
import struct
from binascii import crc32
from collections.abc import Sequence
from dataclasses import dataclass, field
from zlib import adler32

from dossier.render import charts, urls
from dossier.render.exports.export import Export
from dossier.render.lazy_files import LazyFiles
from dossier.render.site import Site

WIDTH, HEIGHT = 1200, 630  # as Open Graph recommends
PAPER, INK, CINNABAR, PENCIL = range(4)
_COLOURS = ("fbfbfa", "16181c", "a8271b", "596068")  # of static/css/00-tokens.css
_EVENTS = (260, 130, 860, 170)  # left, top, width, height
_CHART = (260, 340, 860, 226)


def share_card_files(site: Site, _: Sequence[str] = ()) -> LazyFiles:
    """The picture; nothing without a base_url, which its address needs."""
    return LazyFiles({urls.CARD: lambda: _png(_drawn(site))} if site.base_url else {})


SHARE_CARD = Export(urls.CARD, "image/png", share_card_files)


@dataclass(frozen=True, slots=True)
class _Canvas:
    """Rows of pixels."""

    rows: list[bytearray] = field(default_factory=lambda: [bytearray(WIDTH) for _ in range(HEIGHT)])

    def fill(self, left: float, top: float, width: float, height: float, colour: int) -> None:
        first, last = max(round(left), 0), min(round(left + width), WIDTH)
        for row in self.rows[max(round(top), 0) : min(round(top + height), HEIGHT)]:
            row[first:last] = bytes([colour]) * max(last - first, 0)

    def frame(self, left: float, top: float, width: float, height: float, line: int, colour: int) -> None:
        self.fill(left, top, width, height, colour)
        self.fill(left + line, top + line, width - 2 * line, height - 2 * line, PAPER)


def _drawn(site: Site) -> _Canvas:
    """The two rules of the masthead, the title slip with the editor's seal, the events and the coverage."""
    canvas = _Canvas()
    canvas.fill(80, 64, 1040, 9, INK)
    canvas.fill(80, 78, 1040, 3, INK)
    canvas.frame(80, 130, 120, 436, 6, INK)
    canvas.frame(92, 142, 96, 412, 2, INK)
    canvas.fill(114, 480, 52, 52, CINNABAR)
    if (strip := site.cached(charts.strip)) and any((*strip.happened, *strip.others)):
        _columns(canvas, strip)
    if chart := site.cached(charts.coverage):
        _plot(canvas, chart)
    return canvas


def _plot(canvas: _Canvas, chart: charts.Coverage) -> None:
    left, top, width, height = _CHART
    scale = min(2.0, height / chart.height)
    for row in chart.rows:
        canvas.fill(left, top + row.line * scale, width, 2, PENCIL)
        for dot in row.dots:
            side = dot.side * scale
            canvas.fill(left + dot.x / 100 * width - side / 2, top + dot.y * scale, side, side, INK)


def _columns(canvas: _Canvas, strip: charts.Strip) -> None:
    """The events by step, as on the timeline: those that happened solid, the others hollow."""
    left, top, width, height = _EVENTS
    step = width / len(strip.axis)
    unit = height / max(one + other for one, other in zip(strip.happened, strip.others, strict=True))
    for n, (one, other) in enumerate(zip(strip.happened, strip.others, strict=True)):
        x, bar = left + n * step, max(step - 2, 1)
        canvas.fill(x, top + height - one * unit, bar, one * unit, CINNABAR)
        canvas.frame(x, top + height - (one + other) * unit, bar, other * unit, 2, CINNABAR)


def _png(canvas: _Canvas) -> bytes:
    """A PNG of four colours, two bits a pixel, each row as its difference from the one above."""
    lines = bytearray()
    above = bytes(WIDTH // 4)
    last = None
    for row in canvas.rows:
        if row == last:  # most rows are
            lines += b"\2" + bytes(WIDTH // 4)
            continue
        packed = bytes(a << 6 | b << 4 | c << 2 | d for a, b, c, d in zip(*(row[i::4] for i in range(4)), strict=True))
        lines += b"\2" + bytes((one - other) & 255 for one, other in zip(packed, above, strict=True))
        above, last = packed, row
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 2, 3, 0, 0, 0)
    chunks = (
        ("IHDR", header),
        ("PLTE", bytes.fromhex("".join(_COLOURS))),
        ("IDAT", _zlib(bytes(lines))),
        ("IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name.encode(), data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc32(name + data))


def _zlib(data: bytes) -> bytes:
    """A zlib stream (RFC 1950, 1951) of one block with fixed codes, in which only runs of one byte are compressed."""
    bits = ["110"]  # the last block; fixed codes, least bit first
    for run in _RUN.finditer(data):
        byte, rest = run[1][0], run.end() - run.start() - 1
        bits.append(_code(byte))
        while rest >= 3:
            length = 258 if rest >= 258 else min(rest, 10)
            bits.append(_code(285 if length == 258 else 254 + length) + "00000")  # as before, one byte back
            rest -= length
        bits.append(_code(byte) * rest)
    stream = "".join(bits) + _code(256)
    stream += "0" * (-len(stream) % 8)
    packed = int(stream[::-1], 2).to_bytes(len(stream) // 8, "little")
    return b"\x78\x01" + packed + struct.pack(">I", adler32(data))


_RUN = re.compile(rb"(.)\1*", re.DOTALL)


def _code(symbol: int) -> str:
    """The fixed code of a literal or a length, most significant bit first."""
    if symbol < 144:
        return f"{0x30 + symbol:08b}"
    if symbol < 256:
        return f"{0x190 + symbol - 144:09b}"
    return f"{symbol - 256:07b}" if symbol < 280 else f"{0xC0 + symbol - 280:08b}"
