"""A record that is suggested, and where it comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dossier.model import Article, Block
from dossier.script import fingerprint

_SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?\n]?[”」』）)]*")
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Suggestion:
    file: str  # of content/
    key: str  # the record's id
    record: Mapping[str, object] | Sequence[object]
    remarks: tuple[str, ...]  # the sentence, and what to know about it
    names: tuple[str, ...] = ()  # the plain spellings that it tells of


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


def identifier(latin: str, name: str) -> str:
    """An id for a name: its Latin form in small letters, or six letters that the editor will want to replace."""
    words = re.findall(r"[a-z0-9]+", latin.lower())
    return "-".join(words) if words else f"name-{fingerprint(name)}"
