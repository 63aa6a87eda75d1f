"""Which lines are headings: bold ones that are no leads, questions or signatures, and short ones where a feed lost the bold."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from dossier.ingest.html.pieces import Dropped, Paragraph, Piece, Runs, as_heading, cut_runs, piece_text, runs_text
from dossier.ingest.metadata.collected import CollectedMetadata

_SUBHEAD = 45  # characters
_BARE = re.compile(r"[^。，！？?；：:•…“”]{2,20}|“[^。，！？?；：…“”]{2,18}”")  # a subhead that nothing marks
_BARE_QUESTION = re.compile(r"[^。！；：:•…“”]{2,16}[？?]")
_NO_HEADING = re.compile(r"[。，、；：:,;.…]$")
_STARRED = re.compile(r"\*\*([^*]{1,45})\*\*")
_SPEAKER = re.compile(r"(?!\d+[：:])([^：:，。？！\s]{1,12})\s*[：:]")  # 15：30 is no speaker


def mark_bold_subheads(pieces: list[Piece], facts: CollectedMetadata) -> list[Piece]:
    """The pieces with bold lines as headings where they are headings: not leads, not questions, not signatures."""
    bold = (piece.text for piece in pieces if isinstance(piece, Paragraph) and piece.runs[0].strong)
    speakers = Counter(found[1] for found in map(_SPEAKER.match, bold) if found)
    asking = {*facts.rule.interviewers, *(name for name, count in speakers.items() if count > 1)}
    made: list[Piece] = []
    begun = False
    for piece in pieces:
        if isinstance(piece, Paragraph) and not piece.level:
            first, rest = _first_line(piece.runs)
            if starred := _STARRED.fullmatch(runs_text(first)):
                facts.dropped.append(Dropped("stars for bold", "****"))
                first = cut_runs(first, starred.start(1), starred.end(1))
                made += [Paragraph(first, 2), *([Paragraph(rest)] if rest else [])]
                continue
            if begun and _is_subhead(first, asking) and not _bold(rest):
                made += [as_heading(first, 2), *([Paragraph(rest)] if rest else [])]
                continue
            begun = True
        elif isinstance(piece, Paragraph) and not begun and piece.text.endswith("。"):
            piece = Paragraph(tuple(run._replace(strong=True) for run in piece.runs))  # noqa: PLW2901 # a lead, set as a heading
            begun = True
        made.append(piece)
    return made


def mark_bare_subheads(pieces: list[Piece], facts: CollectedMetadata) -> list[Piece]:
    """The pieces with short lines above long paragraphs as headings, where the outlet's feed has lost what marks them."""
    bare = [
        piece
        for piece, after in pairwise(pieces)
        if facts.rule.bare_subheads and isinstance(after, Paragraph) and len(after.text) > _SUBHEAD and _is_bare(piece)
    ]
    if not any(_BARE.fullmatch(piece_text(piece)) for piece in bare):
        return pieces  # a question alone may be a paragraph
    return [as_heading(piece.runs, 2) if piece in bare and isinstance(piece, Paragraph) else piece for piece in pieces]


def _is_bare(piece: Piece) -> bool:
    if not isinstance(piece, Paragraph) or piece.level or len(piece.runs) != 1 or any(piece.runs[0][1:]):
        return False
    return bool(_BARE.fullmatch(piece.text) or _BARE_QUESTION.fullmatch(piece.text))


def _first_line(runs: Runs) -> tuple[Runs, Runs]:
    text = runs_text(runs)
    end = text.find("\n")
    return (runs, ()) if end < 0 else (cut_runs(runs, 0, end), cut_runs(runs, end + 1))


def _bold(runs: Runs) -> bool:
    return bool(runs) and all(run.strong for run in runs if run.text.strip())


def _is_subhead(runs: Runs, asking: set[str]) -> bool:
    text = runs_text(runs)
    if len(text) > _SUBHEAD or not _bold(runs) or any(run.em for run in runs) or _NO_HEADING.search(text):
        return False
    speaker = _SPEAKER.match(text)
    return not (speaker and speaker[1] in asking)
