"""Publishing to a real remote: a bare repository on this disk."""

import subprocess

import pytest

from dossier.deliver.publish import HistoryPolicy, publish_site
from dossier.model import Location
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
    done = publish_site(SITE, source, "origin", "gh-pages", "The site")
    assert done.pushed
    assert done.is_new_branch
    there = files(source)
    assert "keep nothing else here" in there.pop(".dossier")
    assert there == {".nojekyll": "", "articles/a.html": "文", "data/empty.json": "", "index.html": "<p>one"}
    assert git(source, "status", "--porcelain") == "?? draft.txt"
    assert git(source, "ls-files") == ""
    assert "refs/dossier" not in git(source, "for-each-ref")


def test_a_second_publication_builds_upon_the_first_and_takes_away_what_went(source):
    publish_site(SITE, source, "origin", "gh-pages", "one")
    done = publish_site({"index.html": b"<p>two"}, source, "origin", "gh-pages", "two")
    assert not done.is_new_branch
    assert done.changes == ("D\tarticles/a.html", "D\tdata/empty.json", "M\tindex.html")
    assert [*files(source)] == [".dossier", ".nojekyll", "index.html"]
    assert git(source.parent / "remote.git", "log", "--format=%s", "gh-pages") == "two\none"


def test_the_same_site_makes_no_commit(source):
    publish_site(SITE, source, "origin", "gh-pages", "one")
    again = publish_site(SITE, source, "origin", "gh-pages", "two")
    assert (again.changes, again.pushed) == ((), False)
    assert git(source.parent / "remote.git", "log", "--format=%s", "gh-pages") == "one"


def test_a_dry_run_pushes_nothing(source):
    done = publish_site(SITE, source, "origin", "gh-pages", "one", dry_run=True)
    assert len(done.changes) == 5
    assert not done.pushed
    assert git(source.parent / "remote.git", "for-each-ref") == ""


def test_names_that_git_would_quote_are_kept(source):
    names = ('a "b".html', "back\\slash.html", "空 格.html")
    publish_site(dict.fromkeys(names, b""), source, "origin", "gh-pages", "one")
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
    publish_site(site, source, "origin", "gh-pages", "one")
    assert sorted(site.asked) == sorted(SITE)


def test_a_domain_that_was_set_on_the_branch_is_kept(source):
    publish_site(SITE, source, "origin", "gh-pages", "one")
    commit(source, {"CNAME": "dossier.example.org\n"})
    publish_site({"index.html": b"<p>two"}, source, "origin", "gh-pages", "two")
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
        publish_site(SITE, source, "origin", "gh-pages", "one")
    assert "thesis.md" in str(failure.value)
    assert "--branch" in str(failure.value)
    assert files(source) == {"thesis.md": "years of work"}


def test_a_branch_of_nothing_but_a_domain_is_taken(source):
    commit(source, {"CNAME": "dossier.example.org"})
    assert publish_site(SITE, source, "origin", "gh-pages", "one").pushed
    assert files(source)["CNAME"] == "dossier.example.org"


def test_what_somebody_else_pushed_meanwhile_is_not_replaced(source):
    publish_site(SITE, source, "origin", "gh-pages", "one")
    site = Asked({"index.html": b"<p>two"}, lambda: commit(source, {"theirs.html": "<p>theirs"}))
    with pytest.raises(Failure, match="somebody else published meanwhile") as failure:
        publish_site(site, source, "origin", "gh-pages", "two")
    assert "run it again" in str(failure.value)
    assert files(source)["theirs.html"] == "<p>theirs"
    assert "refs/dossier" not in git(source, "for-each-ref")


def test_what_is_too_heavy_is_told_before_anything_is_pushed(source):
    class Heavy(Exception):
        pass

    def check_sizes(sizes):
        assert sizes["articles/a.html"] == len(SITE["articles/a.html"])
        raise Heavy

    with pytest.raises(Heavy):
        publish_site(SITE, source, "origin", "gh-pages", "one", check_sizes=check_sizes)
    assert git(source.parent / "remote.git", "for-each-ref") == ""
    assert "refs/dossier" not in git(source, "for-each-ref")


def test_pages_that_cannot_be_made_are_all_told_and_none_is_pushed(source):
    class Broken(dict):
        def __getitem__(self, path):
            raise Failure(Problem(Location(path), Severity.ERROR, "link", "leads nowhere"))

    with pytest.raises(Failure) as failure:
        publish_site(Broken(SITE), source, "origin", "gh-pages", "one")
    assert [problem.at.file for problem in failure.value.problems] == sorted(SITE)
    assert git(source.parent / "remote.git", "for-each-ref") == ""


# ── What is missing is named, with what brings it ────────────────────────────


def refusal(source, remote="origin", branch="gh-pages"):
    with pytest.raises(Failure) as failure:
        publish_site(SITE, source, remote, branch, "one")
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
        publish_site(SITE, source, "origin", "gh-pages", "one")
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
    assert publish_site(SITE, source, str(source.parent / "remote.git"), "gh-pages", "one").pushed


def test_a_branch_that_git_cannot_call_so(source):
    assert "name the branch as git allows" in refusal(source, branch="gh pages")


# ── What was published once ──────────────────────────────────────────────────

FORGET = HistoryPolicy(forget=True)
REMOTE = "remote.git"


def told_of(source, site, withheld):
    watched = HistoryPolicy(is_watched=lambda path: path.startswith("articles/"), withheld=withheld)
    return publish_site(site, source, "origin", "gh-pages", "again", policy=watched).leftovers


def test_what_went_is_told_of_as_long_as_the_history_holds_it(source):
    publish_site(SITE, source, "origin", "gh-pages", "one")
    site = {"index.html": b"<p>two"}
    assert told_of(source, SITE, {}) == ()
    assert told_of(source, site, {}) == ("articles/a.html",)
    assert told_of(source, site, {}) == ("articles/a.html",)
    assert told_of(source, SITE, {}) == ()


def test_a_page_is_told_of_if_an_earlier_version_shows_what_it_withholds(source):
    pages = [f'<p id="p-{n:03}">words {n} 文</p>'.encode() for n in range(300)]  # more than are read at once
    site = {f"articles/{n}.html": page for n, page in enumerate(pages)}
    publish_site(site, source, "origin", "gh-pages", "one")
    cut = site | {"articles/7.html": b"<p>cut", "articles/250.html": b"<p>cut"}
    withheld = {path: ['id="p-007"', 'id="p-250"'] for path in site} | {
        "articles/9.html": ['id="p-8"'],
        "none": ["words"],
    }
    assert told_of(source, cut, withheld) == ("articles/250.html", "articles/7.html")


def holding(folder, canary, *which):
    """The objects of a repository in which the canary is, of those that are reachable or, with `--batch-all-objects`, all."""
    names = (
        git(folder, "cat-file", "--batch-check=%(objectname)", *which)
        if which
        else git(folder, "rev-list", "--objects", "gh-pages")
    )
    objects = [line.split()[0] for line in names.splitlines()]
    return [
        name
        for name in objects
        if canary
        in subprocess.run(
            ["git", "cat-file", git(folder, "cat-file", "-t", name), name], cwd=folder, capture_output=True, check=True
        ).stdout
    ]


def test_to_forget_leaves_one_commit_and_nothing_of_what_was_withheld(source):
    remote = source.parent / REMOTE
    publish_site(SITE | {"articles/canary-7.html": b"canary-8"}, source, "origin", "gh-pages", "one")
    commit(source, {"CNAME": "dossier.example.org\n"})
    publish_site(SITE, source, "origin", "gh-pages", "two")
    assert holding(remote, b"canary-8")
    assert holding(remote, b"canary-7")
    done = publish_site(SITE, source, "origin", "gh-pages", "anew", policy=FORGET)
    assert (done.pushed, done.commits, done.changes, done.other_refs) == (True, 3, (), ())
    assert git(remote, "log", "--format=%s", "gh-pages") == "anew"
    assert files(source)["CNAME"] == "dossier.example.org"
    assert files(source)["articles/a.html"] == "文"
    assert holding(remote, b"canary") == []
    git(remote, "-c", "gc.reflogExpire=now", "gc", "--quiet", "--prune=now")
    assert holding(remote, b"canary", "--batch-all-objects") == []
    again = publish_site(SITE, source, "origin", "gh-pages", "anew", policy=FORGET)
    assert (again.pushed, again.changes) == (False, ())
    assert "refs/dossier" not in git(source, "for-each-ref")


def test_to_forget_can_be_tried_without_doing_it(source):
    publish_site({"a.html": b"canary"}, source, "origin", "gh-pages", "one")
    done = publish_site(SITE, source, "origin", "gh-pages", "two", policy=FORGET, dry_run=True)
    assert (done.pushed, done.commits) == (False, 1)
    assert git(source.parent / REMOTE, "log", "--format=%s", "gh-pages") == "one"


def test_a_first_publication_has_nothing_to_forget(source):
    done = publish_site(SITE, source, "origin", "gh-pages", "one", policy=FORGET)
    assert (done.pushed, done.is_new_branch, done.commits) == (True, True, 0)


def test_what_else_leads_to_what_was_forgotten_is_told(source):
    publish_site({"a.html": b"canary"}, source, "origin", "gh-pages", "one")
    git(source.parent / REMOTE, "tag", "v1", "gh-pages")
    git(
        source.parent / REMOTE,
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@example.org",
        "tag",
        "-m",
        "2",
        "v2",
        "gh-pages",
    )
    done = publish_site(SITE, source, "origin", "gh-pages", "two", policy=FORGET)
    assert done.other_refs == ("refs/tags/v1", "refs/tags/v2")


def test_a_history_that_is_not_ours_is_not_forgotten(source):
    commit(source, {"thesis.md": "years of work"})
    with pytest.raises(Failure, match="files that Dossier did not make"):
        publish_site(SITE, source, "origin", "gh-pages", "one", policy=FORGET)
    git(source.parent / "other", "rm", "-q", "thesis.md")
    commit(source, {"CNAME": "dossier.example.org"})
    assert publish_site(SITE, source, "origin", "gh-pages", "one").pushed
    with pytest.raises(Failure, match="the branch's history holds files that Dossier did not make") as failure:
        publish_site(SITE, source, "origin", "gh-pages", "two", policy=FORGET)
    assert "thesis.md" in str(failure.value)
    assert "years of work" in git(source.parent / REMOTE, "log", "-p", "gh-pages")


def test_what_somebody_else_pushed_meanwhile_is_not_forgotten(source):
    publish_site(SITE, source, "origin", "gh-pages", "one")
    site = Asked({"index.html": b"<p>two"}, lambda: commit(source, {"theirs.html": "<p>theirs"}))
    with pytest.raises(Failure, match="somebody else published meanwhile"):
        publish_site(site, source, "origin", "gh-pages", "two", policy=FORGET)
    assert files(source)["theirs.html"] == "<p>theirs"


def test_a_remote_that_takes_no_other_history_says_so(source):
    publish_site(SITE, source, "origin", "gh-pages", "one")
    git(source.parent / REMOTE, "config", "receive.denyNonFastForwards", "true")
    with pytest.raises(Failure, match="protection of branches"):
        publish_site({"index.html": b"<p>two"}, source, "origin", "gh-pages", "two", policy=FORGET)
    assert git(source.parent / REMOTE, "log", "--format=%s", "gh-pages") == "one"
