"""Blocks as HTML: the prose of editors, and the body of an article with its paragraph numbers, figures and notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup, escape

from dossier.model import Article, Block, Mark, Note, Prose
from dossier.render import html, pictures, quotations
from dossier.render.language import direction_attributes, is_written_in, isolated
from dossier.render.page_context import DateLabel, PageContext


def prose_html(context: PageContext, blocks: Prose, *, top: int = 3, by: str = "", id_prefix: str = "") -> Markup:
    """The prose of an editor as HTML, signed at its end with `by`; its highest heading is an h`top`.

    `id_prefix` distinguishes the footnotes of texts on one page that may be identical.
    """
    if not blocks:
        return Markup()
    ranks = heading_ranks(blocks, top)
    footnotes = f"fn-{id_prefix or blocks[0].id}-"  # a page may hold several texts with footnotes
    text = [block for block in blocks if not any(container.kind == "footnote" for container in block.within)]
    last = text[-1].id if text and text[-1].kind == "paragraph" else ""

    figures = {captions[0].id: captions for captions in pictures.figure_captions(blocks)}

    def words(block: Block) -> Markup:
        marks = (*block.marks, *html.foreign_runs(block.text, context.site.language))
        return context.marked_html(
            block.text,
            [mark._replace(value=footnotes + mark.value) if mark.kind == "footnote" else mark for mark in marks],
        )

    def leaf(block: Block) -> str:
        if block.kind in ("caption", "credit"):
            captions = figures.get(block.id, ())  # a figure is rendered at its first caption
            if not captions:
                return ""
            lines = [(caption.kind, words(caption)) for caption in captions if caption.text]
            return context.render_macro("prose", "figure", pictures.figure_picture(context, captions), lines)
        return context.render_macro(
            "prose", "block", block.kind, words(block), ranks.get(block.id, top), by if block.id == last else ""
        )

    body = html.nest_blocks(blocks, leaf, footnotes=footnotes)
    return Markup(body) + (context.render_macro("prose", "signed", by) if by and not last else "")  # noqa: S704 (leaves come from templates)


def opening_sentence(blocks: Prose) -> str:
    """The first sentence of a text, as the description of its page."""
    first = next((block.text for block in blocks if block.kind == "paragraph" and block.text), "")
    start, end = quotations.sentence_around(first, 0, min(1, len(first)))
    return first[start:end]


def heading_ranks(blocks: Prose, top: int) -> dict[str, int]:
    """The level of each heading on its page, from `top` on and with none skipped, whatever levels the text has."""
    levels = sorted({block.level for block in blocks if block.kind == "heading"})
    ranks: dict[str, int] = {}
    before = top - 1
    for block in blocks:
        if block.kind == "heading":
            before = ranks[block.id] = min(top + levels.index(block.level), before + 1, 6)
    return ranks


# Han characters in a line of the margin and of the text, and the height of the one as a share of the other.
_NOTE_LINE, _TEXT_LINE, _NOTE_HEIGHT = 17, 36, 0.75
_BELOW_TEXT = 5  # lines between the end of the text and the foot of the page


@dataclass(frozen=True, slots=True)
class MarginNote:
    """An editor's note beside a paragraph."""

    id: str  # its id, which links may lead to
    attributes: Markup  # its language and direction, where they are not the article's
    label: str  # its number in words
    title: Markup  # its title; may be empty
    text: Markup  # its text
    by: Markup  # who signs it
    when: DateLabel | None  # its date
    tags: tuple[Markup, ...]  # its tags
    remark: str  # that the text differs slightly from the words quoted; else empty


class Line(NamedTuple):
    """A block of an article, for the macros of parts/body.html."""

    id: str  # its id, which links may lead to
    kind: str  # heading, cell, rule, code, caption or credit
    words: Markup  # its text
    notes: tuple[MarginNote, ...] = ()  # the notes on it


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of an article and the marks of the words they are on, by block; notes on the whole article under ""."""

    by_block: Mapping[str, tuple[MarginNote, ...]]
    marks: Mapping[str, tuple[Mark, ...]]


def article_notes(context: PageContext, article: Article) -> Notes:
    by_block: defaultdict[str, list[MarginNote]] = defaultdict(list)
    marks: defaultdict[str, list[Mark]] = defaultdict(list)
    for number, note in enumerate(context.site.notes(article.id), 1):
        passage = context.site.dossier.passages.get(note.citation) if note.citation.quote else None
        block = passage.block if passage else ""
        near = bool(passage and not passage.exact)
        by_block[block].append(_margin_note(context, note, number, article.language, near=near))
        if passage:
            marks[block].append(Mark(passage.start, passage.end, "held"))
            marks[block].append(Mark(passage.end, passage.end, "held", f"{note.id} {number}"))
    return Notes({k: tuple(v) for k, v in by_block.items()}, {k: tuple(v) for k, v in marks.items()})


def _margin_note(context: PageContext, note: Note, number: int, language: str, *, near: bool) -> MarginNote:
    words, by = context.site.words, context.site.signature(note.by)
    text = note.title + "".join(block.text for block in note.text)
    own = context.site.language != language and not is_written_in(text, language)
    return MarginNote(
        note.id,
        direction_attributes(context.site.language, language) if own else Markup(),
        words("note.number", n=number),
        isolated(escape(note.title), note.title),
        prose_html(context, note.text, top=4, id_prefix=note.id),
        isolated(escape(by), by),
        context.date_label(note.when) if note.when else None,
        tuple(isolated(escape(tag), tag) for tag in note.tags),
        words("cite.near") if near else "",
    )


def remarks(context: PageContext, article: Article, notes: Notes) -> Markup:
    """The notes on the whole article, and on its head."""
    blocks = ("", *(block.id for block in article.header))
    head_notes = [note for block in blocks for note in notes.by_block.get(block, ())]
    return context.render_macro("body", "notes", head_notes) if head_notes else Markup()


def article_body(context: PageContext, article: Article, notes: Notes) -> Markup:
    """The body of an article as HTML, with its links, dates and notes."""
    ranks, findings = heading_ranks(article.body, 2), html.article_marks(context.site, article)
    figures = {captions[0].id: captions for captions in pictures.figure_captions(article.body)}
    long, gaps = frozenset(_blocks_with_long_notes(article.body, notes)), dict(_gaps(context, article.body))

    def words(block: Block) -> Markup:
        marks = [*findings.get(block.id, ()), *html.foreign_runs(block.text, article.language)]
        if block.marks:
            own = (mark._replace(value=f"fn-{mark.value}") if mark.kind == "footnote" else mark for mark in block.marks)
            marks = [*own, *marks]
        marks += notes.marks.get(block.id, ())
        return context.marked_html(block.text, marks)

    def line(block: Block) -> Line:
        return Line(block.id, block.kind, words(block), notes.by_block.get(block.id, ()))

    def block_html(block: Block) -> str:
        if block.kind in ("paragraph", "item", "quote"):
            return _paragraph(context, block, words(block), notes.by_block.get(block.id, ()), long=block.id in long)
        if block.kind == "heading":
            return context.render_macro("body", "heading", line(block), ranks[block.id])
        if block.kind in ("cell", "rule", "code"):
            return context.render_macro("body", block.kind, line(block))
        if block.id not in figures:
            return ""  # a figure is rendered at its first caption
        lines = tuple(line(caption) for caption in figures[block.id] if caption.text)
        in_gallery = block.within[-1:] and block.within[-1].kind == "gallery"
        return context.render_macro(
            "body",
            "gallery_title" if in_gallery else "figure",
            pictures.figure_picture(context, figures[block.id], article.url),
            lines,
        )

    places = dict(_page_and_time_marks(context, article.body))

    def leaf(block: Block) -> str:
        before = f"{gaps.get(block.id, '')}{places.get(block.id, '')}" if gaps or places else ""
        return f"{before}{block_html(block)}" if before else block_html(block)

    return Markup(html.nest_blocks(article.body, leaf))  # noqa: S704 (leaves come from templates, or from _paragraph)


def _paragraph(context: PageContext, block: Block, words: Markup, notes: tuple[MarginNote, ...], *, long: bool) -> str:
    """A paragraph with its number and notes. No template, for speed: most blocks of an article are paragraphs."""
    id_, number = html.escape_text(block.id), block.number
    number_link = f'<a class="no" href="#{id_}" aria-label="¶ {number}">{number}</a>' if number else ""
    aside = context.render_macro("body", "notes", notes) if notes else ""
    return f'<div class="para{" long" if long else ""}" id="{id_}">{number_link}<p>{words}</p>{aside}</div>\n'


def _page_and_time_marks(context: PageContext, blocks: Prose) -> Iterator[tuple[str, str]]:
    """Where a page of the original begins, or a minute of a recording: the first block there, and a line with a link."""
    seen: set[str] = set()
    for block in blocks:
        if block.place and block.place not in seen:
            seen.add(block.place)
            kind, _, value = block.place.partition(" ")
            words = context.site.words(f"article.{kind}", n=value)
            yield block.id, context.render_macro("body", "place", f"{kind}-{value.replace(':', '-')}", words)


def _gaps(context: PageContext, blocks: Prose) -> Iterator[tuple[str, str]]:
    """Where an edition leaves paragraphs out: the block after them, and a line that says so."""
    last = 0
    for block in blocks:
        if block.number:
            if (gap := block.number - last - 1) > 0:
                yield block.id, context.render_macro("body", "elided", context.site.words("article.elided", n=gap))
            last = block.number


def _blocks_with_long_notes(blocks: Prose, notes: Notes) -> Iterator[str]:
    """The blocks whose notes need more room in the margin than there is until the next block with notes.

    The last notes may hang past the end of the text, where nothing stands in the margin.
    """
    noted = [index for index, block in enumerate(blocks) if block.id in notes.by_block]
    for index, following in pairwise([*noted, len(blocks)]):
        height = sum(map(_block_height, blocks[index:following])) + (_BELOW_TEXT if following == len(blocks) else 0)
        if _notes_height(notes.by_block[blocks[index].id]) > height and index + 1 < len(blocks):
            yield blocks[index].id


def _notes_height(notes: Iterable[MarginNote]) -> float:
    """The estimated height of notes in the margin, in lines of the text: a title, the note's text, a signature."""
    return sum(_width(note.text.striptags()) // _NOTE_LINE + 3 + bool(note.tags) for note in notes) * _NOTE_HEIGHT


def _block_height(block: Block) -> float:
    """The estimated height of a block, in lines."""
    return _width(block.text) // _TEXT_LINE + 1.5


def _width(text: str) -> float:
    """The width of a text in Han characters; of other letters about two take as much room."""
    return sum(1 if letter >= "\u2e80" else 0.55 for letter in text)
