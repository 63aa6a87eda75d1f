"""Pictures are downloaded from a real server into media/, with their sources, and only for unedited articles."""

import pytest
import yaml

from dossier.deliver import site_folder
from dossier.ingest.captures.stored_content import article_parts
from dossier.ingest.drafts.local_links import remote_pictures
from dossier.ingest.importing import ImportOptions, import_captures
from dossier.ingest.network.fetch import Fetcher, FetchLimits

AT = "2023-09-07T08:00:00+00:00"
PNG = b"\x89PNG\r\n\x1a\n and the rest"
KINDS = {
    ".png": PNG,
    ".jpg": b"\xff\xd8\xff\xe0 and the rest",
    ".gif": b"GIF89a and the rest",
    ".webp": b"RIFF\0\0\0\0WEBPVP8 ",
    ".avif": b"\0\0\0\x20ftypavif",
}


@pytest.fixture
def content(tmp_path):
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "dossier.yaml").write_text("title: 岛\n", "utf-8")
    return folder


def capture(tmp_path, web, *paths: str, number: int = 1):
    figures = "".join(
        f'<figure><img src="{web.url}{path}" alt="邮局"><figcaption>邮局的门</figcaption></figure>' for path in paths
    )
    head = f"<!--1693900000000-->\n[邮局重开](https://island.example/news/{number})\n------\n\n"
    file = tmp_path / f"{number}.txt"
    file.write_text(f"{head}<div><p>岛上的邮局今天重新开门，第一天来了四十个人。</p>{figures}</div>\n", "utf-8")
    return file


def run_import(content, *words, images: bool = True) -> str:
    messages = []
    for part in import_captures(
        content, map(str, words), ImportOptions(AT, Fetcher(FetchLimits(private=True, pause=0)), images=images)
    ):
        site_folder.write_files(part.writes, content, was=part.was)
        messages += map(str, part.problems)
    return "\n".join(messages)


def article(content, number: int = 0):
    path = sorted((content / "articles").iterdir())[number]
    return path, article_parts(path.read_bytes())[1]


def rights(content):
    return yaml.safe_load((content / "media/rights.yaml").read_text("utf-8"))


@pytest.mark.parametrize("suffix", KINDS)
def test_a_picture_is_downloaded_with_its_source_and_credit(content, tmp_path, web, suffix):
    web.pages["/p"] = ("image/whatever", KINDS[suffix])
    run_import(content, capture(tmp_path, web, "/p"))
    path, body = article(content)
    file = f"{path.stem}-1{suffix}"
    assert f"](../media/{file})" in body
    assert (content / "media" / file).read_bytes() == KINDS[suffix]
    entry = rights(content)[file]
    assert {**entry, "fetched": str(entry["fetched"])} == {
        "source": f"{web.url}/p",
        "fetched": "2023-09-07 08:00:00+00:00",
        "rights": "excerpt",
    }
    assert (content / ".drafts" / path.name).read_bytes() == path.read_bytes()


def test_a_second_import_neither_downloads_nor_removes_it(content, tmp_path, web):
    web.pages["/p"] = ("image/png", PNG)
    file = capture(tmp_path, web, "/p")
    run_import(content, file)
    before = {path: path.read_bytes() for path in content.rglob("*") if path.is_file()}
    run_import(content, file)
    run_import(content, file, images=False)
    assert {path: path.read_bytes() for path in content.rglob("*") if path.is_file()} == before
    assert web.asked == ["/p"]


def test_pictures_can_be_downloaded_later(content, tmp_path, web):
    web.pages["/p"] = ("image/png", PNG)
    file = capture(tmp_path, web, "/p")
    run_import(content, file, images=False)
    assert web.asked == []
    run_import(content, file)
    assert "](../media/" in article(content)[1]


def test_one_picture_of_two_articles_is_one_file(content, tmp_path, web):
    web.pages["/p"] = ("image/png", PNG)
    run_import(content, capture(tmp_path, web, "/p"), capture(tmp_path, web, "/p", number=2))
    assert len(rights(content)) == 1
    assert web.asked == ["/p"]
    assert all("](../media/" in article(content, n)[1] for n in (0, 1))


def test_nothing_is_downloaded_for_an_edited_article(content, tmp_path, web):
    web.pages["/p"] = ("image/png", PNG)
    file = capture(tmp_path, web, "/p")
    run_import(content, file, images=False)
    path, _ = article(content)
    path.write_bytes(path.read_bytes() + "编辑的话。\n".encode())
    edited = path.read_bytes()
    run_import(content, file)
    assert path.read_bytes() == edited
    assert web.asked == []


@pytest.mark.parametrize(
    ("data", "kind", "fact"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "image/svg+xml", "SVG"),
        (b"<?xml version='1.0'?><!DOCTYPE svg><svg/>", "image/png", "SVG"),
        (b"<html>not a picture", "image/png", "no picture of a kind"),
        (b"", "image/png", "no picture of a kind"),
        (PNG, "text/html", "holds text/html"),
        (PNG + b"x" * 10_000_000, "image/png", "larger than 10,000,000 bytes"),
    ],
)
def test_other_files_are_not_stored(content, tmp_path, web, data, kind, fact):
    web.pages["/p"] = (kind, data)
    messages = run_import(content, capture(tmp_path, web, "/p", "/gone"))
    assert fact in messages
    assert "404" in messages
    assert f"]({web.url}/p)" in article(content)[1]
    assert not (content / "media").exists()


def test_the_editors_rights_are_unchanged(content, tmp_path, web):
    web.pages["/p"] = ("image/png", PNG)
    (content / "media").mkdir()
    mine = "# 自己画的\nmap.svg: {rights: owned,   credit: 编辑}"
    (content / "media/rights.yaml").write_text(mine, "utf-8")
    run_import(content, capture(tmp_path, web, "/p"))
    assert (content / "media/rights.yaml").read_text("utf-8").startswith(f"{mine}\n")
    assert len(rights(content)) == 2


def test_a_file_that_cannot_be_added_to_is_a_problem(content, tmp_path, web):
    web.pages["/p"] = ("image/png", PNG)
    (content / "media").mkdir()
    (content / "media/rights.yaml").write_text("{}\n", "utf-8")
    assert "nothing can be added" in run_import(content, capture(tmp_path, web, "/p"))
    assert f"]({web.url}/p)" in article(content)[1]


def test_a_killed_import_leaves_no_second_copy(content, tmp_path, web):
    web.pages["/p"] = ("image/png", PNG)
    file = capture(tmp_path, web, "/p")
    [part] = import_captures(
        content, [str(file)], ImportOptions(AT, Fetcher(FetchLimits(private=True, pause=0)), images=True)
    )
    first = dict(list(part.writes.items())[:1])  # the picture is there, and rights.yaml does not know it
    site_folder.write_files(first, content)
    run_import(content, file)
    assert sorted(path.name for path in (content / "media").iterdir()) == sorted(["rights.yaml", *rights(content)])
    assert len(rights(content)) == 1


def test_a_name_in_use_is_not_overwritten(content, tmp_path, web):
    web.pages["/p"] = ("image/png", PNG)
    file = capture(tmp_path, web, "/p")
    run_import(content, file, images=False)
    path, _ = article(content)
    (content / "media").mkdir()
    (content / f"media/{path.stem}-1.png").write_bytes(b"the editor's own")
    run_import(content, file)
    assert (content / f"media/{path.stem}-1.png").read_bytes() == b"the editor's own"
    assert f"](../media/{path.stem}-1.2.png)" in article(content)[1]


def test_a_credit_belongs_to_its_figure():
    body = (
        "::: figure\n![一](https://p.example/1)\n门\ncredit: AFP \\*甲\\*\n:::\n\n"
        "![二](https://p.example/2)\n\n::: figure\n![三](https://p.example/3)\n窗\n:::\n\n![四](../media/4.png)\n"
    )
    assert remote_pictures(body) == {
        "https://p.example/1": "AFP *甲*",
        "https://p.example/2": "",
        "https://p.example/3": "",
    }
