"""Pages saved as one file: MHTML as Chromium writes it, compressed pages, Safari's web archives."""

import gzip
import plistlib

import pytest

from dossier.ingest.drafts.draft import draft_capture
from dossier.ingest.formats.capture import LARGEST_FILE
from dossier.ingest.formats.detect import detect_capture
from dossier.problems import Failure

from .stories import STORIES, page, score

PAGES = [(story, page(story, number)) for number, story in enumerate(STORIES)]


def refusal(data: bytes, name: str = "a.html.gz") -> str:
    with pytest.raises(Failure) as failure:
        draft_capture(name, data)
    (problem,) = failure.value.problems
    assert problem.at.file == name
    assert problem.hint
    return problem.message


@pytest.mark.browser
def test_pages_that_chromium_saved(snapshot):
    files = [(f"{number}.mhtml", snapshot(story.url, html), story) for number, (story, html) in enumerate(PAGES)]
    score(files).check()
    capture = detect_capture(*files[0][:2])
    assert capture.url == files[0][2].url
    assert capture.captured_at.startswith("20")


def test_compressed_pages():
    files = [(f"{n}.html.gz", gzip.compress(html.encode(), mtime=0), story) for n, (story, html) in enumerate(PAGES)]
    score(files).check()


def web_archive(
    url: str, html: bytes, form: plistlib.PlistFormat = plistlib.FMT_BINARY, encoding: str = "UTF-8"
) -> bytes:
    main = {
        "WebResourceData": html,
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": encoding,
        "WebResourceURL": url,
        "WebResourceFrameName": "",
    }
    picture = {
        "WebResourceData": b"\x89PNG\r\n\x1a\n",
        "WebResourceMIMEType": "image/png",
        "WebResourceURL": f"{url}.png",
    }
    return plistlib.dumps({"WebMainResource": main, "WebSubresources": [picture]}, fmt=form)


def test_web_archives_of_both_forms():
    forms = (plistlib.FMT_BINARY, plistlib.FMT_XML)
    files = [
        (f"{n}.webarchive", web_archive(story.url, html.encode(), forms[n % 2]), story)
        for n, (story, html) in enumerate(PAGES)
    ]
    score(files).check()


def test_the_encoding_that_a_web_archive_names():
    html = "<html><body><p>На мосту снова горел свет, и никто не знал почему.</p></body></html>"
    capture = detect_capture("a", web_archive("https://a.example/1", html.encode("cp1251"), encoding="windows-1251"))
    assert capture.text == html


# ── What is broken ───────────────────────────────────────────────────────────


def test_broken_and_cut_off_gzip():
    data = gzip.compress(PAGES[0][1].encode())
    assert "is cut off" in refusal(data[:-20])
    assert "is broken" in refusal(data[:40] + b"\0\0\0\0" + data[44:])
    assert "holds another" in refusal(gzip.compress(data))


def test_a_gzip_bomb_is_refused_before_it_is_unpacked():
    bomb = gzip.compress(bytes(LARGEST_FILE // 20), mtime=0) * 21
    assert f"unpacks to more than {LARGEST_FILE:,} bytes" in refusal(bomb)


def test_broken_web_archives():
    whole = web_archive("https://a.example/1", b"<html><p>a")
    assert "this web archive is broken" in refusal(whole[:-30], "a.webarchive")
    empty = plistlib.dumps({"WebMainResource": {}}, fmt=plistlib.FMT_BINARY)
    assert "this web archive holds no page" in refusal(empty, "a.webarchive")
    entities = b'<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "b">]><plist><dict><key>WebMainResource</key>&a;</dict></plist>'
    assert "this web archive is broken" in refusal(entities, "a.webarchive")
    picture = web_archive("https://a.example/1", b"x").replace(b"text/html", b"image/png")
    assert "holds no page, but image/png" in refusal(picture, "a.webarchive")


def test_mhtml_without_a_page():
    message = b"From: <Saved by Blink>\nSnapshot-Content-Location: https://a.example/\nMIME-Version: 1.0\n"
    kind = b'Content-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: image/png\n\nabc\n--x--\n'
    assert "holds no HTML" in refusal(message + kind, "a.mhtml")
    assert "is empty" in refusal(message + kind.replace(b"image/png", b"text/html").replace(b"abc", b""), "a.mhtml")


def test_a_message_of_a_million_parts_is_refused():
    head = b'From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n'
    assert "1,000,000 parts" in refusal(head + b"\n--x" * 1_000_000, "a.mhtml")
    nested = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(5_000))
    assert "5,000 parts" in refusal(b"From: a\nMIME-Version: 1.0\n" + nested, "a.mhtml")
