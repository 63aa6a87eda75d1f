"""Where a build's time goes: milliseconds of one processor per article, for each stage, with the garbage collector and without.

python bench/stages.py 1000                 the equivalent dossier (bench/generate.py) of 1,000 articles
python bench/stages.py 1000 --shape full    with events, claims and notes
python bench/stages.py 1000 --profile       what takes most of each stage, by functions
"""

from __future__ import annotations

import argparse
import gc
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from cProfile import Profile
from pathlib import Path
from pstats import Stats
from resource import RUSAGE_SELF, getrusage
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import TypeVar

from clock import ENVIRONMENT, Table, print_tables  # bench/clock.py
from generate import content  # bench/generate.py

T = TypeVar("T")
STAGES = ("imports", "load", "enrich", "map", "render", "write")  # map: which pages there are
RUNS = 3
MOST = 25  # functions of a profile


def stages(folder: Path, site: Path, timed: Callable[[str, Callable[[], T]], T]) -> None:
    """What `dossier build --jobs 1` does, a stage at a time; there, a file is made when it is written."""
    timed("imports", lambda: __import__("dossier.cli.site_build"))
    from dossier import enrich, load, render  # noqa: PLC0415 - what importing them costs is measured
    from dossier.deliver import site_folder  # noqa: PLC0415 - likewise
    from dossier.ingest.outlets import packaged_rules  # noqa: PLC0415 - likewise

    library, slips = timed("load", lambda: load.load_library(folder, outlets=packaged_rules().outlets))
    dossier, gaps = timed("enrich", lambda: enrich.enrich_library(library))
    lazy_files, broken = timed("map", lambda: render.render_site(dossier))
    output = timed("render", lambda: {path: lazy_files[path] for path in lazy_files})
    timed("write", lambda: site_folder.replace_site_folder(output, site, clean=True))
    if problems := [*slips, *gaps, *broken]:
        print(*problems[:10], sep="\n", file=sys.stderr)


def milliseconds(folder: Path, site: Path) -> dict[str, float]:
    """Of one processor, for each stage."""
    measured: dict[str, float] = {}

    def timed(stage: str, done: Callable[[], T]) -> T:
        began = process_time()
        result = done()
        measured[stage] = (process_time() - began) * 1000
        return result

    stages(folder, site, timed)
    return measured


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


def alone(folder: Path, *, collecting: bool) -> dict[str, float]:
    """The figures of a run in a process of its own, as a build is."""
    command = [sys.executable, __file__, "--one", str(folder), "on" if collecting else "off"]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, env=ENVIRONMENT).stdout)


def _one(folder: Path, *, collecting: bool) -> None:
    if not collecting:
        gc.disable()
    with TemporaryDirectory() as name:
        measured = milliseconds(folder, Path(name) / "site")
    print(json.dumps({**measured, "peak": getrusage(RUSAGE_SELF).ru_maxrss / 1024}))


def table(articles: int, *, aliases: int, full: bool) -> Iterator[Table]:
    """What each stage takes: the median of some runs."""
    with TemporaryDirectory() as name:
        folder = content(Path(name) / "content", articles, aliases=aliases, full=full)
        rows = []
        for collecting in (True, False):
            runs = [alone(folder, collecting=collecting) for _ in range(RUNS)]
            measured = {stage: median(run[stage] for run in runs) for stage in (*STAGES, "peak")}
            per_stage = [measured[stage] / articles for stage in STAGES[1:]]
            figures = (
                *(f"{one:.3f}" for one in (*per_stage, sum(per_stage))),
                f"{measured['imports']:.0f}",
                f"{measured['peak']:.0f}",
            )
            rows.append((f"garbage collector {'on' if collecting else 'off'}", *figures))
    shape = "full" if full else "equivalent"
    title = f"{articles} articles, {shape}, {aliases} aliases: milliseconds of CPU an article, in one process"
    yield Table(title, ("", *STAGES[1:], "all", "imports, ms in all", "peak MB"), rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=int, nargs="?", default=1000)
    parser.add_argument("--shape", choices=("equivalent", "full"), default="equivalent")
    parser.add_argument("--aliases", type=int, default=500)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--markdown", action="store_true", help="keep the figures in bench/README.md")
    parser.add_argument("--one", nargs=2, metavar=("CONTENT", "GC"), help=argparse.SUPPRESS)  # a run of this very file
    asked = parser.parse_args()
    full = asked.shape == "full"
    if asked.one:
        _one(Path(asked.one[0]), collecting=asked.one[1] == "on")
    elif asked.profile:
        with TemporaryDirectory() as name:
            profile(
                content(Path(name) / "content", asked.articles, aliases=asked.aliases, full=full), Path(name) / "site"
            )
    else:
        print_tables("stages", table(asked.articles, aliases=asked.aliases, full=full), update_readme=asked.markdown)


if __name__ == "__main__":
    main()
