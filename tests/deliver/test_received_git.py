"""A repository that somebody sent: nothing that its configuration names is run."""

import subprocess

import pytest

from dossier.deliver.git import published_files
from dossier.deliver.publish import publish_site
from dossier.problems import Failure

SITE = {"index.html": b"<p>one"}
HOOKS = ("pre-push", "reference-transaction", "post-index-change", "fsmonitor-watchman", "pre-auto-gc", "post-update")

# What a configuration may name to be run, each as `git config KEY VALUE`; PLANT is a command that leaves a marker.
PROGRAMS = [
    ("core.fsmonitor", "PLANT"),
    ("core.hooksPath", "HOOKS"),
    ("core.sshCommand", "PLANT"),
    ("core.gitProxy", "PLANT"),
    ("core.pager", "PLANT"),
    ("core.editor", "PLANT"),
    ("core.askPass", "PLANT"),
    ("core.alternateRefsCommand", "PLANT"),
    ("credential.helper", "!PLANT"),
    ("gpg.program", "PLANT"),
    ("push.gpgSign", "true"),
    ("diff.external", "PLANT"),
    ("diff.plant.textconv", "PLANT"),
    ("diff.plant.command", "PLANT"),
    ("filter.plant.clean", "PLANT"),
    ("filter.plant.smudge", "PLANT"),
    ("filter.plant.process", "PLANT"),
    ("merge.plant.driver", "PLANT"),
    ("alias.ls-files", "!PLANT"),
    ("alias.push", "!PLANT"),
    ("remote.origin.uploadpack", "PLANT"),
    ("remote.origin.receivepack", "PLANT"),
    ("remote.origin.vcs", "plant"),
    ("remote.origin.proxy", "PLANT"),
    ("uploadpack.packObjectsHook", "PLANT"),
    ("protocol.ext.allow", "always"),
    ("url.ext::PLANT.insteadOf", "BARE"),
    ("url.ext::PLANT.pushInsteadOf", "BARE"),
    ("include.path", "INCLUDED"),
    ("includeIf.gitdir:**.path", "INCLUDED"),
    ("gc.recentObjectsHook", "PLANT"),
    ("trace2.eventTarget", "MARKER"),
    ("core.worktree", "/"),
]


def git(folder, *arguments):
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def received(tmp_path):
    folder = tmp_path / "received"
    git(tmp_path, "init", "-q", "--bare", "remote.git")
    git(tmp_path, "init", "-q", "-b", "main", "received")
    (folder / "content").mkdir()
    (folder / "content" / "a.md").write_text("一")
    (folder / ".github" / "workflows").mkdir(parents=True)
    (folder / ".github" / "workflows" / "pages.yml").write_text("- uses: actions/deploy-pages@v4\n")
    (folder / ".gitattributes").write_text("* filter=plant diff=plant merge=plant\n")
    git(folder, "add", "-A")
    git(folder, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", "one")
    git(folder, "config", "user.name", "An editor")
    git(folder, "config", "user.email", "editor@example.org")
    git(folder, "remote", "add", "origin", str(tmp_path / "remote.git"))
    plant = tmp_path / "plant"
    plant.write_text(f'#!/bin/sh\necho "$0 $@" >> {tmp_path}/marker\nexit 1\n')
    plant.chmod(0o755)
    hooks = tmp_path / "hooks"
    for home in (hooks, folder / ".git" / "hooks"):
        home.mkdir(exist_ok=True)
        for name in HOOKS:
            (home / name).write_text(plant.read_text())
            (home / name).chmod(0o755)
    (tmp_path / "included").write_text(f"[core]\n\tfsmonitor = {plant}\n\tsshCommand = {plant}\n")
    return folder


def hostile(received, key, value):
    named = {"PLANT": "plant", "HOOKS": "hooks", "INCLUDED": "included", "BARE": "remote.git", "MARKER": "marker"}
    for word, name in named.items():
        key, value = (text.replace(word, str(received.parent / name)) for text in (key, value))
    git(received, "-c", f"core.hooksPath={received.parent / 'none'}", "config", key, value)


@pytest.mark.parametrize(("key", "value"), PROGRAMS, ids=lambda text: text)
def test_what_a_folder_names_is_not_run(received, key, value):
    hostile(received, key, value)
    files = published_files(received / "content")
    assert key == "core.worktree" or files == (f"{received}/content/a.md",)
    publish_site(SITE, received, "origin", "gh-pages", "one")
    publish_site({"index.html": b"<p>two"}, received, "origin", "gh-pages", "two")
    assert git(received.parent / "remote.git", "show", "gh-pages:index.html") == "<p>two"
    assert not (received.parent / "marker").exists()


def test_all_of_it_at_once(received):
    for key, value in PROGRAMS:
        hostile(received, key, value)
    published_files(received / "content")
    publish_site(SITE, received, "origin", "gh-pages", "one")
    assert not (received.parent / "marker").exists()


@pytest.mark.parametrize("address", ["ext::PLANT", "plant::x"])
def test_an_address_that_names_a_program_is_refused(received, address):
    hostile(received, "remote.origin.url", address)
    hostile(received, "protocol.allow", "always")
    with pytest.raises(Failure, match="names a program"):
        publish_site(SITE, received, "origin", "gh-pages", "one")
    assert not (received.parent / "marker").exists()


@pytest.mark.parametrize("where", ["hooks", "config"])
def test_a_received_remote_runs_nothing_either(received, where):
    remote = received.parent / "remote.git"
    if where == "hooks":
        (remote / "hooks" / "post-receive").write_text((received.parent / "plant").read_text())
        (remote / "hooks" / "post-receive").chmod(0o755)
        with pytest.raises(Failure, match="has hooks"):
            publish_site(SITE, received, "origin", "gh-pages", "one")
    else:
        git(remote, "config", "core.hooksPath", str(received.parent / "hooks"))
        git(remote, "config", "core.alternateRefsCommand", str(received.parent / "plant"))
        publish_site(SITE, received, "origin", "gh-pages", "one")
    assert not (received.parent / "marker").exists()


def test_the_users_own_configuration_holds(received, monkeypatch):
    own = received.parent / "gitconfig"
    conditional = received.parent / "conditional"
    conditional.write_text("[user]\n\tname = Of This Folder\n")
    own.write_text(
        f'[url "{received.parent}/remote.git"]\n\tinsteadOf = short:\n'
        f'[includeIf "gitdir:{received}/"]\n\tpath = {conditional}\n'
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(own))
    git(received, "config", "--unset", "user.name")
    git(received, "remote", "set-url", "origin", "short:")
    publish_site(SITE, received, "origin", "gh-pages", "one")
    assert git(received.parent / "remote.git", "log", "-1", "--format=%cn", "gh-pages") == "Of This Folder"
