"""What a capture costs, bytes to draft: the median CPU time over the real captures, and where it goes.

`python bench/ingest.py [rounds]`. The captures stand beside the project; without them, the fixtures are read.
"""

import sys
from cProfile import Profile
from pathlib import Path
from pstats import Stats
from statistics import median
from time import process_time

from dossier.ingest.draft import drafts

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared" / "captures" / "feed"
LIMIT = 6.0  # milliseconds at the median
PARTS = ("tree", "walk", "head", "to_markdown", "envelope", "text", "shape", "bylines", "identity")


def captures() -> list[bytes]:
    folder = REAL if REAL.is_dir() else ROOT / "tests" / "fixtures" / "captures"
    return [path.read_bytes() for path in sorted(folder.rglob("*.txt"))]


def milliseconds(data: bytes, rounds: int) -> float:
    """The best of some rounds: what it costs when nothing else is going on."""
    times = []
    for _ in range(rounds):
        began = process_time()
        drafts("capture.txt", data)
        times.append(process_time() - began)
    return min(times) * 1000


def shares(found: list[bytes]) -> str:
    """Each part's share of the whole, with all that it calls."""
    profile = Profile()
    profile.enable()
    for data in found:
        drafts("capture.txt", data)
    profile.disable()
    entries = Stats(profile).stats  # type: ignore[attr-defined]  # typeshed leaves it out
    whole = max(entry[3] for key, entry in entries.items() if key[2] == "drafts")
    told = {}
    for (file, _, function), entry in entries.items():
        if Path(file).parent.name == "ingest" and Path(file).stem in PARTS:
            told[f"{Path(file).stem}.{function}"] = entry[3] / whole
    most = sorted(told.items(), key=lambda pair: -pair[1])[:8]
    return ", ".join(f"{name} {share:.0%}" for name, share in most)


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    found = captures()
    drafts("warm.txt", found[0])
    times = sorted(milliseconds(data, rounds) for data in found)
    size = sum(map(len, found)) / len(found) / 1000
    middle = median(times)
    print(
        f"{len(found)} captures of {size:.0f} KB: median {middle:.2f} ms CPU (limit {LIMIT}), worst {times[-1]:.1f} ms"
    )
    print(f"of it: {shares(found)}")
    return int(middle > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
