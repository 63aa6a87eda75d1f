"""`dossier build` killed, out of room, run twice at once and read meanwhile: there is a whole site at every moment.

Whole is: to the last byte what a build of the one content or of the other makes, and nothing beside it.
"""

from __future__ import annotations

import errno
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from .disks import in_a_fork, mounted

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "sites" / "small" / "content"
ARTICLES = 40  # so many that the processes of a build share the writing
# What changes a folder, and what a build asks of the system besides while it writes.
CALLS = (
    "mkdir",
    "openat",
    "write",
    "close",
    "link",
    "renameat2",
    "unlink",
    "unlinkat",
    "rmdir",
    "flock",
    "fork",
    "clone",
)
BLOCK = 4096
OURS = {"content", "_site", "._site.made"}


def command(content: Path, output: Path, *options: str) -> list[str]:
    where = ["--content", str(content), "-o", str(output)]
    return [sys.executable, "-m", "dossier", "build", "-q", "--no-search", "--jobs", "2", *where, *options]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "CI": "", "NO_COLOR": "1"}


def build(content: Path, output: Path, *options: str) -> subprocess.CompletedProcess[str]:
    line = command(content, output, *options)
    return subprocess.run(line, env=environment(), capture_output=True, text=True, check=False)


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Two:
    """Two contents that share no page, and the site of each."""

    def __init__(self, folder: Path) -> None:
        self.contents = [self._content(folder / word, word) for word in ("one", "two")]
        self.folders = [folder / f"{content.name}-site" for content in self.contents]
        for content, site in zip(self.contents, self.folders, strict=True):
            assert build(content, site).returncode == 0
        self.sites = [tree(site) for site in self.folders]
        one, two = self.sites
        self.news = [data for path, data in two.items() if one.get(path) != data]
        assert {path for path in one if path.endswith(".html") and one[path] == two.get(path)} == set()
        assert {*one} - {*two}
        assert {*two} - {*one}

    def _content(self, content: Path, word: str) -> Path:
        shutil.copytree(SMALL, content)
        settings = content / "dossier.yaml"
        settings.write_text(re.sub("(?m)^title: .*$", f"title: {word}", settings.read_text("utf-8")), "utf-8")
        front = "outlet: bbc-zh\npublished: 2023-09-15\nlanguage: zh-Hans\nrights: owned"
        for number in range(ARTICLES):
            article = content / "articles" / f"{word if number == 0 else 'article'}-{number}.md"
            article.write_text(f"---\ntitle: {word} {number}\n{front}\n---\n{word}。\n", "utf-8")
        return content

    def at(self, folder: Path) -> Path:
        """A folder where the site of the first content stands, as a build left it."""
        shutil.copytree(self.folders[0], folder / "_site")
        shutil.copyfile(self.folders[0].with_name(f".{self.folders[0].name}.made"), folder / "._site.made")
        return folder / "_site"

    def finished(self, site: Path) -> None:
        """The next build makes the second site, and leaves nothing of the one that was stopped."""
        done = build(self.contents[1], site)
        assert (done.returncode, done.stderr) == (0, "")
        assert tree(site) == self.sites[1]
        assert {path.name for path in site.parent.iterdir()} <= OURS


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Two:
    return Two(tmp_path_factory.mktemp("two"))


# ── Killed ───────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def strace(two: Two, tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """How often a build makes each call; skipped where no process may trace another."""
    if shutil.which("strace") is None:
        pytest.skip("no strace here")
    counts = tmp_path_factory.mktemp("strace") / "counts"
    site = two.at(tmp_path_factory.mktemp("counted"))
    line = ["strace", "-qq", "-c", "-U", "name,calls", "-o", str(counts), *command(two.contents[1], site)]
    if subprocess.run(line, env=environment(), capture_output=True, check=False).returncode:
        pytest.skip("no process may trace another here")
    found = re.findall(r"^(\w+) +(\d+)$", counts.read_text(), re.MULTILINE)
    return {name: int(count) for name, count in found if name in CALLS}


def killed(line: list[str], call: str, nth: int) -> bool:
    """Whether this was killed at the nth of these calls, by any process of it."""
    inject = f"inject={call}:signal=SIGKILL:when={nth}"
    trace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject]
    done = subprocess.run([*trace, *line], env=environment(), capture_output=True, check=False)
    return done.returncode != 0


def points(counts: dict[str, int], each: int) -> Iterator[tuple[str, int]]:
    """So many moments of every call, from the last one backwards: a build writes at its end."""
    for call, count in counts.items():
        step = max(1, min(count, 400) // each)
        yield from ((call, nth) for nth in range(count, max(0, count - step * each), -step))


FEW = ("renameat2", "unlinkat", "openat")


@pytest.mark.parametrize(("calls", "each", "least"), [(FEW, 1, 2), pytest.param(CALLS, 12, 40, marks=pytest.mark.slow)])
def test_a_killed_build_leaves_a_whole_site(two, strace, tmp_path, calls, each, least):
    deaths, found = 0, set()
    for call, nth in points({call: count for call, count in strace.items() if call in calls}, each):
        site = two.at(tmp_path / call)
        deaths += killed(command(two.contents[1], site), call, nth)
        made = tree(site)
        assert made in two.sites, (call, nth)
        found.add(two.sites.index(made))
        two.finished(site)
        shutil.rmtree(site.parent)
    assert deaths >= least
    assert found == {0, 1}


@pytest.mark.slow
def test_a_killed_first_build_leaves_a_whole_site_or_none(two, strace, tmp_path):
    deaths = 0
    for number, (call, nth) in enumerate(points(strace, 3)):
        (tmp_path / str(number)).mkdir()
        site = tmp_path / str(number) / "_site"
        deaths += killed(command(two.contents[1], site), call, nth)
        assert not site.exists() or tree(site) == two.sites[1], (call, nth)
        two.finished(site)
    assert deaths >= 10


def children(process: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="no list of a process's children here")
@pytest.mark.parametrize("number", [0, *(pytest.param(number, marks=pytest.mark.slow) for number in range(1, 12))])
def test_a_killed_worker_is_told_and_the_last_site_stands(two, tmp_path, number):
    """One of the processes that share the work; a build has several in turn, and the last of them write."""
    site = two.at(tmp_path)
    line = command(two.contents[1], site)
    with subprocess.Popen(line, env=environment(), stderr=subprocess.PIPE, text=True) as build:
        seen: list[int] = []
        while build.poll() is None and len(seen) <= number % 4:
            seen += [child for child in children(build.pid) if child not in seen]
        if len(seen) > number % 4:
            try:
                os.kill(seen[number % 4], signal.SIGKILL)
            except ProcessLookupError:
                seen.clear()
        _, told = build.communicate()
    if build.returncode == 0:  # it had done its part already
        assert tree(site) == two.sites[1]
        assert told == ""
    else:
        assert "error[jobs]: a process that shared the work ended by signal 9" in told
        assert "help: " in told
        assert tree(site) == two.sites[0]
    two.finished(site)


# ── Out of room ──────────────────────────────────────────────────────────────


def test_a_full_disk_leaves_the_last_site(two, tmp_path):
    """Without a disk that is full: no file may be as large as the largest page."""
    site = two.at(tmp_path)
    largest = max(map(len, two.news))

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest - 1, largest - 1))

    line = command(two.contents[1], site, "--jobs", "1")
    done = subprocess.run(line, env=environment(), capture_output=True, text=True, preexec_fn=limited, check=False)
    assert done.returncode == 1
    assert os.strerror(errno.EFBIG) in done.stderr
    assert "help: make room on the disk, and run it again; the site that stood here stands as it was" in done.stderr
    assert tree(site) == two.sites[0]
    two.finished(site)


@pytest.mark.parametrize("tenths", [5, *(pytest.param(n, marks=pytest.mark.slow) for n in range(21) if n != 5)])
def test_on_a_real_full_disk(two, tmp_path, tenths):
    """A file system in memory, with room for the last site and so many tenths of what is new."""
    disk = tmp_path / "disk"
    disk.mkdir()

    def full() -> None:
        mounted(disk, (blocks(two.sites[0].values()) + blocks(two.news) * tenths // 10) * BLOCK)
        site = two.at(disk)
        done = build(two.contents[1], site)
        assert tree(site) == two.sites[0 if done.returncode else 1]
        assert {path.name for path in disk.iterdir()} <= OURS
        assert done.returncode == 0 or "make room on the disk" in done.stderr, done.stderr
        assert done.returncode or tenths > 8
        assert not done.returncode or tenths < 20

    if (status := in_a_fork(full)) == 42:
        pytest.skip("this user may not mount a file system of its own")
    assert status == 0


def blocks(files: Iterable[bytes]) -> int:
    """What they take of a disk in memory, the record of the last build and folders with them."""
    return 10 + sum(-(-len(data) // BLOCK) for data in files)


# ── At once ──────────────────────────────────────────────────────────────────


def read_at_once(site: Path, paths: list[str]) -> dict[str, bytes]:
    """These files of the site, as one who has its folder open finds them; what is gone by then is left out."""
    found = {}
    folder = os.open(site, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for path in paths:
            try:
                with open(os.open(path, os.O_RDONLY, dir_fd=folder), "rb") as file:  # noqa: PTH123
                    found[path] = file.read()
            except FileNotFoundError:
                continue
    finally:
        os.close(folder)
    return found


@pytest.mark.parametrize(("builds", "least"), [(1, 1000), pytest.param(60, 100_000, marks=pytest.mark.slow)])
def test_two_builds_at_once_and_a_reader(two, tmp_path, builds, least):
    site = two.at(tmp_path)
    shared = sorted(path for path in two.sites[0] if path in two.sites[1])
    loop = "import subprocess, sys\nfor _ in range(int(sys.argv[1])): subprocess.run(sys.argv[2:], check=True)"
    builders = [
        subprocess.Popen([sys.executable, "-c", loop, str(builds), *command(content, site)], env=environment())
        for content in two.contents
    ]
    reads, seen = 0, set()
    while reads < least or any(builder.poll() is None for builder in builders):
        for path in shared:  # as a server does: it is there at every moment
            data = (site / path).read_bytes()
            assert data in (two.sites[0][path], two.sites[1][path]), path
        found = read_at_once(site, shared)
        whole = [n for n, made in enumerate(two.sites) if found.items() <= made.items()]
        assert whole, "files of two builds stand beside one another"
        seen.update(whole if len(found) == len(shared) else ())
        reads += len(shared) + len(found)
        time.sleep(0.001)
    assert [builder.wait() for builder in builders] == [0, 0]
    assert tree(site) in two.sites
    assert builds == 1 or seen == {0, 1}
    for content, made in zip(two.contents, two.sites, strict=True):
        assert build(content, site).returncode == 0
        assert tree(site) == made
    assert {path.name for path in tmp_path.iterdir()} <= OURS
