"""Detects text that a draft has lost: much of the visible text, or several consecutive paragraphs without a reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dossier.ingest.html.page_blocks import letters_only, read_lines
from dossier.ingest.html.pieces import Dropped, Piece, piece_text
from dossier.ingest.html.tree import Element, is_media_element
from dossier.ingest.metadata.article_metadata import SourceParagraph

_MIN_PARAGRAPH = 40  # letters of a paragraph, which names, dates and labels do not reach
_MIN_KEPT = 0.7  # of the paragraphs' letters
_RUN = 4  # consecutive paragraphs
_RUN_LETTERS = 400
_MIN_HIDDEN = 200  # letters inside a frame, where browsers do not show them
_EDGE = 24  # letters at either end that identify a paragraph
_TAG = re.compile(r"<[^<>]{1,400}>")
_MAX_SEARCHED = 1000  # paragraphs
_UNWANTED = ("promotion", "advertisement", "share bar")  # rules whose paragraphs are no loss
_FEW = 3  # paragraphs, one of which may be the author's biography


def source_paragraphs(body: Element) -> tuple[SourceParagraph, ...]:
    """The paragraphs of a tree, and text that broken markup has put inside frames and players."""
    paragraphs = [
        SourceParagraph(line.key, line.text)
        for line in read_lines(body).lines
        if len(line.key) >= _MIN_PARAGRAPH and line.linked * 2 < len(line.key)
    ]
    for element in body.iter():
        if is_media_element(element) and element.text_length > _MIN_HIDDEN:
            texts = (" ".join(part.split()) for part in _TAG.split("".join(element.strings())))
            paragraphs += (
                SourceParagraph(key, text) for text in texts if len(key := letters_only(text)) >= _MIN_PARAGRAPH
            )
    return tuple(paragraphs)


def first_lost_paragraph(
    expected: Sequence[SourceParagraph], pieces: Iterable[Piece], dropped: Sequence[Dropped]
) -> str:
    """The first paragraph that a draft has lost; "" if it has lost nothing of note."""
    unwanted = {paragraph.key for paragraph in expected} - {
        paragraph.key
        for paragraph in _missing_from(expected, [piece.text for piece in dropped if piece.rule in _UNWANTED])
    }
    expected = [paragraph for paragraph in expected if paragraph.key not in unwanted]
    missing = _missing_from(expected, [piece_text(piece) for piece in pieces])
    silent = _missing_from(missing, [piece.text for piece in dropped if piece.rule != "player"])
    total = sum(len(paragraph.key) for paragraph in expected)
    if len(expected) > _FEW and sum(len(paragraph.key) for paragraph in missing) > (1 - _MIN_KEPT) * total:
        return missing[0].text
    run: list[SourceParagraph] = []
    for paragraph in expected:
        run = [*run, paragraph] if paragraph in silent else []
        if len(run) >= _RUN and sum(len(one.key) for one in run) >= _RUN_LETTERS:
            return run[0].text
    return ""


def _missing_from(expected: Sequence[SourceParagraph], texts: Sequence[str]) -> list[SourceParagraph]:
    """The paragraphs that are in none of the texts; equal lines are excluded first, because a search is slower."""
    lines = {letters_only(line) for text in texts for line in text.split("\n")}
    others = [paragraph for paragraph in expected if paragraph.key not in lines]
    text = letters_only("\n".join(texts))
    return [paragraph for paragraph in others[:_MAX_SEARCHED] if not _contains(paragraph.key, text)]


def _contains(key: str, text: str) -> bool:
    """Whether a paragraph is in a text, possibly with its beginning or its end removed."""
    return key in text or key[:_EDGE] in text or key[-_EDGE:] in text
