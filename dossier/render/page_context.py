"""What each kind of mark is on a page.

A page while it is being written: the dossier, where links start, and text in HTML for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup, escape

from dossier import edtf
from dossier.model import Article, Entity, Mark, MarkKind, When
from dossier.render import html, urls
from dossier.render.caching import FolderCache, Shared, Subject
from dossier.render.language import dates_in_words
from dossier.render.site import Site
from dossier.render.writing_direction import language_attributes

if TYPE_CHECKING:
    pass

Pair = tuple[str, str]


def mark_tags(context: PageContext, mark: Mark) -> Pair:
    """The tags that a mark puts around its characters on this page; two empty strings for a kind that shows nothing."""
    if mark.kind == "link":
        return _link(context, mark.value)  # to a place of this very page it is a shorter one
    return context.cached_for(_pair, (mark.kind, mark.value))


def _pair(context: PageContext, mark: tuple[MarkKind, str]) -> Pair:
    kind, value = mark
    if kind in _ELEMENTS:
        return f"<{_ELEMENTS[kind]}>", f"</{_ELEMENTS[kind]}>"
    return _TAGS[kind](context, value) if kind in _TAGS else ("", "")


def _link(context: PageContext, reference: str) -> Pair:
    if target := context.site.link_targets.resolve(reference):
        return f'<a href="{escape(context.href(target))}">', "</a>"
    if address := urls.external_url(reference):
        return f'<a rel="external" href="{escape(address)}">', "</a>"
    return "", ""


def _entity(context: PageContext, entity: str) -> Pair:
    href = context.href(urls.entity_path(entity))
    return f'<a class="ent" href="{escape(href)}" data-pop="e-{escape(entity)}">', "</a>"


def _date(_: PageContext, date: str) -> Pair:
    if known := dates_in_words.datetime_attribute(edtf.parse(date)):
        return f'<time class="auto" datetime="{known}">', "</time>"
    return f'<span class="auto" data-edtf="{escape(date)}">', "</span>"


def _gloss(context: PageContext, said: str) -> Pair:
    return f'<span class="gloss" lang="{context.site.language}">〔{escape(said)}〕', "</span>"


def _held(context: PageContext, sign: str) -> Pair:
    """The words of a note; or the sign behind them, whose value is the note's id and number."""
    if not sign:
        return '<mark class="held">', "</mark>"
    note, _, number = sign.partition(" ")
    label = context.site.words("note.number", n=number)
    return f'<a class="ref" href="#{escape(note)}" aria-label="{escape(label)}">{escape(number)}', "</a>"


def _footnote(_: PageContext, note: str) -> Pair:
    number = note.rpartition("-")[2]
    return f'<sup><a class="fn" href="#{escape(note)}">{escape(number)}', "</a></sup>"


_ELEMENTS = {"emphasis": "em", "strong": "strong", "strike": "s", "code": "code", "hit": "mark"}
_TAGS: dict[str, Callable[[PageContext, str], Pair]] = {
    "link": _link,
    "entity": _entity,
    "date": _date,
    "gloss": _gloss,
    "held": _held,
    "footnote": _footnote,
    "lang": lambda _, language: (f"<span{language_attributes(language)}>", "</span>"),
    "name": lambda _context, _value: ('<span class="w">', "</span>"),
}

# What is written from right to left, or says so of what follows.
_TURNS = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def isolated(html: Markup, text: str) -> Markup:
    """A title or a name as HTML, apart from the words around it where its own would turn them around."""
    return Markup("<bdi>{}</bdi>").format(html) if _TURNS.search(text) else html


class HtmlRun(NamedTuple):
    """Words as HTML, and their language where it is not the page's."""

    html: Markup
    lang: str = ""

    def __html__(self) -> str:
        return f"<span{language_attributes(self.lang)}>{self.html}</span>" if self.lang else self.html


class Link(NamedTuple):
    """Where to, and what it says; `external` leaves the site."""

    href: str
    text: HtmlRun
    external: bool = False
    language: str = ""  # of what is there, where it is not the interface's

    def __html__(self) -> str:
        rel = ' rel="external"' if self.external else ""
        there = f' hreflang="{escape(self.language)}"' if self.language else ""
        lang = language_attributes(self.text.lang) if self.text.lang else ""
        return f'<a{rel} href="{escape(self.href)}"{there}{lang}>{self.text.html}</a>'


class DateLabel(NamedTuple):
    """A date in words; `datetime` where HTML knows its form, else `edtf`."""

    words: str
    datetime: str = ""
    edtf: str = ""

    def __html__(self) -> str:
        if self.datetime:
            return f'<time datetime="{escape(self.datetime)}">{escape(self.words)}</time>'
        return f'<span data-edtf="{escape(self.edtf)}">{escape(self.words)}</span>' if self.edtf else escape(self.words)


@dataclass(frozen=True, slots=True)
class PageContext:
    site: Site
    location: urls.PageLocation
    said: FolderCache = field(default_factory=dict)  # what the pages of its folder say alike

    def cached_for(self, made: Callable[[PageContext, Subject], Shared], of: Subject) -> Shared:
        """What all pages of this folder say of something, made once: by the folder, for no page may tell it its own way."""
        key = made, of
        if key not in self.said:
            self.said[key] = made(PageContext(self.site, self.location.folder, self.said), of)
        said: Shared = self.said[key]
        return said

    def href(self, target: str) -> str:
        return self.location.href(target)

    def render_macro(self, file: str, macro: str, *values: Any) -> Markup:
        """What a macro of `templates/parts/<file>.html` makes of these values."""
        return self.site.theme.render_macro(file, macro, *values)

    def html_run(self, text: str, language: str = "") -> HtmlRun:
        """Plain words; `language` is theirs, nothing for the interface's."""
        language = language or self.site.language
        return HtmlRun(
            isolated(self.marked_html(text, html.foreign_runs(text, language)), text), self.site.lang(language)
        )

    def editor_run(self, text: str, language: str) -> HtmlRun:
        """An editor's words on a text in `language`: in that, if they are in its script; else in the interface's."""
        return self.html_run(text, language if html.is_chinese(text) == language.startswith("zh") else "")

    def link(self, target: str, text: str, language: str = "") -> Link:
        return Link(self.href(target), self.html_run(text, language))

    def external_link(self, address: str, text: str = "", language: str = "") -> Link | None:
        """A link that leaves the site, if a reader may be sent there; it says its host unless told otherwise."""
        if not (address := urls.external_url(address)):
            return None
        said = self.html_run(text or urls.display_host(address) or address)
        return Link(address, said, external=True, language=self.site.lang(language) if language else "")

    def marked_html(self, text: str, over: Sequence[Mark]) -> Markup:
        """A text and its marks as HTML of this page."""
        return Markup(html.render_marks(text, over, partial(mark_tags, self)))  # noqa: S704 (inline escapes the text)

    def headline(self, article: Article) -> HtmlRun:
        """A headline, with the names in it kept whole."""
        block = article.header[0]
        over = (
            *block.marks,
            *html.headline_marks(self.site, article),
            *html.foreign_runs(block.text, article.language),
        )
        return HtmlRun(isolated(self.marked_html(block.text, over), block.text), self.site.lang(article.language))

    def day_label(self, date: When) -> DateLabel:
        """The day of a date, without its time, for lists."""
        if date.moment:
            date = edtf.parse(date.moment.astimezone(self.site.zone).date().isoformat())
        return self.date_label(date)

    def entity_link(self, entity: Entity) -> Link:
        """An entity by the name that the interface calls it."""
        text, lang = self.site.display_name(entity)
        return Link(self.href(urls.entity_path(entity.id)), HtmlRun(isolated(escape(text), text), lang))

    def date_label(self, date: When, implied: When | None = None, *, weekday: bool = False) -> DateLabel:
        """A date in the page's language, without what its context has said."""
        known = dates_in_words.datetime_attribute(date) or ""
        said = dates_in_words.date_words(
            date, self.site.language, implied=implied, zone=self.site.zone, weekday=weekday
        )
        return DateLabel(said, known, "" if known else date.edtf)
