"""How long a build takes, of the demonstration and of dossiers that grow, and how much memory.

python bench/build.py            the demonstration, 100 and 1,000 articles
python bench/build.py 10000      as many as that besides
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from dossier.build import Wanted, built
from dossier.front_matter import dump
from dossier.ingest.outlets import OUTLETS
from dossier.load import library
from dossier.model import Block

CONTENT = Path(__file__).parent.parent / "content"
LENGTH = 1500  # characters of an article
COUNTS = (100, 1000)
FLAT = 2.0  # how much dearer an article may be where there are ten times as many


def dossier(number: int, folder: Path) -> Path:
    """The demonstration with so many articles more, made of its paragraphs, and an event for every tenth of them."""
    content = Path(shutil.copytree(CONTENT, folder / "content"))
    known, _ = library(CONTENT, OUTLETS)
    blocks = [block for article in known.articles for block in article.body if _is_plain(block)]
    outlets = sorted({article.outlet for article in known.articles})
    people = [entity.id for entity in known.entities]
    chance, events = random.Random(5), {}
    for nth in range(number):
        id_ = f"2023-{nth % 12 + 1:02}-{nth % 28 + 1:02}-made-{nth}"
        text: list[str] = []
        while sum(map(len, text)) < LENGTH:
            text.append(chance.choice(blocks).text)
        fields = {"title": f"第{nth}篇：{text[0][:12]}", "outlet": chance.choice(outlets), "published": id_[:10]}
        front = dump({**fields, "language": "zh-Hans", "rights": "owned"})
        (content / "articles" / f"{id_}.md").write_text(f"---\n{front}---\n" + "\n\n".join(text) + "\n", "utf-8")
        if nth % 10 == 0:
            source = {"article": id_, "quote": text[1][:16], "nth": "1"}
            who = chance.sample(people, 2)
            events[f"made-{nth}"] = {
                "date": id_[:10],
                "title": text[1][:12],
                "status": "happened",
                "who": who,
                "sources": [source],
            }
    with (content / "events.yaml").open("a", encoding="utf-8") as file:
        file.write("\n" + (dump(events) if events else ""))
    return content


def _is_plain(block: Block) -> bool:
    """Whether the block's text is Markdown that says the same."""
    return block.kind == "paragraph" and len(block.text) > 40 and not any(sign in block.text for sign in "[]*_`<\\\n")


def cold(content: Path, folder: Path, *options: str) -> tuple[float, float]:
    """The seconds that `dossier build` takes from nothing, and the megabytes of memory."""
    command = [
        sys.executable,
        "-m",
        "dossier",
        "build",
        "-q",
        "--content",
        str(content),
        "-o",
        str(folder / "site"),
        "--clean",
        *options,
    ]
    measured = f"import resource, subprocess, sys\nsubprocess.run({command!r}, check=True, stdout=subprocess.DEVNULL)\nprint(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    start = perf_counter()
    done = subprocess.run([sys.executable, "-c", measured], check=True, capture_output=True, text=True)
    return perf_counter() - start, int(done.stdout) / 1024


def rebuilt(content: Path) -> tuple[float, float]:
    """The seconds of a build in a process that is warm, and of the next, where one article was changed: as `serve` does it."""
    start = perf_counter()
    built(content, Wanted())
    first = perf_counter()
    article = max((content / "articles").iterdir())
    article.write_text(article.read_text("utf-8") + "\n改了一句。\n", "utf-8")
    changed = perf_counter()
    built(content, Wanted())
    return first - start, perf_counter() - changed


def main(counts: tuple[int, ...]) -> None:
    costs: dict[int, float] = {}
    for count in (0, *counts):
        with TemporaryDirectory() as name:
            folder = Path(name)
            content = dossier(count, folder)
            articles = len(list((content / "articles").iterdir()))
            pages, memory = cold(content, folder, "--no-search")
            whole, memory_whole = cold(content, folder)
            first, again = rebuilt(content)
            costs[count] = pages / articles
            print(
                f"{articles:>6} articles: cold {pages:6.1f} s ({pages / articles * 1e3:5.1f} ms each), {memory:5.0f} MB; "
                f"with search {whole:6.1f} s, {memory_whole:5.0f} MB; warm {first:6.1f} s; "
                f"one changed {again:6.1f} s, {again / first:4.0%} of that"
            )
    growth = costs[counts[-1]] / costs[counts[0]]
    print(f"an article of {counts[-1]} costs {growth:.1f} times one of {counts[0]}")
    assert growth < FLAT, "the cost of an article grows with their number"


if __name__ == "__main__":
    main(COUNTS + tuple(map(int, sys.argv[1:])))
