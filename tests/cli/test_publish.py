"""`dossier publish` as a person uses it, to a bare repository."""

import io
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
    output = capsys.readouterr()
    assert "A\tindex.html\n" in output.out
    assert "origin/gh-pages: would be pushed (" in output.out
    assert branches() == ""
    assert main(["publish"]) == 0
    output = capsys.readouterr()
    assert output.out.startswith("origin/gh-pages: pushed (")
    assert "Settings → Pages" in output.err
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
    monkeypatch.setattr(publish, "FILE_LIMIT", 1000)  # bytes, in place of a hundred million
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
    published = git("ls-tree", "-r", "--name-only", "FETCH_HEAD").splitlines()
    assert "articles/2023-09-14-dw-10000002.html" in published
    assert "articles/2023-09-13-bbc-10000001.html" not in published


def withhold(content):
    article = content / "articles" / "2023-09-13-bbc-10000001.md"
    article.write_text(article.read_text("utf-8").replace("\nid:", "\nwithheld: a request\nid:", 1), "utf-8")


def history():
    git("fetch", "-q", "origin", "gh-pages")
    published = subprocess.run(["git", "log", "-p", "--text", "FETCH_HEAD"], check=True, capture_output=True)
    return published.stdout.decode("utf-8", "replace")


def test_what_was_withheld_since_is_warned_of_until_it_is_forgotten(content, capsys):
    assert main(["publish"]) == 0
    assert "warning[published]" not in capsys.readouterr().err
    withhold(content)
    assert main(["publish"]) == 0
    output = capsys.readouterr()
    assert "origin/gh-pages: warning[published]: its history holds more of 1 articles and pictures" in output.err
    assert "articles/2023-09-13-bbc-10000001.html" in output.err
    assert "dossier publish --forget" in output.err
    assert "2023-09-13-bbc-10000001" in history()
    assert main(["publish", "--forget", "--dry-run"]) == 0
    assert "would be pushed as one commit, in place of 2 commits" in capsys.readouterr().out
    assert "2023-09-13-bbc-10000001" in history()
    assert main(["publish", "--forget", "--yes"]) == 0
    output = capsys.readouterr()
    assert "pushed as one commit, in place of 2 commits" in output.out
    assert "RIGHTS.md" in output.err
    assert "2023-09-13-bbc-10000001" not in history()
    assert main(["publish"]) == 0
    assert "warning[published]" not in capsys.readouterr().err


def test_nothing_is_forgotten_unless_somebody_says_yes(content, monkeypatch, capsys):
    assert main(["publish"]) == 0
    withhold(content)
    assert main(["publish"]) == 0
    for answer in ("n\n", ""):
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        assert main(["publish", "--forget"]) != 0
        assert "Replace the whole history of origin/gh-pages by one commit?" in capsys.readouterr().err
    assert "2023-09-13-bbc-10000001" in history()
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert main(["publish", "--forget"]) == 0
    assert "2023-09-13-bbc-10000001" not in history()


def test_what_is_an_excerpt_since_is_warned_of_and_may_be_accepted(content, capsys):
    settings = content / "dossier.yaml"
    original = settings.read_text("utf-8")
    assert main(["publish"]) == 0
    for path in (content / "articles").glob("*.md"):
        path.write_text(path.read_text("utf-8").replace("\nrights: owned", ""), "utf-8")
    capsys.readouterr()
    assert main(["publish"]) == 0
    assert "warning[published]" in capsys.readouterr().err
    settings.write_text(original + "accept: [published]\n", "utf-8")
    assert main(["publish"]) == 0
    assert "[published]" not in capsys.readouterr().err


def test_other_names_of_what_was_forgotten_are_told_with_who_can_delete_them(content, tmp_path, capsys):
    assert main(["publish"]) == 0
    for name in ("refs/tags/v1", "refs/pull/7/head"):
        git("-C", str(tmp_path / "remote.git"), "update-ref", name, "gh-pages")
    withhold(content)
    assert main(["publish", "--forget", "--yes"]) == 0
    output = capsys.readouterr().err
    assert "what was forgotten is still there as refs/tags/v1" in output
    assert "git push origin --delete refs/tags/v1" in output
    assert "what was forgotten is still there as refs/pull/7/head" in output
    assert "ask the host's support" in output
