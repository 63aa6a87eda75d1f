"""Drawings that a reader may open by themselves: what could act or reach out of the file is not shown."""

from pathlib import Path

import pytest

from dossier.model import LocalMedia
from dossier.render.pictures import is_harmless_svg, picture_size, showable_media

ROOT = Path(__file__).parents[2]
START = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'

HARMLESS = (
    "<rect width='9' height='9' fill='url(#a)'/>",
    "<rect style='fill: url( \"#a\" ); image-rendering: auto'/>",
    "<style>rect { fill: url(#a) }</style>",
    "<use xlink:href='#a'/><use href='#a'/>",
    "<text>url(https://example.net/) \\</text>",
)
ACTING = (
    "<script>1</script>",
    "<rect onclick='1'/>",
    "<a href='#a'><text>a</text></a>",
    "<animate attributeName='href' to='javascript:1'/>",
    "<image href='https://example.net/x.png'/>",
    "<foreignObject/>",
    "<use href='https://example.net/x.svg#a'/>",
    "<use xlink:href='data:image/svg+xml,x#a'/>",
    "<use xml:base='https://example.net/' href='#a'/>",
    "<rect fill='url(http://example.net#a)'/>",
    "<rect fill='url ( //example.net)'/>",
    "<rect style='fill: URL(\"https://example.net/#a\")'/>",
    "<rect clip-path='u\\72l(https://example.net/)'/>",
    "<rect style='mask-image: -webkit-image-set(\"https://example.net/\" 1x)'/>",
    "<style>@import 'https://example.net/'</style>",
    "<style>@\\69mport 'https://example.net/'</style>",
    "<style>rect {}<title/>@import 'https://example.net/'</style>",
    "<style>@font-face { font-family: a; src: src('https://example.net/') }</style>",
)


@pytest.mark.parametrize("inside", HARMLESS)
def test_what_can_only_be_seen_is_shown(inside):
    assert is_harmless_svg(f"{START}{inside}</svg>".encode())


@pytest.mark.parametrize("inside", ACTING)
def test_what_could_act_is_not(inside):
    data = f"{START}{inside}</svg>".encode()
    assert not is_harmless_svg(data)
    assert showable_media(LocalMedia("a.svg", data)) is None


@pytest.mark.parametrize("sheet", ["https://example.net/x.css", "data:text/xsl,x"])
def test_nor_what_a_style_sheet_could_make_of_it(sheet):
    data = f'<?xml version="1.0"?><?xml-stylesheet href="{sheet}"?>{START}</svg>'.encode()
    assert not is_harmless_svg(data)
    assert is_harmless_svg(data.replace(b"-stylesheet", b"-remark"))


def test_nor_what_another_encoding_hides():
    data = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE svg>{START}</svg>'
    assert not is_harmless_svg(data.encode("utf-16-le"))
    assert not is_harmless_svg(data.encode("utf-16"))


def test_our_own_drawings_are_shown():
    drawings = [*(ROOT / "content").rglob("*.svg"), *(ROOT / "static").rglob("*.svg")]
    assert [path.name for path in drawings if not is_harmless_svg(path.read_bytes())] == []


def test_an_avif_is_as_large_as_the_largest_image_in_it():
    sizes = b"".join(b"\0\0\0\x14ispe\0\0\0\0" + bytes([0, 0, 0, n, 0, 0, 0, n + 1]) for n in (3, 9, 5))
    data = b"\0\0\0\x14ftypavif\0\0\0\0avif" + sizes
    assert picture_size(data) == (9, 10)
    assert showable_media(LocalMedia("a.avif", data))
    assert showable_media(LocalMedia("a.avif", data[:20])) is None


WIDE = ("gb2312", "GBK", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr")
UNKNOWN = ("utf-7", "utf-32", "hex", "rot13", "idna", "undefined", "x-nonsense", "johab", "a" * 5000)


def declared(encoding: str, inside: str = "<title>山</title>", spelt: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="{encoding}"?>{START}{inside}</svg>'.encode(spelt or encoding)


@pytest.mark.parametrize("encoding", WIDE)
def test_a_drawing_in_an_east_asian_encoding_is_shown(encoding):
    assert picture_size(declared(encoding)) == (9, 9)
    assert showable_media(LocalMedia("a.svg", declared(encoding)))
    assert not is_harmless_svg(declared(encoding, "<script>1</script>"))


@pytest.mark.parametrize("encoding", WIDE)
def test_one_that_is_not_in_the_encoding_it_declares_is_not(encoding):
    assert picture_size(declared(encoding, spelt="ascii", inside="").replace(b"</svg>", b"\x81</svg>")) == (0, 0)


@pytest.mark.parametrize("encoding", UNKNOWN)
def test_one_that_browsers_would_read_otherwise_is_not(encoding):
    assert picture_size(declared(encoding, spelt="utf-8")) == (0, 0)
    assert showable_media(LocalMedia("a.svg", declared(encoding, spelt="utf-8"))) is None
