"""What an editor wrote, as HTML: notes, summaries, events, pages."""

from __future__ import annotations

from markupsafe import Markup

from dossier.model import Block, Prose
from dossier.render import html, marks, pictures, sentences
from dossier.render.sheet import Sheet


def prose(sheet: Sheet, blocks: Prose, *, top: int = 3, by: str = "", of: str = "") -> Markup:
    """The blocks as HTML, signed at their end; their highest heading is an h`top`.

    `of` tells apart texts of one page that may say the same, where both have footnotes.
    """
    if not blocks:
        return Markup()
    ranks = heading_ranks(blocks, top)
    notes = f"fn-{of or blocks[0].id}-"  # a page may hold several texts with footnotes
    text = [block for block in blocks if not any(container.kind == "footnote" for container in block.within)]
    last = text[-1].id if text and text[-1].kind == "paragraph" else ""

    plates = {plate[0].id: plate for plate in pictures.plates(blocks)}

    def words(block: Block) -> Markup:
        over = (*block.marks, *marks.foreign(block.text, sheet.site.language))
        own = [mark._replace(value=notes + mark.value) if mark.kind == "footnote" else mark for mark in over]
        return sheet.inline(block.text, own)

    def leaf(block: Block) -> str:
        if block.kind in ("caption", "credit"):
            plate = plates.get(block.id, ())  # the first line of a figure has them all
            lines = [(line.kind, words(line)) for line in plate if line.text]
            return sheet.part("prose", "plate", pictures.picture(sheet, plate), lines) if plate else ""
        return sheet.part(
            "prose", "block", block.kind, words(block), ranks.get(block.id, top), by if block.id == last else ""
        )

    body = html.nested(blocks, leaf, footnotes=notes)
    return Markup(body) + (sheet.part("prose", "signed", by) if by and not last else "")  # noqa: S704 (leaves come from templates)


def opening(blocks: Prose) -> str:
    """The first sentence of a text, for those who list its page."""
    first = next((block.text for block in blocks if block.kind == "paragraph" and block.text), "")
    start, end = sentences.around(first, 0, min(1, len(first)))
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
