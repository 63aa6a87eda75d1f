"""The five texts beside the project, drafted and read with the curation of tests/seeds."""

import shutil
from pathlib import Path

import pytest

from dossier import enrich, front_matter, load
from dossier.ingest.drafts.draft import draft_capture
from dossier.ingest.outlets import packaged_rules
from dossier.model import Dossier
from dossier.problems import Severity

CURATION = Path(__file__).parents[1] / "seeds"


@pytest.fixture(scope="session")
def seeds(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    content = tmp_path_factory.mktemp("seeds") / "content"
    shutil.copytree(CURATION, content, ignore=shutil.ignore_patterns("gold-*", "README.md"))
    for kind in ("articles", "captures"):
        (content / kind).mkdir()
    for capture in sorted((shared / "seeds").glob("*.txt")):
        for draft in draft_capture(capture.name, capture.read_bytes()):
            fields = {key: value for key, value in draft.fields.items() if key != "draft"}
            (content / "articles" / f"{draft.id}.md").write_text(
                front_matter.format_article(fields, draft.body), "utf-8"
            )
            for row in draft.fields["captures"]:
                shutil.copy(capture, content / "captures" / row["file"])
    library, slips = load.load_library(content, outlets=packaged_rules().outlets)
    made, gaps = enrich.enrich_library(library)
    assert [str(slip) for slip in (*slips, *gaps) if slip.severity is Severity.ERROR] == []
    return made
