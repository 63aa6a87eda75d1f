"""Recognises headings: bold lines, except leads, questions and signatures; and short lines where a feed lost the bold."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from dossier.ingest.html.pieces import Dropped, Paragraph, Piece, Runs, as_heading, cut_runs, piece_text, runs_text
from dossier.ingest.metadata.article_metadata import ArticleMetadata

_MAX_SUBHEAD = 45  # characters
_BARE = re.compile(r"[^。，！？?；：:•…“”]{2,20}|“[^。，！？?；：…“”]{2,18}”")  # a subhead without any markup
_BARE_QUESTION = re.compile(r"[^。！；：:•…“”]{2,16}[？?]")
_NO_HEADING = re.compile(r"[。，、；：:,;.…]$")
_STARRED = re.compile(r"\*\*([^*]{1,45})\*\*")
_SPEAKER = re.compile(r"(?!\d+[：:])([^：:，。？！\s]{1,12})\s*[：:]")  # 15：30 is not a speaker


def mark_bold_subheads(pieces: list[Piece], metadata: ArticleMetadata) -> list[Piece]:
    """Make headings of bold lines, except leads, questions of an interview and signatures."""
    bold = (piece.text for piece in pieces if isinstance(piece, Paragraph) and piece.runs[0].strong)
    speakers = Counter(match[1] for match in map(_SPEAKER.match, bold) if match)
    questioners = {*metadata.rule.interviewers, *(name for name, count in speakers.items() if count > 1)}
    result: list[Piece] = []
    begun = False
    for piece in pieces:
        if isinstance(piece, Paragraph) and not piece.level:
            first, rest = _first_line(piece.runs)
            if starred := _STARRED.fullmatch(runs_text(first)):
                metadata.dropped.append(Dropped("stars for bold", "****"))
                first = cut_runs(first, starred.start(1), starred.end(1))
                result += [Paragraph(first, 2), *([Paragraph(rest)] if rest else [])]
                continue
            if begun and _is_subhead(first, questioners) and not _is_bold(rest):
                result += [as_heading(first, 2), *([Paragraph(rest)] if rest else [])]
                continue
            begun = True
        elif isinstance(piece, Paragraph) and not begun and piece.text.endswith("。"):
            piece = Paragraph(tuple(run._replace(strong=True) for run in piece.runs))  # noqa: PLW2901 # a lead that was marked up as a heading
            begun = True
        result.append(piece)
    return _without_last_heading(result, {id(piece) for piece in pieces})


def _without_last_heading(pieces: list[Piece], marked_up: set[int]) -> list[Piece]:
    """Leave a bold line at the end a paragraph, such as the author's name: it heads nothing."""
    last = pieces[-1] if pieces else None
    if isinstance(last, Paragraph) and last.level and id(last) not in marked_up:
        pieces[-1] = Paragraph(tuple(run._replace(strong=True) for run in last.runs))
    return pieces


def mark_bare_subheads(pieces: list[Piece], metadata: ArticleMetadata) -> list[Piece]:
    """Make headings of short lines above long paragraphs, for outlets whose feeds have lost the markup."""
    bare = [
        piece
        for piece, after in pairwise(pieces)
        if metadata.rule.bare_subheads
        and isinstance(after, Paragraph)
        and len(after.text) > _MAX_SUBHEAD
        and _is_bare(piece)
    ]
    if not any(_BARE.fullmatch(piece_text(piece)) for piece in bare):
        return pieces  # a single question may be a paragraph
    return [as_heading(piece.runs, 2) if piece in bare and isinstance(piece, Paragraph) else piece for piece in pieces]


def _is_bare(piece: Piece) -> bool:
    if not isinstance(piece, Paragraph) or piece.level or len(piece.runs) != 1 or any(piece.runs[0][1:]):
        return False
    return bool(_BARE.fullmatch(piece.text) or _BARE_QUESTION.fullmatch(piece.text))


def _first_line(runs: Runs) -> tuple[Runs, Runs]:
    text = runs_text(runs)
    end = text.find("\n")
    return (runs, ()) if end < 0 else (cut_runs(runs, 0, end), cut_runs(runs, end + 1))


def _is_bold(runs: Runs) -> bool:
    return bool(runs) and all(run.strong for run in runs if run.text.strip())


def _is_subhead(runs: Runs, questioners: set[str]) -> bool:
    text = runs_text(runs)
    if len(text) > _MAX_SUBHEAD or not _is_bold(runs) or any(run.em for run in runs) or _NO_HEADING.search(text):
        return False
    speaker = _SPEAKER.match(text)
    return not (speaker and speaker[1] in questioners)
