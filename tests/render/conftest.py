"""A small dossier, told in fixtures/dossier/, as enrich would hand it on."""

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
    told = json.loads((HERE / "dossier.json").read_text("utf-8"))
    found = {key: told.pop(key) for key in ("mentions", "dates")}
    library = noun(Library, told)
    articles = {article.id: article for article in library.articles}
    cited = [source for event in library.events for source in event.sources]
    cited += [stance.citation for claim in library.claims for stance in claim.stances]
    mentions = tuple(
        Mention(
            row["article"],
            *spot(articles[row["article"]], row["surface"]),
            row["surface"],
            tuple(row["entities"]),
            row["kind"],
            row["linked"],
        )
        for row in found["mentions"]
    )
    dates = tuple(
        DateMention(
            row["article"],
            *spot(articles[row["article"]], row["surface"]),
            row["surface"],
            edtf.parse(row["when"]),
            row["relative"],
        )
        for row in found["dates"]
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
        passages={c: Passage(c.article, *spot(articles[c.article], c.quote), exact=True) for c in cited if c.quote},
        timeline=library.events,
    )


def spot(article: Article, words: str) -> tuple[str, int, int]:
    """The first block with these words, and where in it they are."""
    block = next(block for block in article.body if words in block.text)
    start = block.text.index(words)
    return block.id, start, start + len(words)


def noun(kind: Any, told: Any) -> Any:
    """A noun of the model from JSON: dates as EDTF, prose as Markdown or as @ and a file of it."""
    made = told
    if kind is When:
        made = edtf.parse(told)
    elif kind == model.Prose:
        text = (HERE / told[1:]).read_text("utf-8") if told.startswith("@") else told
        made, _ = parse_blocks(text, file="x.md")
    elif is_dataclass(kind):
        hints = get_type_hints(kind, vars(model))
        given = {field.name: noun(hints[field.name], told[field.name]) for field in fields(kind) if field.name in told}
        made = kind(**({"at": Location("x.yaml", 1)} if "at" in hints else {}) | given)
    elif get_origin(kind) is UnionType:
        made = noun(get_args(kind)[0], told)
    elif get_origin(kind) is tuple and get_args(kind)[-1] is ...:
        made = tuple(noun(get_args(kind)[0], one) for one in told)
    elif get_origin(kind) is Mapping:
        made = {key: noun(get_args(kind)[1], value) for key, value in told.items()}
    elif isinstance(told, list):
        made = tuple(told)
    return replace(made, header=tuple(map(replace_kind, made.header, ("title", "byline")))) if kind is Article else made


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
