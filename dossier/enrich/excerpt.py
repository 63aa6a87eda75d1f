"""What is left of an article when only some of its words may be shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

from dossier.model import Article, Block, Dated, Mark, Mention, Passage

ELISION = "[…]"  # in brackets, as editors leave words out: the source may have an ellipsis of its own

Placed = TypeVar("Placed", Mention, Dated, Passage)


class Piece(NamedTuple):
    """Characters of a block that stay, and where they stand in what is left of it."""

    start: int
    end: int
    at: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """An article with the words that stay; `left_out` counts the blocks that are not whole."""

    article: Article
    pieces: Mapping[str, tuple[Piece, ...]]  # by block
    left_out: int

    def within(self, found: Iterable[Placed]) -> Iterator[Placed]:
        """Of what was found in the article, all that lies in the words that stay, where it stands now."""
        for one in found:
            for piece in self.pieces.get(one.block, ()):
                if piece.start <= one.start and one.end <= piece.end:
                    shift = piece.at - piece.start
                    yield one._replace(start=one.start + shift, end=one.end + shift)


def excerpt(article: Article, quoted: Iterable[Passage]) -> Excerpt:
    """The head of the article, its first paragraph, and the passages that somebody quotes.

    The draft and the overrides go: they hold words of the text.
    """
    spans = {block.id: [(0, len(block.text))] for block in (*article.head, *_lead(article))}
    for passage in quoted:
        spans.setdefault(passage.block, []).append((passage.start, passage.end))
    pieces = {block.id: _pieces(spans[block.id], len(block.text)) for block in article.blocks if block.id in spans}
    body = tuple(_cut(block, pieces[block.id]) for block in article.body if block.id in pieces)
    uncut = [block for block in article.body if block.id in pieces and _is_whole(block, pieces[block.id])]
    left_out = sum(1 for block in article.body if block.text) - len(uncut)
    return Excerpt(replace(article, body=body, drafted=None, mentions=(), dates=()), pieces, left_out)


def _lead(article: Article) -> Iterator[Block]:
    paragraphs = (block for block in article.body if block.kind == "paragraph" and block.text)
    lead = next(paragraphs, None)
    yield from (lead,) if lead else ()


def _pieces(spans: Iterable[tuple[int, int]], length: int) -> tuple[Piece, ...]:
    """The spans, joined where they touch, with an elision wherever something is left out."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, min(end, length)))
    pieces, at, last = [], 0, 0
    for start, end in joined:
        at += len(ELISION) if start > last else 0
        pieces.append(Piece(start, end, at))
        at, last = at + end - start, end
    return tuple(pieces)


def _is_whole(block: Block, pieces: tuple[Piece, ...]) -> bool:
    return (pieces[0].start, pieces[0].end) == (0, len(block.text))


def _cut(block: Block, pieces: tuple[Piece, ...]) -> Block:
    """The pieces of a block. Its footnotes are gone with the rest, and so is what its picture is said to show."""
    text = "".join(
        (ELISION if n or piece.start else "") + block.text[piece.start : piece.end] for n, piece in enumerate(pieces)
    )
    text += ELISION if pieces[-1].end < len(block.text) else ""
    marks = (
        Mark(start - piece.start + piece.at, end - piece.start + piece.at, mark.kind, mark.value)
        for piece in pieces
        for mark in block.marks
        if mark.kind != "footnote" and (start := max(mark.start, piece.start)) < (end := min(mark.end, piece.end))
    )
    media = block.media._replace(alt="") if block.media else None
    return block._replace(text=text, marks=tuple(marks), media=media)
