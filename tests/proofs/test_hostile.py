"""Content as hostile as a disk allows, given to `dossier build`: each is told with its place, and so is the rest.

The programs run under limits of memory and of processor time, which nothing here may reach.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from .hostility import EDITED, FRONT, INSTEAD, LONG, TOLD, laid

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "sites" / "small" / "content"
MEMORY, SECONDS = 2_000_000_000, 120  # what a program may take


class Ran(NamedTuple):
    status: int
    told: str
    seconds: float  # of a processor


def build(folder: Path, *options: str, memory: int = MEMORY) -> Ran:
    """`dossier build` of the content/ of a folder, within its limits."""

    def within_limits() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))

    command = [sys.executable, "-m", "dossier", "build", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "CI": "", "NO_COLOR": "1"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, preexec_fn=within_limits, check=False
    )
    seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    return Ran(done.returncode, done.stderr.decode(), seconds)


def faults(ran: Ran) -> list[str]:
    """What the program may say of nothing: that it stumbled, or what commands a terminal."""
    return re.findall(r"Traceback.*|dossier: error:.*|mistake of the program.*|[^\n -~\xa0-\U0010ffff]", ran.told)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the small site's content."""
    shutil.copytree(SMALL, tmp_path / "content")
    return tmp_path


def printed(path: str) -> str:
    """A place as messages call it."""
    return re.escape(f"content/{path}".replace("\x1b", r"\x1b").replace("\n", r"\n").replace("\udcff", r"\udcff"))


def missing(ran: Ran, expected: dict[str, str]) -> list[str]:
    """The places of which nothing is told that was to be."""
    return [
        path for path, said in expected.items() if not re.search(f"^{printed(path)}:{said}", ran.told, re.MULTILINE)
    ]


def test_all_at_once(folder):
    for path, (thing, _) in TOLD.items():
        laid(thing, folder / "content" / path)
    ran = build(folder)
    assert missing(ran, {path: said for path, (_, said) in TOLD.items()}) == []
    assert faults(ran) == []
    assert ran.status == 1
    assert not (folder / "_site").exists()
    assert ran.told.count("help: ") >= len(TOLD)


@pytest.mark.slow
@pytest.mark.parametrize("path", TOLD)
def test_alone(folder, path):
    thing, said = TOLD[path]
    laid(thing, folder / "content" / path)
    laid("---\ntitle: 题\n---\n[字](page:nowhere)\n", folder / "content/pages/rest.md")
    ran = build(folder)
    assert missing(ran, {path: said, "pages/rest.md": r"4: error\[link\]"}) == []
    assert faults(ran) == []
    assert ran.seconds < 10


@pytest.mark.slow
@pytest.mark.parametrize(("path", "what"), [(path, what) for path, things in INSTEAD.items() for what in things])
def test_instead(folder, path, what):
    thing, said = INSTEAD[path][what]
    laid(thing, folder / "content" / path)
    laid("---\ntitle: 题\n---\n[字](page:nowhere)\n", folder / "content/pages/rest.md")
    ran = build(folder)
    assert missing(ran, {"pages/rest.md": r"4: error\[link\]", **({path: said} if said else {})}) == []
    assert faults(ran) == []
    assert ran.seconds < 30


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG)
def test_long(folder, name):
    laid(FRONT + LONG[name], folder / "content/articles/long.md")
    ran = build(folder, "--no-search")
    assert faults(ran) == []
    assert ran.status == 0, ran.told[-1000:]
    assert (folder / "_site/articles/long.html").exists()
    assert (folder / "_site/articles/2023-09-14-dw-10000002.html").exists()


@pytest.mark.slow
@pytest.mark.parametrize("name", EDITED)
def test_edited(folder, name):
    draft, text = EDITED[name]
    laid(FRONT + draft, folder / "content/.drafts/long.md")
    laid(FRONT + text, folder / "content/articles/long.md")
    ran = build(folder, "--no-search")
    assert (ran.status, faults(ran)) == (0, []), ran.told[-1000:]
    assert ran.seconds < 30


def test_a_limit_that_is_reached_is_seen(folder):
    ran = build(folder, memory=20_000_000)
    assert ran.status not in (0, 1) or faults(ran)
