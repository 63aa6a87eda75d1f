"""Attaches captions and credits to the figures that they belong to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dossier.ingest.html import removals
from dossier.ingest.html.caption_credits import find_credits
from dossier.ingest.html.pieces import Dropped, Figure, Paragraph, Piece, Runs, TextRun, cut_runs, runs_text
from dossier.ingest.outlets import OutletRule

_MAX_CAPTION = 600  # characters of a caption that is recognised only by its position
_MAX_LINE = 60  # characters of a caption that is recognised only by the article's habit
_ASIDE = re.compile(
    r"[（(*＊【]|Editor[’']s note|编者按|編者按|For more ", re.IGNORECASE
)  # the beginning of an italic line about the article, not about a picture


def attach_captions(pieces: Sequence[Piece], rule: OutletRule, dropped: list[Dropped]) -> list[Piece]:
    """Attach paragraphs that are marked as caption or credit to the figure before them."""
    result: list[Piece] = []
    for piece in pieces:
        before = result[-1] if result else None
        if not isinstance(before, Figure):
            result.append(piece)
        elif isinstance(piece, Figure) and (merged := _merge_figures(before, piece)):
            result[-1] = merged
        elif isinstance(piece, Paragraph) and _is_marked_caption(piece, before):
            result[-1] = add_caption_words(before, piece.runs, rule, dropped)
        else:
            result.append(piece)
    return result


def caption_single_text(
    pieces: Sequence[Piece], rule: OutletRule, dropped: list[Dropped], *, has_inner_caption: bool
) -> list[Piece]:
    """In a container of one picture and one text, make the text the caption.

    `inside`: the text is directly in the container, not in a block of its own.
    """
    if not pieces:
        return []
    figure, *rest = pieces
    texts = [piece for piece in rest if isinstance(piece, Paragraph) and not piece.level]
    captions = [text for text in texts if not removals.CREDIT_LABEL.match(text.text)]
    if not isinstance(figure, Figure) or len(texts) < len(rest) or len(captions) > 1 - bool(figure.caption):
        return list(pieces)
    if any(len(text.text) > _MAX_CAPTION for text in texts):
        return list(pieces)
    for text in texts:
        figure = add_caption_words(figure, text.runs, rule, dropped)
    return [replace(figure, has_inner_caption=has_inner_caption and bool(texts))]


def caption_from_headings(pieces: Sequence[Piece]) -> list[Piece]:
    """In a container of nothing but headings and pictures, make the headings captions.

    Before-and-after sliders are such: two pictures, each under its date.
    """
    figures = [piece for piece in pieces if isinstance(piece, Figure)]
    others = [piece for piece in pieces if not isinstance(piece, Figure)]
    are_headings = all(isinstance(piece, Paragraph) and piece.level for piece in others)
    if len(figures) < 2 or not are_headings or any(figure.caption for figure in figures):
        return list(pieces)
    result: list[Piece] = []
    for piece in pieces:
        before = result[-1] if result else None
        if isinstance(piece, Figure) and isinstance(before, Paragraph):
            result[-1] = replace(piece, caption=before.runs, has_inner_caption=True)
        else:
            result.append(piece)
    return result


def caption_figure(pieces: Sequence[Piece], rule: OutletRule, dropped: list[Dropped]) -> list[Piece]:
    """In a <figure> with one picture, make all paragraphs its caption and credit."""
    figures = [piece for piece in pieces if isinstance(piece, Figure)]
    if len(figures) != 1 or not all(isinstance(piece, Figure | Paragraph) for piece in pieces):
        return list(pieces)
    figure = figures[0]
    for piece in pieces:
        if isinstance(piece, Paragraph):
            figure = add_caption_words(figure, piece.runs, rule, dropped)
    return [figure]


def add_caption_words(figure: Figure, runs: Runs, rule: OutletRule, dropped: list[Dropped]) -> Figure:
    """Add text to a figure as caption, credit or both."""
    credit_runs = cut_runs(tuple(run for run in runs if run.cite))
    rest = cut_runs(tuple(run._replace(small=False) for run in runs if not run.cite))
    rest = _remove_label(rest, removals.CAPTION_LABEL, "caption label", dropped)
    unlabelled = _remove_label(rest, removals.CREDIT_LABEL, "credit label", dropped)
    if unlabelled != rest:
        _drop_label(
            runs_text(credit_runs) if runs_text(credit_runs) in runs_text(unlabelled) else "",
            "credit, said twice",
            dropped,
        )
        credit_runs, rest = unlabelled or credit_runs, ()
    for pattern in (rule.credit or r"(?!)", removals.CREDIT_TAIL):
        tail = re.search(pattern, runs_text(rest))
        if tail and not credit_runs:
            start, end = next(tail.span(group) for group in tail.groupdict() if tail[group])
            _drop_label(runs_text(rest)[tail.start() : start], "credit label", dropped)
            credit_runs, rest = cut_runs(rest, start, end), cut_runs(rest, 0, tail.start())
    credit_text = _remove_label(cut_runs(credit_runs), removals.CREDIT_LABEL, "credit label", dropped)
    credit = _without_repetition(
        " ".join(runs_text(_remove_label(credit_text, removals.COPYRIGHT_SIGN, "credit label", dropped)).split()),
        dropped,
    )
    rest, trailing_credits = _split_credits(rest, dropped)
    if trailing_credits and trailing_credits in credit:
        dropped.append(Dropped("credit, said twice", trailing_credits))
    else:
        credit = "; ".join(filter(None, (trailing_credits, credit)))
    if figure.caption and rest:
        rest = (*figure.caption, TextRun("\n"), *rest)
    return replace(figure, caption=rest or figure.caption, credit=" ".join(filter(None, (figure.credit, credit))))


def caption_by_habit(pieces: Sequence[Piece], rule: OutletRule, dropped: list[Dropped]) -> list[Piece]:
    """Make short lines below pictures their captions, if that is the article's habit.

    A single line counts if it ends in a credit; otherwise most pictures, and at least two, must have such a line, and few
    such lines may be elsewhere.
    """
    below = {
        index for index in range(1, len(pieces)) if _is_short_line(pieces[index]) and _is_uncaptioned(pieces[index - 1])
    }
    pictures = sum(map(_is_uncaptioned, pieces))
    other_lines = sum(map(_is_short_line, pieces)) - len(below)
    is_habit = len(below) > 1 and len(below) * 2 > pictures and other_lines * 2 <= len(below)
    result: list[Piece] = []
    for index, piece in enumerate(pieces):
        before = result[-1] if result else None
        has_credit = isinstance(piece, Paragraph) and not piece.level and bool(_ends_in_credit(piece.text))
        is_caption = (is_habit and index in below) or (has_credit and index and _is_uncaptioned(pieces[index - 1]))
        if is_caption and isinstance(piece, Paragraph) and isinstance(before, Figure):
            result[-1] = add_caption_words(before, piece.runs, rule, dropped)
        else:
            result.append(piece)
    return result


def _is_uncaptioned(piece: Piece) -> bool:
    return isinstance(piece, Figure) and bool(piece.src) and not piece.caption and not piece.credit


def _is_short_line(piece: Piece) -> bool:
    """Whether a paragraph is a short line that does not end like a sentence, as many captions."""
    if not isinstance(piece, Paragraph) or piece.level or len(piece.text) > _MAX_LINE or "\n" in piece.text:
        return False
    return not re.search(r"[。！？!?：:;；…”」]$", piece.text) and not any(run.strong or run.href for run in piece.runs)


def _ends_in_credit(text: str) -> bool:
    """Whether a line ends in a credit that is certain by its words."""
    return len(text) <= _MAX_LINE * 2 and any(credit.marked for credit in find_credits(text))


def _split_credits(caption: Runs, dropped: list[Dropped]) -> tuple[Runs, str]:
    """Split the credits from the end of a caption."""
    text = runs_text(caption)
    trailing = find_credits(text)
    if not trailing:
        return caption, ""
    rest = cut_runs(caption, 0, trailing[0].cut)
    if rest and trailing[0].stop:
        rest = (*rest[:-1], rest[-1]._replace(text=rest[-1].text + trailing[0].stop))
    ends = [*(credit.cut for credit in trailing[1:]), len(text)]
    labels = (text[one.cut : one.start] + text[one.end : end] for one, end in zip(trailing, ends, strict=True))
    _drop_label(
        "".join("".join(labels).removesuffix(trailing[0].stop if rest else "").split()), "credit label", dropped
    )
    return rest, "; ".join(" ".join(text[credit.start : credit.end].split()) for credit in trailing)


def _without_repetition(credit: str, dropped: list[Dropped]) -> str:
    """Remove the second half of a credit that is repeated for screen readers."""
    half = len(credit) // 2
    if half > 1 and credit[:half] == credit[-half:] and len(credit) - 2 * half == credit[half:-half].count(" "):
        dropped.append(Dropped("credit, said twice", credit[:half]))
        return credit[:half]
    return credit


def _remove_label(runs: Runs, label: re.Pattern[str], name: str, dropped: list[Dropped]) -> Runs:
    match = label.match(runs_text(runs))
    if not match:
        return runs
    _drop_label(match[0], name, dropped)
    return cut_runs(runs, match.end())


def _drop_label(text: str, name: str, dropped: list[Dropped]) -> None:
    if text.strip():
        dropped.append(Dropped(name, text.strip()))


def _is_marked_caption(paragraph: Paragraph, figure: Figure) -> bool:
    """Whether the markup says that a paragraph after a picture belongs to it."""
    text = paragraph.text
    if paragraph.level:
        return False
    if removals.CREDIT_LABEL.match(text) or removals.CAPTION_LABEL.match(text):
        return True
    if figure.caption:
        return False
    italic = all(run.em for run in paragraph.runs) and len(text) < 160 and not _ASIDE.match(text)
    return paragraph.small or italic or bool(figure.alt and text == figure.alt)


def _merge_figures(first: Figure, second: Figure) -> Figure | None:
    """Merge a picture with its lazy-loading duplicate, or a video with its poster; None if they are different."""
    if first.caption or first.credit or second.caption:
        return None
    if first.src == second.src and first.src:
        return replace(second, alt=first.alt or second.alt, href=first.href or second.href)
    video, still = (first, second) if first.href else (second, first)
    if video.href and not video.src and still.src and not still.href:
        return replace(still, href=video.href)
    return None
