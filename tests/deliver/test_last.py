"""What the last build was made of: the same again is recognised, and any change to it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from time import sleep

import pytest

from dossier.deliver import build_record, site_folder

SETTLED = 0.06  # seconds


@pytest.fixture
def content(tmp_path) -> Path:
    folder = tmp_path / "content"
    (folder / "articles").mkdir(parents=True)
    (folder / "articles" / "one.md").write_text("一")
    (folder / ".drafts").mkdir()
    (folder / ".drafts" / "one.md").write_text("一")
    sleep(SETTLED)
    return folder


def same_time(path: Path, text: str) -> None:
    """Other words of the same length, and the time put back: what only `ctime` tells."""
    was = path.stat()
    path.write_text(text)
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


CHANGES = {
    "edited": lambda content: (content / "articles" / "one.md").write_text("二"),
    "edited in no time": lambda content: same_time(content / "articles" / "one.md", "二"),
    "a draft": lambda content: (content / ".drafts" / "one.md").write_text("一二"),
    "new": lambda content: (content / "articles" / "two.md").write_text("二"),
    "gone": lambda content: (content / "articles" / "one.md").unlink(),
    "renamed": lambda content: (content / "articles" / "one.md").rename(content / "articles" / "two.md"),
}


def test_what_has_not_changed_is_the_same(content):
    before = build_record.stamp_files([content])
    assert before.settled
    (content / "articles" / "loop.md").symlink_to("loop.md")
    (content / "articles" / "lost.md").symlink_to("nowhere.md")
    assert build_record.stamp_files([content, content.parent / "none"]) == before


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_has_changed_is_not(content, change):
    before = build_record.stamp_files([content]).files
    change(content)
    assert build_record.stamp_files([content]).files != before


def test_what_is_being_saved_is_not_settled(content):
    (content / "articles" / "one.md").write_text("二")
    assert not build_record.stamp_files([content]).settled


def test_compiled_code_is_nothing_of_ours(content):
    before = build_record.stamp_files([content])
    (content / "__pycache__").mkdir()
    (content / "__pycache__" / "x.pyc").write_bytes(b"x")
    assert build_record.stamp_files([content]).files == before.files


def test_a_link_to_a_folder_is_not_followed(content, tmp_path):
    (tmp_path / "large").mkdir()
    (content / "around").symlink_to(content)
    (content / "out").symlink_to(tmp_path / "large")
    before = build_record.stamp_files([content])
    (tmp_path / "large" / "file").write_text("一")
    assert build_record.stamp_files([content]).files == before.files


def test_a_recorded_report_is_returned(content, tmp_path):
    site = tmp_path / "_site"
    site.mkdir()
    (site / "index.html").write_text("一")
    assert build_record.recorded_report(site, "this") is None
    build_record.save_record(site, "this", "the report")
    assert build_record.recorded_report(site, "this") == "the report"
    assert build_record.recorded_report(site, "that") is None
    assert [path.name for path in site.iterdir()] == ["index.html"]
    (site / "index.html").write_text("一二")
    assert build_record.recorded_report(site, "this") is None


@pytest.mark.parametrize("record", ["", "[]", "{}", '{"inputs": "this"}', "\0"])
def test_a_record_that_cannot_be_read_is_none(tmp_path, record):
    site = tmp_path / "_site"
    site.mkdir()
    build_record.save_record(site, "this", "the report")
    (path,) = tmp_path.glob("._site.made")
    path.write_text(record)
    assert build_record.recorded_report(site, "this") is None


def test_a_record_stands_in_no_sites_way(tmp_path):
    """Not of one that is taken away, either: a build makes it anew, and a folder."""
    site = tmp_path / "_site"
    for _ in range(2):
        site_folder.replace_site_folder({"index.html": b"1"}, site)
        build_record.save_record(site, "made of", "the report")
        shutil.rmtree(site)
    site_folder.replace_site_folder({"index.html": b"1"}, site)
    assert (site / "index.html").read_bytes() == b"1"


def test_a_site_is_recognised_after_any_number_of_builds(tmp_path):
    """Also where unchanged files are links to those of the site that was replaced."""
    site = tmp_path / "_site"
    pages = {f"{number}.html": b"%d" % number for number in range(20)}
    for build in ("first", "edited", "the same", "the same"):
        pages["index.html"] = build.encode()

        def settled(build=build):
            build_record.save_record(site, build, "report")

        site_folder.replace_site_folder(pages, site, on_settled=settled)
        assert build_record.recorded_report(site, build) == "report", build
