"""Cleans up the sequence of pieces: promotions, repeated headlines and pictures, related links, galleries, rules.

Each step takes all pieces and returns new ones; what it removes goes to the metadata.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby

from dossier.ingest.html import removals
from dossier.ingest.html.pieces import (
    Code,
    Dropped,
    Figure,
    Gallery,
    Listing,
    Paragraph,
    Piece,
    Runs,
    ThematicBreak,
    piece_text,
    runs_text,
    split_lines,
)
from dossier.ingest.metadata.addresses import url_parts
from dossier.ingest.metadata.article_metadata import ArticleMetadata
from dossier.script import fold

_MAX_PROMOTION = 15  # pieces
_MIN_HEADLINE = 6  # characters
_MAX_LIST_HEADING = 12  # characters
_ADDRESS = re.compile(r"\s*(?:https?://|www\.)|\s*\S+\.\w+/\S*\s*$")
_DRAWN_LINE = re.compile(r"(?m:^[=_*~—–-]{5,}$)")


def remove_promotions(pieces: list[Piece], metadata: ArticleMetadata) -> list[Piece]:
    """Remove promotions that have a skip link, from the link to its end, with the heading above."""
    remaining: list[Piece] = []
    index = 0
    while index < len(pieces):
        title = _skip_link_title(pieces[index])
        if title:
            end = _promotion_end(title, pieces, index)
            if remaining and isinstance(remaining[-1], Paragraph) and remaining[-1].text.strip() == title:
                metadata.drop("promotion", remaining.pop())
            metadata.drop("promotion", *pieces[index : end + 1])
            index = end
        else:
            remaining.append(pieces[index])
        index += 1
    return remaining


def _skip_link_title(piece: Piece) -> str:
    """The title of the promotion that a skip link skips, or ""."""
    match = removals.SKIP_LINK.fullmatch(piece.text) if isinstance(piece, Paragraph) and len(piece.text) < 120 else None
    return (match["title"] or match["title_zh"]).strip() if match else ""


def _promotion_end(title: str, pieces: list[Piece], start: int) -> int:
    for index in range(start + 1, min(len(pieces), start + _MAX_PROMOTION)):
        if _is_text(pieces[index], removals.SKIP_END) and title in piece_text(pieces[index]):
            return index
    return start


def remove_headline(pieces: list[Piece], metadata: ArticleMetadata) -> list[Piece]:
    """Remove the headline where the body repeats it: in the words of the title, or as the only <h1>, which may be worded
    differently from the title in a feed."""
    remaining: list[Piece] = []
    first = next((index for index, piece in enumerate(pieces) if isinstance(piece, Paragraph)), -1)
    is_only_h1 = sum(isinstance(piece, Paragraph) and piece.level == 1 for piece in pieces) == 1
    for index, piece in enumerate(pieces):
        if not isinstance(piece, Paragraph | Code):
            remaining.append(piece)
        elif (index < 8 and _normalised(piece.text) == _normalised(metadata.title)) or (
            is_only_h1 and index == first and isinstance(piece, Paragraph) and piece.level == 1 and metadata.title
        ):
            metadata.drop("headline, said once more", piece)
        else:
            remaining.append(piece)
    return remaining


def move_related_links(pieces: list[Piece], metadata: ArticleMetadata) -> list[Piece]:
    """Move lists of other articles from the body to the front matter."""
    remaining: list[Piece] = []
    has_heading = False
    dropped, related = len(metadata.dropped), len(metadata.related)
    for piece in pieces:
        links = _related_links(piece, metadata, has_heading=has_heading)
        if links and all(removals.TOPICS.search(link["url"]) for link in links):
            metadata.drop("topics", piece)
            if has_heading:
                metadata.drop("topics", remaining.pop())
            has_heading = False
        elif links:
            metadata.related += [link for link in links if link not in metadata.related and link["url"] != metadata.url]
            metadata.drop("related, to the front matter", piece)
            if remaining and (
                (has_heading and _is_text(remaining[-1], removals.RELATED)) or _is_list_heading(remaining[-1], piece)
            ):
                metadata.drop("related", remaining.pop())
        else:
            remaining.append(piece)
            has_heading = _is_text(piece, removals.RELATED)
    if any(map(piece_text, pieces)) and not any(map(piece_text, remaining)):  # the article itself is a list of links
        del metadata.dropped[dropped:], metadata.related[related:]
        return pieces
    return remaining


def _related_links(piece: Piece, metadata: ArticleMetadata, *, has_heading: bool) -> list[dict[str, str]]:
    """The articles that a piece links to; empty if it holds anything else."""
    if isinstance(piece, Listing):
        lines = [_single_paragraph(item) for item in piece.items]
    elif isinstance(piece, Paragraph) and (has_heading or _is_lone_link(piece, metadata)):
        lines = [tuple(group) for href, group in groupby(piece.runs, key=lambda run: run.href) if href]
        if not all(run.href or not run.text.strip() for run in piece.runs):
            return []
    else:
        return []
    links = []
    for runs in lines:
        hrefs = {run.href for run in runs if run.text.strip()}
        href = next(iter(hrefs), "")
        if len(hrefs) != 1 or not href or not (has_heading or _is_same_outlet(href, metadata)):
            return []
        title = removals.RELATED_LABEL.sub("", " ".join(runs_text(runs).split()), count=1)
        links.append({"title": title, "url": href})
    return links


def _is_lone_link(paragraph: Paragraph, metadata: ArticleMetadata) -> bool:
    """Whether a paragraph is just the linked headline of another article of the same, known outlet."""
    hrefs = {run.href for run in paragraph.runs if run.text.strip()}
    if len(hrefs) != 1 or not (href := next(iter(hrefs))) or _ADDRESS.match(paragraph.text):
        return False
    rule = metadata.rules.for_address(href)
    sentence = paragraph.text.rstrip().endswith(("。", ".", "”", "」", "：", ":"))
    return bool(rule and rule.id == metadata.rule.id) and len(paragraph.text) >= _MIN_HEADLINE and not sentence


def _is_list_heading(piece: Piece, links: Piece) -> bool:
    """Whether a short line above a list of other articles is the heading of that list."""
    short = isinstance(piece, Paragraph) and len(piece.text) <= _MAX_LIST_HEADING
    return short and isinstance(links, Listing) and not re.search(r"[。，！？：:,.!?；;]", piece_text(piece))


def _single_paragraph(item: tuple[Piece, ...]) -> Runs:
    return item[0].runs if len(item) == 1 and isinstance(item[0], Paragraph) else ()


def _is_same_outlet(href: str, metadata: ArticleMetadata) -> bool:
    """Whether an address belongs to the outlet of the article."""
    rule = metadata.rules.for_address(href)
    if rule:
        return rule.id == metadata.rule.id
    host = url_parts(href).hostname or ""
    return any(host == own or host.endswith(f".{own}") for own in metadata.rule.hosts if own)


def group_galleries(pieces: list[Piece], _: ArticleMetadata) -> list[Piece]:
    """Group consecutive figures with inner captions into galleries."""
    result: list[Piece] = []
    for has_inner_caption, group in groupby(
        pieces, key=lambda piece: isinstance(piece, Figure) and piece.has_inner_caption
    ):
        run = list(group)
        has_heading = bool(result) and _is_text(result[-1], removals.GALLERY)
        if has_inner_caption and (len(run) > 1 or has_heading):
            result.append(Gallery(tuple(piece for piece in run if isinstance(piece, Figure))))
        else:
            result += run
    return result


def remove_repeated_pictures(pieces: list[Piece], metadata: ArticleMetadata) -> list[Piece]:
    """Remove duplicate pictures, preferring the one with a caption."""
    positions: dict[str, int] = {}
    remaining: list[Piece | None] = []
    for piece in pieces:
        if isinstance(piece, Figure) and piece.src and not piece.href:
            before = remaining[positions[piece.src]] if piece.src in positions else None
            if isinstance(before, Figure) and not piece.caption:
                metadata.dropped.append(Dropped("picture shown before", piece.src, "picture"))
                continue
            if isinstance(before, Figure) and not before.caption:
                metadata.dropped.append(Dropped("picture shown again", piece.src, "picture"))
                remaining[positions[piece.src]] = None
            positions[piece.src] = len(remaining)
        remaining.append(piece)
    return [piece for piece in remaining if piece is not None]


def remove_drawn_lines(pieces: list[Piece], metadata: ArticleMetadata) -> list[Piece]:
    """Remove lines of `====`, which imitate a rule."""
    remaining: list[Piece] = []
    for piece in pieces:
        if not isinstance(piece, Paragraph) or not _DRAWN_LINE.search(piece.text):
            remaining.append(piece)
            continue
        lines = split_lines(piece.runs)
        metadata.drop("drawn line", *(Paragraph(line) for line in lines if _DRAWN_LINE.fullmatch(runs_text(line))))
        remaining += [replace(piece, runs=line) for line in lines if not _DRAWN_LINE.fullmatch(runs_text(line))]
    return remaining


def remove_loose_rules(pieces: list[Piece], _: ArticleMetadata) -> list[Piece]:
    """Keep only single rules between other pieces."""
    result: list[Piece] = []
    for piece in pieces:
        if not isinstance(piece, ThematicBreak) or (result and not isinstance(result[-1], ThematicBreak)):
            result.append(piece)
    while result and isinstance(result[-1], ThematicBreak):
        result.pop()
    return result


def _is_text(piece: Piece, pattern: re.Pattern[str]) -> bool:
    return (
        isinstance(piece, Paragraph) and len(piece.text) < 120 and bool(pattern.fullmatch(piece.text.strip("：: \n")))
    )


def _normalised(text: str) -> str:
    return fold("".join(filter(str.isalnum, text))).casefold() or text.strip()
