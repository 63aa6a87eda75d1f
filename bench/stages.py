"""Where a build's time goes: milliseconds of one processor per article, for each stage, with the garbage collector and without.

python bench/stages.py 1000                 the equivalent dossier (bench/made.py) of 1,000 articles
python bench/stages.py 1000 --shape full    with events, claims and notes
python bench/stages.py 1000 --profile       what takes most of each stage, by functions
"""

from __future__ import annotations

import argparse
import gc
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from cProfile import Profile
from pathlib import Path
from pstats import Stats
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from time import process_time
from typing import TypeVar

from made import content  # bench/made.py

T = TypeVar("T")
STAGES = ("imports", "load", "enrich", "map", "render", "write")  # map: which pages there are
MOST = 25  # functions of a profile


def stages(folder: Path, site: Path, timed: Callable[[str, Callable[[], T]], T]) -> None:
    """What `dossier build --jobs 1` does, a stage at a time; there, a file is made when it is written."""
    timed("imports", lambda: __import__("dossier.cli.making"))
    from dossier import enrich, load, render  # noqa: PLC0415 - what importing them costs is measured
    from dossier.deliver import write  # noqa: PLC0415 - likewise
    from dossier.ingest.outlets import OUTLETS  # noqa: PLC0415 - likewise

    library, slips = timed("load", lambda: load.library(folder, outlets=OUTLETS))
    dossier, gaps = timed("enrich", lambda: enrich.dossier(library))
    made, broken = timed("map", lambda: render.output(dossier))
    output = timed("render", lambda: {path: made[path] for path in made})
    timed("write", lambda: write.site(output, site, clean=True))
    if problems := [*slips, *gaps, *broken]:
        print(*problems[:10], sep="\n", file=sys.stderr)


def milliseconds(folder: Path, site: Path) -> dict[str, float]:
    """Of one processor, for each stage."""
    told: dict[str, float] = {}

    def timed(stage: str, done: Callable[[], T]) -> T:
        began = process_time()
        result = done()
        told[stage] = (process_time() - began) * 1000
        return result

    stages(folder, site, timed)
    return told


def profile(folder: Path, site: Path) -> None:
    """Prints what each stage spends its time on."""

    def timed(stage: str, done: Callable[[], T]) -> T:
        with profiled(stage):
            return done()

    stages(folder, site, timed)


@contextmanager
def profiled(stage: str) -> Iterator[None]:
    watching = Profile()
    watching.enable()
    yield
    watching.disable()
    if stage != "imports":
        print(f"── {stage}")
        Stats(watching).sort_stats("tottime").print_stats(MOST)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=int, nargs="?", default=1000)
    parser.add_argument("--shape", choices=("equivalent", "full"), default="equivalent")
    parser.add_argument("--aliases", type=int, default=500)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--one", nargs=2, metavar=("CONTENT", "GC"), help=argparse.SUPPRESS)  # a run of this very file
    asked = parser.parse_args()
    if asked.one:
        _one(Path(asked.one[0]), asked.articles, collecting=asked.one[1] == "on")
        return
    with TemporaryDirectory() as name:
        folder = content(Path(name) / "content", asked.articles, aliases=asked.aliases, full=asked.shape == "full")
        if asked.profile:
            profile(folder, Path(name) / "site")
            return
        print(
            f"{asked.articles} articles, {asked.shape}, {asked.aliases} aliases: ms of CPU an article (imports: in all)"
        )
        print(f"{'':8}" + "".join(f"{stage:>9}" for stage in (*STAGES, "all", "peak MB")))
        for collecting in ("on", "off"):
            command = [sys.executable, __file__, str(asked.articles), "--one", str(folder), collecting]
            subprocess.run(command, check=True)


def _one(folder: Path, articles: int, *, collecting: bool) -> None:
    """Prints the figures of one run in a process of its own, as a build is."""
    if not collecting:
        gc.disable()
    with TemporaryDirectory() as name:
        told = milliseconds(folder, Path(name) / "site")
    imports = told.pop("imports")
    each = {stage: taken / articles for stage, taken in told.items()}
    peak = getrusage(RUSAGE_SELF).ru_maxrss / 1024
    row = "".join(f"{taken:9.3f}" for taken in (*each.values(), sum(each.values())))
    print(f"gc {'on' if collecting else 'off':5}{imports:9.0f}{row}{peak:9.0f}", flush=True)


if __name__ == "__main__":
    main()
