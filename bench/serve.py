"""How long it takes from saving an article to the preview answering with the change: the median, and the slowest.

python bench/serve.py        the demonstration, and 100 articles more
python bench/serve.py 1000   as many as that besides
"""

from __future__ import annotations

import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from urllib.error import URLError
from urllib.request import urlopen

from build import dossier  # bench/build.py

ARTICLE = "2023-09-05-bbc-66714623"
COUNTS = (0, 100)
TIMES = 7
PATIENCE = 300  # seconds


@contextmanager
def preview(content: Path):
    """The address of a preview of the content."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "dossier", "serve", "-q", "--content", str(content), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait()


def answered(address: str, words: str) -> float:
    """The seconds until the address answers with these words in it."""
    start = perf_counter()
    while perf_counter() - start < PATIENCE:
        with suppress(URLError, ConnectionError):
            if words in urlopen(address).read().decode():
                return perf_counter() - start
        sleep(0.02)
    raise SystemExit(f"{address} never said {words}")


def saved(article: Path, nth: int) -> str:
    """The words with which the article now ends, saved as an editor's program does: beside it, then in its place."""
    words = f"第{nth}次改动。"
    beside = article.with_name(f".{article.name}")
    beside.write_text(f"{article.read_text('utf-8').rstrip()}\n\n{words}\n", "utf-8")
    beside.replace(article)
    return words


def main(counts: tuple[int, ...]) -> None:
    for count in counts:
        with TemporaryDirectory() as name:
            content = dossier(count, Path(name))
            article = content / "articles" / f"{ARTICLE}.md"
            with preview(content) as address:
                page = f"{address}articles/{ARTICLE}.html"
                ready = answered(page, "</html>")
                times = [answered(page, saved(article, nth)) for nth in range(TIMES)]
            articles = len(list((content / "articles").iterdir()))
            print(
                f"{articles:>6} articles: ready in {ready:5.1f} s; a change seen in {median(times):5.2f} s, at most {max(times):5.2f} s"
            )


if __name__ == "__main__":
    main(COUNTS + tuple(map(int, sys.argv[1:])))
