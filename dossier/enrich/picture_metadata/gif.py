"""GIF: blocks, each divided into sub-blocks of up to 255 bytes."""

from __future__ import annotations

from dossier.enrich.picture_metadata.container import Reader, Unclean

_EXTENSION, _IMAGE, _TRAILER = 0x21, 0x2C, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_PROFILE = b"ICCRGBG1012"


def is_gif(data: bytes) -> bool:
    return data[:6] in (b"GIF87a", b"GIF89a")


def clean_gif(data: bytes) -> bytes:
    """Keeps the frames, their timing, the loop count and the colour profile."""
    reader = Reader(data)
    parts = [reader.take(13)]
    parts.append(reader.take(_colour_table_length(parts[0][10])))
    control, frames = b"", 0
    while reader.remaining and (kind := reader.number(1)) != _TRAILER:
        if kind == _EXTENSION:
            label = reader.number(1)
            sub_blocks = _sub_blocks(reader)
            if label == _CONTROL:
                control = (
                    b"\x21\xf9" + _joined_sub_blocks([sub_blocks[0][:4]])
                    if sub_blocks and len(sub_blocks[0]) >= 4
                    else b""
                )
            elif label == _APPLICATION:
                parts.append(_application_block(sub_blocks))
            else:
                control = b""  # it belonged to the comment or the caption
        elif kind == _IMAGE:
            descriptor = reader.take(9)
            parts += [
                control,
                b"\x2c",
                descriptor,
                reader.take(_colour_table_length(descriptor[8])),
                reader.take(1),
                _joined_sub_blocks(_sub_blocks(reader)),
            ]
            control, frames = b"", frames + 1
        else:
            raise Unclean("it holds a part that only some programs know")
    if not frames:
        raise Unclean("it holds no image")
    return b"".join((*parts, b"\x3b"))


def _colour_table_length(packed: int) -> int:
    """The length of a colour table, from its descriptor byte."""
    return 3 << (packed & 7) + 1 if packed & 0x80 else 0


def _sub_blocks(reader: Reader) -> list[bytes]:
    sub_blocks = []
    while length := reader.number(1):
        sub_blocks.append(reader.take(length))
    return sub_blocks


def _joined_sub_blocks(sub_blocks: list[bytes]) -> bytes:
    return b"".join(b"%c" % len(block) + block for block in sub_blocks) + b"\0"


def _application_block(sub_blocks: list[bytes]) -> bytes:
    """The application block, if it affects display."""
    name = sub_blocks[0] if sub_blocks else b""
    if name in _LOOPS:
        loop = [block[:3] for block in sub_blocks[1:] if len(block) >= 3 and block[0] & 7 == 1]
        return b"\x21\xff" + _joined_sub_blocks([name, *loop[:1]]) if loop else b""
    return b"\x21\xff" + _joined_sub_blocks(sub_blocks) if name == _PROFILE else b""
