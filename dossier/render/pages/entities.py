"""A person, place or thing: its names, every sentence about it, its events, claims and company.

Everybody and everything by kind, the most named first; where the places are; who appears with whom.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from markupsafe import Markup, escape

from dossier.model import Article, Entity, Mention
from dossier.render import charts, quotations, urls
from dossier.render.article_body import prose_html
from dossier.render.exports import json_ld
from dossier.render.page_context import HtmlRun, Link, PageContext
from dossier.render.pages import pagination, sidebar
from dossier.render.pages.page import PageHead, SitePage
from dossier.render.site import Site

_FULL = 600  # mentions, and two for each headline, on a further page: 150 KB or so
_SHOWN = 4  # sentences of an article before the rest is folded
_FORMS = 8  # of its name
_BESIDE = 12  # names in the table of company before the rest is folded


class ArticleMentions(NamedTuple):
    """The sentences of one article, as list items."""

    source: tuple[Markup, Markup]  # the headline; who published it when
    lang: str
    mentions: str
    shown: Markup
    more: Markup
    more_count: str
    elsewhere: str  # what this edition counts and does not quote


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody named in the same blocks; `share` of the most frequent, in percent."""

    name: Link
    type: str
    blocks: int
    share: int


@dataclass(frozen=True, slots=True)
class EntityPage:
    kicker: str
    title: HtmlRun
    names: tuple[tuple[str, tuple[HtmlRun, ...]], ...]  # by language
    surfaces: tuple[tuple[HtmlRun, int], ...]  # how the texts write it, and how often
    facts: tuple[tuple[str, Markup], ...]
    summary: Markup
    heading: str
    count: str
    hits: pagination.ListSlice
    company: tuple[Companion, ...]
    more_company: tuple[Companion, ...]
    more_company_count: str
    rails: tuple[sidebar.SidebarSection, ...]
    linking: tuple[str, ...]


def entity_pages(site: Site) -> Iterator[SitePage]:
    words = site.words
    for entity in site.entities.values():
        listed, hits = site.is_indexable(site.dossier.counts.get(entity.id, {})), _every(site, entity)
        of_it = partial(entity_page, entity=entity, hits=hits), partial(entity_head, site, entity)
        yield SitePage(urls.entity_path(entity.id), "entity", *of_it, listed=listed, at=entity.at)
        named = words("nav.entities"), site.display_name(entity)[0], words("entity.sentences")
        yield from hits.pages(*named, listed=listed, at=entity.at)


def _every(site: Site, entity: Entity) -> pagination.PaginatedList:
    """The sentences of all articles that name it."""
    counts = site.dossier.counts.get(entity.id, {})
    starts = pagination.page_starts((mentions + 2 for mentions in counts.values()), _FULL)
    hits = partial(_told, entity=entity)
    return pagination.PaginatedList(
        site, urls.entity_path(entity.id), lambda context: context.entity_link(entity), tuple(counts), starts, hits
    )


def entity_head(site: Site, entity: Entity) -> PageHead:
    title = site.display_name(entity)[0]
    return PageHead(title, site.words("entity.description", name=title), data=json_ld.entity_json_ld(site, entity))


def entity_page(context: PageContext, entity: Entity, hits: pagination.PaginatedList) -> EntityPage:
    site, words = context.site, context.site.words
    company = tuple(_company(context, entity))
    shown = len(company) if len(company) <= _BESIDE + 3 else _BESIDE
    return EntityPage(
        kicker=words(f"type.{entity.type}"),
        title=context.entity_link(entity).text,
        names=tuple(_names(context, entity)),
        surfaces=tuple(_surfaces(context, entity)),
        facts=tuple(_facts(context, entity)),
        summary=prose_html(context, entity.summary, by=site.signature(entity.by)),
        heading=words("entity.sentences"),
        count=site.mention_counts(entity),
        hits=hits.newest(context),
        company=company[:shown],
        more_company=company[shown:],
        more_company_count=words("rail.more", n=len(company) - shown),
        rails=tuple(rail for rail in _rails(context, entity) if rail.items),
        linking=tuple(_linking(site, entity)),
    )


def _names(context: PageContext, entity: Entity) -> Iterator[tuple[str, tuple[HtmlRun, ...]]]:
    words = context.site.words
    for language, name in entity.name.items():
        yield context.site.language_name(language), (context.html_run(name, language),)
    if entity.alias:
        yield words("entity.aliases"), tuple(context.html_run(alias, _language_of(alias)) for alias in entity.alias)


def _surfaces(context: PageContext, entity: Entity) -> Iterator[tuple[HtmlRun, int]]:
    """The forms of the name in the texts, most frequent first."""
    site, alone = context.site, (entity.id,)
    articles = [site.articles[a] for a in site.dossier.counts.get(entity.id, ()) if a in site.articles]
    counts = Counter(
        (mention.surface, article.language)
        for article in articles
        for mention in site.dossier.findings[article.id].mentions
        if mention.entities == alone
    )
    for (surface, language), n in counts.most_common(_FORMS):
        yield context.html_run(surface, language), n


def _language_of(name: str) -> str:
    return "en" if name.isascii() else ""


def _facts(context: PageContext, entity: Entity) -> Iterator[tuple[str, Markup]]:
    site, words = context.site, context.site.words
    if entity.stands_for in site.entities:
        name = context.entity_link(site.entities[entity.stands_for])
        yield words("entity.stands_for"), Markup('<a href="{}">{}</a>').format(name.href, name.text.html)
    if entity.wikidata:
        yield (
            "Wikidata",
            Markup('<a rel="external" href="https://www.wikidata.org/wiki/{0}">{0}</a>').format(entity.wikidata),
        )
    if entity.coordinates:
        yield words("entity.coordinates"), Markup("{:.2f}, {:.2f}").format(*entity.coordinates)


def _told(context: PageContext, articles: Sequence[str], entity: Entity) -> Markup:
    every = [_hits(context, entity, article) for article in articles if article in context.site.articles]
    return context.render_macro("lists", "hits", every, context.site.language)


def _hits(context: PageContext, entity: Entity, article_id: str) -> ArticleMentions:
    site, words = context.site, context.site.words
    article = site.articles[article_id]
    found = [mention for mention in site.dossier.findings[article_id].mentions if entity.id in mention.entities]
    hits = tuple(_sentences(context, article, found))
    count = site.dossier.counts[entity.id][article_id]
    shown = _SHOWN if len(hits) > _SHOWN + 1 else len(hits)
    return ArticleMentions(
        context.cached_for(_source, article_id),
        site.lang(article.language),
        words("count.mentions", n=count),
        Markup("".join(hits[:shown])),  # noqa: S704 (_sentences escapes them)
        Markup("".join(hits[shown:])),  # noqa: S704 (likewise)
        words("entity.more", n=len(hits) - shown) if len(hits) > shown else "",
        words("entity.elsewhere", n=count - len(found)) if count > len(found) else "",
    )


def _source(context: PageContext, article_id: str) -> tuple[Markup, Markup]:
    """The headline of an article, and who published it when."""
    slip = quotations.article_label(context, article_id)
    return context.render_macro("lists", "headline", slip.link), context.render_macro("lists", "published", slip)


def _sentences(context: PageContext, article: Article, found: Iterable[Mention]) -> Iterator[str]:
    """Each sentence once, however often it has the name; written here, since there are thirty to an article."""
    blocks = {block.id: block for block in article.blocks}
    spans: dict[tuple[str, int, int], list[tuple[int, int]]] = {}
    for mention in found:
        span = quotations.sentence_around(blocks[mention.block].text, mention.start, mention.end)
        spans.setdefault((mention.block, *span), []).append((mention.start, mention.end))
    page = escape(context.href(urls.article_path(article.id)))
    for (block_id, start, end), hits in spans.items():
        block = blocks[block_id]
        place = escape(quotations.place_in_article(context, article, block))
        text = quotations.quoted_part(context, article, block, start, end, hits)
        number = f'<a class="no" href="{page}#{block_id}" aria-label="{place}">{block.number or place}</a>'
        yield f"<li>{number}{text}</li>\n"


def _company(context: PageContext, entity: Entity) -> Iterator[Companion]:
    site = context.site
    together = [pair for pair in site.dossier.co_mentions.get(entity.id, ()) if pair.entity in site.entities]
    most = max((pair.blocks for pair in together), default=1)
    for pair in together:
        other = site.entities[pair.entity]
        yield Companion(
            context.entity_link(other), site.words(f"type.{other.type}"), pair.blocks, round(100 * pair.blocks / most)
        )


def _rails(context: PageContext, entity: Entity) -> Iterator[sidebar.SidebarSection]:
    site, words = context.site, context.site.words
    events = (sidebar.event_item(context, event) for event in site.events_of_entity.get(entity.id, ()))
    yield sidebar.SidebarSection(words("entity.events"), tuple(events))
    claims = {claim.id: claim for claim, _ in site.claims_of_entity.get(entity.id, ())}
    yield sidebar.SidebarSection(
        words("entity.claims"), tuple(sidebar.claim_item(context, claim) for claim in claims.values())
    )


def _linking(site: Site, entity: Entity) -> Iterator[str]:
    """How the program knows the name, where that needs saying."""
    words = site.words
    if entity.vetoes:
        yield words("entity.vetoes", names=words.join_items(entity.vetoes))
    if entity.weak:
        yield words("entity.weak", names=words.join_items(entity.weak))
    if entity.literal_if:
        yield words("entity.literal_if", names=words.join_items(entity.literal_if))
    if entity.link in ("index", "never"):
        yield words(f"entity.link.{entity.link}")


TYPES = ("person", "country", "place", "organisation", "event", "thing")


@dataclass(frozen=True, slots=True)
class EntityRow:
    name: Link
    others: tuple[HtmlRun, ...]
    count: str
    articles: str


@dataclass(frozen=True, slots=True)
class EntityGroup:
    id: str
    title: str
    rows: tuple[EntityRow, ...]


@dataclass(frozen=True, slots=True)
class EntityIndexPage:
    count: str
    map: charts.Map | None
    company: charts.Company | None
    groups: tuple[EntityGroup, ...]


def entity_index_pages(site: Site) -> Iterator[SitePage]:
    words = site.words
    yield SitePage(
        urls.ENTITIES, "entities", entity_index_page, lambda: PageHead(words("nav.entities"), words("entities.lede"))
    )


def entity_index_page(context: PageContext) -> EntityIndexPage:
    site, words = context.site, context.site.words
    groups = (EntityGroup(f"_{kind}", words(f"types.{kind}"), tuple(_rows(context, kind))) for kind in TYPES)
    return EntityIndexPage(
        words("count.entities", n=len(site.entities)),
        charts.places(site),
        charts.company(context),
        tuple(group for group in groups if group.rows),
    )


def _rows(context: PageContext, kind: str) -> Iterator[EntityRow]:
    site = context.site
    counts = {entity: sum(site.dossier.counts.get(entity, {}).values()) for entity in site.entities}
    ranked = sorted((e for e in site.entities.values() if e.type == kind), key=lambda entity: -counts[entity.id])
    for entity in ranked:
        articles = len(site.dossier.counts.get(entity.id, {}))
        yield EntityRow(
            context.entity_link(entity), other_names(context, entity), str(counts[entity.id]), str(articles)
        )


def other_names(context: PageContext, entity: Entity) -> tuple[HtmlRun, ...]:
    """The names of an entity that are not the interface's own."""
    own = context.site.display_name(entity)[0]
    return tuple(context.html_run(text, lang) for lang, text in entity.name.items() if text != own)
