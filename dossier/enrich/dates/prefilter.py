"""The signs without which there is no date. Most blocks have none and are not searched for phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from dossier.enrich.normalise import NormalisedArticle
from dossier.model import Block

SignSet: TypeAlias = tuple[re.Pattern[str], frozenset[str]]  # what may be a sign, and what is one

_NONE: frozenset[str] = frozenset()


def block_signs(texts: NormalisedArticle, sign_sets: Sequence[SignSet]) -> Iterator[tuple[Block, AbstractSet[str]]]:
    """Every block with the signs that it has."""
    present = [(pattern, signs) for pattern, signs in sign_sets if pattern.search(texts.plain)]
    for block, start in zip(texts.blocks, texts.starts, strict=False):
        end, found = start + len(block.text), _NONE
        for pattern, signs in present:
            if matches := pattern.findall(texts.plain, start, end):
                found |= signs.intersection(matches)
        yield block, found
