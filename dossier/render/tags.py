"""What each kind of mark is on a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from markupsafe import escape

from dossier import edtf
from dossier.model import Mark, MarkKind
from dossier.render import urls, when
from dossier.render.writing_direction import language_attributes

if TYPE_CHECKING:
    from dossier.render.sheet import Sheet

Pair = tuple[str, str]


def around(sheet: Sheet, mark: Mark) -> Pair:
    """The tags that a mark puts around its characters on this page; two empty strings for a kind that shows nothing."""
    if mark.kind == "link":
        return _link(sheet, mark.value)  # to a place of this very page it is a shorter one
    return sheet.alike(_pair, (mark.kind, mark.value))


def _pair(sheet: Sheet, mark: tuple[MarkKind, str]) -> Pair:
    kind, value = mark
    if kind in _ELEMENTS:
        return f"<{_ELEMENTS[kind]}>", f"</{_ELEMENTS[kind]}>"
    return _TAGS[kind](sheet, value) if kind in _TAGS else ("", "")


def _link(sheet: Sheet, reference: str) -> Pair:
    if target := sheet.site.places.local(reference):
        return f'<a href="{escape(sheet.to(target))}">', "</a>"
    if address := urls.external(reference):
        return f'<a rel="external" href="{escape(address)}">', "</a>"
    return "", ""


def _entity(sheet: Sheet, entity: str) -> Pair:
    href = sheet.to(urls.entity(entity))
    return f'<a class="ent" href="{escape(href)}" data-pop="e-{escape(entity)}">', "</a>"


def _date(_: Sheet, date: str) -> Pair:
    if known := when.datetime_attribute(edtf.parse(date)):
        return f'<time class="auto" datetime="{known}">', "</time>"
    return f'<span class="auto" data-edtf="{escape(date)}">', "</span>"


def _gloss(sheet: Sheet, said: str) -> Pair:
    return f'<span class="gloss" lang="{sheet.site.language}">〔{escape(said)}〕', "</span>"


def _held(sheet: Sheet, sign: str) -> Pair:
    """The words of a note; or the sign behind them, whose value is the note's id and number."""
    if not sign:
        return '<mark class="held">', "</mark>"
    note, _, number = sign.partition(" ")
    label = sheet.site.words("note.number", n=number)
    return f'<a class="ref" href="#{escape(note)}" aria-label="{escape(label)}">{escape(number)}', "</a>"


def _footnote(_: Sheet, note: str) -> Pair:
    number = note.rpartition("-")[2]
    return f'<sup><a class="fn" href="#{escape(note)}">{escape(number)}', "</a></sup>"


_ELEMENTS = {"emphasis": "em", "strong": "strong", "strike": "s", "code": "code", "hit": "mark"}
_TAGS: dict[str, Callable[[Sheet, str], Pair]] = {
    "link": _link,
    "entity": _entity,
    "date": _date,
    "gloss": _gloss,
    "held": _held,
    "footnote": _footnote,
    "lang": lambda _, language: (f"<span{language_attributes(language)}>", "</span>"),
    "name": lambda _sheet, _value: ('<span class="w">', "</span>"),
}
