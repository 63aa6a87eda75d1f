"""Names in the text: each is found, is its own, and lies in no other."""

import re
from dataclasses import replace
from pathlib import Path

import opencc
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.enrich.names.linker import find_mentions
from dossier.enrich.names.spellings import SpellingIndex
from dossier.enrich.normalise import normalise
from dossier.markdown import parse_blocks
from dossier.model import Article, Block, Citation, CompoundName, Entity, Library, Location, Mention, Override, Settings

HERE = Path(__file__).parent
CASE = re.compile(
    r"^(?P<title>[^\n.]+)\n\.\n(?P<names>.*?)\n\.\n(?P<text>.*?)\n\.\n(?P<expected>.*?)\n\.$", re.MULTILINE | re.DOTALL
)
CASES = [match.groupdict() for match in CASE.finditer((HERE / "mentions" / "cases.md").read_text("utf-8"))]
FIELDS = {"not": "vetoes"}


def library(text: str) -> Library:
    """The entities and compounds of a YAML text."""
    records = yaml.load(text, yaml.BaseLoader)
    compounds = records.pop("compounds", {})
    return Library(
        Settings("…"),
        outlets={},
        entities=tuple(entity(name, fields) for name, fields in records.items()),
        compounds=tuple(CompoundName(word, tuple(entities), Location("")) for word, entities in compounds.items()),
    )


def entity(name: str, fields: dict) -> Entity:
    own_fields = {FIELDS.get(key, key): tuple(v) if isinstance(v, list) else v for key, v in fields.items()}
    return Entity(name, at=Location(""), **own_fields)


def article(text: str) -> Article:
    head, overrides = [], ()
    while match := re.match(r"(title|byline|mentions): (.*)\n+", text):
        key, value = match.groups()
        text = text[match.end() :]
        if key == "mentions":
            rows = yaml.load(value, yaml.BaseLoader)
            overrides = tuple(
                Override(Citation("harbour", row["quote"], Location(""), nth=int(row.get("nth", 0))), row["as"])
                for row in rows
            )
        else:
            head.append(Block(f"p-{key}", key, value))
    body = parse_blocks(text, file="")[0]
    return Article(
        "harbour", "…", "gazette", "zh-Hans", header=tuple(head), body=body, at=Location(""), mentions=overrides
    )


def mention_line(mention: Mention, article: Article) -> str:
    block = next(block for block in article.blocks if block.id == mention.block)
    assert block.text[mention.start : mention.end] == mention.surface
    kind = "" if mention.kind == "name" else f" ({mention.kind})"
    surface = mention.surface.replace("\n", " ")
    return f"{block.number or block.kind} {surface} → {', '.join(mention.entities)}{kind}{' *' * mention.linked}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_names_are_found(case):
    text = article(case["text"])
    mentions = find_mentions(SpellingIndex.of(library(case["names"])), text)
    assert "\n".join(mention_line(mention, text) for mention in mentions) == case["expected"]


# ── Whatever the text and the names ──────────────────────────────────────────

LETTERS = "安娜普京金正恩東东國国里裡發发·（）《》 ,，。ABba1约"
words = st.text(LETTERS, min_size=1, max_size=5)
entities = st.lists(st.builds(lambda name, alias, veto: (name, alias, veto), words, words, words), max_size=8)


def names_of(rows) -> SpellingIndex:
    entities = tuple(
        Entity(f"e{n}", "person" if n % 2 else "place", {"zh": name}, Location(""), alias=(alias,), vetoes=(veto,))
        for n, (name, alias, veto) in enumerate(rows)
    )
    return SpellingIndex.of(Library(Settings("…"), outlets={}, entities=entities))


def block(text: str) -> Article:
    body = (Block("p-a", "paragraph", text, number=1),)
    return Article("harbour", "…", "gazette", "zh-Hans", header=(), body=body, at=Location(""))


@settings(max_examples=300, deadline=None)
@given(entities, st.text(LETTERS, max_size=60))
def test_mentions_are_words_of_the_text_and_none_lies_in_another(rows, text):
    end = 0
    for mention in find_mentions(names_of(rows), block(text)):
        assert mention.start >= end
        assert mention.end > mention.start
        assert text[mention.start : mention.end] == mention.surface
        end = mention.end


TURN = opencc.OpenCC("s2t").convert


@settings(max_examples=300, deadline=None)
@given(entities, st.text(LETTERS, max_size=60))
def test_the_other_script_has_the_same_mentions(rows, text):
    names = names_of(rows)
    turned = "".join(map(TURN, text))
    mentions = find_mentions(names, block(text))
    assert [m._replace(surface="") for m in find_mentions(names, block(turned))] == [
        m._replace(surface="") for m in mentions
    ]
    turned_names = names_of([tuple("".join(map(TURN, word)) for word in row) for row in rows])
    assert find_mentions(turned_names, block(text)) == mentions


def test_an_entity_that_was_set_aside_is_no_trouble():
    known = library("rivertown: {type: place, name: {zh: 河城}, stands_for: nobody}")
    known = replace(known, compounds=(CompoundName("河海", ("rivertown", "nothing"), Location("")),))
    mentions = find_mentions(SpellingIndex.of(known), block("河城说，河海一家。"))
    assert [(m.entities, m.kind, m.linked) for m in mentions] == [
        (("nobody",), "metonym", False),
        (("rivertown", "nothing"), "compound", True),
    ]


@given(st.text())
def test_a_plain_text_is_as_long_and_plain_in_every_character(text):
    assert normalise(text) == "".join(map(normalise, text))
    assert len(normalise(text)) == len(text)
    assert normalise(normalise(text)) == normalise(text)
