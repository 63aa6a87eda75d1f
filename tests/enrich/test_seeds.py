"""The curated texts: every name that a careful reader finds, and no other; no word that rights withhold."""

import json
import re
from dataclasses import replace
from pathlib import Path

from dossier import enrich, render
from dossier.enrich.edition import public_edition
from dossier.model import Block, Dossier

CURATION = Path(__file__).parents[1] / "seeds"
GOLD = json.loads((CURATION / "gold-mentions.json").read_text("utf-8"))
RUN = 12


def entities(row) -> tuple[str, ...]:
    return tuple(row["entity"]) if isinstance(row["entity"], list) else (row["entity"],)


def wanted(*, linked: bool = False, article: str = "") -> set[tuple]:
    return {
        (row["article"], row["block"], row["start"], row["end"], entities(row), row["kind"])
        for row in GOLD["mentions"]
        if row["linked"] >= linked and article in ("", row["article"])
    }


def mention_keys(dossier: Dossier, *, linked: bool = False) -> set[tuple]:
    """What was found outside bylines, which the gold does not label."""
    bylines = {(a.id, block.id) for a in dossier.content.articles for block in a.blocks if block.kind == "byline"}
    return {
        (m.article, m.block, m.start, m.end, m.entities, m.kind)
        for m in dossier.mentions
        if m.linked >= linked and (m.article, m.block) not in bylines
    }


def test_every_name_is_found_and_no_other(seeds):
    ours, gold = mention_keys(seeds), wanted()
    assert len(gold) >= 800
    assert len(ours & gold) >= 0.99 * len(ours), sorted(ours - gold)
    assert len(ours & gold) >= 0.99 * len(gold), sorted(gold - ours)


def first_of_captions_and_text(dossier: Dossier) -> set[tuple]:
    """The first mention in the captions and the first in the text of a section, of each entity that the gold links there."""
    blocks = {(article.id, block.id): block for article in dossier.content.articles for block in article.blocks}
    linked = {
        (row["article"], blocks[row["article"], row["block"]].section, entity)
        for row in GOLD["mentions"]
        if row["linked"]
        for entity in entities(row)
    }
    first, seen = set(), set()
    for row in GOLD["mentions"]:
        block = blocks[row["article"], row["block"]]
        if block.kind in ("title", "byline", "credit") or row["kind"] == "gloss" or in_link(block, row):
            continue
        of = [entity for entity in entities(row) if (row["article"], block.section, entity) in linked]
        keys = {(row["article"], block.section, block.kind == "caption", entity) for entity in of}
        if keys - seen:
            first.add((row["article"], row["block"], row["start"], row["end"], entities(row), row["kind"]))
            seen |= keys
    return first


def in_link(block: Block, row: dict) -> bool:
    return any(m.kind == "link" and m.start < row["end"] and row["start"] < m.end for m in block.marks)


def test_the_first_of_each_section_is_linked(seeds):
    ours, gold = mention_keys(seeds, linked=True), wanted(linked=True) | first_of_captions_and_text(seeds)
    assert gold - ours == set()
    assert len(ours & gold) >= 0.99 * len(ours), sorted(ours - gold)


def test_what_only_looks_like_a_name_is_none(seeds):
    not_to_be = {(n["article"], n["block"], n["start"], n["end"], n["not"]) for n in GOLD["negatives"]}
    assert len(not_to_be) >= 30
    assert not_to_be & {(*row[:4], entity) for row in mention_keys(seeds) for entity in row[4]} == set()


def test_an_article_that_nobody_has_curated_is_linked_by_what_the_others_tell(seeds):
    """Each article with the names of the other four alone; it is asked for the names that these have."""
    right = made_up = missed = 0
    for article in seeds.content.articles:
        named = {e for row in GOLD["mentions"] if row["article"] != article.id for e in entities(row)}
        known = tuple(
            replace(e, alias_in={other: slips for other, slips in e.alias_in.items() if other != article.id})
            for e in seeds.content.entities
            if {e.id, e.stands_for} & named
        )
        library = replace(seeds.content, articles=(article,), entities=known, events=(), claims=(), notes=())
        ours = mention_keys(enrich.enrich_library(library)[0])
        gold = {row for row in wanted(article=article.id) if named.issuperset(row[4])}
        right, made_up, missed = right + len(ours & gold), made_up + len(ours - gold), missed + len(gold - ours)
    assert right >= 0.97 * (right + made_up)
    assert right >= 0.90 * (right + missed)


def runs(text: str) -> set[str]:
    return {text[start : start + RUN] for start in range(len(text) - RUN + 1)}


def hidden(full: Dossier, cut: Dossier) -> set[str]:
    """Every run of characters of the texts that is neither in what the public edition has of them, nor in what the
    editors wrote themselves, nor in what is known about the articles."""
    visible = {block.text for article in cut.content.articles for block in article.blocks}
    visible |= {repr(replace(article, header=(), body=())) for article in cut.content.articles}
    visible |= {re.sub(r"\s+", " ", path.read_text("utf-8")) for path in CURATION.rglob("*.yaml")}
    everything = {block.text for article in full.content.articles for block in article.blocks}
    return set().union(*map(runs, everything)) - set().union(*map(runs, visible))


def plain_text(data: bytes) -> str:
    """The characters of a page, with and without its markup and its escapes."""
    text = data.decode("utf-8", "ignore")
    bare = re.sub(r"<[^>]*>", "", text)
    return "\n".join([text, bare, re.sub(r"\s", "", bare), _unescaped(text)])


def _unescaped(text: str) -> str:
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)


def test_no_output_holds_what_rights_withhold(seeds):
    assert {article.rights for article in seeds.content.articles} == {"excerpt"}
    cut, _ = public_edition(seeds)
    secret = hidden(seeds, cut)
    assert len(secret) > 5000
    output, _ = render.render_site(cut)
    leaks = {path: held for path, data in output.items() if (held := _held(secret, plain_text(data)))}
    assert leaks == {}


def _held(secret: set[str], text: str) -> set[str]:
    return secret & runs(text)


def test_the_public_edition_itself_holds_nothing_more_than_it_shows(seeds):
    cut, _ = public_edition(seeds)
    output = repr(replace(cut, content=replace(cut.content, events=(), claims=(), notes=())))
    assert _held(hidden(seeds, cut), output) == set()
    assert sum(one.blocks for one in cut.withheld) > 100
    assert cut.counts == seeds.counts
