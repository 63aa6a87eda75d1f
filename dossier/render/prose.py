"""What an editor wrote, as HTML: notes, summaries, events, pages."""

from __future__ import annotations

from markupsafe import Markup

from dossier.model import Block, Prose
from dossier.render import html, marks
from dossier.render.sheet import Sheet
from dossier.render.templates import part


def prose(sheet: Sheet, blocks: Prose, top: int = 3) -> Markup:
    """The blocks as HTML; their highest heading is an h`top`."""
    ranks = heading_ranks(blocks, top)

    def leaf(block: Block) -> str:
        inline = sheet.inline(block.text, (*block.marks, *marks.foreign(block.text, sheet.site.language)))
        return part("prose", "block", block.kind, inline, ranks.get(block.id, top))

    return Markup(html.nested(blocks, leaf))  # noqa: S704 (leaves come from templates)


def heading_ranks(blocks: Prose, top: int) -> dict[str, int]:
    """The level of each heading on its page, so that none is skipped whatever the text did."""
    levels = sorted({block.level for block in blocks if block.kind == "heading"})
    ranks: dict[str, int] = {}
    before = top - 1
    for block in blocks:
        if block.kind == "heading":
            before = ranks[block.id] = min(top + levels.index(block.level), before + 1, 6)
    return ranks
