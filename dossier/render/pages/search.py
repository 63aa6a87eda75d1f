"""The search page: its form and filters, and without JavaScript an index of all names and headlines."""

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

_FULL_PAGE = 1_000  # headlines on a further page: about 200 KB

# Pagefind compiles WebAssembly and fetches its index, which no other page may.
SEARCH_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """A choice of a filter."""

    value: str  # what the script compares
    label: str  # its words
    lang: str = ""  # language of the label; empty where it is the page's


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """A filter of the search form."""

    name: str  # entity, outlet or year
    label: str  # its words
    choices: tuple[FilterChoice, ...]  # what it can be set to


@dataclass(frozen=True, slots=True)
class NameLetter:
    """The names under one letter."""

    letter: str  # the letter, or a word for names without a Latin form
    names: tuple[Link, ...]  # to the entities


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The search page."""

    filters: tuple[SearchFilter, ...]  # the filters of its form
    count: str  # words for a number of articles, with {n} for the number
    count_one: str  # words for one article
    letters: tuple[NameLetter, ...]  # all names, by letter
    articles: pagination.ListSlice  # all headlines


def search_pages(site: Site) -> Iterator[SitePage]:
    words, article_ids = site.words, tuple(site.articles)
    starts = pagination.even_page_starts(article_ids, _FULL_PAGE)
    articles = pagination.PaginatedList(site, urls.SEARCH, _search_link, article_ids, starts, _headlines)
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


def _search_link(context: PageContext) -> Link:
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
    """The names by the first letter of their Latin form; those without one come last."""
    site = context.site
    keyed = [(_latin_name(entity), entity) for entity in site.entities.values()]
    keyed.sort(key=lambda pair: (not pair[0], pair[0], site.display_name(pair[1])[0]))
    for letter, group in groupby(keyed, key=lambda pair: pair[0][:1]):
        yield NameLetter(
            letter or site.words("search.others"), tuple(context.entity_link(entity) for _, entity in group)
        )


def _latin_name(entity: Entity) -> str:
    """A name of the entity in plain Latin capitals; empty where it has none."""
    for name in (entity.name.get("en", ""), *entity.name.values(), *entity.alias):
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
        if plain[:1].isalpha():
            return plain
    return ""
