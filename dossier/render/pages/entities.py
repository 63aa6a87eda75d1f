"""The page of an entity, with the sentences that mention it, and the index of all entities by type."""

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

_FULL_PAGE = 600  # mentions, and two for each article, on a further page: about 150 KB
_SENTENCES = 4  # of an article that are shown before the rest is folded
_SURFACES = 8  # forms of the name
_COMPANIONS = 12  # in the table before the rest is folded


class ArticleMentions(NamedTuple):
    """The sentences of one article that mention an entity, as list items."""

    source: tuple[Markup, Markup]  # the headline; the outlet and the day
    lang: str  # language of the sentences; empty where it is the page's
    mentions: str  # how many mentions there are
    first: Markup  # the first few sentences
    more: Markup  # the rest; may be empty
    more_label: str  # how many those are
    unquoted: str  # how many mentions this edition counts and does not quote; else empty


@dataclass(frozen=True, slots=True)
class Companion:
    """An entity that is mentioned in the same paragraphs."""

    name: Link  # to its page
    type: str  # its type in words
    blocks: int  # how many paragraphs mention both
    share: int  # the same in percent of the most frequent companion


@dataclass(frozen=True, slots=True)
class EntityPage:
    """An entity."""

    kicker: str  # its type in words
    title: HtmlRun  # its name
    names: tuple[tuple[str, tuple[HtmlRun, ...]], ...]  # label and names: by language, and aliases
    surfaces: tuple[tuple[HtmlRun, int], ...]  # the forms of its name in the articles, and how often each occurs
    facts: tuple[tuple[str, Markup], ...]  # label and value: Wikidata, coordinates …
    summary: Markup  # an editor's summary
    heading: str  # heading of the sentences
    count: str  # how many articles and mentions there are
    sentences: pagination.ListSlice  # the sentences that mention it
    company: tuple[Companion, ...]  # the entities mentioned with it most often
    more_company: tuple[Companion, ...]  # the rest of them
    more_company_label: str  # how many those are
    sidebar: tuple[sidebar.SidebarSection, ...]  # its events and claims
    linking: tuple[str, ...]  # how its names are recognised, where that is unusual


def entity_pages(site: Site) -> Iterator[SitePage]:
    words = site.words
    for entity in site.entities.values():
        listed = site.is_indexable(site.dossier.counts.get(entity.id, {}))
        sentences = _paginated_sentences(site, entity)
        builders = partial(entity_page, entity=entity, sentences=sentences), partial(entity_head, site, entity)
        yield SitePage(urls.entity_path(entity.id), "entity", *builders, listed=listed, at=entity.at)
        titles = words("nav.entities"), site.display_name(entity)[0], words("entity.sentences")
        yield from sentences.pages(*titles, listed=listed, at=entity.at)


def _paginated_sentences(site: Site, entity: Entity) -> pagination.PaginatedList:
    """The sentences that mention an entity, by article."""
    counts = site.dossier.counts.get(entity.id, {})
    return pagination.PaginatedList(
        site,
        urls.entity_path(entity.id),
        lambda context: context.entity_link(entity),
        tuple(counts),
        pagination.page_starts((mentions + 2 for mentions in counts.values()), _FULL_PAGE),
        partial(_sentences_html, entity=entity),
    )


def entity_head(site: Site, entity: Entity) -> PageHead:
    title = site.display_name(entity)[0]
    return PageHead(title, site.words("entity.description", name=title), data=json_ld.entity_json_ld(site, entity))


def entity_page(context: PageContext, entity: Entity, sentences: pagination.PaginatedList) -> EntityPage:
    site, words = context.site, context.site.words
    company = tuple(_company(context, entity))
    first = len(company) if len(company) <= _COMPANIONS + 3 else _COMPANIONS
    return EntityPage(
        kicker=words(f"type.{entity.type}"),
        title=context.entity_link(entity).text,
        names=tuple(_names_by_language(context, entity)),
        surfaces=tuple(_surfaces(context, entity)),
        facts=tuple(_entity_facts(context, entity)),
        summary=prose_html(context, entity.summary, by=site.signature(entity.by)),
        heading=words("entity.sentences"),
        count=site.mention_counts(entity),
        sentences=sentences.newest(context),
        company=company[:first],
        more_company=company[first:],
        more_company_label=words("rail.more", n=len(company) - first),
        sidebar=tuple(section for section in _sidebar(context, entity) if section.items),
        linking=tuple(_linking(site, entity)),
    )


def _names_by_language(context: PageContext, entity: Entity) -> Iterator[tuple[str, tuple[HtmlRun, ...]]]:
    words = context.site.words
    for language, name in entity.name.items():
        yield context.site.language_name(language), (context.html_run(name, language),)
    if entity.alias:
        yield words("entity.aliases"), tuple(context.html_run(alias, _language_of(alias)) for alias in entity.alias)


def _surfaces(context: PageContext, entity: Entity) -> Iterator[tuple[HtmlRun, int]]:
    """The forms of the name in the articles, most frequent first."""
    site, alone = context.site, (entity.id,)
    articles = [site.articles[a] for a in site.dossier.counts.get(entity.id, ()) if a in site.articles]
    counts = Counter(
        (mention.surface, article.language)
        for article in articles
        for mention in site.dossier.findings[article.id].mentions
        if mention.entities == alone
    )
    for (surface, language), n in counts.most_common(_SURFACES):
        yield context.html_run(surface, language), n


def _language_of(name: str) -> str:
    return "en" if name.isascii() else ""


def _entity_facts(context: PageContext, entity: Entity) -> Iterator[tuple[str, Markup]]:
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


def _sentences_html(context: PageContext, articles: Sequence[str], entity: Entity) -> Markup:
    groups = [_article_mentions(context, entity, article) for article in articles if article in context.site.articles]
    return context.render_macro("lists", "sentences", groups, context.site.language)


def _article_mentions(context: PageContext, entity: Entity, article_id: str) -> ArticleMentions:
    site, words = context.site, context.site.words
    article = site.articles[article_id]
    mentions = [mention for mention in site.dossier.findings[article_id].mentions if entity.id in mention.entities]
    sentences = tuple(_sentences(context, article, mentions))
    count = site.dossier.counts[entity.id][article_id]
    first = _SENTENCES if len(sentences) > _SENTENCES + 1 else len(sentences)
    return ArticleMentions(
        context.cached_for(_source_labels, article_id),
        site.lang(article.language),
        words("count.mentions", n=count),
        Markup("".join(sentences[:first])),  # noqa: S704 (_sentences escapes them)
        Markup("".join(sentences[first:])),  # noqa: S704 (likewise)
        words("entity.more", n=len(sentences) - first) if len(sentences) > first else "",
        words("entity.elsewhere", n=count - len(mentions)) if count > len(mentions) else "",
    )


def _source_labels(context: PageContext, article_id: str) -> tuple[Markup, Markup]:
    """The headline of an article; its outlet and day of publication."""
    label = quotations.article_label(context, article_id)
    return context.render_macro("lists", "headline", label.link), context.render_macro("lists", "published", label)


def _sentences(context: PageContext, article: Article, mentions: Iterable[Mention]) -> Iterator[str]:
    """Each sentence once, with its mentions highlighted. No template, for speed: an article has about thirty."""
    blocks = {block.id: block for block in article.blocks}
    spans: dict[tuple[str, int, int], list[tuple[int, int]]] = {}
    for mention in mentions:
        span = quotations.sentence_around(blocks[mention.block].text, mention.start, mention.end)
        spans.setdefault((mention.block, *span), []).append((mention.start, mention.end))
    page = str(escape(context.href(urls.article_path(article.id))))
    for (block_id, start, end), hits in spans.items():
        block = blocks[block_id]
        place = context.cached_for(_escaped, quotations.place_in_article(context, article, block))
        text = quotations.quoted_part(context, article, block, start, end, hits)
        number = f'<a class="no" href="{page}#{block_id}" aria-label="{place}">{block.number or place}</a>'
        yield f"<li>{number}{text}</li>\n"


def _escaped(_: PageContext, text: str) -> str:
    return str(escape(text))


def _company(context: PageContext, entity: Entity) -> Iterator[Companion]:
    site = context.site
    together = [pair for pair in site.dossier.co_mentions.get(entity.id, ()) if pair.entity in site.entities]
    most = max((pair.blocks for pair in together), default=1)
    for pair in together:
        other = site.entities[pair.entity]
        yield Companion(
            context.entity_link(other), site.words(f"type.{other.type}"), pair.blocks, round(100 * pair.blocks / most)
        )


def _sidebar(context: PageContext, entity: Entity) -> Iterator[sidebar.SidebarSection]:
    site, words = context.site, context.site.words
    events = (sidebar.event_item(context, event) for event in site.events_of_entity.get(entity.id, ()))
    yield sidebar.SidebarSection(words("entity.events"), tuple(events))
    claims = {claim.id: claim for claim, _ in site.claims_of_entity.get(entity.id, ())}
    yield sidebar.SidebarSection(
        words("entity.claims"), tuple(sidebar.claim_item(context, claim) for claim in claims.values())
    )


def _linking(site: Site, entity: Entity) -> Iterator[str]:
    """Unusual rules by which the entity's names are recognised and linked."""
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
    """An entity in the index."""

    name: Link  # to its page
    others: tuple[HtmlRun, ...]  # its names in other languages
    count: str  # how many mentions there are
    articles: str  # how many articles mention it


@dataclass(frozen=True, slots=True)
class EntityGroup:
    """The entities of one type."""

    id: str  # id of the group's heading
    title: str  # the type in words
    rows: tuple[EntityRow, ...]  # the entities, the most mentioned first


@dataclass(frozen=True, slots=True)
class EntityIndexPage:
    """The index of all entities."""

    count: str  # how many entities there are
    map: charts.Map | None  # the map of the places; None for fewer than two
    company: charts.Company | None  # the chart of who is mentioned with whom; None for too few
    groups: tuple[EntityGroup, ...]  # the entities by type


def entity_index_pages(site: Site) -> Iterator[SitePage]:
    words = site.words
    yield SitePage(
        urls.ENTITIES, "entities", entity_index_page, lambda: PageHead(words("nav.entities"), words("entities.lede"))
    )


def entity_index_page(context: PageContext) -> EntityIndexPage:
    site, words = context.site, context.site.words
    groups = (EntityGroup(f"_{kind}", words(f"types.{kind}"), tuple(_entity_rows(context, kind))) for kind in TYPES)
    return EntityIndexPage(
        words("count.entities", n=len(site.entities)),
        charts.places(site),
        charts.company(context),
        tuple(group for group in groups if group.rows),
    )


def _entity_rows(context: PageContext, kind: str) -> Iterator[EntityRow]:
    site = context.site
    counts = {entity: sum(site.dossier.counts.get(entity, {}).values()) for entity in site.entities}
    ranked = sorted((e for e in site.entities.values() if e.type == kind), key=lambda entity: -counts[entity.id])
    for entity in ranked:
        articles = len(site.dossier.counts.get(entity.id, {}))
        yield EntityRow(
            context.entity_link(entity), other_names(context, entity), str(counts[entity.id]), str(articles)
        )


def other_names(context: PageContext, entity: Entity) -> tuple[HtmlRun, ...]:
    """The names of an entity other than the one shown by the interface."""
    own = context.site.display_name(entity)[0]
    return tuple(context.html_run(text, lang) for lang, text in entity.name.items() if text != own)
