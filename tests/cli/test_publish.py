"""`dossier publish` as a person uses it, to a bare repository."""

import shutil
import subprocess
from pathlib import Path

import pytest

from dossier.cli import main
from dossier.deliver import publish

SMALL = Path(__file__).parent.parent / "sites" / "small" / "content"


def git(*arguments):
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def content(tmp_path, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    git("init", "-q", "--bare", str(tmp_path / "remote.git"))
    git("init", "-q", "-b", "main", str(tmp_path / "dossier"))
    monkeypatch.chdir(tmp_path / "dossier")
    git("config", "user.name", "An editor")
    git("config", "user.email", "editor@example.org")
    git("remote", "add", "origin", str(tmp_path / "remote.git"))
    shutil.copytree(SMALL, "content")
    return Path("content")


def branches():
    return git("ls-remote", "origin")


def test_what_would_change_is_said_and_then_what_did(content, capsys):
    assert main(["publish", "--dry-run"]) == 0
    told = capsys.readouterr()
    assert "A\tindex.html\n" in told.out
    assert "origin/gh-pages: would be pushed (" in told.out
    assert branches() == ""
    assert main(["publish"]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("origin/gh-pages: pushed (")
    assert "Settings → Pages" in told.err
    assert main(["publish"]) == 0
    assert capsys.readouterr().out == "origin/gh-pages: holds this already\n"
    assert not Path("_site").exists()


def test_a_warning_stops_it_until_it_is_accepted(content, capsys):
    article = content / "articles" / "2023-09-14-dw-10000002.md"
    article.write_text(article.read_text("utf-8").replace("published: 2023-09-14T08:00:00+08:00\n", ""), "utf-8")
    assert main(["publish"]) == 1
    assert "warning[undated]" in capsys.readouterr().err
    assert branches() == ""
    with (content / "dossier.yaml").open("a") as file:
        file.write("accept: [undated]\n")
    assert main(["publish"]) == 0


def test_what_pages_may_not_serve_stops_it_until_it_is_accepted(content, monkeypatch, capsys):
    monkeypatch.setattr(publish, "FILE", 1000)  # bytes, in place of a hundred million
    assert main(["publish"]) == 1
    assert "warning[size]" in capsys.readouterr().err
    assert branches() == ""
    with (content / "dossier.yaml").open("a") as file:
        file.write("accept: [size]\n")
    assert main(["publish"]) == 0


def test_a_capture_that_nobody_has_read_stops_it(content, capsys):
    (content / "captures").mkdir(exist_ok=True)
    (content / "captures" / "dropped.txt").write_text("一页", "utf-8")
    assert main(["publish"]) == 1
    assert "dropped.txt: error[unclaimed]" in capsys.readouterr().err
    assert not list(content.glob("articles/*dropped*"))
    assert branches() == ""


def test_it_is_the_public_edition_whatever_was_built_before(content, capsys):
    article = content / "articles" / "2023-09-13-bbc-10000001.md"
    article.write_text(article.read_text("utf-8").replace("\nid:", "\ndraft: true\nid:", 1), "utf-8")
    assert main(["build", "--no-search"]) == 0
    assert Path("_site/articles/2023-09-13-bbc-10000001.html").is_file()
    assert main(["publish", "--branch", "site"]) == 0
    assert "refs/heads/site" in branches()
    git("fetch", "-q", "origin", "site")
    shown = git("ls-tree", "-r", "--name-only", "FETCH_HEAD").splitlines()
    assert "articles/2023-09-14-dw-10000002.html" in shown
    assert "articles/2023-09-13-bbc-10000001.html" not in shown
