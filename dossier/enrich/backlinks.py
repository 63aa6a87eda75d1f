"""Who is named where, and who beside whom: computed once, as data for the pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations, groupby

from dossier.model import Mention, Together


def counts(mentions: Iterable[Mention]) -> Mapping[str, Mapping[str, int]]:
    """How often each article names each entity: entity → article → mentions; a gloss belongs to its name."""
    found: dict[str, Counter[str]] = {}
    for mention in mentions:
        if mention.kind != "gloss":
            for entity in mention.entities:
                found.setdefault(entity, Counter())[mention.article] += 1
    return {entity: dict(found[entity]) for entity in sorted(found)}


def together(mentions: Iterable[Mention]) -> Mapping[str, tuple[Together, ...]]:
    """Who appears with whom, most often first: entity → the others, with how many blocks name both."""
    pairs: Counter[tuple[str, str]] = Counter()
    for _, block in groupby(mentions, key=lambda mention: (mention.article, mention.block)):
        named = sorted({entity for mention in block for entity in mention.entities})
        pairs.update(combinations(named, 2))
    found: dict[str, list[Together]] = {}
    for (one, other), blocks in pairs.items():
        found.setdefault(one, []).append(Together(other, blocks))
        found.setdefault(other, []).append(Together(one, blocks))
    return {entity: tuple(sorted(found[entity], key=lambda t: (-t.blocks, t.entity))) for entity in sorted(found)}
