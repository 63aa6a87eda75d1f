"""The search: a form, its filters, and for those without JavaScript every name from A to Z and every headline."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from markupsafe import Markup

from dossier.model import Entity
from dossier.render import quotations, urls
from dossier.render.language import dates_in_words
from dossier.render.page_context import Link, PageContext
from dossier.render.pages import pagination
from dossier.render.pages.page import PageHead, SitePage
from dossier.render.site import Site

_FULL = 1_000  # headlines on a further page: 200 KB or so

# Pagefind compiles a program and fetches its index; no other page may.
SEARCH_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)


@dataclass(frozen=True, slots=True)
class FilterChoice:
    value: str
    label: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class SearchFilter:
    name: str
    label: str
    choices: tuple[FilterChoice, ...]


@dataclass(frozen=True, slots=True)
class NameLetter:
    letter: str
    names: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    filters: tuple[SearchFilter, ...]
    count: str  # of articles, with {n}
    one: str
    letters: tuple[NameLetter, ...]
    articles: pagination.ListSlice


def search_pages(site: Site) -> Iterator[SitePage]:
    words, every = site.words, tuple(site.articles)
    starts = pagination.even_page_starts(every, _FULL)
    articles = pagination.PaginatedList(site, urls.SEARCH, _link, every, starts, _headlines)
    yield SitePage(
        urls.SEARCH,
        "search",
        partial(search_page, articles=articles),
        lambda: PageHead(words("nav.search"), words("search.lede")),
        listed=False,
        scripts=(urls.SEARCH_NAMES, urls.SEARCH_SCRIPT),
        policy=SEARCH_POLICY,
    )
    yield from articles.pages("", words("nav.search"), words("nav.articles"), listed=False)


def _link(context: PageContext) -> Link:
    return context.link(urls.SEARCH, context.site.words("nav.search"))


def search_page(context: PageContext, articles: pagination.PaginatedList) -> SearchPage:
    site, words = context.site, context.site.words
    return SearchPage(
        _filters(site),
        words("count.articles", n="{n}"),
        words("count.articles", n=1),
        tuple(_letters(context)),
        articles.newest(context),
    )


def _headlines(context: PageContext, articles: Sequence[str]) -> Markup:
    return context.render_macro(
        "lists", "headlines", [quotations.article_label(context, article).link for article in articles]
    )


def _filters(site: Site) -> tuple[SearchFilter, ...]:
    words, articles = site.words, site.articles.values()
    counts = {entity: sum(site.dossier.counts.get(entity, {}).values()) for entity in site.entities}
    entities = sorted((entity for entity in counts if counts[entity]), key=lambda entity: -counts[entity])
    outlets = dict.fromkeys(article.outlet for article in articles)
    dates = {article.published for article in articles if article.published}
    years = {dates_in_words.date_headings(date, site.zone)[0].edtf for date in dates}
    return (
        SearchFilter(
            "entity",
            words("timeline.filter_name"),
            tuple(FilterChoice(entity, *site.display_name(site.entities[entity])) for entity in entities),
        ),
        SearchFilter(
            "outlet",
            words("timeline.filter_outlet"),
            tuple(FilterChoice(o, site.outlet(o).name, site.lang(site.outlet(o).language)) for o in outlets),
        ),
        SearchFilter(
            "year", words("search.year"), tuple(FilterChoice(year, year) for year in sorted(years, reverse=True))
        ),
    )


def _letters(context: PageContext) -> Iterator[NameLetter]:
    """The names under the first letter of their Latin form; those without one at the end."""
    site = context.site
    spelt = [(_latin(entity), entity) for entity in site.entities.values()]
    spelt.sort(key=lambda pair: (not pair[0], pair[0], site.display_name(pair[1])[0]))
    for letter, group in groupby(spelt, key=lambda pair: pair[0][:1]):
        yield NameLetter(
            letter or site.words("search.others"), tuple(context.entity_link(entity) for _, entity in group)
        )


def _latin(entity: Entity) -> str:
    """The entity's name in plain Latin capitals; nothing where it has none."""
    for name in (entity.name.get("en", ""), *entity.name.values(), *entity.alias):
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
        if plain[:1].isalpha():
            return plain
    return ""
