"""What stands on the disk after a write, and after one that was refused."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from dossier.deliver import site_folder
from dossier.problems import Failure

SITE = {"index.html": b"<p>one", "articles/a.html": b"<p>a", "assets/icons/x.svg": b"<svg/>"}


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def failure_text(failure: pytest.ExceptionInfo[Failure]) -> str:
    return str(failure.value)


# ── A site ───────────────────────────────────────────────────────────────────


def test_a_site_is_its_output_and_the_marker(tmp_path):
    site_folder.replace_site_folder(SITE, tmp_path / "_site")
    written = tree(tmp_path / "_site")
    assert written.pop(site_folder.MARKER)
    assert written == SITE
    assert names(tmp_path) == ["_site"]


def test_what_is_no_longer_made_is_gone(tmp_path):
    site_folder.replace_site_folder({**SITE, "old.html": b"old"}, tmp_path / "_site")
    site_folder.replace_site_folder(SITE, tmp_path / "_site")
    assert "old.html" not in tree(tmp_path / "_site")


def test_an_empty_folder_is_taken(tmp_path):
    (tmp_path / "_site").mkdir()
    site_folder.replace_site_folder(SITE, tmp_path / "_site")
    assert SITE.items() <= tree(tmp_path / "_site").items()


def test_folders_above_are_made(tmp_path):
    site_folder.replace_site_folder(SITE, tmp_path / "a/b/_site")
    assert SITE.items() <= tree(tmp_path / "a/b/_site").items()


def test_unchanged_files_are_the_same_files(tmp_path):
    site = tmp_path / "_site"
    site_folder.replace_site_folder(SITE, site)
    before = {path: (site / path).stat().st_ino for path in SITE}
    site_folder.replace_site_folder({**SITE, "index.html": b"<p>two"}, site)
    after = {path: (site / path).stat().st_ino for path in SITE}
    assert [path for path in SITE if before[path] != after[path]] == ["index.html"]
    assert (site / "index.html").read_bytes() == b"<p>two"


def test_a_site_that_did_not_change_is_left_as_it_is(tmp_path):
    site = tmp_path / "_site"
    site_folder.replace_site_folder(SITE, site)
    before = site.stat().st_ino
    site_folder.replace_site_folder(SITE, site)
    assert site.stat().st_ino == before
    (site / "articles/stray.html").write_bytes(b"not of this build")
    site_folder.replace_site_folder(SITE, site)
    assert not (site / "articles/stray.html").exists()


def test_clean_takes_nothing_over(tmp_path):
    site = tmp_path / "_site"
    site_folder.replace_site_folder(SITE, site)
    before = {path: (site / path).stat().st_ino for path in SITE}
    site_folder.replace_site_folder(SITE, site, clean=True)
    assert all(before[path] != (site / path).stat().st_ino for path in SITE)


def test_a_tampered_site_is_mended(tmp_path):
    site = tmp_path / "_site"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(SITE["index.html"])
    site_folder.replace_site_folder(SITE, site)
    (site / "articles/a.html").write_bytes(b"torn")
    (site / "index.html").unlink()
    (site / "index.html").symlink_to(elsewhere)
    site_folder.replace_site_folder(SITE, site)
    assert SITE.items() <= tree(site).items()
    assert not (site / "index.html").is_symlink()


def test_a_link_to_the_folder_stays_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "_site").symlink_to("real")
    site_folder.replace_site_folder(SITE, tmp_path / "_site")
    assert (tmp_path / "_site").is_symlink()
    assert SITE.items() <= tree(tmp_path / "real").items()


def test_a_folder_of_somebody_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.md").write_text("years of work")
    with pytest.raises(Failure, match="did not make") as failure:
        site_folder.replace_site_folder(SITE, tmp_path)
    assert "help:" in failure_text(failure)
    assert tree(tmp_path) == {"thesis.md": b"years of work"}


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "_site").write_text("mine")
    with pytest.raises(Failure, match="a file"):
        site_folder.replace_site_folder(SITE, tmp_path / "_site")
    assert tree(tmp_path) == {"_site": b"mine"}


@pytest.mark.parametrize(
    "path", ["../out.html", "/out.html", "a/../../out.html", "a//b", "./a", "", ".", "a\\b", "a\0b", ".dossier"]
)
def test_no_output_leaves_its_folder(tmp_path, path):
    with pytest.raises(Failure, match="can be called"):
        site_folder.replace_site_folder({path: b"x"}, tmp_path / "_site")
    assert tree(tmp_path) == {}


def test_a_failed_build_leaves_the_last_site_and_no_litter(tmp_path):
    site = tmp_path / "_site"
    site_folder.replace_site_folder(SITE, site)
    with pytest.raises(Failure, match="could not be written"):
        site_folder.replace_site_folder({"a": b"a file", "a/b": b"and a folder"}, site)
    assert SITE.items() <= tree(site).items()
    assert names(tmp_path) == ["_site"]


def test_without_an_exchange_two_renamings_do(tmp_path, monkeypatch):
    monkeypatch.setattr(site_folder, "exchange_folders", lambda *_: False)  # as on Windows and old file systems
    site = tmp_path / "_site"
    site_folder.replace_site_folder(SITE, site)
    site_folder.replace_site_folder({"index.html": b"two"}, site)
    assert (site / "index.html").read_bytes() == b"two"
    assert names(tmp_path) == ["_site"]


def test_a_site_lost_between_two_renamings_is_back_even_if_the_next_build_fails(tmp_path):
    site = tmp_path / "_site"
    site_folder.replace_site_folder(SITE, site)
    site.rename(tmp_path / "._site.last")
    with pytest.raises(Failure):
        site_folder.replace_site_folder({"a": b"", "a/b": b""}, site)
    assert SITE.items() <= tree(site).items()
    assert names(tmp_path) == ["_site"]


BUILDER = """
import sys
from pathlib import Path
from dossier.deliver.site_folder import replace_site_folder
site, word, times = Path(sys.argv[1]), sys.argv[2].encode(), int(sys.argv[3])
for _ in range(times):
    replace_site_folder({f"{n}.html": word * (n + 1) for n in range(12)}, site)
"""


@pytest.mark.parametrize(("builds", "least"), [("60", 100), pytest.param("2000", 100_000, marks=pytest.mark.slow)])
def test_builds_at_once_do_not_mix_and_a_reader_never_misses(tmp_path, builds, least):
    site = tmp_path / "_site"
    command = [sys.executable, "-c", BUILDER, str(site)]
    subprocess.run([*command, "a", "1"], check=True)
    builders = [subprocess.Popen([*command, word, builds]) for word in "ab"]
    reads, torn = 0, []
    while reads < least or any(builder.poll() is None for builder in builders):
        for n in range(12):
            data = (site / f"{n}.html").read_bytes()
            reads += 1
            if data not in (b"a" * (n + 1), b"b" * (n + 1)):
                torn.append(data)
    assert [builder.wait() for builder in builders] == [0, 0]
    assert torn == []
    assert len({data[:1] for name, data in tree(site).items() if name != site_folder.MARKER}) == 1
    assert names(tmp_path) == ["_site"]


# ── Single files ─────────────────────────────────────────────────────────────


def test_files_are_written_in_folders_that_are_made(tmp_path):
    writes = {"captures/a.txt": b"raw", "articles/a.md": b"text", ".drafts/a.md": b"text"}
    site_folder.write_files(writes, tmp_path / "content")
    assert tree(tmp_path) == {f"content/{path}": data for path, data in writes.items()}


def test_a_file_is_replaced_by_who_has_seen_it(tmp_path):
    (tmp_path / "a.md").write_bytes(b"one")
    site_folder.write_files({"a.md": b"two"}, tmp_path, was={"a.md": b"one"})
    assert tree(tmp_path) == {"a.md": b"two"}


@pytest.mark.parametrize("was", [{}, {"b.md": b"zero"}])
def test_what_an_editor_wrote_meanwhile_stays_and_nothing_else_is_written(tmp_path, was):
    (tmp_path / "b.md").write_bytes(b"one")
    with pytest.raises(Failure, match="changed just now"):
        site_folder.write_files({"a.md": b"new", "b.md": b"two"}, tmp_path, was=was)
    assert tree(tmp_path) == {"b.md": b"one"}


def test_a_file_that_was_deleted_meanwhile_is_not_brought_back(tmp_path):
    with pytest.raises(Failure, match="changed just now"):
        site_folder.write_files({"a.md": b"two"}, tmp_path, was={"a.md": b"one"})
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x", ".writing/0", "a\0b"])
def test_no_file_leaves_its_root(tmp_path, path):
    (tmp_path / "root").mkdir()
    with pytest.raises(Failure, match="can be called"):
        site_folder.write_files({path: b"x"}, tmp_path / "root")
    assert tree(tmp_path) == {}


def test_no_link_leads_out(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "root").mkdir()
    (tmp_path / "root/captures").symlink_to(tmp_path / "out")
    with pytest.raises(Failure, match="leads this out"):
        site_folder.write_files({"captures/x": b"x", "y": b"y"}, tmp_path / "root")
    assert tree(tmp_path) == {}


def test_a_link_is_not_written_through_nor_replaced(tmp_path):
    (tmp_path / "mine.md").write_bytes(b"mine")
    (tmp_path / "root").mkdir()
    (tmp_path / "root/a.md").symlink_to(tmp_path / "mine.md")
    with pytest.raises(Failure, match="no plain file"):
        site_folder.write_files({"a.md": b"x"}, tmp_path / "root", was={"a.md": b"mine"})
    assert (tmp_path / "root/a.md").is_symlink()
    assert (tmp_path / "mine.md").read_bytes() == b"mine"


def test_a_name_too_long_is_a_problem_with_a_remedy(tmp_path):
    with pytest.raises(Failure, match="could not be written") as failure:
        site_folder.write_files({"长" * 100: b"x"}, tmp_path)
    assert "help:" in failure_text(failure)


def test_what_a_kill_left_is_cleared_even_where_nothing_is_to_be_written(tmp_path):
    content = tmp_path / "content"
    (content / ".writing").mkdir(parents=True)
    (content / ".writing/0").write_bytes(b"half")
    (tmp_path / ".content.lock").touch()
    site_folder.write_files({}, content)
    assert names(tmp_path) == ["content"]
    assert names(content) == []


def test_nothing_to_write_makes_no_folder(tmp_path):
    site_folder.write_files({}, tmp_path / "content")
    assert names(tmp_path) == []


def test_writers_at_once_each_write_all_of_theirs(tmp_path):
    def writes(writer: int) -> None:
        for n in range(15):
            site_folder.write_files({f"{writer}-{n}-{k}": b"x" * 100 for k in range(3)}, tmp_path)

    threads = [threading.Thread(target=writes, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(tree(tmp_path)) == 4 * 15 * 3


def test_what_settles_is_told_while_nobody_else_may_build(tmp_path):
    """A second build, begun while the first remembers what it made, waits: the record is of the site that stands there."""
    snapshots: list[str] = []

    def settled() -> None:
        other = threading.Thread(
            target=lambda: site_folder.replace_site_folder({"index.html": b"two"}, tmp_path / "_site")
        )
        other.start()
        other.join(0.2)
        assert other.is_alive()
        snapshots.append((tmp_path / "_site" / "index.html").read_text())
        waiting.append(other)

    waiting: list[threading.Thread] = []
    site_folder.replace_site_folder({"index.html": b"one"}, tmp_path / "_site", on_settled=settled)
    waiting[0].join()
    assert snapshots == ["one"]
    assert (tmp_path / "_site" / "index.html").read_text() == "two"
