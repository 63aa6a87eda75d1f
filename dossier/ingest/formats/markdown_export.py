"""A Markdown export → the same pieces that a page's tree makes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import TypeAlias

from dossier.ingest.html.captions import add_caption_words
from dossier.ingest.html.pieces import (
    Code,
    Figure,
    Listing,
    Paragraph,
    Piece,
    Quote,
    Runs,
    Table,
    TextRun,
    ThematicBreak,
    cut_runs,
)
from dossier.ingest.metadata import addresses, bylines
from dossier.ingest.metadata.article_metadata import ArticleMetadata
from dossier.markdown import parse_blocks
from dossier.model import Block, Container, Mark

Inner: TypeAlias = Sequence[tuple[Block, tuple[Container, ...]]]


def read_markdown_export(text: str, metadata: ArticleMetadata) -> list[Piece]:
    """The pieces of an export; the byline list above the text, and the quotes below pictures, are read as such."""
    prose, _ = parse_blocks(text, file="")
    pieces = _pieces([(block, block.within) for block in prose])
    return list(_captioned(_without_byline(pieces, metadata), metadata))


def _pieces(inner: Inner) -> list[Piece]:
    made: list[Piece] = []
    for container, group in groupby(inner, key=lambda pair: pair[1][0] if pair[1] else None):
        within = list(group)
        if container is None:
            leaves = (_leaf(block) for block, _ in within)
            made += [
                leaf for leaf in leaves if not isinstance(leaf, Paragraph) or leaf.runs
            ]  # a blank line is no piece
        else:
            made.append(_container(container, [(block, rest[1:]) for block, rest in within]))
    return made


def _container(container: Container, inner: Inner) -> Piece:
    match container.kind:
        case "ul" | "ol":
            groups = [list(group) for _, group in groupby(inner, key=lambda pair: pair[1][0])]
            items = tuple(tuple(_pieces([(block, rest[1:]) for block, rest in group])) for group in groups)
            return Listing(items, groups[0][0][1][0].nth if container.kind == "ol" else None)
        case "quote":
            return Quote(tuple(_pieces(inner)))
        case "table":
            rows = [list(group) for _, group in groupby(inner, key=lambda pair: pair[1][0])]
            return Table(tuple(tuple(_runs(block) for block, _ in row) for row in rows))
        case "figure":
            return _figure([block for block, _ in inner])
    return Quote(tuple(_pieces(inner)))


def _figure(inner: Sequence[Block]) -> Figure:
    media = next((block.media for block in inner if block.media), None)
    caption = next((_runs(block) for block in inner if block.kind == "caption" and block.text), ())
    credit = next((block.text for block in inner if block.kind == "credit"), "")
    return Figure(media.src if media else "", media.alt if media else "", caption, credit, media.href if media else "")


def _leaf(block: Block) -> Piece:
    match block.kind:
        case "heading":
            return Paragraph(_runs(block), max(2, block.level))
        case "code":
            return Code(block.text)
        case "rule":
            return ThematicBreak()
    return Paragraph(_runs(block))


def _runs(block: Block) -> Runs:
    """A block's characters with the marks that stand over them."""
    edges = sorted({0, len(block.text), *(edge for mark in block.marks for edge in mark[:2])})
    made: list[TextRun] = []
    waiting = sorted(enumerate(block.marks), key=lambda numbered: numbered[1].start, reverse=True)
    active: list[tuple[int, Mark]] = []
    for start, end in pairwise(edges):
        while waiting and waiting[-1][1].start <= start:
            active.append(waiting.pop())
        active = [(number, mark) for number, mark in active if mark.end >= end]
        over = {mark.kind: mark.value for _, mark in sorted(active, key=lambda numbered: numbered[0])}
        href = addresses.readable_url(over.get("link", ""), "")
        made.append(TextRun(block.text[start:end], "strong" in over, "emphasis" in over, href))
    return cut_runs(tuple(made))


def _without_byline(pieces: Iterable[Piece], metadata: ArticleMetadata) -> list[Piece]:
    kept: list[Piece] = []
    begun = False
    for piece in pieces:
        begun = begun or (isinstance(piece, Paragraph) and not piece.level)
        if not begun and isinstance(piece, Listing) and not metadata.byline:
            lines = [item[0].text for item in piece.items if item and isinstance(item[0], Paragraph)]
            people, places = bylines.parse_byline_list(lines)
            metadata.add_people(people)
            metadata.add_places(places)
            metadata.drop("byline, to the front matter", piece)
        else:
            kept.append(piece)
    return kept


def _captioned(pieces: Iterable[Piece], metadata: ArticleMetadata) -> Iterable[Piece]:
    """Puts the quotation below a picture on it: an export writes credit and caption so."""
    figure: Figure | None = None
    for piece in pieces:
        if figure and isinstance(piece, Quote) and all(isinstance(inner, Paragraph) for inner in piece.pieces):
            for inner in piece.pieces:
                if isinstance(inner, Paragraph):
                    figure = add_caption_words(figure, inner.runs, metadata.rule, metadata.dropped)
            continue
        if figure:
            yield figure
        figure = piece if isinstance(piece, Figure) else None
        if not figure:
            yield piece
    if figure:
        yield figure
