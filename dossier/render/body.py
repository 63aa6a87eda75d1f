"""The text of an article as its page shows it: numbered paragraphs, figures, and the notes beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from dossier.model import Article, Block, Mark, Note, Prose
from dossier.render import html, marks, pictures
from dossier.render.prose import heading_ranks, prose
from dossier.render.sheet import Moment, Sheet

# In the margin a line holds 17 Han characters or so, and is three quarters as high as one of the text, which holds 36.
_NOTE_LINE, _TEXT_LINE, _NOTE_HEIGHT = 17, 36, 0.75


@dataclass(frozen=True, slots=True)
class NoteView:
    id: str
    label: str
    title: str
    text: Markup
    by: str
    when: Moment | None
    tags: tuple[str, ...]
    remark: str  # the quotation was found by a near match


class Line(NamedTuple):
    """The words of one block, and what surrounds them."""

    id: str
    kind: str
    words: Markup
    notes: tuple[NoteView, ...] = ()


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of an article, by block; those on the whole of it under the empty name."""

    views: Mapping[str, tuple[NoteView, ...]]
    held: Mapping[str, tuple[Mark, ...]]


def notes(sheet: Sheet, article: Article) -> Notes:
    views: defaultdict[str, list[NoteView]] = defaultdict(list)
    held: defaultdict[str, list[Mark]] = defaultdict(list)
    for number, note in enumerate(sheet.site.notes(article.id), 1):
        passage = sheet.site.dossier.passages.get(note.citation) if note.citation.quote else None
        block = passage.block if passage else ""
        views[block].append(_view(sheet, note, number, near=bool(passage and not passage.exact)))
        if passage:
            held[block].append(Mark(passage.start, passage.end, "held"))
            held[block].append(Mark(passage.end, passage.end, "held", f"{note.id} {number}"))
    return Notes({k: tuple(v) for k, v in views.items()}, {k: tuple(v) for k, v in held.items()})


def _view(sheet: Sheet, note: Note, number: int, *, near: bool) -> NoteView:
    words = sheet.site.words
    return NoteView(
        note.id,
        words("note.number", n=number),
        note.title,
        prose(sheet, note.text, top=4, of=note.id),
        sheet.site.signature(note.by),
        sheet.moment(note.when) if note.when else None,
        note.tags,
        words("cite.near") if near else "",
    )


def remarks(sheet: Sheet, article: Article, beside: Notes) -> Markup:
    """The notes on the whole of it, and on its head."""
    about = [note for place in ("", *(block.id for block in article.head)) for note in beside.views.get(place, ())]
    return sheet.part("body", "notes", about) if about else Markup()


def body(sheet: Sheet, article: Article, beside: Notes) -> Markup:
    """The blocks of an article with everything the dossier has to say beside them."""
    ranks, found = heading_ranks(article.body, 2), marks.found(sheet.site, article)
    plates = {group[0].id: group for group in pictures.plates(article.body)}
    long, elided = frozenset(_long(article.body, beside)), dict(_elided(sheet, article.body))

    def words(block: Block) -> Markup:
        over = [*found.get(block.id, ()), *marks.foreign(block.text, article.language)]
        if block.marks:
            own = (mark._replace(value=f"fn-{mark.value}") if mark.kind == "footnote" else mark for mark in block.marks)
            over = [*own, *over]
        over += beside.held.get(block.id, ())
        return sheet.inline(block.text, over)

    def line(block: Block) -> Line:
        return Line(block.id, block.kind, words(block), beside.views.get(block.id, ()))

    def told(block: Block) -> str:
        if block.kind in ("paragraph", "item", "quote"):
            return _paragraph(sheet, block, words(block), beside.views.get(block.id, ()), long=block.id in long)
        if block.kind == "heading":
            return sheet.part("body", "heading", line(block), ranks[block.id])
        if block.kind in ("cell", "rule", "code"):
            return sheet.part("body", block.kind, line(block))
        if block.id not in plates:
            return ""  # the first line of its figure has it
        lines = tuple(line(member) for member in plates[block.id] if member.text)
        in_gallery = block.within[-1:] and block.within[-1].kind == "gallery"
        return sheet.part(
            "body", "title" if in_gallery else "plate", pictures.picture(sheet, plates[block.id], article.url), lines
        )

    def leaf(block: Block) -> str:
        return f"{elided[block.id]}{told(block)}" if block.id in elided else told(block)

    return Markup(html.nested(article.body, leaf))  # noqa: S704 (leaves come from templates, or from _paragraph)


def _paragraph(sheet: Sheet, block: Block, words: Markup, about: tuple[NoteView, ...], *, long: bool) -> str:
    """A paragraph with its number, and its notes beside it. Here and in no template: an article is made of nothing else."""
    its, number = html.escaped(block.id), block.number
    counted = f'<a class="no" href="#{its}" aria-label="¶ {number}">{number}</a>' if number else ""
    notes = sheet.part("body", "notes", about) if about else ""
    return f'<div class="para{" long" if long else ""}" id="{its}">{counted}<p>{words}</p>{notes}</div>\n'


def _elided(sheet: Sheet, blocks: Prose) -> Iterator[tuple[str, str]]:
    """What an edition leaves out, said in front of the block that it does not."""
    last = 0
    for block in blocks:
        if block.number:
            if (gap := block.number - last - 1) > 0:
                yield block.id, sheet.part("body", "elided", sheet.site.words("article.elided", n=gap))
            last = block.number


def _long(blocks: Prose, beside: Notes) -> Iterator[str]:
    """The blocks whose notes reach past the paragraphs that follow, down to the next that has some."""
    noted = [place for place, block in enumerate(blocks) if block.id in beside.views]
    for place, until in zip(noted, [*noted[1:], len(blocks)], strict=False):
        if _high(beside.views[blocks[place].id]) > sum(_tall(below) for below in blocks[place:until]):
            yield blocks[place].id


def _high(about: Iterable[NoteView]) -> float:
    """How far notes reach down the margin, in lines of the text: each has a title, its text, a signature."""
    return sum(len(note.text.striptags()) // _NOTE_LINE + 3 + bool(note.tags) for note in about) * _NOTE_HEIGHT


def _tall(block: Block) -> float:
    """How far a block reaches down the page, in lines."""
    return len(block.text) // _TEXT_LINE + 1.5
