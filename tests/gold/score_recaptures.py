"""Scores a function that decides whether an article's words changed between two captures.

python tests/gold/score_recaptures.py package.module:function [folder of recaptures]

The function takes the bytes of both captures and returns whether the article's words differ. Labels: recaptures.md.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

GOLD = Path(__file__).with_name("recaptures.json")
RECAPTURES = Path(__file__).resolve().parents[3] / "shared" / "recaptures"
MANY = 10  # an outlet with as many pairs has a line of its own

Changed = Callable[[bytes, bytes], bool]
Label = dict[str, Any]


class GoldError(Exception):
    """The captures are not those that were labelled."""


@dataclass(slots=True)
class Score:
    """The labels of one group of pairs that a function missed or contradicted."""

    name: str
    pairs: int = 0
    changed: int = 0
    misses: list[Label] = field(default_factory=list)
    false_alarms: list[Label] = field(default_factory=list)

    def add(self, label: Label, *, answer: bool) -> None:
        self.pairs += 1
        self.changed += label["changed"]
        if label["changed"] and not answer:
            self.misses.append(label)
        elif answer and not label["changed"]:
            self.false_alarms.append(label)

    def __str__(self) -> str:
        missed = share(len(self.misses), self.changed)
        false = share(len(self.false_alarms), self.pairs - self.changed)
        return f"{self.name:24} {self.pairs:4} pairs   missed {missed}   false alarms {false}"


def labels(gold: Path = GOLD) -> list[Label]:
    pairs: list[Label] = json.loads(gold.read_text("utf-8"))["pairs"]
    return pairs


def captures(label: Label, folder: Path = RECAPTURES) -> tuple[bytes, bytes]:
    """Both captures of a pair, as they were when they were labelled."""
    first, second = (capture(folder / f"{label['pair']}{side}.md", label[side]) for side in "ab")
    return first, second


def capture(file: Path, expected: str) -> bytes:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise GoldError(f"{file}: {error.strerror}. Name the folder that holds pairs.json.") from error
    if sha256(content).hexdigest() != expected:
        raise GoldError(f"{file} is not the file that was labelled. Take the one with sha256 {expected}.")
    return content


def score(changed: Changed, folder: Path = RECAPTURES, gold: Path = GOLD) -> tuple[Score, list[Score]]:
    """The score over all pairs, and one for every outlet, the largest first."""
    overall = Score("all")
    outlets: dict[str, Score] = {}
    for label in labels(gold):
        answer = bool(changed(*captures(label, folder)))
        for group in (overall, outlets.setdefault(label["outlet"], Score(label["outlet"]))):
            group.add(label, answer=answer)
    return overall, sorted(outlets.values(), key=lambda outlet: (-outlet.pairs, outlet.name))


def report(overall: Score, outlets: Sequence[Score]) -> str:
    """Lines for people: outlets with many pairs, all together, then every error."""
    large = [outlet for outlet in outlets if outlet.pairs >= MANY]
    misses = [f"missed       {describe(label)} {label['principal']}" for label in overall.misses]
    false = [f"false alarm  {describe(label)} {', '.join(label['not_counted'])}" for label in overall.false_alarms]
    return "\n".join([*map(str, large), str(overall), *misses, *false])


def describe(label: Label) -> str:
    doubt = f" (in doubt: {label['doubt']})" if "doubt" in label else ""
    return f"{label['pair']} {label['outlet']}{doubt}"


def share(count: int, total: int) -> str:
    return f"{count:3} of {total:3} ({count / total:6.1%})" if total else f"{count:3} of {total:3}         "


def main(arguments: Sequence[str]) -> int:
    if len(arguments) not in {1, 2} or ":" not in arguments[0]:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    module, _, name = arguments[0].partition(":")
    changed: Changed = getattr(import_module(module), name)
    folder = Path(arguments[1]) if len(arguments) > 1 else RECAPTURES
    try:
        sys.stdout.write(f"{report(*score(changed, folder))}\n")
    except GoldError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
