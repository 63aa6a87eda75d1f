"""The search page, and the names and headlines from A to Z for readers without JavaScript."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, groupby
from typing import get_args

from markupsafe import Markup

from dossier.model import Entity, EntityType, Status, Verdict
from dossier.render import quotations, urls
from dossier.render.page_context import Link, PageContext
from dossier.render.pages import pagination
from dossier.render.pages.page import PageHead, SitePage
from dossier.render.site import Site

_FULL = 1_000  # headlines on a further page: 200 KB or so


@dataclass(frozen=True, slots=True)
class NameLetter:
    """The names under one letter."""

    letter: str  # the letter, or a word for names without a Latin form
    names: tuple[Link, ...]  # to the entities


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The search page."""

    words: str  # the words of its script, as JSON
    a_to_z: Link  # to the names and headlines from A to Z


@dataclass(frozen=True, slots=True)
class AToZPage:
    """The names and headlines from A to Z."""

    letters: tuple[NameLetter, ...]  # all names, by letter
    articles: pagination.ListSlice  # all headlines


def search_pages(site: Site) -> Iterator[SitePage]:
    words, every = site.words, tuple(site.articles)
    yield SitePage(
        urls.SEARCH,
        "search",
        search_page,
        lambda: PageHead(words("nav.search"), words("search.lede")),
        listed=False,
        scripts=(urls.SEARCH_SCRIPT,),
    )
    starts = pagination.even_page_starts(every, _FULL)
    articles = pagination.PaginatedList(site, urls.A_TO_Z, _a_to_z_link, every, starts, _headlines)
    yield SitePage(
        urls.A_TO_Z,
        "az",
        partial(a_to_z_page, articles=articles),
        lambda: PageHead(words("search.az"), words("search.az_lede")),
        listed=False,
    )
    yield from articles.pages("", words("search.az"), words("nav.articles"), listed=False)


def _a_to_z_link(context: PageContext) -> Link:
    return context.link(urls.A_TO_Z, context.site.words("search.az"))


def search_page(context: PageContext) -> SearchPage:
    return SearchPage(_script_words(context.site), _a_to_z_link(context))


def _script_words(site: Site) -> str:
    """What the script says, by keys of its own; `types` are the kinds of entities, events and claims with their names."""
    words = site.words
    prefix = "search.page."
    strings = {key.removeprefix(prefix): text for key, text in words.strings.items() if key.startswith(prefix)}
    types = chain(
        ((value, words(f"type.{value}")) for value in get_args(EntityType)),
        ((value, words(f"status.{value}")) for value in get_args(Status)),
        ((value, words(f"verdict.{value}")) for value in get_args(Verdict)),
    )
    strings["types"] = "|".join(f"{value}={name}" for value, name in types)
    strings["title"] = f"{words('nav.search')}｜{site.dossier.content.settings.title}"
    return json.dumps(strings, ensure_ascii=False)


def a_to_z_page(context: PageContext, articles: pagination.PaginatedList) -> AToZPage:
    return AToZPage(tuple(_letters(context)), articles.newest(context))


def _headlines(context: PageContext, articles: Sequence[str]) -> Markup:
    return context.render_macro(
        "lists", "headlines", [quotations.article_label(context, article).link for article in articles]
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
