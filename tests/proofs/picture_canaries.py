"""Pictures of every format with a canary wherever the format has a place for what is not the image.

The images are real ones of 12 × 8 pixels; everything around them is put there by hand, so that nothing but Python is
needed. `planted()` gives one picture for each place; that the canary is in it is tested before it is taken out.
"""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import NamedTuple

JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxl"
    "Z2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAIAAwDASIAAhEB"
    "AxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAaEAACAgMAAAAAAAAAAAAAAAAAIgEFAwQx/8QAFQEBAQAAAAAAAAAAAAAAAAAAAgX/xAAbEQABBAMA"
    "AAAAAAAAAAAAAAAAAQIDMQQFEv/aAAwDAQACEQMRAD8Ak6lJxStjo0hACKsrlsWvy5ebP//Z"
)
WEBP = base64.b64decode("UklGRi4AAABXRUJQVlA4TCIAAAAvC8ABALkyRPQ/dhHR/wBhtlFJzp90rwMYigmICYDqYP0B")
GIF = base64.b64decode(
    "R0lGODdhDAAIAIIAAL60OXi0JCi0DKBpHChpB74eCngeBigeAiwAAAAADAAIAAAIMgAPCBRooGCBgwUGEjSIUGFBhgcJSJw4oKLFiRItahTAkWOAjwBC"
    "AujoEaRIkh9NhgwIADs="
)
# An image, its alpha, EXIF and XMP, in `mdat` as EXIF 20, XMP 13, alpha 22 and colour 50 bytes long.
AVIF = base64.b64decode(
    "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAAIDbWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAAAAAAAOcGl0bQAA"
    "AAAAAQAAAEhpbG9jAAAAAEQAAAQAAQAAAAEAAAJiAAAAMgACAAAAAQAAAkwAAAAWAAMAAAABAAACKwAAABQABAAAAAEAAAI/AAAADQAAAIdpaW5mAAAA"
    "AAAEAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAAAaaW5mZQIAAAAAAgAAYXYwMUFscGhhAAAAABlpbmZlAgAAAAADAABFeGlmRXhpZgAAAAAsaW5m"
    "ZQIAAAAABAAAbWltZVhNUABhcHBsaWNhdGlvbi9yZGYreG1sAAAAADZpcmVmAAAAAAAAAA5hdXhsAAIAAQABAAAADmNkc2MAAwABAAEAAAAOY2RzYwAE"
    "AAEAAQAAAMNpcHJwAAAAnWlwY28AAAAUaXNwZQAAAAAAAAAMAAAACAAAABBwaXhpAAAAAAMICAgAAAAMYXYxQ4EADAAAAAATY29scm5jbHgAAQANAAaA"
    "AAAADnBpeGkAAAAAAQgAAAAMYXYxQ4EAHAAAAAA4YXV4QwAAAAB1cm46bXBlZzptcGVnQjpjaWNwOnN5c3RlbXM6YXV4aWxpYXJ5OmFscGhhAAAAAB5p"
    "cG1hAAAAAAAAAAIAAQQBAoMEAAIEAQWGBwAAAHFtZGF0AAAABkV4aWYAAE1NACpjYW5hcnk8eD5jYW5hcnk8L3g+EgAKBRgMr7CoMgsZgEEBAAZIGVF3"
    "1hIACggYDK+0QENBoTIkGseHheHMMMMChRUAsJqmyENVwYubVtvCLYJ8TLQw3JXf+XNA"
)
PROFILE = b"a colour profile, which stays as it is"


class Planted(NamedTuple):
    """A picture, where its canary is, and the canary: letters that are nowhere else."""

    format: str
    place: str
    canary: str
    data: bytes


def planted() -> Iterator[Planted]:
    """A picture for each place of each format; as text, and in UTF-16 where the place may hold any bytes."""
    for suffix, places in PLACES.items():
        for place, picture in places.items():
            for encoding in ("ascii", "utf-16-le", "utf-16-be") if suffix != "svg" else ("ascii",):
                canary = f"cnry{sha256(f'{suffix} {place} {encoding}'.encode()).hexdigest()[:12]}"
                yield Planted(suffix, f"{place}, {encoding}", canary, picture(canary.encode(encoding)))


Place = Callable[[bytes], bytes]


# ── JPEG ─────────────────────────────────────────────────────────────────────


def tiff(words: bytes, *, tag: int = 0x010E, turned: int = 0) -> bytes:
    """EXIF with the words as the value of a tag, their orientation, and a preview behind it all."""
    entries = [(tag, 7, len(words), struct.pack(">I", 38))]
    if turned:
        entries.append((0x0112, 3, 1, struct.pack(">HH", turned, 0)))
    entries.sort()
    table = b"".join(struct.pack(">HHI", *entry[:3]) + entry[3] for entry in entries)
    return b"MM\0*\0\0\0\x08" + struct.pack(">H", len(entries)) + table.ljust(28, b"\0") + words


def segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def in_jpeg(marker: int, before: bytes = b"", after: bytes = b"") -> Place:
    return lambda words: JPEG[:20] + segment(marker, before + words + after) + JPEG[20:]


def photoshop(words: bytes) -> bytes:
    """An image resource block of Photoshop: IPTC's 0x0404, or a thumbnail's 0x040C."""
    iptc = b"\x1c\x02\x78" + struct.pack(">H", len(words)) + words
    return b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(iptc)) + iptc


def preview(words: bytes) -> bytes:
    """A whole JPEG with a comment, as EXIF and others keep previews."""
    return JPEG[:20] + segment(0xFE, words) + JPEG[20:]


SCAN = JPEG.index(b"\xff\xda")
JPEG_PLACES: dict[str, Place] = {
    "comment": in_jpeg(0xFE),
    "EXIF description": lambda w: JPEG[:20] + segment(0xE1, b"Exif\0\0" + tiff(w)) + JPEG[20:],
    "EXIF, turned": lambda w: JPEG[:20] + segment(0xE1, b"Exif\0\0" + tiff(w, turned=6)) + JPEG[20:],
    "EXIF place": lambda w: JPEG[:20] + segment(0xE1, b"Exif\0\0" + tiff(w, tag=0x8825)) + JPEG[20:],
    "EXIF maker note": lambda w: JPEG[:20] + segment(0xE1, b"Exif\0\0" + tiff(w, tag=0x927C)) + JPEG[20:],
    "EXIF preview": lambda w: JPEG[:20] + segment(0xE1, b"Exif\0\0" + tiff(preview(w))) + JPEG[20:],
    "EXIF, broken": in_jpeg(0xE1, b"Exif\0\0MM\0*\xff\xff\xff\xff"),
    "EXIF before JFIF": lambda w: JPEG[:2] + segment(0xE1, b"Exif\0\0" + tiff(w)) + JPEG[2:],
    "XMP": in_jpeg(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>", b"</x:xmpmeta>"),
    "XMP, extended": in_jpeg(0xE1, b"http://ns.adobe.com/xmp/extension/\0"),
    "IPTC": lambda w: JPEG[:20] + segment(0xED, photoshop(w)) + JPEG[20:],
    "Photoshop thumbnail": lambda w: (
        JPEG[:20] + segment(0xED, b"Photoshop 3.0\x008BIM\x04\x0c\0\0" + preview(w)) + JPEG[20:]
    ),
    "JFIF thumbnail": lambda w: b"\xff\xd8" + segment(0xE0, b"JFIF\0\x01\1\0\0\1\0\1\x07\x01" + w) + JPEG[20:],
    "JFIF extension": in_jpeg(0xE0, b"JFXX\0\x10"),
    "FlashPix": in_jpeg(0xE2, b"FPXR\0"),
    "further pictures": in_jpeg(0xE2, b"MPF\0MM\0*"),
    "C2PA": in_jpeg(0xEB, b"JP\0\1\0\0\0\1\0\0\0\x20jumb"),
    "Adobe, longer": in_jpeg(0xEE, b"Adobe\0\x64\0\0\0\0\0"),
    "ducky": in_jpeg(0xEC, b"Ducky"),
    "unknown segment": in_jpeg(0xE8),
    "between segments": lambda w: JPEG[:20] + w + JPEG[20:],
    "comment before the scan": lambda w: JPEG[:SCAN] + segment(0xFE, w) + JPEG[SCAN:],
    "comment behind the scan": lambda w: JPEG[:-2] + segment(0xFE, w) + JPEG[-2:],
    "behind the end": lambda w: JPEG + w,
    "motion photo": lambda w: JPEG + b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + w,
    "a picture behind the picture": lambda w: JPEG + preview(w),
    "in a table": lambda w: JPEG[:20] + segment(0xDB, JPEG[24:89] + w) + JPEG[20:],
    "in the header of the scan": lambda w: (
        JPEG[: SCAN + 2] + b"\0" + bytes([12 + len(w)]) + JPEG[SCAN + 4 : SCAN + 14] + w + JPEG[SCAN + 14 :]
    ),
}

# ── PNG ──────────────────────────────────────────────────────────────────────

ROWS = b"".join(b"\0" + bytes((x * 20, y * 30, x * y)[n] for x in range(12) for n in range(3)) for y in range(8))


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(*before: bytes, pixels: bytes = zlib.compress(ROWS), behind: bytes = b"", after: bytes = b"") -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 12, 8, 8, 2, 0, 0, 0))
    image = chunk(b"IDAT", pixels[:40]) + chunk(b"IDAT", pixels[40:])
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(before) + image + behind + chunk(b"IEND", b"") + after


PNG_PLACES: dict[str, Place] = {
    "tEXt": lambda w: png(chunk(b"tEXt", b"Author\0" + w)),
    "tEXt keyword": lambda w: png(chunk(b"tEXt", w + b"\0me")),
    "zTXt": lambda w: png(chunk(b"zTXt", b"Author\0\0" + zlib.compress(w))),
    "iTXt": lambda w: png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + w)),
    "iTXt, compressed": lambda w: png(chunk(b"iTXt", b"Title\0\1\0\0\0" + zlib.compress(w))),
    "eXIf": lambda w: png(chunk(b"eXIf", tiff(w))),
    "eXIf, turned": lambda w: png(chunk(b"eXIf", tiff(w, turned=8))),
    "tIME": lambda w: png(chunk(b"tIME", w)),
    "profile's name": lambda w: png(chunk(b"iCCP", w + b"\0\0" + zlib.compress(PROFILE))),
    "behind the profile": lambda w: png(chunk(b"iCCP", b"sRGB\0\0" + zlib.compress(PROFILE) + w)),
    "palette's name": lambda w: png(chunk(b"sPLT", w + b"\0\x08" + bytes(6))),
    "C2PA": lambda w: png(chunk(b"caBX", w)),
    "own chunk": lambda w: png(chunk(b"prVt", w)),
    "Fireworks": lambda w: png(chunk(b"mkTS", w)),
    "a gamma too long": lambda w: png(chunk(b"gAMA", w)),
    "text behind the image": lambda w: png(behind=chunk(b"tEXt", b"Comment\0" + w)),
    "behind the end": lambda w: png(after=w),
    "chunk behind the end": lambda w: png(after=chunk(b"tEXt", b"a\0" + w)),
    "behind the pixels": lambda w: png(pixels=zlib.compress(ROWS) + w),
    "more pixels": lambda w: png(pixels=zlib.compress(ROWS + w)),
}

# ── GIF ──────────────────────────────────────────────────────────────────────

TABLE = 13 + 24  # where the blocks begin


def block(words: bytes) -> bytes:
    return bytes([len(words)]) + words


def in_gif(before: bytes) -> Place:
    return lambda words: GIF[:TABLE] + before + block(words) + b"\0" + GIF[TABLE:]


LOOP = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x05\x00\x00"
GIF_PLACES: dict[str, Place] = {
    "comment": in_gif(b"\x21\xfe"),
    "application": in_gif(b"\x21\xff\x0bCANARY 1.0."),
    "application's name": lambda w: (
        GIF[:TABLE] + b"\x21\xff" + block(w[:11].ljust(11)) + block(w) + b"\0" + GIF[TABLE:]
    ),
    "XMP": lambda w: (
        GIF[:TABLE] + b"\x21\xff\x0bXMP DataXMP" + w + b"\1" + bytes(range(255, -1, -1)) + b"\0" + GIF[TABLE:]
    ),
    "in the loop": lambda w: GIF[:TABLE] + LOOP[:-1] + block(w) + b"\0" + GIF[TABLE:],
    "plain text": in_gif(b"\x21\xf9\x04\0\0\0\0\0\x21\x01\x0c" + bytes(12)),
    "unknown extension": in_gif(b"\x21\x42"),
    "in the control": lambda w: GIF[:TABLE] + b"\x21\xf9" + block(bytes(4) + w) + b"\0" + GIF[TABLE:],
    "comment behind the image": lambda w: GIF[:-1] + b"\x21\xfe" + block(w) + b"\0\x3b",
    "behind the end": lambda w: GIF + w,
}

# ── WebP ─────────────────────────────────────────────────────────────────────


def part(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) & 1)


def webp(*parts: bytes, flags: int = 0x2C, after: bytes = b"", header: bytes = b"") -> bytes:
    first = part(b"VP8X", bytes([flags]) + b"\0\0\0\x0b\0\0\x07\0\0" + header)
    body = b"WEBP" + first + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body + after


VP8L = WEBP[12:]
FRAME = bytes(6) + b"\x0b\0\0\x07\0\0\x64\0\0\0"
WEBP_PLACES: dict[str, Place] = {
    "EXIF": lambda w: webp(VP8L, part(b"EXIF", tiff(w))),
    "EXIF, turned": lambda w: webp(VP8L, part(b"EXIF", b"Exif\0\0" + tiff(w, turned=3))),
    "XMP": lambda w: webp(VP8L, part(b"XMP ", w)),
    "unknown chunk": lambda w: webp(VP8L, part(b"meta", w)),
    "C2PA": lambda w: webp(VP8L, part(b"C2PA", w)),
    "before the image": lambda w: webp(part(b"note", w), VP8L),
    "in a frame": lambda w: webp(part(b"ANIM", bytes(6)), part(b"ANMF", FRAME + VP8L + part(b"note", w)), flags=0x02),
    "in the header": lambda w: webp(VP8L, header=w),
    "behind the end": lambda w: webp(VP8L, after=w),
}

# ── AVIF ─────────────────────────────────────────────────────────────────────


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + name + body


def avif(
    *,
    before: bytes = b"",
    after: bytes = b"",
    exif: bytes = b"",
    meta: bytes = b"",
    prop: bytes = b"",
    names: bytes = b"",
    brand: bytes = b"",
    handler: bytes = b"",
) -> bytes:
    """The file with more in it; the places in `iloc` move along."""
    start = AVIF.index(b"meta") - 4
    mdat = AVIF.index(b"mdat") - 4
    head, body, data = AVIF[:start], AVIF[start + 12 : mdat], AVIF[mdat + 8 :]
    if brand:
        head = box(b"ftyp", head[8:] + brand)
    out = b""
    at = 0
    while at < len(body):
        size = int.from_bytes(body[at : at + 4])
        name, inner = body[at + 4 : at + 8], body[at + 8 : at + size]
        if name == b"hdlr" and handler:
            inner = inner[:24] + handler + b"\0"
        if name == b"iinf" and names:
            inner = inner.replace(
                box(b"infe", b"\x02\0\0\0\0\1\0\0av01Color\0"), box(b"infe", b"\x02\0\0\0\0\1\0\0av01" + names + b"\0")
            )
        if name == b"iprp" and prop:
            size_ = int.from_bytes(inner[:4])
            inner = box(b"ipco", inner[8:size_] + prop) + inner[size_:]
        out += box(name, inner)
        at += size
    payload = exif + data
    moved = len(head) + len(before) + 12 + len(out) + len(meta) + 8 + len(exif) - (mdat + 8)
    place = out.index(b"iloc") + 8 + 4
    moving = bytearray(out)
    for n in range(4):
        here = place + n * 14 + 6
        moving[here : here + 4] = struct.pack(">I", int.from_bytes(moving[here : here + 4]) + moved)
    return head + before + box(b"meta", bytes(4) + bytes(moving) + meta) + box(b"mdat", payload) + after


def in_item(offset: int, length: int) -> Place:
    """The words over an item's bytes of `mdat`."""
    at = AVIF.index(b"mdat") + 4 + offset
    return lambda words: AVIF[:at] + words[:length].ljust(length, b"\0") + AVIF[at + length :]


AVIF_PLACES: dict[str, Place] = {
    "EXIF and XMP": in_item(0, 33),
    "in mdat, nobody's": lambda w: avif(exif=w),
    "uuid": lambda w: avif(after=box(b"uuid", bytes(16) + w)),
    "uuid before": lambda w: avif(before=box(b"uuid", bytes(16) + w)),
    "free": lambda w: avif(before=box(b"free", w)),
    "motion photo": lambda w: avif(after=box(b"mpvd", w)),
    "behind the end": lambda w: avif(after=w),
    "unknown box of meta": lambda w: avif(meta=box(b"uuid", bytes(16) + w)),
    "a user's description": lambda w: avif(prop=box(b"udes", bytes(4) + b"en\0" + w + b"\0\0\0")),
    "a property": lambda w: avif(prop=box(b"uuid", bytes(16) + w)),
    "an auxiliary type": lambda w: avif(prop=box(b"auxC", bytes(4) + w + b"\0")),
    "behind an auxiliary type": lambda w: avif(
        prop=box(b"auxC", bytes(4) + b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0" + w)
    ),
    "an item's name": lambda w: avif(names=w),
    "handler's name": lambda w: avif(handler=w),
    "brands": lambda w: avif(brand=w.ljust(-(-len(w) // 4) * 4, b" ")),
}

# ── SVG ──────────────────────────────────────────────────────────────────────

SPACES = (
    'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:inkscape="http://www.inkscape.org/'
    'namespaces/inkscape" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def svg(inside: str, *, root: str = "", before: str = "", after: str = "") -> Place:
    """A drawing with X, where the words go."""
    text = f'{before}<svg {SPACES} width="12" height="8"{root}><rect width="9" height="9"/>{inside}</svg>{after}'
    return lambda words: text.replace("X", words.decode()).encode()


SVG_PLACES: dict[str, Place] = {
    "metadata": svg("<metadata>X</metadata>"),
    "RDF": svg("<metadata><rdf:RDF><dc:creator>X</dc:creator></rdf:RDF></metadata>"),
    "title": svg("<title>X</title>"),
    "desc": svg("<g><desc>X</desc><path d='M0 0'/></g>"),
    "title with an id": svg("<title id='X'>X</title>"),
    "comment": svg("<!-- X -->"),
    "comment before": svg("", before="<!-- X -->"),
    "comment behind": svg("", after="<!-- X -->"),
    "instruction": svg("<?editor X?>"),
    "instruction before": svg("", before="<?editor X?>"),
    "editor's attribute": svg("<g inkscape:label='X'><path d='M0 0'/></g>"),
    "attribute of the root": svg("", root=" inkscape:export-filename='/home/X/a.png'"),
    "version": svg("", root=" version='X'"),
    "data attribute": svg("<g data-name='X'><path d='M0 0'/></g>"),
    "unknown attribute": svg("<g author='X'><path d='M0 0'/></g>"),
    "id": svg("<g id='X'><path d='M0 0'/></g>"),
    "id that is used": svg("<linearGradient id='X'/><rect fill='url(#X)' width='1' height='1'/>"),
    "id that is used in a style": svg("<style>#X { fill: red }</style><path id='X' d='M0 0'/>"),
    "class": svg("<path class='X' d='M0 0'/>"),
    "class that is used": svg("<style>.X { fill: red }</style><path class='X' d='M0 0'/>"),
    "comment in a style": svg("<style>/* X */ path { fill: red }</style>"),
    "comment in an attribute": svg("<path style='fill: red /* X */' d='M0 0'/>"),
    "text that is not drawn": svg("<g>X</g>"),
    "text behind an element": svg("<path d='M0 0'/>X"),
    "layer that is hidden": svg("<g style='display:none'><text>X</text></g>"),
    "layer that is not displayed": svg("<g display='none'><text>X</text></g>"),
    "symbol that nobody uses": svg("<defs><g id='a'><text>X</text></g></defs>"),
    "namespace": svg("<g xmlns:me='https://example.org/X'/>"),
}
# What a page would not show even within the dossier; the public edition holds nothing of it either.
REFUSED_SVG: dict[str, Place] = {
    "editor's element": svg("<inkscape:view name='X'/>"),
    "picture within": svg("<image href='data:image/png;base64,X'/>"),
    "entity": svg("&a;", before="<!DOCTYPE svg [<!ENTITY a 'X'>]>"),
    "script": svg("<script>X</script>"),
}

PLACES: dict[str, dict[str, Place]] = {
    "jpg": JPEG_PLACES,
    "png": PNG_PLACES,
    "gif": GIF_PLACES,
    "webp": WEBP_PLACES,
    "avif": AVIF_PLACES,
    "svg": SVG_PLACES | REFUSED_SVG,
}
