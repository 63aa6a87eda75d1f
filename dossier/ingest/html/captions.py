"""Pictures and films with the words that belong to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dossier.ingest.html import removals
from dossier.ingest.html.credits import find_credits
from dossier.ingest.html.pieces import Dropped, Figure, Paragraph, Piece, Runs, TextRun, cut_runs, runs_text
from dossier.ingest.outlets.rule import OutletRule

_LONGEST = 600  # characters of a caption that nothing but its place marks as one
_LINE = 60  # characters of a caption that only the article's habit marks as one
_ASIDE = re.compile(
    r"[（(*＊【]|Editor[’']s note|编者按|編者按|For more ", re.IGNORECASE
)  # what an italic line begins with that speaks of the article, not of a picture


def attach_captions(pieces: Sequence[Piece], rule: OutletRule, dropped: list[Dropped]) -> list[Piece]:
    """The pieces, with what is marked as a caption or credit on the picture before it."""
    made: list[Piece] = []
    for piece in pieces:
        before = made[-1] if made else None
        if not isinstance(before, Figure):
            made.append(piece)
        elif isinstance(piece, Figure) and (both := _one(before, piece)):
            made[-1] = both
        elif isinstance(piece, Paragraph) and _marked(piece, before):
            made[-1] = add_caption_words(before, piece.runs, rule, dropped)
        else:
            made.append(piece)
    return made


def caption_single_text(
    pieces: Sequence[Piece], rule: OutletRule, dropped: list[Dropped], *, inside: bool
) -> list[Piece]:
    """The pieces of one container: where it holds a picture and one text, that is the caption.

    `inside`: the text stands in the container itself, not in a block of its own.
    """
    if not pieces:
        return []
    figure, *rest = pieces
    texts = [piece for piece in rest if isinstance(piece, Paragraph) and not piece.level]
    captions = [text for text in texts if not removals.CREDIT_LABEL.match(text.text)]
    if not isinstance(figure, Figure) or len(texts) < len(rest) or len(captions) > 1 - bool(figure.caption):
        return list(pieces)
    if any(len(text.text) > _LONGEST for text in texts):
        return list(pieces)
    for text in texts:
        figure = add_caption_words(figure, text.runs, rule, dropped)
    return [replace(figure, inside=inside and bool(texts))]


def caption_from_headings(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of one container: where it holds only headings and pictures, the headings are their captions.

    So are the two pictures of a slider set side by side, each under its date.
    """
    figures = [piece for piece in pieces if isinstance(piece, Figure)]
    others = [piece for piece in pieces if not isinstance(piece, Figure)]
    heads = all(isinstance(piece, Paragraph) and piece.level for piece in others)
    if len(figures) < 2 or not heads or any(figure.caption for figure in figures):
        return list(pieces)
    made: list[Piece] = []
    for piece in pieces:
        before = made[-1] if made else None
        if isinstance(piece, Figure) and isinstance(before, Paragraph):
            made[-1] = replace(piece, caption=before.runs, inside=True)
        else:
            made.append(piece)
    return made


def caption_figure(pieces: Sequence[Piece], rule: OutletRule, dropped: list[Dropped]) -> list[Piece]:
    """The pieces of one <figure>: whatever it says is its picture's."""
    figures = [piece for piece in pieces if isinstance(piece, Figure)]
    if len(figures) != 1 or not all(isinstance(piece, Figure | Paragraph) for piece in pieces):
        return list(pieces)
    figure = figures[0]
    for piece in pieces:
        if isinstance(piece, Paragraph):
            figure = add_caption_words(figure, piece.runs, rule, dropped)
    return [figure]


def add_caption_words(figure: Figure, runs: Runs, rule: OutletRule, dropped: list[Dropped]) -> Figure:
    """The figure with these words as caption, credit or both."""
    cited = cut_runs(tuple(run for run in runs if run.cite))
    rest = cut_runs(tuple(run._replace(small=False) for run in runs if not run.cite))
    rest = _unlabelled(rest, removals.CAPTION_LABEL, "caption label", dropped)
    named = _unlabelled(rest, removals.CREDIT_LABEL, "credit label", dropped)
    if named != rest:
        _label(runs_text(cited) if runs_text(cited) in runs_text(named) else "", "credit, said twice", dropped)
        cited, rest = named or cited, ()
    for pattern in (rule.credit or r"(?!)", removals.CREDIT_TAIL):
        tail = re.search(pattern, runs_text(rest))
        if tail and not cited:
            start, end = next(tail.span(group) for group in tail.groupdict() if tail[group])
            _label(runs_text(rest)[tail.start() : start], "credit label", dropped)
            cited, rest = cut_runs(rest, start, end), cut_runs(rest, 0, tail.start())
    unnamed = _unlabelled(cut_runs(cited), removals.CREDIT_LABEL, "credit label", dropped)
    credit = _once(
        " ".join(runs_text(_unlabelled(unnamed, removals.CREDIT_SIGN, "credit label", dropped)).split()), dropped
    )
    rest, named_at_the_end = _without_credits(rest, dropped)
    if named_at_the_end and named_at_the_end in credit:
        dropped.append(Dropped("credit, said twice", named_at_the_end))
    else:
        credit = "; ".join(filter(None, (named_at_the_end, credit)))
    if figure.caption and rest:
        rest = (*figure.caption, TextRun("\n"), *rest)
    return replace(figure, caption=rest or figure.caption, credit=" ".join(filter(None, (figure.credit, credit))))


def caption_by_habit(pieces: Sequence[Piece], rule: OutletRule, dropped: list[Dropped]) -> list[Piece]:
    """The pieces, with short lines below pictures as their captions where the article sets its captions so.

    One line says so by the credit at its end; else most of the pictures, at least two, have such a line, and hardly any
    such line stands elsewhere.
    """
    below = {place for place in range(1, len(pieces)) if _is_line(pieces[place]) and _is_bare(pieces[place - 1])}
    pictures = sum(map(_is_bare, pieces))
    elsewhere = sum(map(_is_line, pieces)) - len(below)
    habit = len(below) > 1 and len(below) * 2 > pictures and elsewhere * 2 <= len(below)
    made: list[Piece] = []
    for place, piece in enumerate(pieces):
        before = made[-1] if made else None
        credited = isinstance(piece, Paragraph) and not piece.level and bool(_credited_line(piece.text))
        mine = (habit and place in below) or (credited and place and _is_bare(pieces[place - 1]))
        if mine and isinstance(piece, Paragraph) and isinstance(before, Figure):
            made[-1] = add_caption_words(before, piece.runs, rule, dropped)
        else:
            made.append(piece)
    return made


def _is_bare(piece: Piece) -> bool:
    return isinstance(piece, Figure) and bool(piece.src) and not piece.caption and not piece.credit


def _is_line(piece: Piece) -> bool:
    """Whether a paragraph is a line without the end of a sentence, as captions are."""
    if not isinstance(piece, Paragraph) or piece.level or len(piece.text) > _LINE or "\n" in piece.text:
        return False
    return not re.search(r"[。！？!?：:;；…”」]$", piece.text) and not any(run.strong or run.href for run in piece.runs)


def _credited_line(text: str) -> bool:
    """Whether a line ends in a credit that its words mark as one, as no sentence of an article does."""
    return len(text) <= _LINE * 2 and any(credit.marked for credit in find_credits(text))


def _without_credits(caption: Runs, dropped: list[Dropped]) -> tuple[Runs, str]:
    """A caption without the credits at its end, and these."""
    text = runs_text(caption)
    found = find_credits(text)
    if not found:
        return caption, ""
    rest = cut_runs(caption, 0, found[0].cut)
    if rest and found[0].stop:
        rest = (*rest[:-1], rest[-1]._replace(text=rest[-1].text + found[0].stop))
    ends = [*(credit.cut for credit in found[1:]), len(text)]
    around = (text[one.cut : one.start] + text[one.end : end] for one, end in zip(found, ends, strict=True))
    _label("".join("".join(around).removesuffix(found[0].stop if rest else "").split()), "credit label", dropped)
    return rest, "; ".join(" ".join(text[credit.start : credit.end].split()) for credit in found)


def _once(credit: str, dropped: list[Dropped]) -> str:
    """A credit that stands there twice, for the eye and for screen readers."""
    half = len(credit) // 2
    if half > 1 and credit[:half] == credit[-half:] and len(credit) - 2 * half == credit[half:-half].count(" "):
        dropped.append(Dropped("credit, said twice", credit[:half]))
        return credit[:half]
    return credit


def _unlabelled(runs: Runs, label: re.Pattern[str], name: str, dropped: list[Dropped]) -> Runs:
    found = label.match(runs_text(runs))
    if not found:
        return runs
    _label(found[0], name, dropped)
    return cut_runs(runs, found.end())


def _label(text: str, name: str, dropped: list[Dropped]) -> None:
    if text.strip():
        dropped.append(Dropped(name, text.strip()))


def _marked(paragraph: Paragraph, figure: Figure) -> bool:
    """Whether the source says that a paragraph after a picture is its own."""
    text = paragraph.text
    if paragraph.level:
        return False
    if removals.CREDIT_LABEL.match(text) or removals.CAPTION_LABEL.match(text):
        return True
    if figure.caption:
        return False
    italic = all(run.em for run in paragraph.runs) and len(text) < 160 and not _ASIDE.match(text)
    return paragraph.small or italic or bool(figure.alt and text == figure.alt)


def _one(first: Figure, second: Figure) -> Figure | None:
    """Two figures that are one: a picture and its lazy double, a film and its poster."""
    if first.caption or first.credit or second.caption:
        return None
    if first.src == second.src and first.src:
        return replace(second, alt=first.alt or second.alt, href=first.href or second.href)
    film, still = (first, second) if first.href else (second, first)
    if film.href and not film.src and still.src and not still.href:
        return replace(still, href=film.href)
    return None
