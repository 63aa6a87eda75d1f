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
    text = texts.plain
    present = [(pattern, signs) for pattern, signs in sign_sets if _has_signs(text, pattern, signs)]
    for block, start in zip(texts.blocks, texts.starts, strict=False):
        end = start + len(block.text)
        present_signs: list[str] = []
        for pattern, signs in present:
            present_signs += signs.intersection(pattern.findall(text, start, end))
        yield block, frozenset(present_signs) if present_signs else _NONE


def _has_signs(text: str, pattern: re.Pattern[str], signs: frozenset[str]) -> bool:
    first = pattern.search(text)
    return first is not None and (first[0] in signs or not signs.isdisjoint(pattern.findall(text)))
