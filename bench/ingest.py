"""Measures the CPU time of drafting a capture and its parts, and how the time of an import grows with its size.

python bench/ingest.py             the median over the real captures
python bench/ingest.py 10000       also `dossier import` of 1,000, 2,500, 5,000 and 10,000 distinct captures
python bench/ingest.py --markdown  writes the figures into bench/README.md

The real captures are in ../shared; without them, the fixtures are used.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from cProfile import Profile
from itertools import count
from pathlib import Path
from pstats import Stats
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

from clock import Table, ours, peak, print_tables  # bench/clock.py
from generate import Speech  # bench/generate.py

from dossier.ingest.drafts.draft import draft_capture

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared" / "captures" / "feed"
GOAL = 6.0  # milliseconds at the median
SHARES = (0.1, 0.25, 0.5, 1.0)
INGEST = ROOT / "dossier" / "ingest"
LEAP_YEARS = (2012, 2016, 2020, 2024)  # which have every day of the captures' year
_NUMBER = re.compile(r"(?<=\d)\d{4}(?=\D*$)|(?=/?$)")  # the part of an address that is replaced
_YEAR = re.compile(r"20\d\d(?=年|-\d\d-\d\d[ T])")
_LINK = re.compile(r"^\[(.*)\]\((\S+)\)$", re.MULTILINE)
_PARAGRAPH = re.compile(r"。</p>")


def captures() -> list[bytes]:
    folder = REAL if REAL.is_dir() else ROOT / "tests" / "fixtures" / "captures"
    return [path.read_bytes() for path in sorted(folder.rglob("*.txt"))]


# ── One capture ──────────────────────────────────────────────────────────────


def milliseconds(data: bytes, rounds: int = 5) -> float:
    """The lowest time of several rounds, which other load affects least."""
    times = []
    for _ in range(rounds):
        began = process_time()
        draft_capture("capture.txt", data)
        times.append(process_time() - began)
    return min(times) * 1000


def profile_shares(capture_bytes: list[bytes]) -> str:
    """The share of each step of a draft in its time, with everything that it calls."""
    profile = Profile()
    profile.enable()
    for data in capture_bytes:
        draft_capture("capture.txt", data)
    profile.disable()
    entries = Stats(profile).stats  # type: ignore[attr-defined]  # typeshed leaves it out
    total = sum(entry[3] for key, entry in entries.items() if key[2] == draft_capture.__name__)
    shares = {
        f"{Path(file).stem}.{function}": entry[3] / total
        for (file, _, function), entry in entries.items()
        if Path(file).is_relative_to(INGEST) and not function.startswith(("_", "<")) and function != "draft_capture"
    }
    largest = sorted(shares.items(), key=lambda pair: -pair[1])[:8]
    return ", ".join(f"{name} {share:.0%}" for name, share in largest)


def per_capture(capture_bytes: list[bytes]) -> Table:
    """The time per capture."""
    draft_capture("warm.txt", capture_bytes[0])
    times = sorted(map(milliseconds, capture_bytes))
    size = sum(map(len, capture_bytes)) / len(capture_bytes) / 1000
    row = (
        f"{len(capture_bytes)} of {size:.0f} KB",
        f"{median(times):.2f}",
        f"{times[-1]:.1f}",
        f"≤ {GOAL}",
        profile_shares(capture_bytes),
    )
    return Table("A capture, bytes to draft", ("captures", "median, ms of CPU", "worst", "goal", "of it"), [row])


# ── Ten thousand ─────────────────────────────────────────────────────────────


def write_captures(capture_bytes: list[bytes], number: int, folder: Path) -> None:
    """Write distinct captures: the real ones with another address, title and date, and with added sentences."""
    names = {"p": [["阿洛加"], ["贝托里"]], "l": [["维米港"], ["塔戈城"]], "o": [["乌纳商会"], ["科莫研究所"]]}
    speech, taken = Speech(Random(9), "zh", names), set[str]()
    folder.mkdir(parents=True)
    for nth in range(number):
        text = capture_bytes[nth % len(capture_bytes)].decode("utf-8", "replace")
        (folder / f"{nth:05}.txt").write_text(_other_capture(text, nth // len(capture_bytes), speech, taken), "utf-8")


def _other_capture(text: str, nth: int, speech: Speech, taken: set[str]) -> str:
    """The capture as if it were of another article, with an unused address."""
    link = _LINK.search(text)
    if not link:
        return text
    title, address = link.groups()
    other = next(new for step in count(nth) if (new := _other_address(address, step)) not in taken)
    taken.add(other)
    if nth == 0:
        return text
    text = text.replace(address, other)
    text = text.replace(title, f"{title}（{nth}）{speech.any('headings')}", 1)
    text = re.sub(r"^<!--(\d+)", lambda epoch: f"<!--{int(epoch[1]) + nth * 86_400_000}", text, count=1)
    text = _YEAR.sub(str(speech.chance.choice(LEAP_YEARS)), text)
    return _PARAGRAPH.sub(lambda _: f"。{speech.any('sentences')}</p>", text)


def _other_address(address: str, step: int) -> str:
    """Another address: with another number of as many digits, or with a number appended."""
    if not step:
        return address
    return _NUMBER.sub(lambda match: f"{(int(match[0] or 0) + step * 37) % 10_000:04}", address, count=1)


def measure_import(capture_bytes: list[bytes], number: int) -> tuple[float, float, int]:
    """Import captures; returns milliseconds of CPU per capture, megabytes, and the number of articles."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_captures(capture_bytes, number, folder / "captures")
        megabytes, cost = peak([*ours("import", "-q"), "captures"], folder)
        articles = len(list((folder / "content" / "articles").glob("*.md")))
    return cost.cpu / number * 1000, megabytes, articles


def growth(capture_bytes: list[bytes], most: int) -> Table:
    """The time per capture and the memory of imports of increasing size."""
    rows, costs, sizes = [], [], []
    for number in (int(most * share) for share in SHARES):
        cost, megabytes, articles = measure_import(capture_bytes, number)
        rows.append((f"{number:,}", f"{articles:,}", f"{cost:.2f}", f"{megabytes:.0f}"))
        print(*rows[-1], file=sys.stderr)
        costs.append(cost)
        sizes.append(megabytes)
    growth_factors = (f"{costs[-1] / costs[0]:.2f}", f"{sizes[-1] / sizes[0]:.2f}")
    rows.append(("the last ÷ the first", "", *growth_factors))
    return Table("dossier import", ("captures", "articles", "ms of CPU each", "peak MB"), rows)


def tables(most: int) -> Iterator[Table]:
    capture_bytes = captures()
    yield per_capture(capture_bytes)
    if most:
        yield growth(capture_bytes, most)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("most", type=int, nargs="?", default=0)
    parser.add_argument("--markdown", action="store_true", help="keep the figures in bench/README.md")
    arguments = parser.parse_args()
    print_tables("ingest", tables(arguments.most), update_readme=arguments.markdown)


if __name__ == "__main__":
    main()
