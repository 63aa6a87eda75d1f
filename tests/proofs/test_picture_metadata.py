"""No picture of the public edition tells more than what is seen in it: canaries in all that a picture is besides an image."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from dossier.cli import main
from dossier.enrich.picture_metadata import Unclean, without_metadata

from .picture_canaries import (
    AVIF,
    GIF,
    JPEG,
    LOOP,
    PLACES,
    PROFILE,
    REFUSED_SVG,
    ROWS,
    SCAN,
    TABLE,
    VP8L,
    Planted,
    chunk,
    part,
    planted,
    png,
    segment,
    svg,
    tiff,
    webp,
)

ALL = list(planted())
# What of each the image is made of. An AVIF's alpha and colour stand behind its EXIF and XMP.
CODED = {"jpg": JPEG[SCAN:-2], "gif": GIF[TABLE:-1], "webp": VP8L, "avif": AVIF[-72:], "svg": b"<rect"}
REFUSED = {
    "in a table",
    "in the header of the scan",
    "behind the profile",
    "behind the pixels",
    "more pixels",
    *REFUSED_SVG,
} - {"editor's element"}


def readings(data: bytes) -> Iterator[bytes]:
    """The bytes, and what they unpack to wherever something packed begins."""
    yield data
    if data.startswith(b"\x1f\x8b"):
        yield gzip.decompress(data)
    if parts := re.findall(rb"IDAT(.*?)(?=.{8}IDAT|.{8}IEND)", data, re.DOTALL):
        yield zlib.decompressobj().decompress(b"".join(parts))
    for found in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data):
        unpacking = zlib.decompressobj()
        try:
            yield unpacking.decompress(data[found.start() :], 1 << 20) + unpacking.unused_data[:100]
        except zlib.error:
            continue


def holds(data: bytes, canary: str) -> bool:
    spellings = [canary.encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be")]
    return any(spelling in reading for reading in readings(data) for spelling in spellings)


def place(picture: Planted) -> str:
    return picture.place.rpartition(", ")[0]


@pytest.mark.parametrize("suffix", PLACES)
def test_a_cleaned_picture_holds_the_image_and_nothing_else(suffix):
    for picture in (one for one in ALL if one.format == suffix):
        assert holds(picture.data, picture.canary) or "EXIF and XMP" in picture.place, picture.place
        try:
            cleaned = without_metadata(picture.data)
        except Unclean:
            assert place(picture) in REFUSED or picture.place in ODD, picture.place
            continue
        assert place(picture) not in REFUSED
        assert not holds(cleaned, picture.canary), picture.place
        assert without_metadata(cleaned) == cleaned, picture.place
        assert image(suffix, cleaned), picture.place


# A canary in UTF-16 begins with or holds a zero, which ends names in these places: they are broken then.
ODD = {"XMP, utf-16-be", "profile's name, utf-16-le", "profile's name, utf-16-be"}


def image(suffix: str, data: bytes) -> bool:
    """Whether the coded image is in it, byte for byte."""
    if suffix != "png":
        return CODED[suffix] in data
    packed = zlib.compress(ROWS)
    return packed[:40] in data and packed[40:] in data


@pytest.mark.parametrize("turned", range(1, 9))
def test_how_an_image_is_turned_stays(turned):
    exif = tiff(b"secret", turned=turned)
    little = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0" + bytes([turned]) + bytes(7)
    for picture in (
        JPEG[:20] + segment(0xE1, b"Exif\0\0" + exif) + JPEG[20:],
        JPEG[:20] + segment(0xE1, b"Exif\0\0" + little) + JPEG[20:],
        png(chunk(b"eXIf", exif)),
        webp(VP8L, part(b"EXIF", exif)),
    ):
        cleaned = without_metadata(picture)
        assert b"secret" not in cleaned
        entry = b"\x01\x12\0\x03\0\0\0\x01\0" + bytes([turned])
        assert (entry in cleaned) == (turned != 1)


def test_colour_profiles_stay():
    packed = zlib.compress(PROFILE)
    assert PROFILE in without_metadata(JPEG[:20] + segment(0xE2, b"ICC_PROFILE\0\1\1" + PROFILE) + JPEG[20:])
    assert packed in without_metadata(png(chunk(b"iCCP", b"of a screen\0\0" + packed)))
    assert PROFILE in without_metadata(webp(part(b"ICCP", PROFILE), VP8L, flags=0x20))


def test_a_film_goes_on_as_often_as_it_did():
    assert without_metadata(GIF[:TABLE] + LOOP + GIF[TABLE:]) == GIF[:TABLE] + LOOP + GIF[TABLE:]


def test_what_is_clean_is_the_same_file():
    for picture in (JPEG, GIF, png(), webp(VP8L, flags=0)):
        assert without_metadata(picture) == picture


def test_a_name_that_the_drawing_calls_its_own_stays():
    titled = svg("<title id='t'>What is seen</title>", root=" aria-labelledby='t'")(b"")
    assert b'aria-labelledby="i1"><rect width="9" height="9"/><title id="i1">What is seen</title>' in without_metadata(
        titled
    )


def test_what_draws_stays():
    inside = (
        "<style>.warm{fill:#fa0}#Anna{stroke:url(#shade)}@media print{.warm{opacity:.5}}</style>"
        "<defs><linearGradient id='shade'><stop offset='.1'/></linearGradient><g id='mark' display='none'/></defs>"
        "<path id='Anna' class='warm cold' d='M0 0'/><use xlink:href='#mark'/><text>a <tspan>b</tspan> c</text>"
    )
    assert without_metadata(svg(inside)(b"")).decode() == (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="12" height="8">'
        '<rect width="9" height="9"/><style>.c1{fill:#fa0}#i3{stroke:url(#i1)}@media print{.c1{opacity:.5}}</style>'
        '<defs><linearGradient id="i1"><stop offset=".1"/></linearGradient><g id="i2" display="none"/></defs>'
        '<path id="i3" class="c1" d="M0 0"/><use xlink:href="#i2"/><text>a <tspan>b</tspan> c</text></svg>\n'
    )


@pytest.mark.parametrize("suffix", PLACES)
def test_what_is_cut_short_or_damaged_is_refused_or_clean_and_never_breaks(suffix):
    picture = next(one for one in ALL if one.format == suffix)
    for data in mangled(picture.data):
        try:
            cleaned = without_metadata(data)
        except Unclean:
            continue
        assert without_metadata(cleaned) == cleaned


def mangled(data: bytes) -> Iterator[bytes]:
    """The file cut at each byte, and with each byte another."""
    for at in range(len(data)):
        yield data[:at]
        for other in (0, 0xFF, data[at] ^ 1, data[at] ^ 0x80):
            yield data[:at] + bytes([other]) + data[at + 1 :]


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8\xff", b"%PDF-1.7", b"II*\0", b"<html/>", b"RIFF", b"\0\0\0\x18ftypheic"]
)
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(Unclean):
        without_metadata(data)


def test_no_pixel_changes():
    images = pytest.importorskip("PIL.Image", reason="Pillow, of the dev extra, is not installed")
    compared = 0
    for picture in ALL:
        if picture.format == "svg":
            continue
        try:
            before = images.open(io.BytesIO(picture.data))
            before.load()
            after = images.open(io.BytesIO(without_metadata(picture.data)))
        except (Unclean, OSError, RuntimeError, SyntaxError, ValueError):
            continue  # broken by what was planted
        assert (before.mode, before.size, before.tobytes()) == (after.mode, after.size, after.tobytes()), picture.place
        compared += 1
    assert compared > 150


# ── The site ─────────────────────────────────────────────────────────────────


def content(folder: Path, pictures: list[Planted]) -> list[str]:
    """A dossier of these pictures, called after further canaries; every one of either."""
    names = {one: f"name{one.canary}.{one.format}" for one in pictures}
    head = "outlet: a\nlanguage: en\npublished: 2024-01-0{0}\nurl: https://example.org/{0}\nrights: {1}\n"
    shown, secret = pictures[::2], pictures[1::2]
    hidden = {
        "2024-01-02-a-cnryprivate": head.format(2, "private"),
        "2024-01-03-a-cnrywithheld": head.format(3, "owned") + "withheld: cnryreason\n",
        "2024-01-04-a-cnrydraft": head.format(4, "owned") + "draft: true\n",
    }
    files: dict[str, str | bytes] = {
        "dossier.yaml": "title: A dossier\nlanguage: en\nbase_url: https://example.org/\n"
        "outlets: {a: {name: A, url: https://example.org, language: en, rights: owned}}\n",
        "articles/2024-01-01-a-1.md": article(
            head.format(1, "owned"), "All may be seen.", [names[one] for one in shown], "2024-01-01-a-1"
        ),
        "media/rights.yaml": "".join(
            f"{name}: {{rights: owned, source: cnrysource, credit: me}}\n" for name in names.values()
        ),
    }
    for number, (id_, front) in enumerate(hidden.items()):
        mine = [names[one] for one in secret[number::4]]
        files[f"articles/{id_}.md"] = article(front, f"Words cnrytext{number} of it.", mine, id_)
    files |= {f"media/{name}": one.data for one, name in names.items()}
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data.encode() if isinstance(data, str) else data)
    texts = ["private", "withheld", "reason", "draft", "source", *(f"text{n}" for n in range(3))]
    return [*(one.canary for one in pictures), *(f"name{one.canary}" for one in pictures), *(f"cnry{t}" for t in texts)]


def article(front: str, text: str, pictures: list[str], id_: str) -> str:
    figures = "\n\n".join(f"::: figure\n![A picture](../media/{name})\nA line.\n:::" for name in pictures)
    return f"---\nid: {id_}\ntitle: An article\n{front}---\n{text}\n\n{figures}\n"


def built(folder: Path, edition: str, *options: str) -> dict[str, bytes]:
    out = folder / edition
    arguments = ["--content", str(folder / "content"), "-o", str(out), "--edition", edition, *options]
    assert main(["build", "-q", *arguments]) == 0
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def found(site: dict[str, bytes], canaries: list[str]) -> set[str]:
    whole = b"\n".join(reading for path, data in site.items() for reading in (path.encode(), *readings(data)))
    texts = [whole.decode("latin-1"), whole.replace(b"\0", b"").decode("latin-1")]
    return {canary for canary in canaries if any(canary in text for text in texts)}


def proven(folder: Path, pictures: list[Planted], *options: str) -> int:
    """How many canaries the internal edition holds, of which the public one holds none."""
    canaries = content(folder / "content", pictures)
    internal, public = built(folder, "internal", *options), built(folder, "public", *options)
    assert found(public, canaries) == set()
    shown = {path.removeprefix("media/") for path in public if path.startswith("media/")}
    assert all(re.fullmatch(r"[0-9a-f]{16}\.(?:jpg|png|gif|webp|avif|svg)", name) for name in shown)
    pages = b"".join(data for path, data in public.items() if path.endswith(".html"))
    assert {src.decode() for src in re.findall(rb'<img src="\.\./media/([^"]+)"', pages)} == shown
    assert len({name.rpartition(".")[2] for name in shown}) == len(PLACES)
    return len(found(internal, canaries))


def test_no_canary_is_in_the_public_edition(tmp_path):
    assert proven(tmp_path, ALL[::7], "--no-search") > 40


@pytest.mark.slow
def test_no_canary_of_all_is_in_the_public_edition_and_its_index(tmp_path):
    assert proven(tmp_path / "even", ALL) + proven(tmp_path / "odd", ALL[::-1][1:]) > 600


def test_a_picture_that_cannot_be_cleaned_is_said(tmp_path, capsys):
    folder = tmp_path / "content"
    broken = [next(one for one in ALL if place(one) == "behind the pixels"), ALL[0]]
    content(folder, broken)
    assert (
        main(["build", "--content", str(folder), "-o", str(tmp_path / "site"), "--edition", "public", "--no-search"])
        == 0
    )
    said = capsys.readouterr().err
    assert f"media/name{broken[0].canary}.png: warning[metadata]: the public edition leaves out this picture" in said
    assert "help: save it anew with another program" in said
    assert not (tmp_path / "site" / "media").exists()


def test_the_readme_counts_them_as_they_are(tmp_path):
    said = Path(__file__).parents[2].joinpath("README.md").read_text("utf-8")
    assert f"each of {sum(map(len, PLACES.values()))} places of JPEG" in said
    assert f"file's name: {len(content(tmp_path, ALL))}, none in any byte" in said
