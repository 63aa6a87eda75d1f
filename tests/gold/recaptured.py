"""Classifies pairs of captures with import, for score_recaptures.py, and holds the results above a floor.

    python tests/gold/score_recaptures.py recaptured:words_differ    the score over all labels
    python tests/gold/recaptured.py [--update]                       prints the shares for both halves; records them as the floor

Rules are developed on the half `seen`; of `unseen`, only the score is looked at.
"""

import json
import sys
from pathlib import Path

from dossier.ingest.captures.comparison import compare_words, read_words
from dossier.ingest.drafts.draft import draft_capture
from dossier.problems import Failure

sys.path.insert(0, str(Path(__file__).parent))
import score_recaptures

FLOOR = Path(__file__).with_name("recaptures_floor.json")


def words_differ(first: bytes, second: bytes) -> bool:
    """Whether import treats two captures as versions; False if it refuses one of them."""
    try:
        (one,), (other,) = draft_capture("a.md", first), draft_capture("b.md", second)
    except Failure:
        return False
    return compare_words(read_words(one.fields, one.body), read_words(other.fields, other.body)) is not None


def half(label: score_recaptures.Label) -> str:
    """The half of the labels to which a pair belongs."""
    return "unseen" if int(label["a"][:8], 16) % 2 else "seen"


def shares(folder: Path = score_recaptures.RECAPTURES) -> dict[str, float]:
    """The shares of changed and unchanged pairs that are classified correctly, for each half and for all."""
    is_correct: dict[str, list[bool]] = {}
    for label in score_recaptures.labels():
        answer = words_differ(*score_recaptures.captures(label, folder))
        kind = "changed" if label["changed"] else "unchanged"
        for group in (half(label), "all"):
            is_correct.setdefault(f"{group}, {kind}", []).append(answer is label["changed"])
    return {name: round(sum(answers) / len(answers), 4) for name, answers in sorted(is_correct.items())}


def find_regressions(new: dict[str, float], old: dict[str, float]) -> list[str]:
    return [f"{name}: {old[name]} → {new.get(name)}" for name in old if new.get(name, 0) < old[name]]


def main() -> None:
    new = shares()
    sys.stdout.write(json.dumps(new, indent=2) + "\n")
    if sys.argv[1:] == ["--update"]:
        if worse := find_regressions(new, json.loads(FLOOR.read_text("utf-8")) if FLOOR.exists() else {}):
            sys.exit("The floor may only rise:\n" + "\n".join(worse))
        FLOOR.write_text(json.dumps(new, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
