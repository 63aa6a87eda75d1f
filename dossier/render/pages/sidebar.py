"""The sidebar of a page: names, events, claims and related articles; and the previews of linked names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from markupsafe import Markup

from dossier.model import Article, Claim, Event
from dossier.render import quotations, urls
from dossier.render.article_body import prose_html
from dossier.render.page_context import DateLabel, HtmlRun, Link, PageContext
from dossier.render.quotations import ArticleLabel
from dossier.render.site import Site

_ITEMS = 8  # of a section that are shown before the rest is folded


@dataclass(frozen=True, slots=True)
class SidebarItem:
    """A line of a sidebar."""

    link: Link  # what it names
    sign: str = ""  # an event's status, as the name of its sign
    status: str = ""  # the same in words
    moment: DateLabel | None = None  # the date of an event or an article
    detail: str = ""  # more about it: a claim's number and status, an article's outlet
    count: str = ""  # how often it occurs


@dataclass(frozen=True, slots=True)
class SidebarSection:
    """A section of a sidebar. Its items are rendered already where many pages share them."""

    title: str  # its heading
    items: tuple[SidebarItem | Markup, ...]  # the items shown
    rest: tuple[SidebarItem | Markup, ...] = ()  # the items folded away
    more: str = ""  # how many those are


@dataclass(frozen=True, slots=True)
class NamePreview:
    """What pops up over the link of a name."""

    id: str  # the entity's id
    name: HtmlRun  # its name
    others: tuple[HtmlRun, ...]  # its names in other languages
    summary: Markup  # the first paragraph of its summary
    type: str  # its type in words
    first: ArticleLabel | None  # the earliest article that names it
    href: str  # address of its page


def article_sidebar(context: PageContext, article: Article) -> tuple[SidebarSection, ...]:
    site = context.site
    sections = (
        _folded(context, "rail.names", _name_items(context, article)),
        _folded(
            context,
            "rail.events_sourced",
            _shared_items(context, _event_html, site.events_of_article.get(article.id, ())),
        ),
        _folded(
            context, "rail.claims_of", _shared_items(context, _claim_html, site.claims_of_article.get(article.id, ()))
        ),
        _folded(
            context, "rail.same_events", _shared_items(context, _article_html, _articles_of_same_events(site, article))
        ),
        _folded(context, "rail.related", tuple(_related_items(context, article))),
    )
    return tuple(section for section in sections if section.items)


def _folded(context: PageContext, title: str, items: tuple[SidebarItem | Markup, ...]) -> SidebarSection:
    """A section that shows the first few items and folds the rest."""
    words = context.site.words
    if len(items) <= _ITEMS + 2:
        return SidebarSection(words(title), items)
    return SidebarSection(words(title), items[:_ITEMS], items[_ITEMS:], words("rail.more", n=len(items) - _ITEMS))


def _shared_items(
    context: PageContext, render: Callable[[PageContext, str], Markup], things: Iterable[Event | Claim | Article]
) -> tuple[Markup, ...]:
    """The rendered items of these, which all articles share."""
    return tuple(context.cached_for(render, thing.id) for thing in things)


def _name_items(context: PageContext, article: Article) -> tuple[Markup, ...]:
    """The entities that an article mentions, most frequent first."""
    site = context.site
    mentions = site.findings(article.id).mentions
    pairs = dict.fromkeys([(entity, mention.block) for mention in mentions for entity in mention.entities])
    blocks = Counter([entity for entity, _ in pairs if entity in site.entities])
    return tuple([context.cached_for(_name_html, subject) for subject in blocks.most_common()])


def _name_html(context: PageContext, subject: tuple[str, int]) -> Markup:
    entity, blocks = subject
    return _render_item(
        context,
        SidebarItem(
            context.entity_link(context.site.entities[entity]), count=context.site.words("count.blocks", n=blocks)
        ),
    )


def _event_html(context: PageContext, event_id: str) -> Markup:
    return _render_item(context, event_item(context, context.site.events[event_id]))


def _claim_html(context: PageContext, claim_id: str) -> Markup:
    return _render_item(context, claim_item(context, context.site.claims[claim_id]))


def _articles_of_same_events(site: Site, article: Article) -> Iterator[Article]:
    """Other articles that are cited by the same events."""
    others = site.dossier.same_events.get(article.id, ())
    return (site.articles[other] for other in others if other in site.articles)


def _article_html(context: PageContext, article_id: str) -> Markup:
    article = context.site.articles[article_id]
    return _render_item(
        context,
        SidebarItem(
            context.link(urls.article_path(article.id), article.title, article.language),
            moment=context.day_label(article.published) if article.published else None,
            detail=context.site.outlet(article.outlet).name,
        ),
    )


def _render_item(context: PageContext, item: SidebarItem) -> Markup:
    return context.render_macro("sidebar", "entry", item)


def _related_items(context: PageContext, article: Article) -> Iterator[SidebarItem]:
    """The related articles that the outlet itself linked to."""
    for related in article.related:
        local = context.site.link_targets.resolve(related.url)
        title = context.html_run(related.title, article.language)
        if local:
            yield SidebarItem(Link(context.href(local), title))
        elif url := urls.external_url(related.url):
            yield SidebarItem(Link(url, title, external=True))


def event_item(context: PageContext, event: Event) -> SidebarItem:
    words = context.site.words
    return SidebarItem(
        context.link(urls.event_path(event.id), event.title),
        sign=event.status,
        status=words(f"status.{event.status}"),
        moment=context.date_label(event.when) if event.when else None,
        detail="" if event.when else words("date.undated"),
    )


def claim_item(context: PageContext, claim: Claim) -> SidebarItem:
    number = context.site.claim_numbers[claim.id]
    return SidebarItem(
        context.link(urls.claim_path(claim.id), claim.text),
        count="",
        detail=context.site.words(
            "claim.number_status", n=number, status=context.site.words(f"verdict.{claim.status}")
        ),
    )


def name_previews(context: PageContext, article: Article) -> Markup:
    """The previews of the entities that an article links."""
    entities = [mention.entities for mention in context.site.findings(article.id).mentions if mention.linked]
    linked = [entity for entity in dict.fromkeys(chain.from_iterable(entities)) if entity in context.site.entities]
    return Markup("".join([context.cached_for(_preview, entity) for entity in linked]))  # noqa: S704 (rendered by a template)


def _preview(context: PageContext, entity_id: str) -> Markup:
    """No totals: they change with every article, and would change the page of each article that links the name."""
    site, entity = context.site, context.site.entities[entity_id]
    name = context.entity_link(entity)
    first = next((article for article in site.dossier.counts.get(entity.id, ()) if article in site.articles), "")
    preview = NamePreview(
        entity.id,
        name.text,
        tuple(
            context.html_run(text, lang) for lang, text in entity.name.items() if text != site.display_name(entity)[0]
        ),
        prose_html(context, entity.summary[:1], by=site.signature(entity.by)),
        site.words(f"type.{entity.type}"),
        quotations.article_label(context, first) if first else None,
        name.href,
    )
    return context.render_macro("sidebar", "preview", preview, site.words)
