"""Killed at every call into C, out of disk at every size: a whole site stands, and nothing an editor wrote is lost.

A forked process does the writing and is killed, really and without a chance to tidy up, before its nth call.
"""

import ctypes
import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from dossier.deliver import site_folder
from dossier.deliver.git import merge_three_way
from dossier.ingest.captures.article_captures import IncomingCapture
from dossier.ingest.captures.stored_content import read_stored_content
from dossier.ingest.importing import plan_import
from dossier.problems import Failure

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="only a fork can be killed at an exact call")

BEFORE = {f"{n}.html": f"before {n}".encode() for n in range(3)} | {"articles/same.html": b"same"}
AFTER = {f"{n}.html": f"after {n}".encode() for n in range(4)} | {
    "articles/same.html": b"same",
    "articles/new.html": b"new",
}


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def in_a_fork(work: Callable[[], None]) -> int:
    """How a forked process that does the work ends: 0, the number of the signal that killed it, or 99 for a mistake."""
    pid = os.fork()
    if pid == 0:
        status = 99
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(pid, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def killed(work: Callable[[], None], nth: int) -> bool:
    """Whether the work was killed before its nth call into C; otherwise it was done before that."""

    def count(_frame, event, _argument):
        nonlocal nth
        if event == "c_call":
            nth -= 1
            if nth == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def counted():
        sys.setprofile(count)
        work()

    status = in_a_fork(counted)
    assert status in (0, signal.SIGKILL)
    return status == signal.SIGKILL


def points(every: int):
    """The calls to die at: every so manyth for the suite, and each for the proof."""
    return pytest.mark.parametrize("every", [every, pytest.param(1, marks=pytest.mark.slow)])


# ── A site ───────────────────────────────────────────────────────────────────


@points(5)
def test_a_killed_build_leaves_a_whole_site(tmp_path, every):
    complete_sites = [{**site, site_folder.MARKER: site_folder._NOTE} for site in (BEFORE, AFTER)]
    nth = 1
    while True:
        site = tmp_path / str(nth) / "_site"
        site_folder.replace_site_folder(BEFORE, site)
        was_killed = killed(lambda site=site: site_folder.replace_site_folder(AFTER, site), nth)
        assert tree(site) in complete_sites, nth
        site_folder.replace_site_folder(AFTER, site)
        assert tree(site) == complete_sites[1], nth
        assert [path.name for path in site.parent.iterdir()] == ["_site"], nth
        shutil.rmtree(site.parent)
        if not was_killed:
            break
        nth += every
    assert nth > 100


@points(5)
def test_a_killed_first_build_leaves_nothing_or_a_whole_site(tmp_path, every):
    nth = 1
    while killed(lambda nth=nth: site_folder.replace_site_folder(AFTER, tmp_path / str(nth) / "_site"), nth):
        site = tmp_path / str(nth) / "_site"
        assert not site.exists() or tree(site) == {**AFTER, site_folder.MARKER: site_folder._NOTE}, nth
        nth += every
    assert nth > 100


@points(5)
def test_without_an_exchange_the_site_is_there_or_is_back_with_the_next_build(tmp_path, every, monkeypatch):
    monkeypatch.setattr(site_folder, "exchange_folders", lambda *_: False)
    nth = 1
    while True:
        site = tmp_path / str(nth) / "_site"
        site_folder.replace_site_folder(BEFORE, site)
        was_killed = killed(lambda site=site: site_folder.replace_site_folder(AFTER, site), nth)
        with pytest.raises(Failure):
            site_folder.replace_site_folder(
                {"a": b"", "a/b": b""}, site
            )  # a build that fails makes none, but mends the last one
        assert tree(site).items() >= BEFORE.items() or tree(site).items() >= AFTER.items(), nth
        assert [path.name for path in site.parent.iterdir()] == ["_site"], nth
        if not was_killed:
            break
        nth += every
    assert nth > 100


# ── An import ────────────────────────────────────────────────────────────────

BODY = "开头的一段。\n\n中间的一段。\n\n最后的一段。\n"
EDITED = {  # what the editor did to each article
    "untouched": lambda text: text,
    "edited": lambda text: text.replace("开头".encode(), "编辑的开头".encode()),
    "at-odds": lambda text: text.replace("最后".encode(), "编辑的最后".encode()),
    "deleted": lambda _: None,
}


@dataclass(frozen=True)
class Draft:
    id: str
    body: str
    fields: dict = field(default_factory=dict)


def capture(id_: str, body: str, day: int) -> IncomingCapture:
    fields = {"title": "标题", "url": f"https://news.example/{id_}", "captures": [{"at": f"2023-09-0{day}"}]}
    return IncomingCapture(f"{id_}.txt", f"{id_} {body}".encode(), Draft(id_, body, fields))


FIRST = [capture(id_, BODY, 5) for id_ in EDITED]
SECOND = [capture(id_, BODY.replace("最后", "更正的最后"), 6) for id_ in (*EDITED, "new")]


def imported(content: Path, captures: list[IncomingCapture], limit: int | None = None) -> None:
    """The import; if limited, no file may grow beyond so many bytes, as on a disk that is full."""
    planned = plan_import(read_stored_content(content), captures, merge=merge_three_way)
    if limit is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    site_folder.write_files(planned.writes, content, was=planned.was)


@pytest.fixture(scope="module")
def edited(tmp_path_factory) -> Path:
    """A content folder that an editor has worked on."""
    content = tmp_path_factory.mktemp("edited") / "content"
    imported(content, FIRST)
    for id_, edit in EDITED.items():
        path = content / f"articles/{id_}.md"
        text = edit(path.read_bytes())
        path.write_bytes(text) if text else path.unlink()
    return content


@pytest.fixture(scope="module")
def done(edited, tmp_path_factory) -> dict[str, bytes]:
    """What the second import makes of it when nothing comes between."""
    content = tmp_path_factory.mktemp("done") / "content"
    shutil.copytree(edited, content)
    imported(content, SECOND)
    files = tree(content)
    assert "更正的最后" in files["articles/untouched.md"].decode()
    assert "编辑的开头" in (text := files["articles/edited.md"].decode())
    assert "更正的最后" in text
    assert "<<<<<<<" in files[".drafts/at-odds.merge.md"].decode()
    return files


def assert_whole(content: Path, before: dict[str, bytes], done: dict[str, bytes], case: object) -> None:
    """Every file is as it was or as it was to be; what was edited still looks edited, what was deleted is still away."""
    after = {path: data for path, data in tree(content).items() if not path.startswith(site_folder._STAGING)}
    for path in {*before, *after}:
        assert after.get(path) in (before.get(path), done.get(path)), (case, path)
    for id_ in ("edited", "at-odds"):
        assert after[f"articles/{id_}.md"] != after[f".drafts/{id_}.md"], case
        assert "编辑的" in after[f"articles/{id_}.md"].decode(), case
    assert "articles/deleted.md" not in after


@points(90)
def test_a_killed_import_loses_nothing_and_the_next_one_goes_on(edited, done, tmp_path, every):
    before, nth = tree(edited), 1
    planned = plan_import(read_stored_content(edited), SECOND, merge=merge_three_way)
    while True:
        content = tmp_path / str(nth) / "content"
        shutil.copytree(edited, content)
        was_killed = killed(
            lambda content=content: site_folder.write_files(planned.writes, content, was=planned.was), nth
        )
        assert_whole(content, before, done, nth)
        imported(content, SECOND)
        assert tree(content) == done, nth
        assert [path.name for path in content.parent.iterdir()] == ["content"], nth
        shutil.rmtree(content.parent)
        if not was_killed:
            break
        nth += every
    assert nth > 300


@points(4)
def test_a_kill_between_any_two_files_is_mended(edited, done, tmp_path, every):
    """Exactly the moments that matter most: after each file took its place."""
    before = tree(edited)
    planned = plan_import(read_stored_content(edited), SECOND, merge=merge_three_way)
    assert len(planned.writes) >= 10
    for n in range(0, len(planned.writes), every):
        content = tmp_path / str(n) / "content"
        shutil.copytree(edited, content)
        some = dict(list(planned.writes.items())[:n])
        site_folder.write_files(some, content, was=planned.was)
        assert_whole(content, before, done, n)
        imported(content, SECOND)
        assert tree(content) == done, n


def test_what_the_editor_does_after_a_kill_is_kept_too(edited, tmp_path):
    planned = plan_import(read_stored_content(edited), SECOND, merge=merge_three_way)
    for n in range(len(planned.writes)):
        content = tmp_path / str(n) / "content"
        shutil.copytree(edited, content)
        site_folder.write_files(dict(list(planned.writes.items())[:n]), content, was=planned.was)
        articles = sorted((content / "articles").iterdir())
        for path in articles:
            path.write_bytes(path.read_bytes().replace("\n中间".encode(), "\n后来编辑的中间".encode()))
        imported(content, SECOND)
        for path in articles:
            assert "后来编辑的中间" in path.read_text("utf-8"), (n, path.name)


@pytest.mark.parametrize("limit", [0, 1, 100, 180, 300, 400])
def test_a_disk_that_fills_up_changes_nothing(edited, done, tmp_path, limit):
    content = tmp_path / "content"
    shutil.copytree(edited, content)

    def full() -> None:
        with pytest.raises(Failure, match="make room"):
            imported(content, SECOND, limit)

    assert in_a_fork(full) == 0
    assert tree(content) == tree(edited)
    imported(content, SECOND)
    assert tree(content) == done


def test_a_full_disk_leaves_the_last_site(tmp_path):
    site_folder.replace_site_folder(BEFORE, tmp_path / "_site")

    def full() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50, 50))
        with pytest.raises(Failure, match="make room"):
            site_folder.replace_site_folder({**AFTER, "large.html": b"x" * 51}, tmp_path / "_site")

    assert in_a_fork(full) == 0
    assert tree(tmp_path / "_site") == {**BEFORE, site_folder.MARKER: site_folder._NOTE}
    assert [path.name for path in tmp_path.iterdir()] == ["_site"]


@pytest.mark.parametrize("pages", range(12, 40, 2))
def test_on_a_real_full_disk(edited, done, tmp_path, pages):
    """A file system in memory of so many pages: the import is whole or not at all, at whatever write it fills up."""
    disk = tmp_path / "disk"
    disk.mkdir()

    def full() -> None:
        mounted(disk, pages * 4096)
        content = disk / "content"
        shutil.copytree(edited, content)
        planned = plan_import(read_stored_content(content), SECOND, merge=merge_three_way)
        problem = None
        try:
            site_folder.write_files(planned.writes, content, was=planned.was)
        except Failure as failure:
            problem = str(failure)
        assert tree(content) == (tree(edited) if problem else done)
        assert problem is None or "make room" in problem
        assert problem or pages > 14
        assert not problem or pages < 38

    if (status := in_a_fork(full)) == 42:
        pytest.skip("this user may not mount a file system of its own")
    assert status == 0


def mounted(folder: Path, size: int) -> None:
    """A small file system at the folder, for this process alone; the process ends where that is not allowed."""
    user, group = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(0x10000000 | 0x00020000):  # CLONE_NEWUSER | CLONE_NEWNS
        os._exit(42)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    if libc.mount(b"none", os.fsencode(folder), b"tmpfs", 0, f"size={size}".encode()):
        os._exit(42)


def test_a_careless_writer_is_caught(edited, done, tmp_path):
    """The control: writing in place, drafts first, is torn or takes an edited article for an unedited one."""
    before, planned = tree(edited), plan_import(read_stored_content(edited), SECOND, merge=merge_three_way)

    def carelessly(content: Path) -> None:
        for path, data in reversed(planned.writes.items()):
            with open(content / path, "wb", buffering=0) as file:  # noqa: PTH123  # calls into C, one by one
                file.write(data[:50])
                file.write(data[50:])

    caught = 0
    for nth in range(1, 120, 2):
        content = tmp_path / str(nth) / "content"
        shutil.copytree(edited, content)
        assert killed(lambda content=content: carelessly(content), nth)
        try:
            assert_whole(content, before, done, nth)
        except AssertionError:
            caught += 1
    assert caught >= 5
