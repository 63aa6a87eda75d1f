"""A page while it is being written: the dossier, where links start, and text in HTML for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from dossier import edtf
from dossier.model import Article, Entity, Mark, When
from dossier.render import html, marks, tags, urls, when
from dossier.render.kept import Alike, Of, Said
from dossier.render.site import Site
from dossier.render.writing_direction import language_attributes


class Run(NamedTuple):
    """Words as HTML, and their language where it is not the page's."""

    html: Markup
    lang: str = ""

    def __html__(self) -> str:
        return f"<span{language_attributes(self.lang)}>{self.html}</span>" if self.lang else self.html


class Link(NamedTuple):
    """Where to, and what it says; `external` leaves the site."""

    href: str
    text: Run
    external: bool = False
    language: str = ""  # of what is there, where it is not the interface's

    def __html__(self) -> str:
        rel = ' rel="external"' if self.external else ""
        there = f' hreflang="{escape(self.language)}"' if self.language else ""
        lang = language_attributes(self.text.lang) if self.text.lang else ""
        return f'<a{rel} href="{escape(self.href)}"{there}{lang}>{self.text.html}</a>'


class Moment(NamedTuple):
    """A date in words; `datetime` where HTML knows its form, else `edtf`."""

    words: str
    datetime: str = ""
    edtf: str = ""

    def __html__(self) -> str:
        if self.datetime:
            return f'<time datetime="{escape(self.datetime)}">{escape(self.words)}</time>'
        return f'<span data-edtf="{escape(self.edtf)}">{escape(self.words)}</span>' if self.edtf else escape(self.words)


@dataclass(frozen=True, slots=True)
class Sheet:
    site: Site
    here: urls.Here
    said: Alike = field(default_factory=dict)  # what the pages of its folder say alike

    def alike(self, made: Callable[[Sheet, Of], Said], of: Of) -> Said:
        """What all pages of this folder say of something, made once: by the folder, for no page may tell it its own way."""
        key = made, of
        if key not in self.said:
            self.said[key] = made(Sheet(self.site, self.here.folder, self.said), of)
        said: Said = self.said[key]
        return said

    def to(self, target: str) -> str:
        return self.here.to(target)

    def part(self, file: str, macro: str, *values: Any) -> Markup:
        """What a macro of `templates/parts/<file>.html` makes of these values."""
        return self.site.look.part(file, macro, *values)

    def run(self, text: str, language: str = "") -> Run:
        """Plain words; `language` is theirs, nothing for the interface's."""
        language = language or self.site.language
        return Run(self.inline(text, marks.foreign(text, language)), self.site.lang(language))

    def written(self, text: str, language: str) -> Run:
        """An editor's words on a text in `language`: in that, if they are in its script; else in the interface's."""
        return self.run(text, language if marks.is_chinese(text) == language.startswith("zh") else "")

    def link(self, target: str, text: str, language: str = "") -> Link:
        return Link(self.to(target), self.run(text, language))

    def away(self, address: str, text: str = "", language: str = "") -> Link | None:
        """A link that leaves the site, if a reader may be sent there; it says its host unless told otherwise."""
        if not (address := urls.external(address)):
            return None
        said = self.run(text or urls.host(address) or address)
        return Link(address, said, external=True, language=self.site.lang(language) if language else "")

    def inline(self, text: str, over: Sequence[Mark]) -> Markup:
        """A text and its marks as HTML of this page."""
        return Markup(html.inline(text, over, partial(tags.around, self)))  # noqa: S704 (inline escapes the text)

    def title(self, article: Article) -> Run:
        """A headline, with the names in it kept whole."""
        block = article.head[0]
        over = (*block.marks, *marks.headline(self.site, article), *marks.foreign(block.text, article.language))
        return Run(self.inline(block.text, over), self.site.lang(article.language))

    def day(self, date: When) -> Moment:
        """The day of a date, without its time, for lists."""
        if date.moment:
            date = edtf.parse(date.moment.astimezone(self.site.zone).date().isoformat())
        return self.moment(date)

    def name(self, entity: Entity) -> Link:
        """An entity by the name that the interface calls it."""
        text, lang = self.site.name(entity)
        return Link(self.to(urls.entity(entity.id)), Run(escape(text), lang))

    def moment(self, date: When, context: When | None = None, *, weekday: bool = False) -> Moment:
        """A date in the page's language, without what its context has said."""
        known = when.datetime_attribute(date) or ""
        said = when.words(date, self.site.language, context=context, zone=self.site.zone, weekday=weekday)
        return Moment(said, known, "" if known else date.edtf)
