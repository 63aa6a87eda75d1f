"""Measures what a program costs in seconds, CPU seconds and megabytes, and prints tables or writes them to the README."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

README = Path(__file__).with_name("README.md")
_BREATH = 0.02  # seconds between two looks at the memory


# Programs may keep their compiled code, as they do where somebody has installed them.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Run(NamedTuple):
    wall: float
    cpu: float  # of all processors, its children's too


def run(command: Sequence[str], folder: Path) -> Run:
    """What the command cost; it has to succeed."""
    return _watched(command, folder, lambda pid: os.wait4(pid, 0)[1:])


def peak(command: Sequence[str], folder: Path) -> tuple[float, Run]:
    """The megabytes that the program and its children held at most, what they share counted once; and what it cost.

    Looked at often, which may slow it: the wall's time is not to be compared with a `run`'s. Where the system does not tell
    (outside Linux), 0.
    """
    most = 0

    def ended(pid: int) -> tuple[int, resource.struct_rusage]:
        nonlocal most
        while True:
            done, status, used = os.wait4(pid, os.WNOHANG)
            if done:
                return status, used
            most = max(most, sum(map(_held, _family(pid))))
            time.sleep(_BREATH)

    cost = _watched(command, folder, ended)
    return most / 1024, cost


def _watched(command: Sequence[str], folder: Path, ended: Callable[[int], tuple[int, resource.struct_rusage]]) -> Run:
    with (folder / "output.txt").open("w") as output:
        began = time.perf_counter()
        program = subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stdout=output, stderr=subprocess.STDOUT)
        status, used = ended(program.pid)
        wall = time.perf_counter() - began
    program.returncode = os.waitstatus_to_exitcode(status)
    if program.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{(folder / 'output.txt').read_text()[-2000:]}")
    return Run(wall, used.ru_utime + used.ru_stime)


def _family(pid: int) -> list[int]:
    """The process and all below it."""
    try:
        tasks = Path(f"/proc/{pid}/task").iterdir()
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return [pid, *(one for child in children for one in _family(child))]


def _held(pid: int) -> int:
    """The kilobytes of a process, shared pages divided among those who share them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def middle(runs: Iterable[Run]) -> Run:
    """The median of each."""
    walls, cpus = zip(*runs, strict=True)
    return Run(median(walls), median(cpus))


def ratio(ours: Sequence[Run], theirs: Sequence[Run]) -> Run:
    """Our cost as a multiple of theirs: the median over rounds in which both ran."""
    return middle(Run(one.wall / other.wall, one.cpu / other.cpu) for one, other in zip(ours, theirs, strict=True))


class Table(NamedTuple):
    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def __str__(self) -> str:
        """As Markdown has it, which people can read too."""
        widths = [max(len(row[nth]) for row in (self.head, *self.rows)) for nth in range(len(self.head))]
        rule = ["-" * width for width in widths]
        lines = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in (self.head, rule, *self.rows)]
        return f"**{self.title}**\n\n" + "\n".join(lines) + "\n"


def print_tables(name: str, tables: Iterable[Table], *, update_readme: bool) -> None:
    """Prints each table as it is measured; with `update_readme`, they replace the last ones in the README."""
    texts = []
    for table in tables:
        texts.append(str(table))
        print(texts[-1], flush=True)
    if update_readme:
        start, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        before, _, rest = README.read_text("utf-8").partition(start)
        _, _, after = rest.partition(end)
        README.write_text(f"{before}{start}\n" + "\n".join(texts) + f"\n{end}{after}", "utf-8")


def ours(*arguments: str) -> list[str]:
    """The command line of this project's program."""
    return [sys.executable, "-m", "dossier", *arguments]
