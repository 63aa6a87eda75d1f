"""What a new dossier begins with: what git is not to know of it, and its README."""

import re
import subprocess

import pytest

from dossier.cli import main

ARTICLE = """---
id: 2024-05-05-times-1
title: 一
outlet: times
url: https://times.example/1
published: 2024-05-05
language: zh-Hans
captures: [{file: 2024-05-05-times-1.txt, sha256: 5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9}]
RIGHTS
---
一句话。
"""


@pytest.fixture
def workplace(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    return tmp_path


def git(*arguments):
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout


def begun(workplace, monkeypatch, publish, rights):
    """A new dossier with one article, its capture and its draft; where its repository is."""
    assert main(["new", "summit", "--publish", publish]) == 0
    folder = workplace / "summit"
    monkeypatch.chdir(folder)
    text = ARTICLE.replace("RIGHTS", rights)
    with (folder / "content" / "dossier.yaml").open("a") as file:
        file.write(
            "outlets: {times: {name: 示例时报, url: https://times.example}}\nbase_url: https://times.example/d/\n"
        )
    for path, data in {
        "articles/2024-05-05-times-1.md": text,
        ".drafts/2024-05-05-times-1.md": text,
        "captures/2024-05-05-times-1.txt": "0",
    }.items():
        (folder / "content" / path).parent.mkdir(exist_ok=True)
        (folder / "content" / path).write_text(data, "utf-8")
    git("init", "-q", "-b", "main")
    git("config", "user.name", "An editor")
    git("config", "user.email", "editor@example.org")
    return folder


def test_a_public_source_keeps_captures_and_drafts_to_itself_and_builds_without(workplace, monkeypatch, capsys):
    folder = begun(workplace, monkeypatch, "actions", "text: digest\nrights: owned")
    git("add", "-A")
    known = git("ls-files").splitlines()
    assert "content/articles/2024-05-05-times-1.md" in known
    assert not [
        path for path in known if path.startswith(("content/captures/", "content/.drafts/", "content/versions/"))
    ]
    assert main(["check", "--strict"]) == 0, capsys.readouterr().err
    git("commit", "-q", "-m", "Begun")
    git("clone", "-q", str(folder), str(workplace / "runner"))
    monkeypatch.chdir(workplace / "runner")
    monkeypatch.setenv("CI", "true")
    assert main(["check", "--strict"]) == 0, capsys.readouterr().err
    assert main(["build", "--edition", "public", "--strict", "--no-search"]) == 0, capsys.readouterr().err


def test_a_public_source_refuses_the_full_text_of_others(workplace, monkeypatch, capsys):
    begun(workplace, monkeypatch, "actions", "rights: excerpt")
    git("add", "-A")
    assert main(["check", "--strict"]) == 1
    assert "content/articles/2024-05-05-times-1.md: warning[leak]" in capsys.readouterr().err


def test_a_private_source_keeps_its_evidence_and_leaves_the_site_out(workplace, monkeypatch):
    begun(workplace, monkeypatch, "branch", "rights: excerpt")
    assert main(["build", "--no-search"]) == 0
    git("add", "-A")
    known = git("ls-files").splitlines()
    assert {"content/captures/2024-05-05-times-1.txt", "content/.drafts/2024-05-05-times-1.md"} <= {*known}
    assert not [path for path in known if "_site" in path]
    assert main(["check", "--strict"]) == 0


@pytest.mark.parametrize("folder", ["captures", ".drafts", "versions"])
def test_git_never_sees_what_others_wrote_in_a_public_source(workplace, monkeypatch, folder):
    begun(workplace, monkeypatch, "actions", "text: digest\nrights: owned")
    path = workplace / "summit" / "content" / folder / "2024-05-05-times-1" / "5feceb.md"
    path.parent.mkdir(parents=True)
    path.write_text("一句话。", "utf-8")
    git("add", "-A")
    assert not [name for name in git("ls-files").splitlines() if name.startswith(f"content/{folder}/")]


@pytest.mark.parametrize("publish", ["branch", "actions"])
def test_every_line_of_gitignore_has_its_reason_above_it(workplace, publish):
    assert main(["new", "summit", "--publish", publish]) == 0
    for part in (workplace / "summit/.gitignore").read_text("utf-8").split("\n\n"):
        assert part.startswith("# "), part


def test_the_readme_teaches_the_loop_with_commands_that_there_are(workplace):
    assert main(["new", "summit"]) == 0
    readme = (workplace / "summit/README.md").read_text("utf-8")
    assert readme.startswith("# summit\n")
    assert re.findall(r"^    dossier (\w+)", readme, re.MULTILINE) == ["import", "serve", "suggest", "check", "publish"]
