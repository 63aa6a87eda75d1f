"""The same content gives the same bytes, search index included: whenever, wherever and however it is built."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from itertools import product
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "sites" / "small" / "content"
DEMONSTRATION = ROOT / "content"

# A file system lists what is in a folder in any order it likes.
DOSSIER = """
import os, random, sys
chance = random.Random(sys.argv.pop(1))
listed, scanned = os.listdir, os.scandir
class Entries:
    def __init__(self, found): self.left = iter(found)
    __iter__ = __enter__ = lambda self: self
    __next__ = lambda self: next(self.left)
    __exit__ = close = lambda self, *_: None
os.listdir = lambda *path: chance.sample(found := listed(*path), len(found))
os.scandir = lambda *path: Entries(chance.sample(found := list(scanned(*path)), len(found)))
from dossier.cli import main
sys.exit(main())
"""

# What differs from one machine, one day and one hand to another.
ELSEWHERE = {
    "another hash seed": ({"PYTHONHASHSEED": "2"}, ()),
    "another zone": ({"TZ": "Pacific/Apia"}, ()),
    "another locale": ({"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "LANGUAGE": "tr"}, ()),
    "no locale": ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, ()),
    "CI": ({"CI": "true", "NO_COLOR": "1", "TERM": "dumb"}, ()),
    "two processes": ({}, ("--jobs", "2")),
    "four processes": ({"PYTHONHASHSEED": "4"}, ("--jobs", "4")),
    "optimised": ({"PYTHONOPTIMIZE": "2"}, ()),
}
ALL_AT_ONCE = (
    {name: value for variables, _ in ELSEWHERE.values() for name, value in variables.items()},
    ("--jobs", "2"),
)


def site(
    folder: Path, *options: str, environment: Mapping[str, str] | None = None, output: str = "_site"
) -> dict[str, bytes]:
    """What `dossier build` writes for the content/ of a folder."""
    seed = ascii(f"{folder} {output}")
    command = [sys.executable, "-c", DOSSIER, seed, "build", "-o", output, *options]
    variables = {
        "PYTHONHASHSEED": "1",
        "TZ": "UTC",
        "PYTHONPATH": str(ROOT),
        "PATH": os.environ["PATH"],
        **(environment or {}),
    }
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return files(folder / output)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    assert any(path.startswith("search/terms/") for path in one)
    return [path for path in sorted({*one, *other}) if one.get(path) != other.get(path)]


def copied(content: Path, folder: Path) -> Path:
    """The folder with a copy of the content, its files made in another order."""
    paths = [path for path in content.rglob("*") if path.is_file()]
    for path in random.Random(str(folder)).sample(paths, len(paths)):
        copy = folder / "content" / path.relative_to(content)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    return folder


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the Turkish locale, whose small i is dotted; empty where it cannot be made, as most machines lack it."""
    folder = tmp_path_factory.mktemp("locales")
    if shutil.which("localedef"):
        subprocess.run(["localedef", "-i", "tr_TR", "-f", "UTF-8", str(folder / "tr_TR.UTF-8")], check=False)
    return folder


def test_the_same_bytes_under_other_circumstances(tmp_path):
    here = site(copied(SMALL, tmp_path / "here"))
    variables, options = ALL_AT_ONCE
    there = site(copied(SMALL, tmp_path / "一个 folder" / "elsewhere"), *options, environment=variables)
    assert differing(here, there) == []


def test_a_changed_site_is_as_a_new_one(tmp_path):
    folder = copied(SMALL, tmp_path)
    content = files(folder / "content")
    site(folder)
    assert files(folder / "content") == content
    article = next((folder / "content" / "articles").glob("*.md"))
    article.rename(article.with_name("another.md"))
    for path in [*(folder / "content").rglob("*.yaml"), *(folder / "content").rglob("*.md")]:
        path.write_text(path.read_text("utf-8").replace(article.stem, "another"), "utf-8")
    notes = folder / "content" / "notes" / f"{article.stem}.yaml"
    if notes.exists():
        notes.rename(notes.with_name("another.yaml"))
    changed, new = site(folder), site(folder, output="_new")
    assert differing(changed, new) == []
    assert f"articles/{article.stem}.html" not in changed


def edited(path: Path, *, slyly: bool = False) -> bytes:
    """Another word in the file, which is as long as before and, slyly, no later; what stood there before."""
    before, times = path.read_bytes(), path.stat()
    start, stop, end = before.rpartition("。".encode())
    path.write_bytes(start + "甲".encode() + end)
    assert stop
    if slyly:
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    return before


@pytest.mark.parametrize("content", [SMALL, pytest.param(DEMONSTRATION, marks=pytest.mark.slow)])
@pytest.mark.parametrize("slyly", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_an_edit_and_its_undoing_leave_no_trace(content, slyly, tmp_path):
    folder = copied(content, tmp_path)
    article = max((folder / "content" / "articles").glob("*.md"))
    first = site(folder)
    before = edited(article, slyly=slyly)
    second = site(folder)
    assert differing(second, site(folder, output="clean")) == []
    assert f"articles/{article.stem}.html" in differing(first, second)
    assert any(path.startswith("search/terms/") for path in differing(first, second))
    article.write_bytes(before)
    assert differing(first, site(folder)) == []
    assert differing(first, site(folder, "--clean")) == []


@pytest.mark.parametrize(
    "jobs", ["2", pytest.param("3", marks=pytest.mark.slow), pytest.param("5", marks=pytest.mark.slow)]
)
def test_builds_by_several_processes_make_the_same(jobs, tmp_path):
    """Of so many files that they are shared; over the site of the one before, and in a new folder."""
    folder = copied(SMALL, tmp_path)
    article = min((folder / "content" / "articles").glob("*.md"))
    for number in range(80):
        text = article.read_text("utf-8").replace("title: ", f"title: {number} ")
        (article.parent / f"another-{number}.md").write_text(re.sub("(?m)^(id|url): .*\n", "", text), "utf-8")
    first = site(folder, "--jobs", "1")
    edited(article)
    changed = site(folder, "--jobs", jobs)
    assert differing(changed, site(folder, "--jobs", "1", output="new")) == []
    assert differing(first, changed)


@pytest.mark.slow
def test_the_same_bytes_for_seeds_zones_and_locales(locales, tmp_path):
    folder = copied(DEMONSTRATION, tmp_path)
    first = site(folder)
    for seed, zone, locale in product(("1", "2"), ("UTC", "Pacific/Apia"), ("C.UTF-8", "tr_TR.UTF-8")):
        variables = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "LOCPATH": str(locales)}
        there = site(folder, environment=variables, output=f"{seed}-{zone[:3]}-{locale}")
        assert differing(first, there) == [], variables


@pytest.mark.slow
@pytest.mark.parametrize("edition", ["internal", "public"])
def test_the_same_bytes_under_each_circumstance(edition, tmp_path):
    options = ("--edition", edition, "--base-url", "https://example.org/x/")
    folder = copied(DEMONSTRATION, tmp_path)
    first = site(folder, *options)
    for name, (variables, more) in ELSEWHERE.items():
        assert differing(first, site(folder, *options, *more, environment=variables, output=name)) == [], name
    moved = copied(DEMONSTRATION, tmp_path / "moved" / "一个 folder")
    assert differing(first, site(moved, *options)) == []


@pytest.mark.slow
def test_the_same_bytes_for_whole_texts(curated, tmp_path):
    first = site(copied(curated, tmp_path / "first"))
    variables, options = ALL_AT_ONCE
    patient = variables | {"CI": ""}  # two pictures are missing, which a strict build refuses
    assert differing(first, site(copied(curated, tmp_path / "second"), *options, environment=patient)) == []
