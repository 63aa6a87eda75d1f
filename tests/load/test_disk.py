"""Hostile files: each is a problem with a location, in bounded time, and the others are loaded."""

import os
import shutil
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from dossier.load import disk, load_library
from tests.effort import RATIO, growth

WHOLE = Path(__file__).parent / "sites" / "whole" / "content"
ARTICLE = "---\ntitle: 第一篇\noutlet: bao\npublished: 2023-09-15\n---\n字。\n"


@pytest.fixture
def content(tmp_path, monkeypatch):
    shutil.copytree(WHOLE, tmp_path / "content")
    monkeypatch.chdir(tmp_path)
    return Path("content")


def problem_lines(content):
    """The problems, a line each; the dossier's own records must be loaded in any case."""
    library, problems = load_library(content)
    assert [article.id for article in library.articles][:2] == ["one", "two"]
    assert len(library.entities) == 3
    assert all(problem.hint for problem in problems)
    return [str(problem).splitlines()[0] for problem in problems]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (ARTICLE.encode("gb18030"), "content/articles/new.md:2: error[file]: the file is not in UTF-8"),
        (ARTICLE.encode("utf-16"), "content/articles/new.md:1: error[file]: the file is not in UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0", "content/articles/new.md:1: error[file]: the file is not in UTF-8"),
        (
            ARTICLE.replace("一篇", "一\0篇").encode(),
            "content/articles/new.md:2: error[yaml]: the invisible character U+0000",
        ),
        (ARTICLE.replace("字", "字\0").encode(), "content/articles/new.md:6: warning[characters]: 1 control character"),
        (b"---\nid: " + b"[" * 300_000, "content/articles/new.md:1: error[yaml]: the front matter is never closed"),
        (
            b"---\nid: " + b"[" * 300_000 + b"\n---\n",
            "content/articles/new.md:2: error[yaml]: this is nested more than",
        ),
        (
            b"x" * (disk.TEXT_LIMIT + 1),
            "content/articles/new.md: error[file]: the file has 4 MB; 4 MB are read at most",
        ),
    ],
)
def test_what_is_no_text(content, data, message):
    (content / "articles" / "new.md").write_bytes(data)
    (first,) = problem_lines(content)
    assert first.startswith(message)


def test_the_encoding_is_named(content):
    (content / "articles" / "new.md").write_bytes(ARTICLE.encode("gb18030"))
    (problem,) = load_library(content)[1]
    assert problem.hint == "save it as UTF-8; it seems to be in GB 18030"


def test_a_mark_of_byte_order_and_windows_line_ends_are_welcome(content):
    (content / "articles" / "new.md").write_bytes(b"\xef\xbb\xbf" + ARTICLE.replace("\n", "\r\n").encode())
    assert problem_lines(content) == []


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("articles/new.md", "content/articles/new.md"),
        ("notes/two.yaml", "content/notes/two.yaml"),
        ("media/new.svg", "content/media/new.svg"),
        ("captures/new.txt", "content/captures/new.txt"),
    ],
)
def test_links_that_lead_out_are_not_followed(content, name, place):
    secret = content.parent / "secret"
    secret.write_text(ARTICLE + "秘密", "utf-8")
    (content / name).symlink_to(secret.resolve())
    library, problems = load_library(content)
    assert [f"{problem.at}: {problem.check}" for problem in problems] == [f"{place}: file"]
    assert "秘密" not in repr(library)


def test_folders_that_lead_out_are_not_followed(content):
    outside = content.parent / "outside"
    (content / "notes").rename(outside)
    (content / "notes").symlink_to(outside.resolve(), target_is_directory=True)
    assert problem_lines(content) == ["content/notes: error[file]: this is a link that leads out of the folder"]


def test_links_within_are(content):
    (content / "articles" / "zwo.md").symlink_to("two.md")
    assert problem_lines(content) == []


def test_no_waiting_for_a_pipe(content):
    os.mkfifo(content / "articles" / "new.md")
    os.mkfifo(content / "captures" / "new.txt")
    assert [line.partition(": ")[0] for line in problem_lines(content)] == [
        "content/articles/new.md",
        "content/captures/new.txt",
    ]


def test_a_folder_in_the_place_of_a_file(content):
    (content / "articles" / "new.md").mkdir()
    assert problem_lines(content) == ["content/articles/new.md: error[file]: this is not a file"]


def test_a_file_in_the_place_of_a_folder(content):
    shutil.rmtree(content / "notes")
    (content / "notes").write_text("x", "utf-8")
    assert problem_lines(content) == ["content/notes: error[file]: this is not a folder"]


def test_what_only_its_owner_may_read(content):
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    (content / "articles" / "new.md").write_text(ARTICLE, "utf-8")
    (content / "articles" / "new.md").chmod(0)
    (message,) = problem_lines(content)
    assert message.startswith("content/articles/new.md: error[file]: the file cannot be read")


def test_names_that_climb_out(content):
    article = content / "articles" / "one.md"
    text = article.read_text("utf-8")
    article.write_text(text.replace("file: one.txt", "file: ../one.txt").replace("gate.svg", "../../gate.svg"), "utf-8")
    library, problems = load_library(content)
    assert [problem.check for problem in problems] == ["value", "picture", "unused"]
    assert list(library.media) == ["gate.svg"]


def test_a_long_name_of_a_file(content):
    (content / "articles" / ("金" * 80 + ".md")).write_text(ARTICLE, "utf-8")
    (message,) = problem_lines(content)
    assert message.endswith("error[id]: the file's name cannot be an id")


def test_no_folder_at_all(tmp_path):
    library, (problem,) = load_library(tmp_path / "nowhere")
    assert library.settings.title == ""
    assert problem.message == "there is no such folder"


def test_a_pool_gives_the_same(content):
    (content / "articles" / "bad.md").write_text(ARTICLE.replace("title", "titel"), "utf-8")
    with ProcessPoolExecutor(2) as pool:
        assert load_library(content, map_fn=pool.map) == load_library(content)


def test_articles_take_as_long_as_they_are_many(content):
    def work(many):
        for number in range(many):
            (content / "articles" / f"a{number}.md").write_text(ARTICLE, "utf-8")
        library, _ = load_library(content)
        for number in range(many):
            (content / "articles" / f"a{number}.md").unlink()
        assert len(library.articles) == many + 2

    assert growth(work, 125, most=250) < RATIO
