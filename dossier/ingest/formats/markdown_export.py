"""Converts a Markdown export into pieces."""

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

NestedBlocks: TypeAlias = Sequence[tuple[Block, tuple[Container, ...]]]


def convert_markdown_export(text: str, metadata: ArticleMetadata) -> list[Piece]:
    """Convert an export into pieces; a list above the text is its byline, and a quote below a picture its caption."""
    prose, _ = parse_blocks(text, file="")
    pieces = _convert_blocks([(block, block.within) for block in prose])
    return list(_attach_captions(_remove_byline(pieces, metadata), metadata))


def _convert_blocks(inner: NestedBlocks) -> list[Piece]:
    pieces: list[Piece] = []
    for container, group in groupby(inner, key=lambda pair: pair[1][0] if pair[1] else None):
        within = list(group)
        if container is None:
            leaves = (_convert_leaf(block) for block, _ in within)
            pieces += [leaf for leaf in leaves if not isinstance(leaf, Paragraph) or leaf.runs]
        else:
            pieces.append(_convert_container(container, [(block, rest[1:]) for block, rest in within]))
    return pieces


def _convert_container(container: Container, inner: NestedBlocks) -> Piece:
    match container.kind:
        case "ul" | "ol":
            groups = [list(group) for _, group in groupby(inner, key=lambda pair: pair[1][0])]
            items = tuple(tuple(_convert_blocks([(block, rest[1:]) for block, rest in group])) for group in groups)
            return Listing(items, groups[0][0][1][0].nth if container.kind == "ol" else None)
        case "quote":
            return Quote(tuple(_convert_blocks(inner)))
        case "table":
            rows = [list(group) for _, group in groupby(inner, key=lambda pair: pair[1][0])]
            return Table(tuple(tuple(_convert_runs(block) for block, _ in row) for row in rows))
        case "figure":
            return _convert_figure([block for block, _ in inner])
    return Quote(tuple(_convert_blocks(inner)))


def _convert_figure(inner: Sequence[Block]) -> Figure:
    media = next((block.media for block in inner if block.media), None)
    caption = next((_convert_runs(block) for block in inner if block.kind == "caption" and block.text), ())
    credit = next((block.text for block in inner if block.kind == "credit"), "")
    return Figure(media.src if media else "", media.alt if media else "", caption, credit, media.href if media else "")


def _convert_leaf(block: Block) -> Piece:
    match block.kind:
        case "heading":
            return Paragraph(_convert_runs(block), max(2, block.level))
        case "code":
            return Code(block.text)
        case "rule":
            return ThematicBreak()
    return Paragraph(_convert_runs(block))


def _convert_runs(block: Block) -> Runs:
    """Convert the marks of a block into runs."""
    edges = sorted({0, len(block.text), *(edge for mark in block.marks for edge in mark[:2])})
    runs: list[TextRun] = []
    pending = sorted(enumerate(block.marks), key=lambda numbered: numbered[1].start, reverse=True)
    active: list[tuple[int, Mark]] = []
    for start, end in pairwise(edges):
        while pending and pending[-1][1].start <= start:
            active.append(pending.pop())
        active = [(number, mark) for number, mark in active if mark.end >= end]
        active_values = {mark.kind: mark.value for _, mark in sorted(active, key=lambda numbered: numbered[0])}
        href = addresses.readable_url(active_values.get("link", ""), "")
        runs.append(TextRun(block.text[start:end], "strong" in active_values, "emphasis" in active_values, href))
    return cut_runs(tuple(runs))


def _remove_byline(pieces: Iterable[Piece], metadata: ArticleMetadata) -> list[Piece]:
    remaining: list[Piece] = []
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
            remaining.append(piece)
    return remaining


def _attach_captions(pieces: Iterable[Piece], metadata: ArticleMetadata) -> Iterable[Piece]:
    """Attach a quote below a picture as its caption and credit, as exports write them."""
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
