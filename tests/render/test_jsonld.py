"""JSON-LD: schema.org's words only, no claim beyond the dossier's, nothing that could end its script."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dossier import edtf
from dossier.render.exports import json_ld
from dossier.render.site import Site, build_site

VOCABULARY = json.loads((Path(__file__).parent.parent / "fixtures" / "schema-org.json").read_text("utf-8"))


@pytest.fixture
def site(dossier) -> Site:
    return build_site(dossier)


def texts(of: Site) -> dict[str, str]:
    return {
        "home": json_ld.home_json_ld(of),
        "timeline": json_ld.timeline_json_ld(of),
        "claims": json_ld.claims_json_ld(of),
        **{article.id: json_ld.article_json_ld(of, article) for article in of.articles.values()},
        **{entity.id: json_ld.entity_json_ld(of, entity) for entity in of.entities.values()},
        **{f"event {event.id}": json_ld.event_json_ld(of, event) for event in of.events.values()},
        **{f"claim {claim.id}": json_ld.claim_json_ld(of, claim) for claim in of.claims.values()},
    }


def nodes(value: object) -> Iterator[dict[str, object]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from nodes(part)


def graph(text: str) -> list[dict[str, object]]:
    document = json.loads(text)
    return document.get("@graph", [document])


def test_the_texts_are_these(site, golden):
    metadata = {name: json.loads(text) for name, text in texts(site).items()}
    golden("jsonld.json", (json.dumps(metadata, ensure_ascii=False, indent=1) + "\n").encode())


def test_every_term_is_schema_org_s(site):
    types = set()
    for text in texts(site).values():
        for node in nodes(json.loads(text)):
            if "@graph" in node:
                continue
            properties = {key for key in node if not key.startswith("@")}
            assert properties <= set(VOCABULARY[node["@type"]]), node
            types.add(node["@type"])
    assert types >= {
        "NewsArticle",
        "Event",
        "Claim",
        "ClaimReview",
        "Person",
        "Place",
        "WebSite",
        "ItemList",
        "WebPage",
    }


def test_only_what_happened_or_is_planned_is_an_event(site):
    things = [node for event in site.events.values() for node in graph(json_ld.event_json_ld(site, event))]
    assert [node["name"] for node in things if node["@type"] == "Event"] == [
        "武器展",
        "两人在发射场会面",
        "回访",
        "某日再议",
    ]
    assert {node["@type"] for node in things} == {"Event", "WebPage"}


def test_the_lists_name_the_pages_of_every_event_and_claim(site):
    for text, pages in ((json_ld.timeline_json_ld(site), site.events), (json_ld.claims_json_ld(site), site.claims)):
        (node,) = graph(text)
        assert node["numberOfItems"] == len(pages) == len(node["itemListElement"])
        assert [item["url"].rpartition("/")[2] for item in node["itemListElement"]] == [
            f"{page}.html" for page in pages
        ]


@pytest.mark.parametrize(
    ("when", "start", "end"),
    [
        ("2023-09-13", "2023-09-13", None),
        ("2023-09", "2023-09", None),
        ("2023-09-13T08:00:00+08:00", "2023-09-13T08:00:00+08:00", None),
        ("2023-09-12/2023-09-13", "2023-09-12", "2023-09-13"),
        ("2023-09-12/..", "2023-09-12", None),
        ("2023-09-13~", None, None),
        ("2023-21", None, None),
        ("[2023-09-01..2023-09-30]", None, None),
    ],
)
def test_a_date_that_is_about_is_told_in_words_only(site, when, start, end):
    event = replace(site.dossier.timeline[0], when=edtf.parse(when))
    (node,) = graph(json_ld.event_json_ld(site, event))
    assert (node.get("startDate"), node.get("endDate")) == (start, end)
    assert "2023" in node["description"]


def test_a_review_stands_only_for_a_verdict_of_our_own(site):
    reviews = [
        node
        for claim in site.claims.values()
        for node in graph(json_ld.claim_json_ld(site, claim))
        if node["@type"] == "ClaimReview"
    ]
    assert [(r["claimReviewed"], r["reviewRating"]["alternateName"], r["datePublished"]) for r in reviews] == [
        ("专列向南开", "证伪", "2023-09-15")
    ]


def test_a_digest_is_the_editor_s_and_says_what_it_is_based_on(site):
    (node,) = graph(json_ld.article_json_ld(site, site.articles["2023-09-13-bbc-10000001"]))
    assert [person["name"] for person in node["author"]] == ["甲"]
    assert [person["name"] for person in node["isBasedOn"]["author"]] == ["张三"]
    assert "datePublished" not in node
    assert node["citation"] == ["https://example.org/dossier/articles/2023-09-14-dw-10000002.html"]


def test_without_an_address_nothing_is_said(site):
    content = site.dossier.content
    bare = build_site(replace(site.dossier, content=replace(content, settings=replace(content.settings, base_url=""))))
    assert set(texts(bare).values()) == {""}


def test_nothing_can_end_the_script(site):
    evil = replace(site.articles["2023-09-14-dw-10000002"], title="</script><script>alert(1)</script><!-- &")
    text = json_ld.article_json_ld(site, evil)
    assert not set("<>&") & set(text)
    assert json.loads(text)["headline"] == evil.title


@pytest.mark.slow
def test_a_compiler_that_knows_schema_org_takes_every_text(site, tmp_path):
    """TypeScript with Google's schema-dts: a term that is not of its type, or of a wrong kind, does not compile."""
    if not shutil.which("npm"):
        pytest.skip("npm is absent: it fetches the compiler")
    subprocess.run(["npm", "install", "--silent", "schema-dts@2.1.0", "typescript@5.9"], cwd=tmp_path, check=True)
    lines = ['import type { Thing, WithContext } from "schema-dts"']
    for text in texts(site).values():
        lines += [f"export const thing{len(lines)}_{i}: Thing = {json.dumps(n)}" for i, n in enumerate(graph(text))]
    (tmp_path / "told.ts").write_text(
        "\n".join(line.replace('"@context": "https://schema.org", ', "") for line in lines)
    )
    (tmp_path / "slip.ts").write_text(lines[0] + '\nexport const slip: Thing = {"@type": "Claim", "startDate": "2023"}')

    def compiled(file: str) -> subprocess.CompletedProcess[str]:
        options = "--noEmit --strict --skipLibCheck --moduleResolution bundler --module esnext"
        command = ["npx", "tsc", *options.split(), file]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert compiled("told.ts").stdout == ""
    assert compiled("slip.ts").returncode != 0
