"""How long it takes from saving an article to the preview answering with the change: the median, and the slowest.

python bench/serve.py               the demonstration, and 1,000 articles; Hugo's preview of the same, where it is installed
python bench/serve.py 10000         as many as that
python bench/serve.py --markdown    and the figures go into bench/README.md
"""

from __future__ import annotations

import argparse
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

from clock import ENVIRONMENT, Table, ours, print_tables  # bench/clock.py
from generate import content  # bench/generate.py
from rival import installed, linked  # bench/rival.py

DEMONSTRATION = Path(__file__).parents[1] / "content"
COUNTS = (0, 1000)  # 0: the demonstration
TIMES = 9
LOOK = 0.005  # seconds between two looks at the page
PATIENCE = 120.0
GOALS = {1000: "≤ 0.1", 10000: "≤ 0.2"}


@contextmanager
def running(command: Sequence[str], folder: Path) -> Iterator[None]:
    """The program, running."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, **quiet)
    try:
        yield
    finally:
        server.terminate()
        server.wait()


def answered(address: str, words: str) -> float:
    """The seconds until the address answers with these words in it."""
    began = time.perf_counter()
    while time.perf_counter() - began < PATIENCE:
        with suppress(URLError, ConnectionError, HTTPException):
            if words.encode() in urlopen(address).read():
                return time.perf_counter() - began
        time.sleep(LOOK)
    raise SystemExit(f"{address} never said {words}")


def saved(article: Path, nth: int) -> str:
    """The words with which the article now ends, saved as an editor's program does: beside it, then in its place."""
    words = f"这是第{nth}次改动。"
    beside = article.with_name(f".{article.name}")
    beside.write_text(f"{article.read_text('utf-8').rstrip()}\n\n{words}\n", "utf-8")
    beside.replace(article)
    return words


def measure(command: Sequence[str], folder: Path, address: str, articles: Path) -> tuple[float, float, float]:
    """The seconds until the preview is there, and of a change of the article in the middle: median and slowest."""
    article = sorted(articles.glob("2*.md"))[len(list(articles.glob("2*.md"))) // 2]
    page = f"{address}articles/{article.stem}.html"
    with running(command, folder):
        ready = answered(page, "</html>")
        times = [answered(page, saved(article, nth)) for nth in range(TIMES)]
    return ready, median(times), max(times)


def _port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


def rows(count: int, folder: Path) -> Iterator[Sequence[str]]:
    """Ours, and Hugo's."""
    source = folder / "content"
    if count:
        content(source, count)
    else:
        shutil.copytree(DEMONSTRATION, source)
    hugo = next((rival for rival in installed() if rival.name == "hugo"), None) if count else None
    project = hugo.project(linked(source), folder / "hugo") if hugo else folder
    port, name = _port(), f"{count:,} articles" if count else "the demonstration"
    address = f"http://127.0.0.1:{port}/{'made/' if count else ''}"  # under the path that base_url has
    took = measure(ours("serve", "-q", "--port", port), folder, address, source / "articles")
    yield (name, *(f"{one:.2f}" for one in took), GOALS.get(count, ""))
    if hugo:
        command = [str(hugo.installed), "server", "--renderToMemory", "-p", port]
        took = measure(command, project, address, project / "content" / "articles")
        yield (f"{name}, hugo", *(f"{one:.2f}" for one in took), "")


def tables(counts: Sequence[int]) -> Iterator[Table]:
    measurements: list[Sequence[str]] = []
    for count in counts:
        with TemporaryDirectory() as name:
            measurements += rows(count, Path(name))
    yield Table("serve: seconds", ("", "ready", "an edit seen", "at most", "goal"), measurements)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", type=int, nargs="*", metavar="ARTICLES", default=COUNTS)
    parser.add_argument("--markdown", action="store_true", help="keep the figures in bench/README.md")
    asked = parser.parse_args()
    print_tables("serve", tables(asked.counts), update_readme=asked.markdown)


if __name__ == "__main__":
    main()
