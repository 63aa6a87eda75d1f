"""Names the kinds of files that are no captures, each with what to do instead."""

from __future__ import annotations

import re
from typing import NamedTuple

_PAGE = "save the article as a web page, and import that"
_TEXT = "save its text as a .docx, .txt or .html file, and import that"
_PICTURE = "put it into content/media/, and write the article's text yourself"


class OtherKind(NamedTuple):
    """A kind of file that is not imported, and the remedy."""

    kind: str  # with its article: “a picture (PNG)”
    hint: str


_SIGNATURES = (
    (
        re.compile(rb"WARC/\d|filedesc://"),
        OtherKind("a whole web archive (WARC)", "give it to `dossier import`, which takes it apart"),
    ),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), OtherKind("a picture (PNG)", _PICTURE)),
    (re.compile(rb"\xff\xd8\xff"), OtherKind("a picture (JPEG)", _PICTURE)),
    (re.compile(rb"GIF8[79]a"), OtherKind("a picture (GIF)", _PICTURE)),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), OtherKind("a picture (WebP)", _PICTURE)),
    (re.compile(rb".{4}ftyp(?:avi[fs]|hei[cfx]|mif1)", re.DOTALL), OtherKind("a picture (AVIF or HEIF)", _PICTURE)),
    (re.compile(rb"II\*\0|MM\0\*"), OtherKind("a picture (TIFF)", _PICTURE)),
    (re.compile(rb"BM.{4}\0\0\0\0", re.DOTALL), OtherKind("a picture (BMP)", _PICTURE)),
    (re.compile(rb".{4}ftyp", re.DOTALL), OtherKind("a film or a recording (MP4)", "import its transcript as text")),
    (
        re.compile(rb"ID3|OggS|fLaC|RIFF.{4}(?:WAVE|AVI )|\x1aE\xdf\xa3|\xff[\xfb\xf3\xf2]", re.DOTALL),
        OtherKind("a film or a recording", "import its transcript as text"),
    ),
    (re.compile(rb"%!PS"), OtherKind("a PostScript file", "convert it to PDF (`ps2pdf`)")),
    (re.compile(rb"\{\\rtf"), OtherKind("a rich text file (RTF)", _TEXT)),
    (
        re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        OtherKind("a file of an old Office program, or an encrypted one", _TEXT),
    ),
    (re.compile(rb"AT&TFORM"), OtherKind("a scan (DjVu)", "import its text, as recognised by a program for that")),
    (re.compile(rb".{60}BOOKMOBI", re.DOTALL), OtherKind("an e-book (Mobipocket)", "save the chapter as a web page")),
    (re.compile(rb"ITSF\x03"), OtherKind("a compiled help file (CHM)", _PAGE)),
    (
        re.compile(rb"7z\xbc\xaf'\x1c|Rar!\x1a\x07|BZh\d|\xfd7zXZ\0|\(\xb5/\xfd|\x1f\x9d"),
        OtherKind("a packed file (7z, RAR, bzip2, xz or zstd)", "unpack it, and import what is in it"),
    ),
    (re.compile(rb".{257}ustar", re.DOTALL), OtherKind("a packed folder (tar)", "unpack it, and import the folder")),
    (re.compile(rb"SQLite format 3\0"), OtherKind("a database (SQLite)", _PAGE)),
    (re.compile(rb"MZ|\x7fELF|\xcf\xfa\xed\xfe|\xca\xfe\xba\xbe"), OtherKind("a program", _PAGE)),
    (re.compile(rb"wOF[F2]|\x00\x01\x00\x00\x00|OTTO"), OtherKind("a font", "leave it out")),
)
# What a zip archive is, by a member's name or the `mimetype` that is stored first.
_ZIPPED = (
    (re.compile(rb"application/epub\+zip"), OtherKind("an EPUB", "save the chapter as a web page")),
    (
        re.compile(rb"application/vnd\.oasis\.opendocument"),
        OtherKind("an OpenDocument file", "save it as .docx, and import that"),
    ),
    (re.compile(rb"xl/(?:workbook|worksheets|_rels)"), OtherKind("a workbook (.xlsx)", "save its table as .html")),
    (re.compile(rb"ppt/(?:presentation|slides|_rels)"), OtherKind("a presentation (.pptx)", _TEXT)),
    (re.compile(rb"Index/Document\.iwa|Index\.zip"), OtherKind("a file of Pages, Numbers or Keynote", _TEXT)),
    (
        re.compile(rb"META-INF/MANIFEST\.MF|AndroidManifest\.xml"),
        OtherKind("a program (a Java or Android archive)", _PAGE),
    ),
)
_HEAD, _TAIL = 4096, 65_536  # bytes that are searched; a zip archive's list of members is at its end


def name_other_kind(data: bytes) -> OtherKind | None:
    """The kind of a file by its first bytes; None where nothing is known about them."""
    if data.startswith(b"PK"):
        ends = data[:_HEAD] + data[-_TAIL:]
        kinds = (kind for pattern, kind in _ZIPPED if pattern.search(ends))
        return next(kinds, OtherKind("a packed folder (zip)", "unpack it, and import the folder"))
    return next((kind for pattern, kind in _SIGNATURES if pattern.match(data)), None)
