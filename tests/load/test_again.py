"""Reading a folder again: unchanged files give the same objects, changed files are read."""

import os
import pickle
import shutil
from pathlib import Path

import pytest

from dossier import load
from dossier.load.disk import FileWithDraft

WHOLE = Path(__file__).parent / "sites" / "whole" / "content"
THIRD = "---\ntitle: 第三篇\noutlet: bao\nrights: owned\nlanguage: zh-Hans\npublished: 2023-09-15\n---\n字。\n"


@pytest.fixture
def folder(tmp_path):
    content = Path(shutil.copytree(WHOLE, tmp_path / "content"))
    (content / "articles" / "three.md").write_text(THIRD, "utf-8")
    (content / ".drafts").mkdir(exist_ok=True)
    (content / ".drafts" / "two.md").write_text("---\ntitle: 另一篇\n---\n正文。\n", "utf-8")
    return content


class CachingMap:
    """A map function that caches its results, as that of the preview does."""

    def __init__(self):
        self.results = {}

    def __call__(self, function, things):
        for thing in things:
            key = (function, id(thing[0]))
            if key not in self.results or self.results[key][0] != thing:
                self.results[key] = thing, function(thing)
            yield self.results[key][1]


def read_again(folder, was):
    """The content now, which must equal that of a first reading."""
    now = load.read_content(folder, was)
    assert now == load.read_content(folder)
    return now


def changed(was, now):
    return sorted(path for path in {*was.cache, *now.cache} if was.cache.get(path) is not now.cache.get(path))


def test_what_nobody_touched_is_not_read(folder):
    was = load.read_content(folder)
    now = read_again(folder, was)
    assert changed(was, now) == []
    assert all(now.texts[path] is source for path, source in was.texts.items())
    assert {"articles/one.md", ".drafts/two.md", "captures/one.txt", "media/gate.svg", "dossier.yaml"} <= {*was.cache}


def written(path):
    path.write_text("改了。\n", "utf-8")


def replaced(path):
    """Replaces the file with another of the same size and age, as text editors do."""
    about = path.stat()
    new = path.with_name(".new")
    new.write_bytes(path.read_bytes()[::-1].replace(b"---", b"--="))
    os.utime(new, ns=(about.st_atime_ns, about.st_mtime_ns))
    new.rename(path)


def linked(path):
    other = path.parent.parent / "media" / "gate.svg"
    path.unlink()
    path.symlink_to(other)


@pytest.mark.parametrize("touch", [written, replaced, Path.unlink, linked])
@pytest.mark.parametrize("name", ["articles/one.md", ".drafts/two.md", "captures/one.txt", "media/rights.yaml"])
def test_what_somebody_touched_is_read(folder, name, touch):
    was = load.read_content(folder)
    touch(folder / name)
    now = read_again(folder, was)
    assert changed(was, now) == [name]
    assert changed(now, read_again(folder, now)) == []


def test_what_cannot_be_read_is_told_each_time(folder):
    (folder / "articles" / "one.md").write_bytes(b"\xff")
    was = load.read_content(folder)
    assert [problem.check for problem in was.problems] == ["file"]
    assert read_again(folder, was).problems == was.problems


def test_another_folder_is_read_whole(folder, tmp_path):
    was = load.read_content(folder)
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    assert load.read_content(other, was) == load.read_content(other)


def test_articles_that_nobody_touched_are_the_very_same(folder):
    map_fn = CachingMap()
    content = load.read_content(folder)
    first, problems = load.build_library(content, map_fn=map_fn)
    (folder / "articles" / "three.md").write_text(THIRD + "又一句。\n", "utf-8")
    content = load.read_content(folder, content)
    second, _ = load.build_library(content, map_fn=map_fn, previous=first)
    assert [one.id for one, other in zip(first.articles, second.articles, strict=True) if one is not other] == ["three"]
    assert second == load.load_library(folder)[0]
    assert problems == load.load_library(folder)[1]


def test_an_outlets_rights_change_its_articles_alone(folder):
    map_fn = CachingMap()
    content = load.read_content(folder)
    first, _ = load.build_library(content, map_fn=map_fn)
    settings = folder / "dossier.yaml"
    settings.write_text(settings.read_text("utf-8").replace("rights: licensed", "rights: private"), "utf-8")
    second, _ = load.build_library(load.read_content(folder, content), map_fn=map_fn, previous=first)
    # The others say their rights themselves.
    assert [one.id for one, other in zip(first.articles, second.articles, strict=True) if one is not other] == ["two"]
    assert second == load.load_library(folder)[0]


def test_each_thing_begins_with_what_its_file_is_known_by(folder):
    things = []

    def map_fn(function, items):
        items = list(items)
        things.extend(items)
        return map(function, items)

    was = load.read_content(folder)
    load.build_library(was, map_fn=map_fn)
    first, things[:] = list(things), []
    load.build_library(load.read_content(folder, was), map_fn=map_fn)
    assert all(isinstance(thing, FileWithDraft) for thing in first)
    assert [id(thing[0]) for thing in first] == [id(thing[0]) for thing in things]
    assert first == things


def test_a_librarys_articles_come_back_from_another_process(folder):
    library, _ = load.load_library(folder)
    assert pickle.loads(pickle.dumps(library.articles, 5)) == library.articles
