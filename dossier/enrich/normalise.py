"""Texts as they are compared: one script, one width, one form of each mark; as long as they were."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import NamedTuple

from dossier.model import Article, Prose
from dossier.script import FOLD

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord("｡"): "。", ord("､"): "、"}
_SPACES = {code: " " for code in range(0x3001) if chr(code).isspace()}
_MARKS = {
    ord(mark): plain
    for plain, marks in (('"', "“”„「」『』‘’＂'＇"), ("—", "–―─"), ("·", "•‧・･∙"), ("…", "⋯"))
    for mark in marks
}
_PLAIN = _WIDTH | _SPACES | _MARKS
_TABLE = _PLAIN | {code: character.translate(_PLAIN) for code, character in FOLD.items()}


# `translate` asks for every character, and a list answers twice as fast as a dictionary that has few of them.
_BY_CODE = list(map(_TABLE.get, range(0x10000), range(0x10000)))
_BEYOND = re.compile("[\U00010000-\U0010ffff]")

BETWEEN = "\0"  # of two blocks: no name, no date and no context has it


def normalise(text: str) -> str:
    """The text with script, width, white space and quotation marks folded, character by character."""
    return text.translate(_TABLE if _BEYOND.search(text) else _BY_CODE)


class NormalisedArticle(NamedTuple):
    """The blocks of an article as one text, which is searched in half the time."""

    article: Article
    blocks: Prose
    starts: tuple[int, ...]  # of each block
    text: str
    plain: str

    @classmethod
    def of(cls, article: Article) -> NormalisedArticle:
        blocks = article.blocks
        text = BETWEEN.join([block.text for block in blocks])
        starts = tuple(accumulate([len(block.text) + 1 for block in blocks[:-1]], initial=0))
        return cls(article, blocks, starts, text, normalise(text))
