"""An alarm for what a draft has lost in silence: most of the visible text, or several paragraphs in a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dossier.ingest.html.page_blocks import letters, read
from dossier.ingest.html.pieces import Dropped, Piece, piece_text
from dossier.ingest.html.tree import Element, is_media_element
from dossier.ingest.metadata.collected import Prose

_PROSE = 40  # letters of a line that is a paragraph, not a name, a date or a label
_LEAST = 0.7  # of the paragraphs' letters that a draft keeps
_RUN = 4  # paragraphs in a row
_RUN_LETTERS = 400
_SWALLOWED = 200  # letters within a frame, which shows none
_EDGE = 24  # letters at either end of a paragraph by which it is known
_TAG = re.compile(r"<[^<>]{1,400}>")
_MOST_SOUGHT = 1000  # paragraphs
_NO_TEXT = ("promotion", "advertisement", "share bar")  # reasons for which nobody misses a paragraph
_FEW = 3  # paragraphs, of which one may well be the author's life


def paragraphs(body: Element) -> tuple[Prose, ...]:
    """The paragraphs of a tree, and what its frames and players have swallowed."""
    found = [
        Prose(line.text, line.words)
        for line in read(body).lines
        if len(line.text) >= _PROSE and line.linked * 2 < len(line.text)
    ]
    for element in body.all():
        if is_media_element(element) and element.letters > _SWALLOWED:
            texts = (" ".join(part.split()) for part in _TAG.split("".join(element.strings())))
            found += (Prose(spelt, text) for text in texts if len(spelt := letters(text)) >= _PROSE)
    return tuple(found)


def lost(shown: Sequence[Prose], pieces: Iterable[Piece], dropped: Sequence[Dropped]) -> str:
    """The beginning of what is missing; "" where a draft keeps what it should."""
    unwanted = {prose.letters for prose in shown} - {
        prose.letters for prose in _not_in(shown, [piece.text for piece in dropped if piece.rule in _NO_TEXT])
    }
    shown = [prose for prose in shown if prose.letters not in unwanted]
    missing = _not_in(shown, [piece_text(piece) for piece in pieces])
    silent = _not_in(missing, [piece.text for piece in dropped if piece.rule != "player"])
    whole = sum(len(prose.letters) for prose in shown)
    if len(shown) > _FEW and sum(len(prose.letters) for prose in missing) > (1 - _LEAST) * whole:
        return missing[0].words
    run: list[Prose] = []
    for prose in shown:
        run = [*run, prose] if prose in silent else []
        if len(run) >= _RUN and sum(len(one.letters) for one in run) >= _RUN_LETTERS:
            return run[0].words
    return ""


def _not_in(shown: Sequence[Prose], texts: Sequence[str]) -> list[Prose]:
    """The paragraphs that stand in none of the texts: most are one of them, and only some others are sought."""
    lines = {letters(line) for text in texts for line in text.split("\n")}
    others = [prose for prose in shown if prose.letters not in lines]
    whole = letters("\n".join(texts))
    return [prose for prose in others[:_MOST_SOUGHT] if not _stands(prose.letters, whole)]


def _stands(spelt: str, text: str) -> bool:
    """Whether a paragraph stands in a text, if only its beginning or its end was cut."""
    return spelt in text or spelt[:_EDGE] in text or spelt[-_EDGE:] in text
