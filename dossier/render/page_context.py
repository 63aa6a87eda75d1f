"""The context in which a page is built: the site, the page's address for relative links, and text as HTML with its marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from dossier import edtf
from dossier.model import Article, Entity, Mark, MarkKind, When
from dossier.render import html, urls
from dossier.render.language import dates_in_words, isolated, language_attributes
from dossier.render.site import Result, Site, Subject, SubjectCache

Tags = tuple[str, str]  # an opening and a closing tag


def mark_tags(context: PageContext, mark: Mark) -> Tags:
    """The tags around a mark's characters on this page; two empty strings for a mark that shows nothing."""
    if mark.kind == "link":
        return _link_tags(context, mark.value)  # not cached for the folder: a link within a page is shorter
    return context.cached_for(_tags, (mark.kind, mark.value))


def _tags(context: PageContext, mark: tuple[MarkKind, str]) -> Tags:
    kind, value = mark
    if kind in _ELEMENTS:
        return f"<{_ELEMENTS[kind]}>", f"</{_ELEMENTS[kind]}>"
    return _TAG_FUNCTIONS[kind](context, value) if kind in _TAG_FUNCTIONS else ("", "")


def _link_tags(context: PageContext, reference: str) -> Tags:
    if target := context.site.link_targets.resolve(reference):
        return f'<a href="{escape(context.href(target))}">', "</a>"
    if address := urls.external_url(reference):
        return f'<a rel="external" href="{escape(address)}">', "</a>"
    return "", ""


def _entity_tags(context: PageContext, entity: str) -> Tags:
    href = context.href(urls.entity_path(entity))
    return f'<a class="ent" href="{escape(href)}" data-pop="e-{escape(entity)}">', "</a>"


def _date_tags(_: PageContext, date: str) -> Tags:
    if datetime := dates_in_words.datetime_attribute(edtf.parse(date)):
        return f'<time class="auto" datetime="{datetime}">', "</time>"
    return f'<span class="auto" data-edtf="{escape(date)}">', "</span>"


def _gloss_tags(context: PageContext, gloss: str) -> Tags:
    return f'<span class="gloss" lang="{context.site.language}">〔{escape(gloss)}〕', "</span>"


def _note_tags(context: PageContext, reference: str) -> Tags:
    """The words that a note is on; or, for a note's id and number, the reference to it after those words."""
    if not reference:
        return '<mark class="held">', "</mark>"
    note, _, number = reference.partition(" ")
    label = context.site.words("note.number", n=number)
    return f'<a class="ref" href="#{escape(note)}" aria-label="{escape(label)}">{escape(number)}', "</a>"


def _footnote_tags(_: PageContext, note: str) -> Tags:
    number = note.rpartition("-")[2]
    return f'<sup><a class="fn" href="#{escape(note)}">{escape(number)}', "</a></sup>"


_ELEMENTS = {"emphasis": "em", "strong": "strong", "strike": "s", "code": "code", "hit": "mark"}
_TAG_FUNCTIONS: dict[str, Callable[[PageContext, str], Tags]] = {
    "link": _link_tags,
    "entity": _entity_tags,
    "date": _date_tags,
    "gloss": _gloss_tags,
    "held": _note_tags,
    "footnote": _footnote_tags,
    "lang": lambda _, language: (f"<span{language_attributes(language)}>", "</span>"),
    "name": lambda _context, _value: ('<span class="w">', "</span>"),
}


class HtmlRun(NamedTuple):
    """Text as HTML, with its language where that is not the page's."""

    html: Markup  # the text, escaped, with elements for its marks
    lang: str = ""  # its language; empty where the page has the same

    def __html__(self) -> str:
        return f"<span{language_attributes(self.lang)}>{self.html}</span>" if self.lang else self.html


class Link(NamedTuple):
    """A link and its text."""

    href: str  # relative to the page, or an address elsewhere
    text: HtmlRun  # the words of the link
    external: bool = False  # whether it leaves the site
    language: str = ""  # of the page that it leads to; empty where that is the interface's

    def __html__(self) -> str:
        rel = ' rel="external"' if self.external else ""
        hreflang = f' hreflang="{escape(self.language)}"' if self.language else ""
        lang = language_attributes(self.text.lang) if self.text.lang else ""
        return f'<a{rel} href="{escape(self.href)}"{hreflang}{lang}>{self.text.html}</a>'


class DateLabel(NamedTuple):
    """A date in words, and in a form for machines."""

    words: str  # the date in the language of the interface
    datetime: str = ""  # the value of `<time datetime>`; empty where HTML has no form for the date
    edtf: str = ""  # the date as EDTF, where `datetime` is empty

    def __html__(self) -> str:
        if self.datetime:
            return f'<time datetime="{escape(self.datetime)}">{escape(self.words)}</time>'
        return f'<span data-edtf="{escape(self.edtf)}">{escape(self.words)}</span>' if self.edtf else escape(self.words)


@dataclass(frozen=True, slots=True)
class PageContext:
    """What building a page needs: the site, and the page's address, from which its links start."""

    site: Site
    location: urls.PageLocation
    cache: SubjectCache = field(default_factory=dict)  # shared by the pages of its folder

    def cached_for(self, compute: Callable[[PageContext, Subject], Result], subject: Subject) -> Result:
        """`compute(context, subject)`, computed once for all pages of the folder, with links that fit every one of them."""
        key = compute, subject
        if key not in self.cache:
            self.cache[key] = compute(PageContext(self.site, self.location.folder, self.cache), subject)
        result: Result = self.cache[key]
        return result

    def href(self, target: str) -> str:
        return self.location.href(target)

    def render_macro(self, file: str, macro: str, *values: Any) -> Markup:
        """The HTML of a macro of `templates/parts/<file>.html` for these values."""
        return self.site.theme.render_macro(file, macro, *values)

    def html_run(self, text: str, language: str = "") -> HtmlRun:
        """A text without marks; `language` is its own, empty for the interface's."""
        language = language or self.site.language
        return HtmlRun(
            isolated(self.marked_html(text, html.foreign_runs(text, language)), text), self.site.lang(language)
        )

    def editor_run(self, text: str, language: str) -> HtmlRun:
        """What an editor wrote about a text in `language`: in that language if its script matches, else in the interface's."""
        return self.html_run(text, language if html.is_chinese(text) == language.startswith("zh") else "")

    def link(self, target: str, text: str, language: str = "") -> Link:
        return Link(self.href(target), self.html_run(text, language))

    def external_link(self, address: str, text: str = "", language: str = "") -> Link | None:
        """A link that leaves the site, None for an unsafe address. Its text is the host unless `text` is given."""
        if not (address := urls.external_url(address)):
            return None
        label = self.html_run(text or urls.display_host(address) or address)
        return Link(address, label, external=True, language=self.site.lang(language) if language else "")

    def marked_html(self, text: str, marks: Sequence[Mark]) -> Markup:
        """A text and its marks as HTML for this page."""
        return Markup(html.render_marks(text, marks, partial(mark_tags, self)))  # noqa: S704 (render_marks escapes the text)

    def headline(self, article: Article) -> HtmlRun:
        """An article's headline, in which no name is broken across lines."""
        block = article.header[0]
        marks = (
            *block.marks,
            *html.headline_marks(self.site, article),
            *html.foreign_runs(block.text, article.language),
        )
        return HtmlRun(isolated(self.marked_html(block.text, marks), block.text), self.site.lang(article.language))

    def day_label(self, date: When) -> DateLabel:
        """A date without its time of day, for lists."""
        if date.moment:
            date = edtf.parse(date.moment.astimezone(self.site.zone).date().isoformat())
        return self.date_label(date)

    def entity_link(self, entity: Entity) -> Link:
        """A link to an entity's page, with its name for the interface."""
        text, lang = self.site.display_name(entity)
        return Link(self.href(urls.entity_path(entity.id)), HtmlRun(isolated(escape(text), text), lang))

    def date_label(self, date: When, implied: When | None = None, *, weekday: bool = False) -> DateLabel:
        """A date in words, without the year or month that the `implied` date already says."""
        datetime = dates_in_words.datetime_attribute(date) or ""
        words = dates_in_words.date_words(
            date, self.site.language, implied=implied, zone=self.site.zone, weekday=weekday
        )
        return DateLabel(words, datetime, "" if datetime else date.edtf)
