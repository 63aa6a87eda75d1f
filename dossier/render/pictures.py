"""Pictures: which files of content/media/ a page may show, their sizes, and what stands in place of all others."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from xml.etree import ElementTree as ET

from dossier.model import Block, LocalMedia, Prose
from dossier.render import urls
from dossier.render.page_context import Link, PageContext


@dataclass(frozen=True, slots=True)
class FigurePicture:
    """A picture of the dossier's own, or a note in place of one that it may not show."""

    src: str  # address of the picture; empty where it may not be shown
    width: int  # in pixels
    height: int  # in pixels
    alt: str  # its description
    why: str  # why it is not shown
    link: Link | None  # to where it can be seen
    watch: Link | None  # to where a video can be watched


def figure_captions(blocks: Prose) -> Iterator[tuple[Block, ...]]:
    """The captions and credits of each figure; a gallery counts as one."""
    lines = (block for block in blocks if block.kind in ("caption", "credit"))
    for _, group in groupby(lines, key=lambda block: block.within):
        yield tuple(group)


def figure_picture(context: PageContext, lines: tuple[Block, ...], original: str = "") -> FigurePicture | None:
    """The picture of a figure with these captions; None where they have none. `original` is a page that shows it."""
    media = next((line.media for line in lines if line.media), None)
    if media is None:
        return None
    site, words = context.site, context.site.words
    linked = any(mark.kind == "link" and mark.value == media.href for line in lines for mark in line.marks)
    watch = context.external_link(media.href, words("figure.watch")) if media.kind == "video" and not linked else None
    local = showable_media(site.dossier.content.media.get(media_file(media.src)))
    if local:
        width, height = picture_size(local.data)
        return FigurePicture(context.href(urls.media_path(local.file)), width, height, media.alt, "", None, watch)
    link = context.external_link(media.src, words("figure.see")) or context.external_link(
        original, words("figure.see_original")
    )
    return FigurePicture("", 0, 0, media.alt, words(f"figure.absent.{media.kind}"), link, watch)


def media_file(src: str) -> str:
    """The file of content/media/ that an address in Markdown refers to; empty for an address on the web."""
    return "" if "://" in src or src.startswith(("data:", "//")) else src.removeprefix("../media/").removeprefix("./")


_SUFFIXES = (".png", ".gif", ".jpg", ".jpeg", ".webp", ".avif", ".svg")


def showable_media(media: LocalMedia | None) -> LocalMedia | None:
    """The file, or None if no page may show it."""
    return media if media is not None and is_displayable(media) else None


def is_displayable(media: LocalMedia) -> bool:
    """Whether a page may show a file: a picture in a known format, and no SVG that could run anything.

    Its name must have a picture's suffix too: a file that begins like a GIF and is called .html would be a page.
    """
    if not media.file.lower().endswith(_SUFFIXES) or picture_size(media.data) == (0, 0):
        return False
    return not media.data.lstrip().startswith(b"<") or is_harmless_svg(media.data)


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG, GIF, JPEG, WebP, AVIF or SVG; zeros for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        return struct.unpack(">II", data[16:24])
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        return struct.unpack("<HH", data[6:10])
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    if data[4:8] == b"ftyp":
        return _avif(data)
    return _svg(data) if data.lstrip()[:1] == b"<" else (0, 0)


def _jpeg(data: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if marker in range(0xC0, 0xD0) and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return 0, 0


def _webp(data: bytes) -> tuple[int, int]:
    if len(data) < 30:
        return 0, 0
    if data[12:16] == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", data[26:30])
    return width & 0x3FFF, height & 0x3FFF


_SIZE = re.compile(rb"\0\0\0\x14ispe\0\0\0\0(.{4})(.{4})", re.DOTALL)


def _avif(data: bytes) -> tuple[int, int]:
    """The size of the largest image in the file: others are parts or thumbnails of it."""
    sizes = [(int.from_bytes(width), int.from_bytes(height)) for width, height in _SIZE.findall(data[:65536])]
    return max(sizes, default=(0, 0), key=lambda size: size[0] * size[1])


def _svg(data: bytes) -> tuple[int, int]:
    root = _parsed_svg(data)
    if root is None or root.tag != f"{_SVG}svg":
        return 0, 0
    box = root.get("viewBox", "").replace(",", " ").split()
    try:
        if len(box) == 4:
            return round(float(box[2])), round(float(box[3]))
        return (
            round(float(root.get("width", "0").removesuffix("px"))),
            round(float(root.get("height", "0").removesuffix("px"))),
        )
    except (ValueError, OverflowError):
        return 0, 0


_SVG = "{http://www.w3.org/2000/svg}"
# fmt: off
_SVG_ELEMENTS = frozenset((
    "svg", "g", "defs", "title", "desc", "metadata", "style", "symbol", "use", "marker", "clipPath", "mask", "pattern",
    "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
    "linearGradient", "radialGradient", "stop",
))
# fmt: on

# CSS that fetches something, which may stand in any attribute of an SVG; a backslash could escape its letters.
_FETCHES = re.compile(r"url\s*\((?!\s*[\"']?#)|@import|(?:src|image|image-set|cross-fade)\s*\(|\\", re.IGNORECASE)


def is_harmless_svg(data: bytes) -> bool:
    """Whether an SVG has no script, no event handler and no reference to another file.

    In an `<img>` none of these would run, but a reader may open the file itself, within the site.
    """
    root = _parsed_svg(data)
    return root is not None and all(_is_harmless_element(element) for element in root.iter())


def _is_harmless_element(element: ET.Element) -> bool:
    if not isinstance(element.tag, str) or element.tag.removeprefix(_SVG) not in _SVG_ELEMENTS:
        return False
    if element.tag.endswith("style") and _FETCHES.search("".join(element.itertext())):
        return False
    return all(_is_harmless_attribute(name, value) for name, value in element.attrib.items())


def _is_harmless_attribute(name: str, value: str) -> bool:
    if name.endswith("href"):
        return value.startswith("#")
    if name.startswith("{"):  # of another namespace
        return not name.endswith("}base")  # xml:base would make `#a` a reference to another file
    return not name.lower().startswith("on") and not _FETCHES.search(value)


_XML_DECLARATION = re.compile(rb"""\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.-]{0,30})""")
# Encodings that browsers know and expat does not: decoded strictly, so that both see the same characters.
_ENCODINGS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc-jp": "euc_jp",
    "euc-kr": "cp949",
}


def _parsed_svg(data: bytes) -> ET.Element | None:
    if any(word in data for word in (b"<!DOCTYPE", b"<!ENTITY", b"<?xml-stylesheet", b"\0")):
        return None  # entities can expand without end, a style sheet may be a program, and UTF-16 would hide both
    declared = _XML_DECLARATION.match(data)
    encoding = _ENCODINGS.get(declared[1].decode().lower()) if declared else None
    try:
        return ET.fromstring(data.decode(encoding) if encoding else data)  # noqa: S314 (no entities; expat opens nothing)
    except (ET.ParseError, ValueError, LookupError):  # not XML, or in an encoding unknown to expat
        return None
