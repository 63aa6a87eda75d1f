"""What an editor wrote, as HTML: notes, summaries, events, pages.

The text of an article as its page shows it: numbered paragraphs, figures, and the notes beside them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from dossier.model import Article, Block, Mark, Note, Prose
from dossier.render import html, pictures, quotations
from dossier.render.page_context import DateLabel, PageContext


def prose_html(context: PageContext, blocks: Prose, *, top: int = 3, by: str = "", id_prefix: str = "") -> Markup:
    """The blocks as HTML, signed at their end; their highest heading is an h`top`.

    `id_prefix` tells apart texts of one page that may say the same, where both have footnotes.
    """
    if not blocks:
        return Markup()
    ranks = heading_ranks(blocks, top)
    notes = f"fn-{id_prefix or blocks[0].id}-"  # a page may hold several texts with footnotes
    text = [block for block in blocks if not any(container.kind == "footnote" for container in block.within)]
    last = text[-1].id if text and text[-1].kind == "paragraph" else ""

    plates = {plate[0].id: plate for plate in pictures.figure_plates(blocks)}

    def words(block: Block) -> Markup:
        over = (*block.marks, *html.foreign_runs(block.text, context.site.language))
        own = [mark._replace(value=notes + mark.value) if mark.kind == "footnote" else mark for mark in over]
        return context.marked_html(block.text, own)

    def leaf(block: Block) -> str:
        if block.kind in ("caption", "credit"):
            plate = plates.get(block.id, ())  # the first line of a figure has them all
            lines = [(line.kind, words(line)) for line in plate if line.text]
            return (
                context.render_macro("prose", "plate", pictures.figure_picture(context, plate), lines) if plate else ""
            )
        return context.render_macro(
            "prose", "block", block.kind, words(block), ranks.get(block.id, top), by if block.id == last else ""
        )

    body = html.nest_blocks(blocks, leaf, footnotes=notes)
    return Markup(body) + (context.render_macro("prose", "signed", by) if by and not last else "")  # noqa: S704 (leaves come from templates)


def opening_sentence(blocks: Prose) -> str:
    """The first sentence of a text, for those who list its page."""
    first = next((block.text for block in blocks if block.kind == "paragraph" and block.text), "")
    start, end = quotations.sentence_around(first, 0, min(1, len(first)))
    return first[start:end]


def heading_ranks(blocks: Prose, top: int) -> dict[str, int]:
    """The level of each heading on its page, so that none is skipped whatever the text did."""
    levels = sorted({block.level for block in blocks if block.kind == "heading"})
    ranks: dict[str, int] = {}
    before = top - 1
    for block in blocks:
        if block.kind == "heading":
            before = ranks[block.id] = min(top + levels.index(block.level), before + 1, 6)
    return ranks


# In the margin a line holds 17 Han characters or so, and is three quarters as high as one of the text, which holds 36.
_NOTE_LINE, _TEXT_LINE, _NOTE_HEIGHT = 17, 36, 0.75


@dataclass(frozen=True, slots=True)
class NoteView:
    id: str
    label: str
    title: str
    text: Markup
    by: str
    when: DateLabel | None
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


def article_notes(context: PageContext, article: Article) -> Notes:
    views: defaultdict[str, list[NoteView]] = defaultdict(list)
    held: defaultdict[str, list[Mark]] = defaultdict(list)
    for number, note in enumerate(context.site.notes(article.id), 1):
        passage = context.site.dossier.passages.get(note.citation) if note.citation.quote else None
        block = passage.block if passage else ""
        views[block].append(_view(context, note, number, near=bool(passage and not passage.exact)))
        if passage:
            held[block].append(Mark(passage.start, passage.end, "held"))
            held[block].append(Mark(passage.end, passage.end, "held", f"{note.id} {number}"))
    return Notes({k: tuple(v) for k, v in views.items()}, {k: tuple(v) for k, v in held.items()})


def _view(context: PageContext, note: Note, number: int, *, near: bool) -> NoteView:
    words = context.site.words
    return NoteView(
        note.id,
        words("note.number", n=number),
        note.title,
        prose_html(context, note.text, top=4, id_prefix=note.id),
        context.site.signature(note.by),
        context.date_label(note.when) if note.when else None,
        note.tags,
        words("cite.near") if near else "",
    )


def remarks(context: PageContext, article: Article, beside: Notes) -> Markup:
    """The notes on the whole of it, and on its head."""
    about = [note for place in ("", *(block.id for block in article.header)) for note in beside.views.get(place, ())]
    return context.render_macro("body", "notes", about) if about else Markup()


def article_body(context: PageContext, article: Article, beside: Notes) -> Markup:
    """The blocks of an article with everything the dossier has to say beside them."""
    ranks, found = heading_ranks(article.body, 2), html.article_marks(context.site, article)
    plates = {group[0].id: group for group in pictures.figure_plates(article.body)}
    long, elided = frozenset(_long(article.body, beside)), dict(_elided(context, article.body))

    def words(block: Block) -> Markup:
        over = [*found.get(block.id, ()), *html.foreign_runs(block.text, article.language)]
        if block.marks:
            own = (mark._replace(value=f"fn-{mark.value}") if mark.kind == "footnote" else mark for mark in block.marks)
            over = [*own, *over]
        over += beside.held.get(block.id, ())
        return context.marked_html(block.text, over)

    def line(block: Block) -> Line:
        return Line(block.id, block.kind, words(block), beside.views.get(block.id, ()))

    def told(block: Block) -> str:
        if block.kind in ("paragraph", "item", "quote"):
            return _paragraph(context, block, words(block), beside.views.get(block.id, ()), long=block.id in long)
        if block.kind == "heading":
            return context.render_macro("body", "heading", line(block), ranks[block.id])
        if block.kind in ("cell", "rule", "code"):
            return context.render_macro("body", block.kind, line(block))
        if block.id not in plates:
            return ""  # the first line of its figure has it
        lines = tuple(line(member) for member in plates[block.id] if member.text)
        in_gallery = block.within[-1:] and block.within[-1].kind == "gallery"
        return context.render_macro(
            "body",
            "title" if in_gallery else "plate",
            pictures.figure_picture(context, plates[block.id], article.url),
            lines,
        )

    def leaf(block: Block) -> str:
        return f"{elided[block.id]}{told(block)}" if block.id in elided else told(block)

    return Markup(html.nest_blocks(article.body, leaf))  # noqa: S704 (leaves come from templates, or from _paragraph)


def _paragraph(context: PageContext, block: Block, words: Markup, about: tuple[NoteView, ...], *, long: bool) -> str:
    """A paragraph with its number, and its notes beside it. Here and in no template: an article is made of nothing else."""
    its, number = html.escape_text(block.id), block.number
    counted = f'<a class="no" href="#{its}" aria-label="¶ {number}">{number}</a>' if number else ""
    notes = context.render_macro("body", "notes", about) if about else ""
    return f'<div class="para{" long" if long else ""}" id="{its}">{counted}<p>{words}</p>{notes}</div>\n'


def _elided(context: PageContext, blocks: Prose) -> Iterator[tuple[str, str]]:
    """What an edition leaves out, said in front of the block that it does not."""
    last = 0
    for block in blocks:
        if block.number:
            if (gap := block.number - last - 1) > 0:
                yield block.id, context.render_macro("body", "elided", context.site.words("article.elided", n=gap))
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
