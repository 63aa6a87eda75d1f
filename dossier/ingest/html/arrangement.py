"""Pieces as a reader would set them: subheads, galleries, other articles' links put aside, nothing twice."""

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
from dossier.ingest.metadata.collected import CollectedMetadata
from dossier.script import fold

_PROMOTION = 15  # pieces
_HEADLINE = 6  # letters of a headline, at least
_LIST_HEADING = 12  # letters over a list of links, at most
_ADDRESS = re.compile(r"\s*(?:https?://|www\.)|\s*\S+\.\w+/\S*\s*$")
_DRAWN = re.compile(r"(?m:^[=_*~—–-]{5,}$)")


def without_promotions(pieces: list[Piece], facts: CollectedMetadata) -> list[Piece]:
    """The pieces without what can be skipped: from a skip link to its end, and the heading over it."""
    kept: list[Piece] = []
    place = 0
    while place < len(pieces):
        title = _skipped(pieces[place])
        if title:
            last = _end_of(title, pieces, place)
            if kept and isinstance(kept[-1], Paragraph) and kept[-1].text.strip() == title:
                facts.drop("promotion", kept.pop())
            facts.drop("promotion", *pieces[place : last + 1])
            place = last
        else:
            kept.append(pieces[place])
        place += 1
    return kept


def _skipped(piece: Piece) -> str:
    """What a skip link leads past."""
    found = removals.SKIP.fullmatch(piece.text) if isinstance(piece, Paragraph) and len(piece.text) < 120 else None
    return (found["title"] or found["title_zh"]).strip() if found else ""


def _end_of(title: str, pieces: list[Piece], start: int) -> int:
    for place in range(start + 1, min(len(pieces), start + _PROMOTION)):
        if _says(pieces[place], removals.SKIP_END) and title in piece_text(pieces[place]):
            return place
    return start


def without_headline(pieces: list[Piece], facts: CollectedMetadata) -> list[Piece]:
    """The pieces without the headline, where it stands over the text once more: in the title's words, or as the only <h1>,
    which a page may word otherwise than its feed."""
    kept: list[Piece] = []
    first = next((place for place, piece in enumerate(pieces) if isinstance(piece, Paragraph)), -1)
    only = sum(isinstance(piece, Paragraph) and piece.level == 1 for piece in pieces) == 1
    for place, piece in enumerate(pieces):
        if not isinstance(piece, Paragraph | Code):
            kept.append(piece)
        elif (place < 8 and _plain(piece.text) == _plain(facts.title)) or (
            only and place == first and isinstance(piece, Paragraph) and piece.level == 1 and facts.title
        ):
            facts.drop("headline, said once more", piece)
        else:
            kept.append(piece)
    return kept


def without_related(pieces: list[Piece], facts: CollectedMetadata) -> list[Piece]:
    """The pieces without lists of other articles, which go to the front matter."""
    kept: list[Piece] = []
    announced = False
    dropped, related = len(facts.dropped), len(facts.related)
    for piece in pieces:
        links = _links(piece, facts, announced=announced)
        if links and all(removals.TOPICS.search(link["url"]) for link in links):
            facts.drop("topics", piece)
            if announced:
                facts.drop("topics", kept.pop())
            announced = False
        elif links:
            facts.related += [link for link in links if link not in facts.related and link["url"] != facts.url]
            facts.drop("related, to the front matter", piece)
            if kept and ((announced and _says(kept[-1], removals.RELATED)) or _announces(kept[-1], piece)):
                facts.drop("related", kept.pop())
        else:
            kept.append(piece)
            announced = _says(piece, removals.RELATED)
    if any(map(piece_text, pieces)) and not any(
        map(piece_text, kept)
    ):  # a list of links is all there is: it is the article
        del facts.dropped[dropped:], facts.related[related:]
        return pieces
    return kept


def _links(piece: Piece, facts: CollectedMetadata, *, announced: bool) -> list[dict[str, str]]:
    """The articles that a piece links to, if it does nothing else."""
    if isinstance(piece, Listing):
        lines = [_only_paragraph(item) for item in piece.items]
    elif isinstance(piece, Paragraph) and (announced or _is_lone_link(piece, facts)):
        lines = [tuple(group) for href, group in groupby(piece.runs, key=lambda run: run.href) if href]
        if not all(run.href or not run.text.strip() for run in piece.runs):
            return []
    else:
        return []
    found = []
    for runs in lines:
        hrefs = {run.href for run in runs if run.text.strip()}
        href = next(iter(hrefs), "")
        if len(hrefs) != 1 or not href or not (announced or _ours(href, facts)):
            return []
        title = removals.RELATED_LABEL.sub("", " ".join(runs_text(runs).split()), count=1)
        found.append({"title": title, "url": href})
    return found


def _is_lone_link(paragraph: Paragraph, facts: CollectedMetadata) -> bool:
    """Whether a paragraph between the others is the headline of another article of the same, known outlet."""
    hrefs = {run.href for run in paragraph.runs if run.text.strip()}
    if len(hrefs) != 1 or not (href := next(iter(hrefs))) or _ADDRESS.match(paragraph.text):
        return False
    rule = facts.rules.for_address(href)
    sentence = paragraph.text.rstrip().endswith(("。", ".", "”", "」", "：", ":"))
    return bool(rule and rule.id == facts.rule.id) and len(paragraph.text) >= _HEADLINE and not sentence


def _announces(piece: Piece, links: Piece) -> bool:
    """Whether a short line over a list of other articles is that list's heading."""
    short = isinstance(piece, Paragraph) and len(piece.text) <= _LIST_HEADING
    return short and isinstance(links, Listing) and not re.search(r"[。，！？：:,.!?；;]", piece_text(piece))


def _only_paragraph(item: tuple[Piece, ...]) -> Runs:
    return item[0].runs if len(item) == 1 and isinstance(item[0], Paragraph) else ()


def _ours(href: str, facts: CollectedMetadata) -> bool:
    """Whether an address is of the article's own outlet."""
    rule = facts.rules.for_address(href)
    if rule:
        return rule.id == facts.rule.id
    host = url_parts(href).hostname or ""
    return any(host == own or host.endswith(f".{own}") for own in facts.rule.hosts if own)


def group_galleries(pieces: list[Piece], _: CollectedMetadata) -> list[Piece]:
    """The pieces with pictures that follow one another, each with its text, as a gallery."""
    made: list[Piece] = []
    for inside, group in groupby(pieces, key=lambda piece: isinstance(piece, Figure) and piece.inside):
        run = list(group)
        announced = bool(made) and _says(made[-1], removals.GALLERY)
        if inside and (len(run) > 1 or announced):
            made.append(Gallery(tuple(piece for piece in run if isinstance(piece, Figure))))
        else:
            made += run
    return made


def without_repeated_pictures(pieces: list[Piece], facts: CollectedMetadata) -> list[Piece]:
    """The pieces without a picture that comes again with its caption, or comes again without one."""
    seen: dict[str, int] = {}
    kept: list[Piece | None] = []
    for piece in pieces:
        if isinstance(piece, Figure) and piece.src and not piece.href:
            before = kept[seen[piece.src]] if piece.src in seen else None
            if isinstance(before, Figure) and not piece.caption:
                facts.dropped.append(Dropped("picture shown before", piece.src, "picture"))
                continue
            if isinstance(before, Figure) and not before.caption:
                facts.dropped.append(Dropped("picture shown again", piece.src, "picture"))
                kept[seen[piece.src]] = None
            seen[piece.src] = len(kept)
        kept.append(piece)
    return [piece for piece in kept if piece is not None]


def without_drawn_lines(pieces: list[Piece], facts: CollectedMetadata) -> list[Piece]:
    """The pieces without lines of `====`, which stand for a rule."""
    kept: list[Piece] = []
    for piece in pieces:
        if not isinstance(piece, Paragraph) or not _DRAWN.search(piece.text):
            kept.append(piece)
            continue
        lines = split_lines(piece.runs)
        facts.drop("drawn line", *(Paragraph(line) for line in lines if _DRAWN.fullmatch(runs_text(line))))
        kept += [replace(piece, runs=line) for line in lines if not _DRAWN.fullmatch(runs_text(line))]
    return kept


def without_loose_rules(pieces: list[Piece], _: CollectedMetadata) -> list[Piece]:
    """The pieces with rules only between texts, one at a time."""
    made: list[Piece] = []
    for piece in pieces:
        if not isinstance(piece, ThematicBreak) or (made and not isinstance(made[-1], ThematicBreak)):
            made.append(piece)
    while made and isinstance(made[-1], ThematicBreak):
        made.pop()
    return made


def _says(piece: Piece, pattern: re.Pattern[str]) -> bool:
    return (
        isinstance(piece, Paragraph) and len(piece.text) < 120 and bool(pattern.fullmatch(piece.text.strip("：: \n")))
    )


def _plain(text: str) -> str:
    return fold("".join(filter(str.isalnum, text))).casefold() or text.strip()
