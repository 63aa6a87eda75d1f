"""What was ever cited of the demonstration can be opened still: every paragraph, event, claim and note keeps its address."""

import json
from pathlib import Path

import pytest

from dossier.pipeline import BuildOptions, build_site

ROOT = Path(__file__).parent.parent
KEPT = Path(__file__).parent / "fixtures" / "permalinks.txt"


@pytest.fixture(scope="module")
def demonstration():
    return build_site(ROOT / "content", BuildOptions())


def addresses(demonstration) -> list[str]:
    """Every address that a reader may have cited, as the data files tell them."""
    rows = {name: json.loads(demonstration.output[f"data/{name}.json"]) for name in ("articles", "events", "claims")}
    cited = [row["page"] for row in (*rows["events"], *rows["claims"])]
    cited += [f"{row['page']}#{block['id']}" for row in rows["articles"] for block in row["blocks"] if block["text"]]
    cited += [f"articles/{note.citation.article}.html#{note.id}" for note in demonstration.dossier.content.notes]
    return sorted(cited)


def test_every_address_stands_on_its_page(demonstration):
    pages = {path: data.decode() for path, data in demonstration.output.items() if path.endswith(".html")}
    lost = []
    for address in addresses(demonstration):
        path, _, fragment = address.partition("#")
        if f'id="{fragment}"' not in pages.get(path, ""):
            lost.append(address)
    assert lost == []


def test_no_address_vanishes(demonstration, update_golden):
    """One that goes is a citation broken: pin it, `{#p-…}`. New ones are kept from the next --update-golden on."""
    now = addresses(demonstration)
    kept = KEPT.read_text("utf-8").split()
    assert [address for address in kept if address not in set(now)] == []
    if update_golden:
        KEPT.write_text("".join(f"{address}\n" for address in now), "utf-8")
