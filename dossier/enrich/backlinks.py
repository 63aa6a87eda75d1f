"""Who is named in an article, and who beside whom: its share of what the pages tell of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, groupby

from dossier.model import Dated, Found, Mention


def found(mentions: tuple[Mention, ...], dates: tuple[Dated, ...]) -> Found:
    """What one article tells, and what follows from it."""
    return Found(mentions, dates, _counts(mentions), tuple(_beside(mentions)))


def _counts(mentions: Iterable[Mention]) -> Mapping[str, int]:
    """How often the article names each entity; a gloss belongs to its name."""
    return dict(Counter(entity for m in mentions if m.kind != "gloss" for entity in m.entities))


def _beside(mentions: Iterable[Mention]) -> Iterator[tuple[str, str]]:
    for _, block in groupby(mentions, key=lambda mention: mention.block):
        yield from combinations(sorted({entity for mention in block for entity in mention.entities}), 2)
