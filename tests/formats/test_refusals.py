"""Files of other kinds are refused by their name, each with what to do instead."""

import io
import zipfile

import pytest

from dossier.ingest.formats.detect import detect_capture
from dossier.problems import Failure


def zipped(*names: str, mimetype: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


KINDS = {
    "an EPUB": (zipped("OPS/a.xhtml", mimetype="application/epub+zip"), "save the chapter as a web page"),
    "an OpenDocument file": (zipped(mimetype="application/vnd.oasis.opendocument.text"), "save it as .docx"),
    "a workbook (.xlsx)": (zipped("xl/workbook.xml"), "save its table as .html"),
    "a presentation (.pptx)": (zipped("ppt/presentation.xml"), "save its text"),
    "a packed folder (zip)": (zipped("a.html"), "unpack it, and import the folder"),
    "a packed file": (b"7z\xbc\xaf'\x1c" + bytes(99), "unpack it"),
    "a whole web archive (WARC)": (b"WARC/1.1\r\nWARC-Type: warcinfo\r\n", "give it to `dossier import`"),
    "a picture (JPEG)": (b"\xff\xd8\xff\xe0" + bytes(99), "content/media/"),
    "a film or a recording (MP4)": (b"\0\0\0\x18ftypmp42" + bytes(99), "import its transcript"),
    "a film or a recording": (b"ID3\x04" + bytes(99), "import its transcript"),
    "a rich text file (RTF)": (rb"{\rtf1\ansi a}", "save its text as a .docx"),
    "a file of an old Office program": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "save its text as a .docx"),
    "a PostScript file": (b"%!PS-Adobe-3.0\n", "convert it to PDF"),
    "a scan (DjVu)": (b"AT&TFORM" + bytes(99), "import its text"),
    "an e-book (Mobipocket)": (bytes(60) + b"BOOKMOBI", "save the chapter as a web page"),
    "a packed folder (tar)": (b"a" * 257 + b"ustar\0" + bytes(99), "unpack it"),
    "a database (SQLite)": (b"SQLite format 3\0" + bytes(99), "save the article as a web page"),
    "a program": (b"\x7fELF" + bytes(99), "save the article as a web page"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_named_with_what_to_do(kind):
    data, remedy = KINDS[kind]
    with pytest.raises(Failure) as failure:
        detect_capture("x.bin", data)
    (problem,) = failure.value.problems
    assert problem.at.file == "x.bin"
    assert problem.message.startswith(f"this is {kind}")
    assert problem.message.endswith("which is not imported")
    assert remedy in problem.hint
