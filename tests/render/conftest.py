"""A small dossier from fixtures/dossier/, as enrich would return it."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from dossier import edtf, model
from dossier.markdown import parse_blocks
from dossier.model import (
    Article,
    ArticleFindings,
    Block,
    BlockKind,
    DateMention,
    Dossier,
    Library,
    Location,
    Mention,
    Passage,
    When,
)

HERE = Path(__file__).parent.parent / "fixtures" / "dossier"


@pytest.fixture(scope="session")
def dossier() -> Dossier:
    source = json.loads((HERE / "dossier.json").read_text("utf-8"))
    findings = {key: source.pop(key) for key in ("mentions", "dates")}
    library = build_noun(Library, source)
    articles = {article.id: article for article in library.articles}
    cited = [source for event in library.events for source in event.sources]
    cited += [stance.citation for claim in library.claims for stance in claim.stances]
    mentions = tuple(
        Mention(
            row["article"],
            *find_words(articles[row["article"]], row["surface"]),
            row["surface"],
            tuple(row["entities"]),
            row["kind"],
            row["linked"],
        )
        for row in findings["mentions"]
    )
    dates = tuple(
        DateMention(
            row["article"],
            *find_words(articles[row["article"]], row["surface"]),
            row["surface"],
            edtf.parse(row["when"]),
            row["relative"],
        )
        for row in findings["dates"]
    )
    return Dossier(
        content=library,
        findings={
            article: ArticleFindings(
                tuple(m for m in mentions if m.article == article),
                tuple(d for d in dates if d.article == article),
                Counter(e for m in mentions if m.article == article for e in m.entities),
                pairs=(),
            )
            for article in articles
        },
        passages={
            c: Passage(c.article, *find_words(articles[c.article], c.quote), exact=True) for c in cited if c.quote
        },
        timeline=library.events,
    )


def find_words(article: Article, words: str) -> tuple[str, int, int]:
    """The first block with these words, and where in it they are."""
    block = next(block for block in article.body if words in block.text)
    start = block.text.index(words)
    return block.id, start, start + len(words)


def build_noun(kind: Any, source: Any) -> Any:
    """A value of the model from JSON: dates are EDTF, prose is Markdown or @ and a file with it."""
    noun = source
    if kind is When:
        noun = edtf.parse(source)
    elif kind == model.Prose:
        text = (HERE / source[1:]).read_text("utf-8") if source.startswith("@") else source
        noun, _ = parse_blocks(text, file="x.md")
    elif is_dataclass(kind):
        hints = get_type_hints(kind, vars(model))
        values = {f.name: build_noun(hints[f.name], source[f.name]) for f in fields(kind) if f.name in source}
        noun = kind(**({"at": Location("x.yaml", 1)} if "at" in hints else {}) | values)
    elif get_origin(kind) is UnionType:
        noun = build_noun(get_args(kind)[0], source)
    elif get_origin(kind) is tuple and get_args(kind)[-1] is ...:
        noun = tuple(build_noun(get_args(kind)[0], item) for item in source)
    elif get_origin(kind) is Mapping:
        noun = {key: build_noun(get_args(kind)[1], value) for key, value in source.items()}
    elif isinstance(source, list):
        noun = tuple(source)
    return replace(noun, header=tuple(map(replace_kind, noun.header, ("title", "byline")))) if kind is Article else noun


def replace_kind(block: Block, kind: BlockKind) -> Block:
    return block._replace(kind=kind, number=0)


@pytest.fixture
def golden() -> Callable[[str, bytes], None]:
    """Compares bytes with fixtures/dossier/expected/; with UPDATE=1 in the environment, writes them there."""

    def compare(path: str, data: bytes) -> None:
        file = HERE / "expected" / path
        if os.environ.get("UPDATE"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        assert data.decode() == file.read_bytes().decode()

    return compare
