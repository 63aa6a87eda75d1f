"""Publishing to a real remote: a bare repository on this disk."""

import subprocess

import pytest

from dossier.deliver.publish import published
from dossier.problems import Failure

SITE = {"index.html": b"<p>one", "articles/a.html": "文".encode(), "data/empty.json": b""}


def git(folder, *arguments):
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def source(tmp_path):
    git(tmp_path, "init", "-q", "--bare", "remote.git")
    git(tmp_path, "init", "-q", "-b", "main", "source")
    folder = tmp_path / "source"
    git(folder, "config", "user.name", "An editor")
    git(folder, "config", "user.email", "editor@example.org")
    git(folder, "remote", "add", "origin", str(tmp_path / "remote.git"))
    (folder / "draft.txt").write_text("not committed yet")
    return folder


def files(source):
    remote = source.parent / "remote.git"
    return {
        path: git(remote, "show", f"gh-pages:{path}")
        for path in git(remote, "ls-tree", "-r", "--name-only", "gh-pages").splitlines()
    }


def test_the_branch_holds_the_site_and_nothing_else_is_touched(source):
    done = published(SITE, source, "origin", "gh-pages", "The site")
    assert done.pushed
    assert files(source) == {".nojekyll": "", "articles/a.html": "文", "data/empty.json": "", "index.html": "<p>one"}
    assert git(source, "status", "--porcelain") == "?? draft.txt"
    assert "refs/dossier" not in git(source, "for-each-ref")


def test_a_second_publication_builds_upon_the_first_and_takes_away_what_went(source):
    published(SITE, source, "origin", "gh-pages", "one")
    done = published({"index.html": b"<p>two"}, source, "origin", "gh-pages", "two")
    assert done.changes == ("D\tarticles/a.html", "D\tdata/empty.json", "M\tindex.html")
    assert files(source) == {".nojekyll": "", "index.html": "<p>two"}
    assert git(source.parent / "remote.git", "log", "--format=%s", "gh-pages") == "two\none"


def test_the_same_site_makes_no_commit(source):
    published(SITE, source, "origin", "gh-pages", "one")
    again = published(SITE, source, "origin", "gh-pages", "two")
    assert (again.changes, again.pushed) == ((), False)
    assert git(source.parent / "remote.git", "log", "--format=%s", "gh-pages") == "one"


def test_a_dry_run_pushes_nothing(source):
    done = published(SITE, source, "origin", "gh-pages", "one", dry_run=True)
    assert len(done.changes) == 4
    assert not done.pushed
    assert git(source.parent / "remote.git", "for-each-ref") == ""


def test_a_remote_that_is_not_there_is_named_with_a_remedy(source):
    with pytest.raises(Failure) as failure:
        published(SITE, source, "nowhere", "gh-pages", "one")
    assert "git remote add nowhere" in str(failure.value)
