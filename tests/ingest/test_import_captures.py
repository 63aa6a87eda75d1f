"""Imports of files, folders, feeds and addresses into a content folder."""

import os
from pathlib import Path

import pytest

from dossier.deliver import site_folder
from dossier.deliver.git import merge_three_way
from dossier.ingest.captures.stored_content import article_parts, undrafted_captures
from dossier.ingest.importing import ImportOptions, import_captures
from dossier.ingest.network.fetch import Fetcher, FetchLimits

AT = "2023-09-07T08:00:00+00:00"
FEEDS = Path(__file__).parent.parent / "fixtures/feeds"


def capture(number: int = 1, text: str = "岛上的邮局今天重新开门。", epoch: int = 1693900000000) -> bytes:
    url = f"https://island.example/news/{number}"
    return f"<!--{epoch}-->\n[邮局{number}重开]({url})\n------\n\n<div><p>{text}</p><p>第一天来了四十个人。</p></div>\n".encode()


def import_options(**options) -> ImportOptions:
    return ImportOptions(AT, Fetcher(FetchLimits(private=True, pause=0)), **options)


def run_import(content: Path, *words: object, dry: bool = False, **options) -> tuple[dict[str, str], str]:
    """Import, and return the fate of each source and all messages."""
    fates: dict[str, str] = {}
    messages: list[str] = []
    for part in import_captures(content, map(str, words), import_options(**options)):
        if not dry:
            site_folder.write_files(part.writes, content, was=part.was)
        fates |= {outcome.source: outcome.fate.value for outcome in part.outcomes}
        messages += map(str, part.problems)
    return fates, "\n".join(messages)


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def content(tmp_path) -> Path:
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "dossier.yaml").write_text("title: 岛\n", "utf-8")
    return folder


def test_a_file_and_a_folder_become_articles(content, tmp_path):
    (tmp_path / "seen").mkdir()
    (tmp_path / "seen/2.txt").write_bytes(capture(2))
    (tmp_path / "one.txt").write_bytes(capture())
    fates, _ = run_import(content, tmp_path / "one.txt", tmp_path / "seen")
    assert fates == {str(tmp_path / "one.txt"): "new", str(tmp_path / "seen/2.txt"): "new"}
    articles = sorted((content / "articles").iterdir())
    assert len(articles) == 2
    fields, body = article_parts(articles[0].read_bytes())
    assert "四十个人" in body
    assert fields["captures"][0]["at"] == "2023-09-05T07:46:40Z"
    assert (content / "captures" / fields["captures"][0]["file"]).read_bytes() in (capture(), capture(2))
    assert run_import(content, tmp_path / "one.txt", tmp_path / "seen")[0] == dict.fromkeys(fates, "unchanged")


def test_a_dry_run_writes_nothing_and_reports_the_same(content, tmp_path):
    (tmp_path / "one.txt").write_bytes(capture())
    dry = run_import(content, tmp_path / "one.txt", dry=True)
    assert names(content) == ["dossier.yaml"]
    assert run_import(content, tmp_path / "one.txt") == dry


def test_bad_captures_are_reported_and_the_others_imported(content, tmp_path):
    folder = tmp_path / "seen"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    (folder / "good.txt").write_bytes(capture())
    (folder / "large.html").write_bytes(b"<html>" + b"x" * 20_000_000)
    (folder / "table.xlsx").write_bytes(b"PK")
    (folder / "page.jpg").write_bytes(b"a saved page's picture")
    (folder / ".hidden.txt").write_bytes(b"")
    (folder / "out.txt").symlink_to("/etc/passwd")
    fates, messages = run_import(content, folder, tmp_path / "nowhere.txt")
    assert list(fates.values()) == ["new"]
    for name, fact in (
        ("empty.txt", "the capture is empty"),
        ("large.html", "20,000,006 bytes"),
        ("table.xlsx", "left out"),
        ("out.txt", "leads out"),
        ("nowhere.txt", "no such file"),
    ):
        assert any(name in line and fact in line for line in messages.splitlines()), name
    assert "page.jpg" not in messages
    assert "hidden" not in messages
    assert all("help:" in problem for problem in messages.split("\n/")[1:])


def test_pipes_and_links_are_skipped(content, tmp_path):
    """A pipe would never end, a link leads out of the folder, and a name that is not in UTF-8 cannot be reported."""
    folder = tmp_path / "seen"
    folder.mkdir()
    os.mkfifo(folder / "pipe.txt")
    (folder / "loop").symlink_to(folder)
    (folder / os.fsdecode(b"\xff.txt")).write_bytes(capture())
    fates, messages = run_import(content, folder, folder / "pipe.txt")
    assert fates == {}
    assert "not in UTF-8" in messages
    (content / "captures").mkdir()
    (content / "captures/out.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "secret.txt").write_bytes(capture())
    assert undrafted_captures(content) == ()


def test_the_items_of_a_feed_are_imported(content):
    fates, messages = run_import(content, FEEDS / "rss.xml")
    assert fates == {f"{FEEDS}/rss.xml#1": "new", f"{FEEDS}/rss.xml#2": "new"}
    assert "没有地址" in messages
    articles = [article_parts(path.read_bytes())[0] for path in (content / "articles").iterdir()]
    [fields] = (fields for fields in articles if "渡轮" in fields["title"])
    assert fields["published"].startswith("2023-09-05T06:43")
    assert [person["name"] for person in fields["byline"]] == ["林一苇", "周小舟"]


def test_an_address_is_fetched_once_and_its_page_stored_unchanged(content, web):
    page = "<!doctype html><html><body><article><h1>灯塔</h1><p>灯塔今晚重新点亮。</p></article></body></html>".encode()
    web.pages["/a?x=1--2"] = ("text/html; charset=utf-8", page)
    run_import(content, f"{web.url}/a?x=1--2")
    assert web.asked == ["/a?x=1--2"]
    [capture] = (content / "captures").iterdir()
    assert capture.suffix == ".html"
    assert capture.read_bytes().endswith(page)
    [article] = (content / "articles").iterdir()
    fields, body = article_parts(article.read_bytes())
    assert "重新点亮" in body
    assert fields["captures"][0]["at"] == "2023-09-07T08:00:00Z"
    assert fields["url"].startswith(web.url)


def test_the_encoding_of_the_http_header_is_used(content, web):
    page = "<!doctype html><body><article><h1>灯塔</h1><p>灯塔今晚重新点亮，海上的船都看得见它。</p></article>"
    web.pages["/gbk"] = ("text/html; charset=gb2312", page.encode("gb18030"))
    web.pages["/wide"] = ("text/html", page.replace("灯塔", "瞭望塔").encode("utf-16"))
    _, messages = run_import(content, f"{web.url}/gbk", f"{web.url}/wide")
    bodies = "".join(path.read_text("utf-8") for path in (content / "articles").iterdir())
    assert "灯塔今晚重新点亮" in bodies, messages
    assert "瞭望塔今晚重新点亮" in bodies, messages


def test_the_address_of_a_feed_is_imported(content, web):
    web.pages["/feed"] = ("application/rss+xml", (FEEDS / "rss.xml").read_bytes())
    first, _ = run_import(content, f"{web.url}/feed")
    assert set(first.values()) == {"new"}
    before = names(content)
    for part in import_captures(
        content, [f"{web.url}/feed"], ImportOptions("2024-01-01T00:00:00+00:00", import_options().fetch)
    ):
        assert part.writes == {}  # fetched again, with nothing new in it
    assert names(content) == before


def test_addresses_without_an_article_are_reported(content, web):
    web.pages["/picture"] = ("image/png", b"\x89PNG")
    web.pages["/xml"] = ("application/xml", b"<?xml version='1.0'?><stock/>")
    fates, messages = run_import(content, f"{web.url}/picture", f"{web.url}/xml", f"{web.url}/gone", "ftp://e.example/")
    assert fates == {}
    for fact in ("holds image/png", "neither a page nor a feed", "answers 404", "no address of a page"):
        assert fact in messages


def test_dropped_pieces_are_listed(content, tmp_path):
    advertisement = "<div class='ad-container'>广告：渡轮七折</div>"
    (tmp_path / "one.txt").write_bytes(capture().replace(b"<div>", f"<div>{advertisement}".encode()))
    [part] = import_captures(content, [str(tmp_path / "one.txt")], import_options())
    body = article_parts(next(data for path, data in part.writes.items() if path.startswith("articles/")))[1]
    assert ("七折" in body) != any("七折" in loss.dropped.text for loss in part.dropped)


def test_captures_in_content_are_drafted_once(content):
    assert undrafted_captures(content) == ()
    (content / "captures").mkdir()
    (content / "captures/seen.txt").write_bytes(capture())
    assert undrafted_captures(content) == (str(content / "captures/seen.txt"),)
    run_import(content, *undrafted_captures(content))
    assert undrafted_captures(content) == ()
    assert names(content / "captures") == ["seen.txt"]
    [article] = (content / "articles").iterdir()
    article.unlink()
    assert undrafted_captures(content) == ()  # the deletion is remembered
    (content / ".drafts" / article.name).unlink()
    assert undrafted_captures(content) == (str(content / "captures/seen.txt"),)
    (content / "dossier.yaml").write_text("title: 岛\nskip: [seen.txt]\n", "utf-8")
    assert undrafted_captures(content) == ()


def test_captures_that_dossier_yaml_skips_are_not_imported(content, tmp_path):
    (tmp_path / "one.txt").write_bytes(capture())
    (content / "dossier.yaml").write_text("title: 岛\nskip:\n  - https://island.example/news/1\n", "utf-8")
    assert list(run_import(content, tmp_path / "one.txt")[0].values()) == ["skipped"]
    assert names(content) == ["dossier.yaml"]


def test_an_import_in_several_batches(content, tmp_path, monkeypatch):
    """Links and twins are recognised across batches, and the result is the same."""
    monkeypatch.setattr("dossier.ingest.importing._BATCH", 2)
    folder = tmp_path / "seen"
    folder.mkdir()
    for n in range(5):
        link = f'<a href="https://island.example/news/{(n + 1) % 5}">下一间</a>在对岸。'
        (folder / f"{n}.txt").write_bytes(capture(n, link))
    (folder / "twin.txt").write_bytes(
        capture(0, '<a href="https://island.example/news/1">下一间</a>在对岸。', 1693900001000)
    )
    run_import(content, folder)
    in_parts = {path.name: path.read_bytes() for path in (content / "articles").iterdir()}
    assert len(in_parts) == 5
    assert all(b"article:" in text for text in in_parts.values())
    for name in ("articles", ".drafts", "captures"):
        for path in (content / name).iterdir():
            path.unlink()
    monkeypatch.setattr("dossier.ingest.importing._BATCH", 100)
    run_import(content, folder)
    assert {path.name: path.read_bytes() for path in (content / "articles").iterdir()} == in_parts


@pytest.mark.parametrize("every", [9, pytest.param(1, marks=pytest.mark.slow)])
def test_the_shared_captures_are_imported(shared, content, every):
    """Each article of the shared captures, which are in two formats, is imported once with both captures."""
    feed, jekyll = (sorted((shared / "captures" / form).iterdir())[::every] for form in ("feed", "jekyll"))
    first, _ = run_import(content, *feed, shared / "seeds")
    assert set(first.values()) == {"new"}
    second, _ = run_import(content, *jekyll, merge=merge_three_way)
    assert set(second.values()) == {"twin"}
    assert len(list((content / "articles").iterdir())) == len(feed) + 5
    assert len(list((content / "captures").iterdir())) == 2 * len(feed) + 5
    before = names(content)
    third, _ = run_import(content, *feed, *jekyll, shared / "seeds", content / "captures")
    assert set(third.values()) == {"unchanged"}
    assert names(content) == before


BLANK = {"a space": "&nbsp;", "a link": "[]()", "code": "` `", "a line separator": "\u2028", "an item": "- &nbsp;"}


@pytest.mark.parametrize("blank", BLANK.values(), ids=BLANK.keys())
def test_a_capture_without_words_is_reported(content, tmp_path, blank):
    (tmp_path / "one.txt").write_bytes(capture())
    (tmp_path / "blank.md").write_text(f"# t\n\n{blank}\n\ntext\n", "utf-8")
    fates, messages = run_import(content, tmp_path / "one.txt", tmp_path / "blank.md")
    assert list(fates.values()) == ["new", "new"]
    assert "error" not in messages
    bodies = [article_parts(path.read_bytes())[1] for path in (content / "articles").iterdir()]
    assert any(body.strip().endswith("text") for body in bodies)
