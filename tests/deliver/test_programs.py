"""Other programs are found on PATH, and never in the folder that is being worked on."""

import ast
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from dossier.cli import main
from dossier.deliver import git, programs
from dossier.problems import Failure

SMALL = Path(__file__).parents[1] / "sites" / "small" / "content"
PLANT = '#!/bin/sh\necho run >> "{marker}"\nexit 0\n'


def program(folder, name="git"):
    """A program in a folder that leaves a mark when it is run."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(PLANT.format(marker=folder / "marker"))
    path.chmod(0o755)
    return path


@pytest.fixture
def received(tmp_path, monkeypatch):
    """A dossier with a git of its own, in which somebody works."""
    folder = tmp_path / "received"
    shutil.copytree(SMALL, folder / "content")
    program(folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("entries", [".", "", "{here}", "{here}/", "bin/..", "{link}"])
def test_a_program_in_the_working_folder_is_not_run(received, tmp_path, monkeypatch, entries):
    (tmp_path / "link").symlink_to(received)
    (received / "bin").mkdir()
    own = program(tmp_path / "own")
    entry = entries.format(here=received, link=tmp_path / "link")
    monkeypatch.setenv("PATH", os.pathsep.join([entry, str(tmp_path / "own")]))
    assert programs.find_program("git") == str(own)
    monkeypatch.setenv("PATH", entry)
    with pytest.raises(FileNotFoundError):
        programs.find_program("git")


def test_a_program_that_windows_would_take_from_the_working_folder_is_not_found(received, tmp_path, monkeypatch):
    """As shutil.which looks there: into the current folder first, and with the endings of PATHEXT."""
    names = []
    monkeypatch.setattr(programs.shutil, "which", names.append)
    monkeypatch.setenv("PATH", str(tmp_path / "own"))
    with pytest.raises(FileNotFoundError):
        programs.find_program("git")
    assert names == [str(tmp_path / "own" / "git")]
    assert all(os.path.dirname(name) for name in names), "a bare name is looked for in the current folder"  # noqa: PTH120


def test_a_git_in_the_working_folder_is_not_run(received, monkeypatch):
    shutil.copytree(Path(__file__).parents[2] / ".github", received / ".github")
    for arguments in (["init", "-q"], ["add", "content"]):
        subprocess.run(["git", *arguments], check=True, capture_output=True)
    monkeypatch.setenv("PATH", os.pathsep.join([".", str(received), os.environ["PATH"]]))
    main(["check", "-q"])
    assert git.published_files(received / "content")
    assert git.merge_three_way(b"a\n", b"a\n", b"b\n") == (b"b\n", True)
    assert not (received / "marker").exists()


def test_without_git_it_is_said_what_is_missing(received, monkeypatch):
    monkeypatch.setenv("PATH", str(received))
    with pytest.raises(Failure, match="git is not installed"):
        git.merge_three_way(b"a\n", b"a\n", b"b\n")


def started(source):
    """The first word of each command line that a module writes down."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and ast.unparse(node.func) in ("subprocess.run", "subprocess.Popen")
            and node.args
        ):
            command = node.args[0]
            yield command.elts[0] if isinstance(command, ast.List) else command


def test_no_program_is_started_by_a_bare_name():
    sources = [path.read_text("utf-8") for path in (Path(__file__).parents[2] / "dossier").rglob("*.py")]
    words = [word for source in sources for word in started(source)]
    assert len(words) >= 2
    assert [ast.unparse(word) for word in words if isinstance(word, ast.Constant)] == []
    assert any(isinstance(word, ast.Constant) for word in started("subprocess.run(['git', 'status'])"))
