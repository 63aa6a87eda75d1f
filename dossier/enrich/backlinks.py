"""Who is named in an article, and who beside whom: its share of what the pages tell of all."""

from __future__ import annotations

from itertools import chain, combinations

from dossier.model import Dated, Found, Mention


def found(mentions: tuple[Mention, ...], dates: tuple[Dated, ...]) -> Found:
    """What one article tells, and what follows from it; a gloss belongs to its name."""
    counts: dict[str, int] = {}
    named: dict[str, set[str]] = {}
    for mention in mentions:
        named.setdefault(mention.block, set()).update(mention.entities)
        for entity in mention.entities if mention.kind != "gloss" else ():
            counts[entity] = counts.get(entity, 0) + 1
    beside = chain.from_iterable(combinations(sorted(entities), 2) for entities in named.values())
    return Found(mentions, dates, counts, tuple(beside))
