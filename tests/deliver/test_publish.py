"""Publishing to a real remote: a bare repository on this disk."""

import subprocess

import pytest

from dossier.deliver.publish import published
from dossier.model import At
from dossier.problems import Failure, Problem, Severity

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
    assert done.first
    there = files(source)
    assert "keep nothing else here" in there.pop(".dossier")
    assert there == {".nojekyll": "", "articles/a.html": "文", "data/empty.json": "", "index.html": "<p>one"}
    assert git(source, "status", "--porcelain") == "?? draft.txt"
    assert git(source, "ls-files") == ""
    assert "refs/dossier" not in git(source, "for-each-ref")


def test_a_second_publication_builds_upon_the_first_and_takes_away_what_went(source):
    published(SITE, source, "origin", "gh-pages", "one")
    done = published({"index.html": b"<p>two"}, source, "origin", "gh-pages", "two")
    assert not done.first
    assert done.changes == ("D\tarticles/a.html", "D\tdata/empty.json", "M\tindex.html")
    assert [*files(source)] == [".dossier", ".nojekyll", "index.html"]
    assert git(source.parent / "remote.git", "log", "--format=%s", "gh-pages") == "two\none"


def test_the_same_site_makes_no_commit(source):
    published(SITE, source, "origin", "gh-pages", "one")
    again = published(SITE, source, "origin", "gh-pages", "two")
    assert (again.changes, again.pushed) == ((), False)
    assert git(source.parent / "remote.git", "log", "--format=%s", "gh-pages") == "one"


def test_a_dry_run_pushes_nothing(source):
    done = published(SITE, source, "origin", "gh-pages", "one", dry_run=True)
    assert len(done.changes) == 5
    assert not done.pushed
    assert git(source.parent / "remote.git", "for-each-ref") == ""


def test_names_that_git_would_quote_are_kept(source):
    names = ('a "b".html', "back\\slash.html", "空 格.html")
    published(dict.fromkeys(names, b""), source, "origin", "gh-pages", "one")
    told = git(source.parent / "remote.git", "-c", "core.quotePath=false", "ls-tree", "-z", "--name-only", "gh-pages")
    assert set(names) <= set(told.split("\0"))


class Asked(dict):
    """A site that counts how often each file is asked for, and does something at the first."""

    def __init__(self, files, at_first=lambda: None):
        super().__init__(files)
        self.asked, self.at_first = [], at_first

    def __getitem__(self, path):
        if not self.asked:
            self.at_first()
        self.asked.append(path)
        return super().__getitem__(path)


def test_each_file_is_asked_for_once(source):
    site = Asked(SITE)
    published(site, source, "origin", "gh-pages", "one")
    assert sorted(site.asked) == sorted(SITE)


def test_a_domain_that_was_set_on_the_branch_is_kept(source):
    published(SITE, source, "origin", "gh-pages", "one")
    commit(source, {"CNAME": "dossier.example.org\n"})
    published({"index.html": b"<p>two"}, source, "origin", "gh-pages", "two")
    assert files(source)["CNAME"] == "dossier.example.org"


def commit(source, changes, branch="gh-pages"):
    """What somebody else pushes to the remote."""
    other = source.parent / "other"
    if not other.exists():
        git(source.parent, "clone", "-q", "remote.git", "other")
        git(other, "config", "user.name", "Somebody else")
        git(other, "config", "user.email", "else@example.org")
    git(other, "fetch", "-q", "origin")
    known = branch in git(source.parent / "remote.git", "branch", "--format=%(refname:short)").splitlines()
    git(other, "checkout", "-q", *([f"origin/{branch}"] if known else ["--orphan", "new"]))
    for name, text in changes.items():
        (other / name).write_text(text)
    git(other, "add", "-A")
    git(other, "commit", "-q", "-m", "theirs")
    git(other, "push", "-q", "origin", f"HEAD:refs/heads/{branch}")


def test_a_branch_that_is_not_ours_is_left_as_it_is(source):
    commit(source, {"thesis.md": "years of work"})
    with pytest.raises(Failure, match="files that Dossier did not make") as failure:
        published(SITE, source, "origin", "gh-pages", "one")
    assert "thesis.md" in str(failure.value)
    assert "--branch" in str(failure.value)
    assert files(source) == {"thesis.md": "years of work"}


def test_a_branch_of_nothing_but_a_domain_is_taken(source):
    commit(source, {"CNAME": "dossier.example.org"})
    assert published(SITE, source, "origin", "gh-pages", "one").pushed
    assert files(source)["CNAME"] == "dossier.example.org"


def test_what_somebody_else_pushed_meanwhile_is_not_replaced(source):
    published(SITE, source, "origin", "gh-pages", "one")
    site = Asked({"index.html": b"<p>two"}, lambda: commit(source, {"theirs.html": "<p>theirs"}))
    with pytest.raises(Failure, match="somebody else published meanwhile") as failure:
        published(site, source, "origin", "gh-pages", "two")
    assert "run it again" in str(failure.value)
    assert files(source)["theirs.html"] == "<p>theirs"
    assert "refs/dossier" not in git(source, "for-each-ref")


def test_what_is_too_heavy_is_told_before_anything_is_pushed(source):
    class Heavy(Exception):
        pass

    def weighed(sizes):
        assert sizes["articles/a.html"] == len(SITE["articles/a.html"])
        raise Heavy

    with pytest.raises(Heavy):
        published(SITE, source, "origin", "gh-pages", "one", weighed=weighed)
    assert git(source.parent / "remote.git", "for-each-ref") == ""
    assert "refs/dossier" not in git(source, "for-each-ref")


def test_pages_that_cannot_be_made_are_all_told_and_none_is_pushed(source):
    class Broken(dict):
        def __getitem__(self, path):
            raise Failure(Problem(At(path), Severity.ERROR, "link", "leads nowhere"))

    with pytest.raises(Failure) as failure:
        published(Broken(SITE), source, "origin", "gh-pages", "one")
    assert [problem.at.file for problem in failure.value.problems] == sorted(SITE)
    assert git(source.parent / "remote.git", "for-each-ref") == ""


# ── What is missing is named, with what brings it ────────────────────────────


def refusal(source, remote="origin", branch="gh-pages"):
    with pytest.raises(Failure) as failure:
        published(SITE, source, remote, branch, "one")
    assert "refs/dossier" not in (git(source, "for-each-ref") if (source / ".git").exists() else "")
    return str(failure.value)


def test_a_remote_that_is_not_there(source):
    told = refusal(source, "nowhere")
    assert "git remote add nowhere ADDRESS" in told
    assert "name one of origin" in told


def test_an_address_that_nobody_answers(source):
    assert "git ls-remote http://127.0.0.1:1/site.git" in refusal(source, "http://127.0.0.1:1/site.git")


def test_no_repository(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "source").mkdir()
    assert "git init" in refusal(tmp_path / "source")


def test_nobody_who_commits(source, monkeypatch):
    git(source, "config", "--unset", "user.email")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    for variable in ("GIT_COMMITTER_EMAIL", "GIT_AUTHOR_EMAIL", "EMAIL"):
        monkeypatch.delenv(variable, raising=False)
    assert "git config user.email" in refusal(source)


def test_no_git(source, monkeypatch):
    monkeypatch.setenv("PATH", str(source))
    with pytest.raises(Failure) as failure:
        published(SITE, source, "origin", "gh-pages", "one")
    assert "git is not installed" in str(failure.value)
    assert "apt install git" in str(failure.value)


def test_no_right_to_write(source):
    hook = source.parent / "remote.git" / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho 'You may not write here.' >&2\nexit 1\n")
    hook.chmod(0o755)
    remote = str(source.parent / "remote.git")
    told = refusal(source, remote)
    assert "You may not write here." in told
    assert f"git push {remote}" in told


def test_a_folder_of_this_disk_that_has_hooks_is_used_only_where_the_user_names_it(source):
    (source.parent / "remote.git" / "hooks" / "post-receive").write_text("#!/bin/sh\n")
    told = refusal(source)
    assert "remote.origin.url is a folder on this disk that has hooks" in told
    assert "give the address itself with --remote" in told
    assert published(SITE, source, str(source.parent / "remote.git"), "gh-pages", "one").pushed


def test_a_branch_that_git_cannot_call_so(source):
    assert "name the branch as git allows" in refusal(source, branch="gh pages")
