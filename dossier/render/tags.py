"""What each kind of mark is on a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from markupsafe import escape

from dossier import edtf
from dossier.model import Mark
from dossier.render import html, urls, when

if TYPE_CHECKING:
    from dossier.render.sheet import Sheet

Pair = tuple[str, str]


def on(sheet: Sheet) -> html.Tags:
    """The tags that marks put around their characters on this page; nothing for a kind that shows nothing."""

    def tags(mark: Mark) -> Pair:
        if mark.kind in _ELEMENTS:
            return f"<{_ELEMENTS[mark.kind]}>", f"</{_ELEMENTS[mark.kind]}>"
        return _TAGS[mark.kind](sheet, mark) if mark.kind in _TAGS else ("", "")

    return tags


def _link(sheet: Sheet, mark: Mark) -> Pair:
    if target := sheet.site.places.local(mark.value):
        return f'<a href="{escape(sheet.to(target))}">', "</a>"
    if address := urls.external(mark.value):
        return f'<a rel="external" href="{escape(address)}">', "</a>"
    return "", ""


def _entity(sheet: Sheet, mark: Mark) -> Pair:
    href = sheet.to(urls.entity(mark.value))
    return f'<a class="ent" href="{escape(href)}" data-pop="e-{escape(mark.value)}">', "</a>"


def _date(_: Sheet, mark: Mark) -> Pair:
    if known := when.datetime_attribute(edtf.parse(mark.value)):
        return f'<time class="auto" datetime="{known}">', "</time>"
    return f'<span class="auto" data-edtf="{escape(mark.value)}">', "</span>"


def _gloss(sheet: Sheet, mark: Mark) -> Pair:
    return f'<span class="gloss" lang="{sheet.site.language}">〔{escape(mark.value)}〕', "</span>"


def _held(sheet: Sheet, mark: Mark) -> Pair:
    """The words of a note; where it has no width, the sign behind them, whose value is the note's id and number."""
    if mark.start < mark.end:
        return '<mark class="held">', "</mark>"
    note, _, number = mark.value.partition(" ")
    label = sheet.site.words("note.number", n=number)
    return f'<a class="ref" href="#{escape(note)}" aria-label="{escape(label)}">{escape(number)}', "</a>"


def _footnote(_: Sheet, mark: Mark) -> Pair:
    number = mark.value.rpartition("-")[2]
    return f'<sup><a class="fn" href="#{escape(mark.value)}">{escape(number)}', "</a></sup>"


_ELEMENTS = {"emphasis": "em", "strong": "strong", "strike": "s", "code": "code", "hit": "mark"}
_TAGS: dict[str, Callable[[Sheet, Mark], Pair]] = {
    "link": _link,
    "entity": _entity,
    "date": _date,
    "gloss": _gloss,
    "held": _held,
    "footnote": _footnote,
    "lang": lambda _, mark: (f'<span lang="{escape(mark.value)}">', "</span>"),
    "name": lambda _sheet, _mark: ('<span class="w">', "</span>"),
}
