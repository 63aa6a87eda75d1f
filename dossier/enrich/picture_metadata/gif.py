"""GIF: blocks, each cut into pieces of up to 255 bytes."""

from __future__ import annotations

from dossier.enrich.picture_metadata.container import Reader, Unclean

_EXTENSION, _IMAGE, _TRAILER = 0x21, 0x2C, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_PROFILE = b"ICCRGBG1012"


def matches(data: bytes) -> bool:
    return data[:6] in (b"GIF87a", b"GIF89a")


def without_metadata(data: bytes) -> bytes:
    """The frames, their timing, how often they run, and the colour profile."""
    reader = Reader(data)
    kept = [reader.take(13)]
    kept.append(reader.take(_colours(kept[0][10])))
    control, frames = b"", 0
    while reader.left and (kind := reader.number(1)) != _TRAILER:
        if kind == _EXTENSION:
            label = reader.number(1)
            pieces = _pieces(reader)
            if label == _CONTROL:
                control = b"\x21\xf9" + _joined([pieces[0][:4]]) if pieces and len(pieces[0]) >= 4 else b""
            elif label == _APPLICATION:
                kept.append(_application(pieces))
            else:
                control = b""  # it was the comment's or the caption's
        elif kind == _IMAGE:
            place = reader.take(9)
            kept += [control, b"\x2c", place, reader.take(_colours(place[8])), reader.take(1), _joined(_pieces(reader))]
            control, frames = b"", frames + 1
        else:
            raise Unclean("it holds a part that only some programs know")
    if not frames:
        raise Unclean("it holds no image")
    return b"".join((*kept, b"\x3b"))


def _colours(packed: int) -> int:
    """The length of a colour table, which the byte tells."""
    return 3 << (packed & 7) + 1 if packed & 0x80 else 0


def _pieces(reader: Reader) -> list[bytes]:
    pieces = []
    while length := reader.number(1):
        pieces.append(reader.take(length))
    return pieces


def _joined(pieces: list[bytes]) -> bytes:
    return b"".join(b"%c" % len(piece) + piece for piece in pieces) + b"\0"


def _application(pieces: list[bytes]) -> bytes:
    """The application's block, if it tells how the image is seen."""
    name = pieces[0] if pieces else b""
    if name in _LOOPS:
        loop = [piece[:3] for piece in pieces[1:] if len(piece) >= 3 and piece[0] & 7 == 1]
        return b"\x21\xff" + _joined([name, *loop[:1]]) if loop else b""
    return b"\x21\xff" + _joined(pieces) if name == _PROFILE else b""
