"""The record of an article: where it comes from, when, and what may be done with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from markupsafe import Markup

from dossier import edtf
from dossier.model import Article, Byline
from dossier.render import urls
from dossier.render.changes import changes
from dossier.render.sheet import Link, Moment, Run, Sheet

Value: TypeAlias = Run | Link | Moment | Markup
"""What a template prints."""


class Row(NamedTuple):
    """A fact and its values; the byline's block is a place that one can link to."""

    label: str
    values: Sequence[Value]
    id: str = ""


def record(sheet: Sheet, article: Article) -> tuple[Row, ...]:
    """What is known of an article's origin, the unknown left out."""
    words = sheet.site.words
    byline = next((block.id for block in article.head if block.kind == "byline"), "")
    facts = [(key, values) for key, values in _facts(sheet, article) if values]
    first = next((key for key, _ in facts if key.startswith("role.")), "outlet")
    return tuple(Row(words(f"record.{key}"), values, byline if key == first else "") for key, values in facts)


def _facts(sheet: Sheet, article: Article) -> Iterator[tuple[str, list[Value]]]:
    words, language = sheet.site.words, article.language
    yield "outlet", [sheet.alike(_outlet, article.outlet)]
    yield from _people(sheet, article)
    yield "dateline", [sheet.run(words.listed(article.dateline), language)] if article.dateline else []
    yield "agencies", [sheet.run(words.listed(article.agencies), language)] if article.agencies else []
    yield "published", [sheet.moment(article.published) if article.published else sheet.alike(_word, "date.undated")]
    yield "updated", [sheet.moment(article.updated)] if article.updated else []
    yield "captured", [sheet.moment(edtf.parse(capture.at)) for capture in article.captures[:1] if capture.at]
    yield "section", [sheet.run(article.section, language)] if article.section else []
    yield "text", [sheet.alike(_text, (language, article.text, article.draft)), *_edited(sheet, article)]
    yield "rights", [sheet.alike(_word, f"rights.{article.rights}")]
    yield from _away(sheet, article)
    yield "copyright", [sheet.run(article.copyright, language)] if article.copyright else []


def _outlet(sheet: Sheet, outlet_id: str) -> Link:
    outlet = sheet.site.outlet(outlet_id)
    return sheet.link(urls.outlet(outlet.id), outlet.name, outlet.language)


def _people(sheet: Sheet, article: Article) -> Iterator[tuple[str, list[Value]]]:
    """The byline by role, in the order of the roles' first appearance."""
    roles: dict[str, list[Value]] = {}
    for byline in article.byline:
        roles.setdefault(byline.role, []).append(sheet.alike(_person, (byline, article.language)))
    for role, people in roles.items():
        yield f"role.{role}", people


def _person(sheet: Sheet, of: tuple[Byline, str]) -> Markup:
    who, language = of
    return sheet.part("text", "person", sheet.run(who.name, language), who.latin, sheet.run(who.title, language))


def _text(sheet: Sheet, of: tuple[str, str, bool]) -> Run:
    language, text, draft = of
    words = sheet.site.words
    said = [sheet.site.language_name(language), words(f"text.{text}"), *([words("record.draft")] if draft else [])]
    return sheet.run(words.listed(said))


def _word(sheet: Sheet, key: str) -> Run:
    return sheet.run(sheet.site.words(key))


def _edited(sheet: Sheet, article: Article) -> list[Value]:
    """That the text is not as it was captured, and where to see the difference."""
    if not changes(article):
        return []
    return [sheet.link(f"{sheet.here.page}#{urls.CHANGES}", sheet.site.words("record.edited"))]


def _away(sheet: Sheet, article: Article) -> Iterator[tuple[str, list[Value]]]:
    """Where it stands elsewhere."""
    for key, address, language in (
        ("original", article.url, article.language),
        ("archive", article.archive, ""),
        ("translation_of", article.translation_of, ""),
    ):
        if link := sheet.away(address, language=language):
            yield key, [link]
