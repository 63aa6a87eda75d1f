"""AVIF: nested boxes, whose items lie at file offsets. Nothing is moved: removed data is blanked in place.

An item stays if the displayed image consists of it: the primary item, its tiles, and its alpha and depth. Every byte of
`mdat` and `idat` outside these items is zeroed, which removes EXIF, XMP, previews and other images whatever they are
called. Item names and unknown boxes and properties are removed as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from dossier.enrich.picture_metadata.container import Reader, Unclean

_ALLOWED_BRANDS = frozenset(b"avif avis av01 mif1 msf1 miaf MA1A MA1B tmap heic heix".split())
_META_BOXES = frozenset((b"hdlr", b"pitm", b"iinf", b"iloc", b"iprp", b"iref", b"idat", b"grpl"))
_ALLOWED_PROPERTIES = frozenset(
    b"ispe pixi colr av1C irot imir clap pasp auxC a1op a1lx lsel clli mdcv cclv amve ndwt reve".split()
)
_AUXILIARY = (b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", b"urn:mpeg:mpegB:cicp:systems:auxiliary:depth")
_IMAGE_TYPES = (b"av01", b"grid", b"iovl", b"iden")
_HIDDEN_TYPE = b"skip"  # a type that no program displays
_METADATA, _PADDING = 5, 15  # unit types in the AV1 stream


class _Box(NamedTuple):
    name: bytes
    start: int
    body: int
    end: int


class _Item(NamedTuple):
    kind: bytes
    type_start: int  # offset of its type
    end: int  # end of its entry


def is_avif(data: bytes) -> bool:
    return data[4:8] == b"ftyp" and b"avif" in _brands(data)


def _brands(data: bytes) -> tuple[bytes, ...]:
    end = min(int.from_bytes(data[:4]), 512)
    return tuple(data[at : at + 4] for at in (8, *range(16, end - 3, 4)))


def clean_avif(data: bytes) -> bytes:
    """The file with everything blanked except the displayed image."""
    try:
        return _clean_boxes(data, bytearray(data))
    except IndexError:
        raise Unclean("it ends in the middle of what describes the image") from None


def _clean_boxes(data: bytes, out: bytearray) -> bytes:
    boxes = list(_boxes(data, 0, len(data), strict=False))
    if any(box.name in (b"moov", b"moof") for box in boxes):
        raise Unclean("it is a film, of which too much would have to be looked through: save it as WebP")
    metas = [box for box in boxes if box.name == b"meta"]
    if len(metas) != 1 or boxes[0].name != b"ftyp":
        raise Unclean("it does not say what its image is")
    for at in (boxes[0].body, *range(boxes[0].body + 8, boxes[0].end - 3, 4)):
        if data[at : at + 4] not in _ALLOWED_BRANDS:
            out[at : at + 4] = b"mif1"
    out[boxes[0].body + 4 : boxes[0].body + 8] = bytes(4)
    item_extents = _clean_meta(data, out, metas[0])
    extents = [extent for extents in item_extents for extent in extents]
    storage = [(box.body, box.end) for box in boxes if box.name in (b"mdat", b"meta")]
    if not all(any(start <= first and last <= end for start, end in storage) for first, last in extents):
        raise Unclean("a part of its image is not in it")
    for box in boxes:
        if box.name == b"mdat":
            _blank_between(out, box.body, box.end, extents)
        elif box.name not in (b"ftyp", b"meta"):
            _remove(out, box)
    while boxes[-1].name not in (b"ftyp", b"meta", b"mdat"):
        boxes.pop()  # nothing refers to data after the last retained box
    return bytes(out[: boxes[-1].end])


def _boxes(data: bytes, at: int, end: int, *, strict: bool = True) -> Iterator[_Box]:
    """The boxes in a range; unless `strict`, malformed trailing data ends them silently."""
    while at < end:
        size, body = int.from_bytes(data[at : at + 4]), at + 8
        if size == 1:
            size, body = int.from_bytes(data[at + 8 : at + 16]), at + 16
        elif size == 0:
            size = end - at
        if body > end or at + size > end or at + size < body:
            if strict or at == 0:
                raise Unclean("its boxes do not fit into one another")
            return
        yield _Box(data[at + 4 : at + 8], at, body, at + size)
        at += size


def _remove(out: bytearray, box: _Box) -> None:
    """Turns a box into free space."""
    out[box.start + 4 : box.start + 8] = b"free"
    out[box.body : box.end] = bytes(box.end - box.body)


def _blank_between(out: bytearray, start: int, end: int, used: Iterable[tuple[int, int]]) -> None:
    """Zeroes the bytes of a range that no used extent covers."""
    for first, last in sorted((max(first, start), min(last, end)) for first, last in used):
        if first >= end or last <= start:
            continue
        if first > start:
            out[start:first] = bytes(first - start)
        start = max(start, last)
    if start < end:
        out[start:end] = bytes(end - start)


def _clean_meta(data: bytes, out: bytearray, meta: _Box) -> list[list[tuple[int, int]]]:
    """Cleans the box that describes the items, and returns the extents of the displayed ones."""
    parts = _item_boxes(data, out, meta)
    if handler := parts.get(b"hdlr"):
        out[handler.body + 12 : handler.end] = bytes(handler.end - handler.body - 12)  # a name
    _clean_properties(data, out, parts[b"iprp"])
    described = list(_items(data, parts[b"iinf"]))
    items = dict(described)
    if len(items) < len(described):
        raise Unclean("it says twice what its image is")
    references = list(_references(data, parts[b"iref"])) if b"iref" in parts else []
    is_long = data[parts[b"pitm"].body] > 0
    primary = Reader(data, parts[b"pitm"].body + 4).number(4 if is_long else 2)
    displayed = _displayed_items(primary, items, references)
    for number, item in items.items():
        out[item.type_start + 4 : item.end] = bytes(item.end - item.type_start - 4)  # its name and media type
        if number not in displayed:
            out[item.type_start : item.type_start + 4] = _HIDDEN_TYPE
    extents = _locations(data, parts[b"iloc"], parts.get(b"idat"))
    if any(number not in extents for number in displayed):
        raise Unclean("a part of its image is not in it")
    displayed_extents = [extents[number] for number in sorted(displayed)]
    if item_data := parts.get(b"idat"):
        _blank_between(out, item_data.body, item_data.end, list(chain.from_iterable(displayed_extents)))
    for number in sorted(displayed):
        if items[number].kind == b"av01" and len(extents[number]) == 1:
            _clean_stream(out, *extents[number][0])
    return displayed_extents


def _item_boxes(data: bytes, out: bytearray, meta: _Box) -> dict[bytes, _Box]:
    """The boxes that describe the items, by name; unknown boxes are removed."""
    parts: dict[bytes, _Box] = {}
    for box in _boxes(data, meta.body + 4, meta.end):
        if box.name not in _META_BOXES:
            _remove(out, box)
        elif box.name in parts:
            raise Unclean("it says twice what its image is")
        else:
            parts[box.name] = box
    if not {b"pitm", b"iinf", b"iloc", b"iprp"} <= parts.keys():
        raise Unclean("it does not say what its image is")
    return parts


def _clean_properties(data: bytes, out: bytearray, box: _Box) -> None:
    for container in _boxes(data, box.body, box.end):
        if container.name == b"ipma":
            continue
        if container.name != b"ipco":
            _remove(out, container)
            continue
        for prop in _boxes(data, container.body, container.end):
            body = data[prop.body : prop.end]
            if prop.name not in _ALLOWED_PROPERTIES:
                _remove(out, prop)
            elif prop.name == b"auxC":
                kind = body[4:].partition(b"\0")[0]
                if kind not in _AUXILIARY:
                    _remove(out, prop)
                else:
                    after = prop.body + 5 + len(kind)
                    out[after : prop.end] = bytes(prop.end - after)


def _items(data: bytes, box: _Box) -> Iterator[tuple[int, _Item]]:
    version = data[box.body]
    for entry in _boxes(data, box.body + (8 if version else 6), box.end):
        if entry.name != b"infe" or data[entry.body] not in (2, 3):
            raise Unclean("its items are described in a way that is not known here")
        reader = Reader(data, entry.body + 4)
        number = reader.number(4 if data[entry.body] == 3 else 2)
        reader.take(2)
        yield number, _Item(reader.take(4), reader.position - 4, entry.end)


def _references(data: bytes, box: _Box) -> Iterator[tuple[bytes, int, int]]:
    """The references between items: their kind, source and target."""
    id_size = 4 if data[box.body] else 2
    for entry in _boxes(data, box.body + 4, box.end):
        reader = Reader(data, entry.body)
        start = reader.number(id_size)
        for _ in range(reader.number(2)):
            yield entry.name, start, reader.number(id_size)


def _displayed_items(primary: int, items: dict[int, _Item], references: list[tuple[bytes, int, int]]) -> set[int]:
    """The items that the displayed image consists of."""
    if primary not in items or items[primary].kind not in _IMAGE_TYPES:
        raise Unclean("it does not say what its image is")
    displayed, count = {primary}, 0
    while len(displayed) > count:
        count = len(displayed)
        for kind, start, end in references:
            if kind in (b"dimg", b"prem") and start in displayed:
                displayed.add(end)
            elif kind == b"auxl" and end in displayed:
                displayed.add(start)
    return {number for number in displayed if number in items and items[number].kind in _IMAGE_TYPES}


def _locations(data: bytes, box: _Box, item_data: _Box | None) -> dict[int, list[tuple[int, int]]]:
    """The file extents of each item."""
    reader = Reader(data, box.body)
    version = reader.number(1)
    reader.take(3)
    sizes = reader.number(2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version else 0
    id_size = 4 if version == 2 else 2
    locations: dict[int, list[tuple[int, int]]] = {}
    for _ in range(reader.number(id_size)):
        number = reader.number(id_size)
        method = reader.number(2) & 15 if version else 0
        reference_index = reader.number(2)
        base = reader.number(base_size)
        extents = []
        for _ in range(reader.number(2)):
            reader.take(index_size)
            start, length = base + reader.number(offset_size), reader.number(length_size)
            if method == 1 and item_data:
                start += item_data.body
            end = start + length
            if not length or end > len(data):
                method = 2
            extents.append((start, end))
        if method < 2 and not reference_index:
            locations[number] = extents
    return locations


def _clean_stream(out: bytearray, start: int, end: int) -> None:
    """Turns metadata units of an AV1 stream into padding, except those on colour and light levels."""
    at = start
    while at < end:
        header = out[at]
        kind, body = header >> 3 & 15, at + (2 if header & 4 else 1)
        if not header & 2:
            return  # the last unit, which has no length
        length = shift = 0
        while body < end:
            byte, body = out[body], body + 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        if body + length > end:
            raise Unclean("its image is broken")
        if length and (kind == _PADDING or (kind == _METADATA and out[body] not in (1, 2, 3))):
            out[at] = header & 0x87 | _PADDING << 3
            out[body : body + length] = bytes(length - 1) + b"\x80"
        at = body + length
