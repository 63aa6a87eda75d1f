"""The picture for those who share: a PNG that others can read, the same on every machine."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier import edtf
from dossier.render import pictures
from dossier.render.exports import share_card
from dossier.render.site import build_site


@pytest.fixture
def covered(dossier):
    dates = [edtf.parse(f"2023-09-{day:02}") for day in range(1, 1 + len(dossier.content.articles))]
    articles = tuple(replace(a, published=d) for a, d in zip(dossier.content.articles, dates, strict=True))
    return replace(dossier, content=replace(dossier.content, articles=articles))


def pixels(png: bytes) -> list[bytes]:
    """The rows of a two-bit PNG, decompressed by zlib: each pixel one byte."""
    chunks, at = {}, 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        chunks[png[at + 4 : at + 8]] = png[at + 8 : at + 8 + length]
        assert (
            zlib.crc32(png[at + 4 : at + 8 + length]) == struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0]
        )
        at += 12 + length
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    data, above, rows = zlib.decompress(chunks[b"IDAT"]), bytes(width // 4), []
    for line in range(height):
        start = line * (width // 4 + 1)
        assert data[start] == 2
        above = bytes(
            (one + other) & 255 for one, other in zip(data[start + 1 : start + 1 + width // 4], above, strict=True)
        )
        rows.append(bytes(byte >> shift & 3 for byte in above for shift in (6, 4, 2, 0)))
    return rows


def test_it_is_a_picture_of_the_size_that_is_asked_for(covered):
    (png,) = share_card.share_card_files(build_site(covered)).values()
    assert pictures.picture_size(png) == (1200, 630)
    assert len(png) < 20_000
    rows = pixels(png)
    assert set(b"".join(rows)) == {share_card.PAPER, share_card.INK, share_card.CINNABAR, share_card.PENCIL}


def test_it_shows_who_reported_when(covered):
    def part(dossier, place):
        left, top, width, height = place
        rows = pixels(next(iter(share_card.share_card_files(build_site(dossier)).values())))
        return b"".join(row[left : left + width] for row in rows[top : top + height])

    assert part(covered, share_card._CHART).count(share_card.INK) > 400
    assert part(covered, share_card._EVENTS).count(share_card.CINNABAR) > 400
    bare = replace(covered, content=replace(covered.content, articles=()), timeline=())
    for place in (share_card._CHART, share_card._EVENTS):
        assert set(part(bare, place)) == {share_card.PAPER}


def test_without_an_address_nobody_could_fetch_it(covered):
    settings = replace(covered.content.settings, base_url="")
    assert (
        share_card.share_card_files(build_site(replace(covered, content=replace(covered.content, settings=settings))))
        == {}
    )


@given(st.lists(st.tuples(st.integers(0, 255), st.integers(1, 700)), max_size=12))
def test_what_is_compressed_zlib_reads(runs):
    data = b"".join(bytes([byte]) * count for byte, count in runs)
    assert zlib.decompress(share_card._zlib(data)) == data
