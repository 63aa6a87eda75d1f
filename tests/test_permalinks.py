"""Permalinks of the demonstration: every page and fragment that ever existed keeps its address."""

import json
import re
from pathlib import Path

import pytest

from dossier.pipeline import BuildOptions, build_site

ROOT = Path(__file__).parent.parent
KEPT = Path(__file__).parent / "fixtures" / "permalinks.txt"
_ID = re.compile(r"""<[a-z][^<>]*?\sid=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")


@pytest.fixture(scope="module")
def demonstration():
    return build_site(ROOT / "content", BuildOptions())


@pytest.fixture(scope="module")
def addresses(demonstration) -> set[str]:
    """Every page of the demonstration's internal edition, and every element of it that an address can name."""
    addresses = set()
    for path, data in demonstration.output.items():
        if path.endswith(".html"):
            addresses |= {path, *(f"{path}#{fragment}" for fragment in fragments(data.decode()))}
    return addresses


def fragments(page: str) -> set[str]:
    return {quoted or single or bare for quoted, single, bare in _ID.findall(page)}


def recorded() -> set[str]:
    return set(KEPT.read_text("utf-8").splitlines())


def test_fragments_are_the_ids_of_elements():
    page = """<p id="a" class=b>id="c"</p><p class='x' id='d'><a id=e href="?id=f" data-id="g">h</a><br id="i"/>"""
    assert fragments(page) == {"a", "d", "e", "i"}


def test_no_address_vanishes(addresses, update_golden):
    """One that goes is a citation broken: pin it, `{#p-…}`, or keep its page. `--update-golden` only adds."""
    if update_golden:
        KEPT.write_text("".join(f"{address}\n" for address in sorted(recorded() | addresses)), "utf-8")
    assert sorted(recorded() - addresses) == []


def test_every_address_is_kept(addresses):
    """What is new is kept from its first day on: `--update-golden` adds it."""
    assert sorted(addresses - recorded()) == []


def test_every_address_that_the_data_tell_stands_on_its_page(demonstration, addresses):
    rows = {name: json.loads(demonstration.output[f"data/{name}.json"]) for name in ("articles", "events", "claims")}
    cited = [row["page"] for row in (*rows["events"], *rows["claims"])]
    cited += [f"{row['page']}#{block['id']}" for row in rows["articles"] for block in row["blocks"] if block["text"]]
    cited += [f"articles/{note.citation.article}.html#{note.id}" for note in demonstration.dossier.content.notes]
    assert len(cited) > 100
    assert sorted({*cited} - addresses) == []


def test_the_addresses_are_of_every_kind():
    """A list that says nothing holds nothing."""
    some = recorded()
    pages = {address for address in some if "#" not in address}
    assert {"index.html", "timeline.html", "claims.html", "404.html"} <= pages
    assert len(some) > 5 * len(pages)
    for kind in (
        r"articles/.*#p-[a-z]{6}",
        r"articles/.*#n-[a-z]{6}",
        r"timeline\.html#[a-z-]+",
        r"claims\.html#[a-z-]+",
    ):
        assert any(re.fullmatch(kind, address) for address in some), kind
