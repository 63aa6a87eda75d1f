"""What import answers about two captures, for score_recaptures.py, and the floor below which no answer may fall.

    python tests/gold/score_recaptures.py recaptured:words_differ    the score over all labels
    python tests/gold/recaptured.py [--update]                       the shares, in halves by hash; records them as the floor

Rules are made on the half `seen`; `unseen` is looked at for its score alone.
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
    """Whether import takes the captures for versions; never where it refuses one of them."""
    try:
        (one,), (other,) = draft_capture("a.md", first), draft_capture("b.md", second)
    except Failure:
        return False
    return compare_words(read_words(one.fields, one.body), read_words(other.fields, other.body)) is not None


def half(label: score_recaptures.Label) -> str:
    """The half of the labels that a pair belongs to."""
    return "unseen" if int(label["a"][:8], 16) % 2 else "seen"


def shares(folder: Path = score_recaptures.RECAPTURES) -> dict[str, float]:
    """Of either half and of both, the share of changed pairs that were recognised and of unchanged ones left alone."""
    right: dict[str, list[bool]] = {}
    for label in score_recaptures.labels():
        answer = words_differ(*score_recaptures.captures(label, folder))
        kind = "changed" if label["changed"] else "unchanged"
        for group in (half(label), "all"):
            right.setdefault(f"{group}, {kind}", []).append(answer is label["changed"])
    return {name: round(sum(answers) / len(answers), 4) for name, answers in sorted(right.items())}


def fallen(new: dict[str, float], old: dict[str, float]) -> list[str]:
    return [f"{name}: {old[name]} → {new.get(name)}" for name in old if new.get(name, 0) < old[name]]


def main() -> None:
    new = shares()
    sys.stdout.write(json.dumps(new, indent=2) + "\n")
    if sys.argv[1:] == ["--update"]:
        if worse := fallen(new, json.loads(FLOOR.read_text("utf-8")) if FLOOR.exists() else {}):
            sys.exit("The floor may only rise:\n" + "\n".join(worse))
        FLOOR.write_text(json.dumps(new, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
