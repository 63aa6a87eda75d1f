"""Versions as they lie on the disk: each is read, or is one problem with a place, and the rest is loaded."""

import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from dossier.load import load_library

WHOLE = Path(__file__).parent / "sites" / "whole" / "content"
HASH = sha256(b"one").hexdigest()
VERSION = f"---\narticle: one\nsha256: {HASH}\ncaptured: 2023-09-14T06:00:00Z\ntitle: 题\n---\n字。\n"
PLACE = f"versions/one/{HASH[:6]}.md"


@pytest.fixture
def content(tmp_path, monkeypatch):
    shutil.copytree(WHOLE, tmp_path / "content")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content" / "versions" / "one").mkdir(parents=True)
    return Path("content")


def problem_lines(content):
    library, problems = load_library(content)
    assert [article.id for article in library.articles][:2] == ["one", "two"]
    assert all(problem.hint for problem in problems)
    return [str(problem).splitlines()[0] for problem in problems]


def test_a_version_is_read_and_nothing_is_said(content):
    before = problem_lines(content)
    (content / PLACE).write_text(VERSION, "utf-8")
    assert problem_lines(content) == before


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (VERSION.encode("gb18030"), ":5: error[file]: the file is not in UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0", ":1: error[file]: the file is not in UTF-8"),
        (b"---\na: [\n---\n", ":3: error[yaml]"),
        (b"", ":1: error[missing]: a version has no `article`"),
        (VERSION.replace("title:", "titel:").encode(), ":5: error[unknown]: `titel` is not a field of a version"),
        (VERSION.replace("captured: 2023-09-14", "captured: gestern").encode(), ":4: error[value]: `captured` is wrong"),
        (VERSION.replace("article: one", "article: two").encode(), ": error[id]: this is the version of versions/two/"),
        (VERSION.replace("---\n字", "changed: {paragraphs: 0}\n---\n字").encode(), ":6: error[value]: `paragraphs` counts"),
        (b"---\nid: " + b"[" * 300_000 + b"\n---\n", ":2: error[yaml]: this is nested more than"),
    ],
)  # fmt: skip
def test_a_bad_version_is_one_problem(content, data, message):
    before = problem_lines(content)
    (content / PLACE).write_bytes(data)
    (content / "versions" / "two").mkdir()
    (content / "versions" / "two" / f"{HASH[:6]}.md").write_text(VERSION.replace(": one", ": two"), "utf-8")
    (new,) = [line for line in problem_lines(content) if line not in before]
    assert new.startswith(f"content/{PLACE}{message}")


def test_what_is_no_version_and_what_leads_out_is_told_of(content, tmp_path):
    before = problem_lines(content)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "x.md").write_text(VERSION, "utf-8")
    (content / "versions" / "away").symlink_to(tmp_path / "out")
    (content / PLACE).symlink_to(tmp_path / "out" / "x.md")
    (content / "versions" / "stray.md").write_text(VERSION, "utf-8")
    (content / "versions" / "one" / "x.txt").write_text("字", "utf-8")
    assert sorted(line for line in problem_lines(content) if line not in before) == [
        "content/versions/away: error[file]: this is a link that leads out of the folder",
        f"content/{PLACE}: error[file]: this is a link that leads out of the folder",
        "content/versions/one/x.txt: warning[unread]: nothing reads this file",
        "content/versions/stray.md: warning[unread]: nothing reads this file",
    ]


def test_a_version_that_the_program_fails_on_is_one_problem(content, monkeypatch):
    before = problem_lines(content)
    (content / PLACE).write_text(VERSION, "utf-8")
    monkeypatch.setattr("dossier.load.versions._change", lambda _read: 1 / 0)
    (new,) = [line for line in problem_lines(content) if line not in before]
    assert new.startswith(f"content/{PLACE}: error[fault]: the program fails here")
