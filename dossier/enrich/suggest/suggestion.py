"""A record that is suggested, and where it comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from dossier.model import Article, Block

_SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?\n]?[”」』）)]*")
_LONGEST = 120


class SuggestedPlace(NamedTuple):
    """Where the words stand that a suggestion comes from."""

    article: str
    block: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A record that an editor may want, or an addition to one."""

    kind: Literal["entity", "alias", "event", "mentions"]
    file: str  # of content/
    key: str  # the record's id
    record: Mapping[str, object] | Sequence[object]
    remarks: tuple[str, ...]  # the sentence, and what to know about it
    names: tuple[str, ...] = ()  # the spellings that it tells of
    places: tuple[SuggestedPlace, ...] = ()
    confidence: float = 0.5  # between 0 and 1


def sentence(block: Block, start: int, end: int) -> tuple[int, int]:
    """Where the sentence begins and ends that holds these characters."""
    for match in _SENTENCE.finditer(block.text):
        if match.end() >= end and match.start() <= start:
            return match.span()
    return 0, len(block.text)


def remark(article: Article, block: Block, start: int, end: int) -> str:
    """The sentence about some words, and where it stands."""
    place = f"¶{block.number}" if block.number else block.kind
    first, last = sentence(block, start, end)
    words = " ".join(block.text[first:last].split())
    return f"{article.id} {place}: {words if len(words) <= _LONGEST else words[:_LONGEST] + '…'}"
