"""The records curated by hand for the five real texts match the words of these texts."""

import json
from pathlib import Path

import pytest

from dossier import enrich, load
from dossier.model import Dossier
from dossier.problems import Severity

SEEDS = Path(__file__).parent / "seeds"


@pytest.fixture(scope="module")
def dossier(curated: Path) -> Dossier:
    library, slips = load.load_library(curated)
    dossier, problems = enrich.enrich_library(library)
    assert not [str(problem) for problem in (*slips, *problems) if problem.severity is Severity.ERROR]
    return dossier


def test_every_quotation_stands_in_its_text_word_for_word(dossier: Dossier) -> None:
    content = dossier.content
    sources = [source for event in content.events for source in event.sources]
    stances = [stance.citation for claim in content.claims for stance in claim.stances]
    notes = [note.citation for note in content.notes]
    assert [
        c for c in (*sources, *stances, *notes) if not (dossier.passages.get(c) and dossier.passages[c].exact)
    ] == []
    assert (len(content.events), len(content.claims), len(content.notes)) == (47, 18, 25)


def test_every_gold_name_stands_in_its_block(dossier: Dossier) -> None:
    blocks = {(article.id, block.id): block.text for article in dossier.content.articles for block in article.blocks}
    gold = json.loads((SEEDS / "gold-mentions.json").read_text(encoding="utf-8"))
    rows = gold["mentions"] + gold["negatives"]
    words = [blocks[row["article"], row["block"]][row["start"] : row["end"]] for row in rows]
    assert words == [row["surface"] for row in rows]


def test_gold_names_whom_the_curation_knows(dossier: Dossier) -> None:
    gold = json.loads((SEEDS / "gold-mentions.json").read_text(encoding="utf-8"))
    entities = {entity for row in gold["mentions"] for entity in _listed(row["entity"])}
    assert entities | {row["not"] for row in gold["negatives"]} <= {entity.id for entity in dossier.content.entities}


def _listed(entity: str | list[str]) -> list[str]:
    return [entity] if isinstance(entity, str) else entity
