"""Bytes are decoded and their format is detected; what is no capture is refused with its name."""

import random
import resource
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from dossier.ingest.drafts.draft import draft_capture
from dossier.ingest.formats.detect import LARGEST, detect_capture
from dossier.ingest.formats.encodings import decode_bytes
from dossier.problems import Failure

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
TEXT = "桥上的灯昨天又亮了，没有人知道为什么是这个时候。"
TRADITIONAL = "橋上的燈昨天又亮了，沒有人知道為什麼是這個時候。嘅"
NOISE = random.Random(1).randbytes(100_000)


# ── Encodings ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("claim", ["", "utf-8", "gb2312", "gbk", "big5", "latin1"])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [(TEXT, "utf-8"), (TEXT, "utf-8-sig"), (TEXT, "utf-16"), (TEXT, "gb18030"), (TRADITIONAL, "big5hkscs")],
)
def test_the_bytes_overrule_the_declared_encoding(text, encoding, claim):
    page = f'<meta charset="{claim}"><p>{text}</p>'
    assert decode_bytes(page.encode(encoding)).text == page


def test_western_encodings_are_decoded_as_by_browsers():
    page = "<meta charset=iso-8859-1><p>“café” – 5 €</p>"
    assert decode_bytes(page.encode("cp1252")).text == page


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("windows-1251", "cp1251", "На мосту снова горел свет, и никто не знал почему."),
        ("koi8-r", "koi8_r", "На мосту снова горел свет, и никто не знал почему."),
        ("cp1251", "cp1251", "Учера зноў гарэла святло."),
        ("windows-1250", "cp1250", "Na mostě zase svítilo světlo a nikdo nevěděl proč."),
        ("iso-8859-2", "iso8859_2", "Na moście znów świeciło światło."),
        ("windows-1253", "cp1253", "Το φως στη γέφυρα άναψε ξανά."),
        ("windows-1254", "cp1254", "Köprüdeki ışık dün yine yandı."),
        ("windows-1255", "cp1255", "האור על הגשר דלק שוב אתמול."),
        ("windows-1256", "cp1256", "عاد الضوء إلى الجسر أمس."),
        ("windows-874", "cp874", "ไฟบนสะพานสว่างอีกครั้ง"),
        ("euc-kr", "cp949", "다리 위의 불이 어제 다시 켜졌다."),
        ("ks_c_5601-1987", "cp949", "다리 위의 불이 어제 다시 켜졌다."),
        ("x-sjis", "cp932", "橋の灯りは昨日また点いた。誰も理由を知らない。"),
        ("euc-jp", "euc_jp", "橋の灯りは昨日また点いた。誰も理由を知らない。"),
        ("iso-2022-jp", "iso2022_jp", "橋の灯りは昨日また点いた。誰も理由を知らない。"),
        ("iso-8859-15", "iso8859_15", "Le cœur coûte 5 €."),
    ],
)
def test_all_standard_labels_of_encodings_are_known(label, codec, text):
    page = f'<html><head><meta charset="{label}"></head><p>{text * 3}</p>'
    assert decode_bytes(page.encode(codec)).text == page


def test_undecodable_bytes_are_replaced_and_noted():
    page = f"<meta charset=windows-1250><p>{'Na mostě zase svítilo. ' * 20}".encode("cp1250") + b"\x81"
    capture = decode_bytes(page)
    assert "Na mostě zase svítilo." in capture.text
    assert capture.notes == ("1 unreadable character shown as \ufffd",)


def test_an_undeclared_encoding_is_guessed():
    text = "<html><p>На мосту снова горел свет, и никто не знал, почему именно вчера.</p>" * 5
    assert decode_bytes(text.encode("cp1251")).text == text


def test_utf_7_is_never_used():
    page = b"<meta charset=utf-7><p>+ADw-script+AD4-</p>"
    assert decode_bytes(page).text == page.decode()


def test_control_characters_are_removed_and_noted():
    capture = decode_bytes("a\0b\x07c\x9d\r\nd\re".encode())
    assert capture.text == "abc\nd\ne"
    assert capture.notes == ("3 control characters that no text may hold left out",)


def test_a_few_broken_bytes_are_replaced_and_noted():
    capture = decode_bytes((TEXT * 20).encode() + b"\xff\xfe\xff" + TEXT.encode())
    assert capture.text.count("\ufffd") == 3
    assert capture.notes == ("3 unreadable characters shown as \ufffd",)


# ── Shapes ───────────────────────────────────────────────────────────────────


def test_a_feed_archives_capture():
    capture = detect_capture(
        "x", b"<!--1693896181000-->\n[[World] a [b] c](https://x.example/a_(b))\n------\n\n<p>text"
    )
    assert (capture.shape, capture.title, capture.section) == ("feed", "a [b] c", "world")
    assert (capture.url, capture.captured_at) == ("https://x.example/a_(b)", "2023-09-05T06:43:01Z")
    assert capture.text == "\n<p>text"


def test_front_matter_of_a_feed_is_read_and_that_of_an_archive_ignored():
    text = "[a](https://x.example)\n---\n<p>b"
    archive = detect_capture("x", f'---\nlayout: post\ntitle: "a "b" c"\nauthor: Outlet\ndate: x\n---\n{text}'.encode())
    assert (archive.title, archive.author, archive.published) == ("a", "", "")
    feed = detect_capture("x", f"---\npublished: 2024-05-05T10:00:00Z\nauthor: '李四'\n---\n{text}".encode())
    assert (feed.author, feed.published) == ("李四", "2024-05-05T10:00:00Z")


def test_embedded_pictures_do_not_count_as_size():
    picture = b'<img src="data:image/png;base64,' + b"A" * (LARGEST + 1_000_000) + b'">'
    assert detect_capture("x", b"<html><p>b" + picture).text.endswith('<img src="data:,">')


def test_a_page_that_singlefile_saved():
    note = "<!DOCTYPE html><!--\n Page saved with SingleFile \n url: https://x.example/a \n saved date: {} (CST)\n-->"
    capture = detect_capture("x", f"{note.format('Tue Sep 05 2023 14:43:01 GMT+0800')}<html><p>b".encode())
    assert (capture.shape, capture.url, capture.captured_at) == ("page", "https://x.example/a", "2023-09-05T06:43:01Z")


def test_a_markdown_export():
    capture = detect_capture("x", b"# [World] a\n\n# a\n\n* b\n")
    assert (capture.shape, capture.title, capture.section, capture.text) == ("markdown", "a", "world", "\n# a\n\n* b\n")
    assert detect_capture("x", "# [专栏] 灯\n\n桥".encode()).kicker == "专栏"


# ── What is none ─────────────────────────────────────────────────────────────

HEAD = b"[a](https://x.example)\n---\n"
REFUSED = {
    "empty": (b"", "the capture is empty"),
    "blank": (b" \n\t" * 9, "the capture is empty"),
    "too large": (b"<html>" + b" " * LARGEST, "16,000,000 is the most that is read"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + NOISE, "this is a picture (PNG), which is not imported"),
    "an archive": (b"PK\x03\x04" + NOISE, "this is a packed folder (zip), which is not imported"),
    "nothing but noise": (b"\x80" + NOISE, "in no encoding that we know"),
    "nothing but NULs": (b"\0" * 1000, "it is not text"),
    "a feed": (b"<?xml version='1.0'?><rss><channel>", "a whole feed"),
    "a letter": ("您好，附件是照片。".encode(), "no capture of a shape that we know"),
    "a link line of megabytes": (b"[" * 3_000_000 + b"](" * 3_000_000, "no capture of a shape that we know"),
    "comments alone": (b"<!--a-->" * 500_000, "no capture of a shape that we know"),
    "no text": (HEAD + b"<script>a</script><img src=a.jpg>", "there is no text"),
    "nested absurdly": (HEAD + b"<div>" * 10_000 + b"a", "120 deep"),
    "a page of an outlet that nobody knows, without an article": (
        b"<html><title>a</title><nav>b</nav>",
        "no article was found",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_other_files_are_refused_with_their_name(name):
    data, fact = REFUSED[name]
    with pytest.raises(Failure) as failure:
        draft_capture(f"{name}.txt", data)
    (problem,) = failure.value.problems
    assert problem.at.file == f"{name}.txt"
    assert fact in problem.message
    assert problem.hint


def test_a_missing_extractor_is_reported_with_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(Failure) as failure:
        draft_capture("a.html", b"<html><title>a</title><p>b")
    (problem,) = failure.value.problems
    assert "the extractor for such pages cannot be loaded" in problem.message
    dependencies = tomllib.loads(PROJECT.read_text("utf-8"))["project"]["dependencies"]
    extractor = [one for one in dependencies if one.startswith(("trafilatura", "lxml_html_clean"))]
    assert problem.hint == "pip install " + " ".join(f"'{one}'" for one in sorted(extractor, reverse=True))


BOMBS = Path(__file__).parent / "bombs.py"
NAMES = subprocess.run([sys.executable, BOMBS], check=True, capture_output=True, text=True).stdout.split()


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_bomb_ends_in_time_and_memory(name):
    """Each in a process of its own, with 10 s and 1 GB."""

    def limits():
        resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))

    ended = subprocess.run(
        [sys.executable, BOMBS, name], preexec_fn=limits, check=False, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr


def test_one_bomb_ends_in_time():
    assert subprocess.run([sys.executable, BOMBS, "nested", "attributes"], check=False).returncode == 0
