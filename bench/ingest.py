"""What a capture costs, bytes to draft, and where it goes; and whether ten thousand of them cost ten times a thousand.

python bench/ingest.py             the median of the real captures
python bench/ingest.py 10000       besides, `dossier import` of 1,000, 2,500, 5,000 and 10,000 of them, made distinct
python bench/ingest.py --markdown  and the figures go into bench/README.md

The captures stand beside the project; without them, the fixtures are read.
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
LIMIT = 6.0  # milliseconds at the median
SHARES = (0.1, 0.25, 0.5, 1.0)
PARTS = ("tree", "walk", "head", "to_markdown", "envelope", "text", "shape", "bylines", "identity")
LEAP = (2012, 2016, 2020, 2024)  # in which every day of the captures' year is a day
_NUMBER = re.compile(r"(?<=\d)\d{4}(?=\D*$)|(?=/?$)")  # what of an address tells articles apart
_YEAR = re.compile(r"20\d\d(?=年|-\d\d-\d\d[ T])")
_LINK = re.compile(r"^\[(.*)\]\((\S+)\)$", re.MULTILINE)
_PARAGRAPH = re.compile(r"。</p>")


def captures() -> list[bytes]:
    folder = REAL if REAL.is_dir() else ROOT / "tests" / "fixtures" / "captures"
    return [path.read_bytes() for path in sorted(folder.rglob("*.txt"))]


# ── One capture ──────────────────────────────────────────────────────────────


def milliseconds(data: bytes, rounds: int = 5) -> float:
    """The best of some rounds: what it costs when nothing else is going on."""
    times = []
    for _ in range(rounds):
        began = process_time()
        draft_capture("capture.txt", data)
        times.append(process_time() - began)
    return min(times) * 1000


def profile_shares(capture_bytes: list[bytes]) -> str:
    """Each part's share of the whole, with all that it calls."""
    profile = Profile()
    profile.enable()
    for data in capture_bytes:
        draft_capture("capture.txt", data)
    profile.disable()
    entries = Stats(profile).stats  # type: ignore[attr-defined]  # typeshed leaves it out
    total = max(entry[3] for key, entry in entries.items() if key[2] == "drafts")
    part = {}
    for (file, _, function), entry in entries.items():
        if Path(file).parent.name == "ingest" and Path(file).stem in PARTS:
            part[f"{Path(file).stem}.{function}"] = entry[3] / total
    most = sorted(part.items(), key=lambda pair: -pair[1])[:8]
    return ", ".join(f"{name} {share:.0%}" for name, share in most)


def per_capture(capture_bytes: list[bytes]) -> Table:
    """What one costs."""
    draft_capture("warm.txt", capture_bytes[0])
    times = sorted(map(milliseconds, capture_bytes))
    size = sum(map(len, capture_bytes)) / len(capture_bytes) / 1000
    row = (
        f"{len(capture_bytes)} of {size:.0f} KB",
        f"{median(times):.2f}",
        f"{times[-1]:.1f}",
        f"≤ {LIMIT}",
        profile_shares(capture_bytes),
    )
    return Table("A capture, bytes to draft", ("captures", "median, ms of CPU", "worst", "goal", "of it"), [row])


# ── Ten thousand ─────────────────────────────────────────────────────────────


def multiplied(capture_bytes: list[bytes], number: int, folder: Path) -> None:
    """So many captures in the folder: the real ones with another address, title, date, and with words put in."""
    names = {"p": [["阿洛加"], ["贝托里"]], "l": [["维米港"], ["塔戈城"]], "o": [["乌纳商会"], ["科莫研究所"]]}
    speech, taken = Speech(Random(9), "zh", names), set[str]()
    folder.mkdir(parents=True)
    for nth in range(number):
        text = capture_bytes[nth % len(capture_bytes)].decode("utf-8", "replace")
        (folder / f"{nth:05}.txt").write_text(_other(text, nth // len(capture_bytes), speech, taken), "utf-8")


def _other(text: str, nth: int, speech: Speech, taken: set[str]) -> str:
    """The capture as if it were of another article, with an address that none has yet."""
    link = _LINK.search(text)
    if not link:
        return text
    title, address = link.groups()
    other = next(new for more in count(nth) if (new := _elsewhere(address, more)) not in taken)
    taken.add(other)
    if nth == 0:
        return text
    text = text.replace(address, other)
    text = text.replace(title, f"{title}（{nth}）{speech.any('headings')}", 1)
    text = re.sub(r"^<!--(\d+)", lambda epoch: f"<!--{int(epoch[1]) + nth * 86_400_000}", text, count=1)
    text = _YEAR.sub(str(speech.chance.choice(LEAP)), text)
    return _PARAGRAPH.sub(lambda _: f"。{speech.any('sentences')}</p>", text)


def _elsewhere(address: str, more: int) -> str:
    """Another address: with another number of as many digits, or with one at its end."""
    if not more:
        return address
    return _NUMBER.sub(lambda match: f"{(int(match[0] or 0) + more * 37) % 10_000:04}", address, count=1)


def imported(capture_bytes: list[bytes], number: int) -> tuple[float, float, int]:
    """Milliseconds of CPU a capture, megabytes, and how many articles there are then."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        multiplied(capture_bytes, number, folder / "captures")
        held, took = peak([*ours("import", "-q"), "captures"], folder)
        articles = len(list((folder / "content" / "articles").glob("*.md")))
    return took.cpu / number * 1000, held, articles


def growth(capture_bytes: list[bytes], most: int) -> Table:
    """What each costs among so many, and how much memory all of them."""
    rows, costs, sizes = [], [], []
    for number in (int(most * share) for share in SHARES):
        cost, held, articles = imported(capture_bytes, number)
        rows.append((f"{number:,}", f"{articles:,}", f"{cost:.2f}", f"{held:.0f}"))
        print(*rows[-1], file=sys.stderr)
        costs.append(cost)
        sizes.append(held)
    steep = (f"{costs[-1] / costs[0]:.2f}", f"{sizes[-1] / sizes[0]:.2f}")
    rows.append(("the last ÷ the first", "", *steep))
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
    asked = parser.parse_args()
    print_tables("ingest", tables(asked.most), update_readme=asked.markdown)


if __name__ == "__main__":
    main()
