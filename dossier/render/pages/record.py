"""The record of an article: where it comes from, when, and what may be done with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from dossier import edtf
from dossier.model import Article, Byline
from dossier.render import urls
from dossier.render.changes import changes
from dossier.render.sheet import Link, Run, Sheet
from dossier.render.templates import part


@dataclass(frozen=True, slots=True)
class Row:
    """A fact and its values; the byline's block is a place that one can link to."""

    label: str
    values: tuple[Markup, ...]
    id: str = ""


def record(sheet: Sheet, article: Article) -> tuple[Row, ...]:
    """What is known of an article's origin, the unknown left out."""
    words = sheet.site.words
    byline = next((block.id for block in article.head if block.kind == "byline"), "")
    facts = [(key, values) for key, values in _facts(sheet, article) if values]
    first = next((key for key, _ in facts if key.startswith("role.")), "outlet")
    return tuple(Row(words(f"record.{key}"), tuple(values), byline if key == first else "") for key, values in facts)


def _facts(sheet: Sheet, article: Article) -> Iterator[tuple[str, list[Markup]]]:
    site, words = sheet.site, sheet.site.words
    outlet = site.outlet(article.outlet)
    yield "outlet", [_link(sheet.link(urls.outlet(outlet.id), outlet.name, outlet.language))]
    yield from _people(sheet, article)
    yield "dateline", [_run(sheet.run(words.listed(article.dateline), article.language))] if article.dateline else []
    yield "agencies", [_run(sheet.run(words.listed(article.agencies), article.language))] if article.agencies else []
    for key, date in (("published", article.published), ("updated", article.updated)):
        yield key, [part("text", "moment", sheet.moment(date))] if date else []
    if article.published is None:
        yield "published", [_run(sheet.run(words("date.undated")))]
    yield (
        "captured",
        [
            part("text", "moment", sheet.moment(edtf.parse(capture.at)))
            for capture in article.captures[:1]
            if capture.at
        ],
    )
    yield "section", [_run(sheet.run(article.section, article.language))] if article.section else []
    yield "text", [_run(sheet.run(_text(sheet, article))), *_edited(sheet, article)]
    yield "rights", [_run(sheet.run(words(f"rights.{article.rights}")))]
    away = {
        "original": sheet.away(article.url, language=article.language),
        "archive": sheet.away(article.archive),
        "translation_of": sheet.away(article.translation_of),
    }
    for key, link in away.items():
        yield key, [_link(link)] if link else []
    yield "copyright", [_run(sheet.run(article.copyright, article.language))] if article.copyright else []


def _people(sheet: Sheet, article: Article) -> Iterator[tuple[str, list[Markup]]]:
    """The byline by role, in the order of the roles' first appearance."""
    roles: dict[str, list[Byline]] = {}
    for byline in article.byline:
        roles.setdefault(byline.role, []).append(byline)
    for role, people in roles.items():
        yield (
            f"role.{role}",
            [
                part(
                    "text",
                    "person",
                    sheet.run(who.name, article.language),
                    who.latin,
                    sheet.run(who.title, article.language),
                )
                for who in people
            ],
        )


def _text(sheet: Sheet, article: Article) -> str:
    words = sheet.site.words
    draft = [words("record.draft")] if article.draft else []
    return words.listed([sheet.site.language_name(article.language), words(f"text.{article.text}"), *draft])


def _edited(sheet: Sheet, article: Article) -> list[Markup]:
    """That the text is not as it was captured, and where to see the difference."""
    if not changes(article):
        return []
    return [_link(sheet.link(f"{sheet.here.page}#{urls.CHANGES}", sheet.site.words("record.edited")))]


def _run(run: Run) -> Markup:
    return part("text", "run", run)


def _link(link: Link) -> Markup:
    return part("text", "link", link)
