"""Whatever anybody types, there is a site or there are problems: never a fault of the program, nor a link of its own that breaks."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest

from dossier.pipeline import BuildOptions, build_site
from dossier.problems import Failure

from .generating import index_of

SMALL = Path(__file__).parents[1] / "sites" / "small" / "content"
PIECES = json.loads((Path(__file__).parent / "pieces.json").read_text("utf-8"))


def mutated(text: str, chance: random.Random) -> str:
    """The text after a few slips: something put in, left out, moved or written twice."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((0, 1, 1, 2, 5, 20)))
        match chance.choice(("in", "in", "in", "out", "instead", "moved", "line")):
            case "in":
                text = text[:start] + chance.choice(PIECES) + text[start:]
            case "out":
                text = text[:start] + text[end:]
            case "instead":
                text = text[:start] + chance.choice(PIECES) + text[end:]
            case "moved":
                place = chance.randrange(len(text) + 1)
                text = text[:place] + text[start:end] + text[place:]
            case "line":
                lines = text.split("\n")
                lines.insert(chance.randrange(len(lines)), chance.choice(lines))
                text = "\n".join(lines)
    return text


def mutate(path: Path, chance: random.Random) -> None:
    """Slips in one file; in the text of an article or a page more often than in its fields."""
    text = path.read_text("utf-8")
    fields, mark, body = text.partition("\n---\n")
    within = bool(mark) and chance.random() < 0.7
    text = fields + mark + mutated(body, chance) if within else mutated(text, chance)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))


def slips(seeds: range, folder: Path) -> list[str]:
    """The faults of the program that these seeds bring to light."""
    found = []
    for seed in seeds:
        chance = random.Random(seed)
        content = folder / str(seed)
        shutil.copytree(SMALL, content)
        files = sorted(path for path in content.rglob("*") if path.is_file())
        for path in chance.sample(files, chance.choice((1, 1, 2, 3))):
            mutate(path, chance)
        try:
            site = build_site(
                content, BuildOptions(edition=chance.choice(("internal", "public")), drafts=chance.random() < 0.5)
            )
            index_of(site.dossier)
        except Failure as failure:
            found += [
                f"seed {seed}: {problem}" for problem in failure.problems if "mistake of the program" in problem.hint
            ]
        except Exception as error:  # noqa: BLE001  # whatever it is, it is one
            found.append(f"seed {seed}: {type(error).__name__}: {error}")
        shutil.rmtree(content)
    return found


def test_slips_are_told(tmp_path):
    assert slips(range(60), tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("part", range(8))
def test_many_slips_are_told(part, tmp_path):
    assert slips(range(1000 * part, 1000 * part + 1000), tmp_path) == []
