"""What stands beside a page: who and where, events, claims, other coverage; and the previews of names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from markupsafe import Markup

from dossier.model import Article, Claim, Event
from dossier.render import urls
from dossier.render.article_body import prose_html
from dossier.render.page_context import DateLabel, HtmlRun, Link, PageContext
from dossier.render.site import Site

_FEW = 8  # items beside an article before the rest is folded


@dataclass(frozen=True, slots=True)
class SidebarItem:
    link: Link
    sign: str = ""  # an event's status
    status: str = ""  # the same in words
    moment: DateLabel | None = None
    detail: str = ""
    count: str = ""


@dataclass(frozen=True, slots=True)
class SidebarSection:
    title: str
    items: tuple[SidebarItem | Markup, ...]
    rest: tuple[SidebarItem | Markup, ...] = ()  # folded away
    more: str = ""  # how many those are


@dataclass(frozen=True, slots=True)
class NamePreview:
    """What a name shows before one follows it."""

    id: str
    name: HtmlRun
    others: tuple[HtmlRun, ...]
    summary: Markup
    count: str
    href: str


def article_sidebar(context: PageContext, article: Article) -> tuple[SidebarSection, ...]:
    site = context.site
    rails = (
        _folded(context, "rail.names", _names(context, article)),
        _folded(context, "rail.events_sourced", _alike(context, _event, site.events_of_article.get(article.id, ()))),
        _folded(context, "rail.claims_of", _alike(context, _claim, site.claims_of_article.get(article.id, ()))),
        _folded(context, "rail.same_events", _alike(context, _article, _others(site, article))),
        _folded(context, "rail.related", tuple(_related(context, article))),
    )
    return tuple(rail for rail in rails if rail.items)


def _folded(context: PageContext, title: str, items: tuple[SidebarItem | Markup, ...]) -> SidebarSection:
    """The first few, and the rest where there are more."""
    words = context.site.words
    if len(items) <= _FEW + 2:
        return SidebarSection(words(title), items)
    return SidebarSection(words(title), items[:_FEW], items[_FEW:], words("rail.more", n=len(items) - _FEW))


def _alike(
    context: PageContext, item: Callable[[PageContext, str], Markup], things: Iterable[Event | Claim | Article]
) -> tuple[Markup, ...]:
    """The items of these, which are the same beside every article."""
    return tuple(context.cached_for(item, thing.id) for thing in things)


def _names(context: PageContext, article: Article) -> tuple[Markup, ...]:
    """Who and what an article names, most first."""
    site = context.site
    found = site.findings(article.id).mentions
    named = dict.fromkeys([(entity, mention.block) for mention in found for entity in mention.entities])
    blocks = Counter([entity for entity, _ in named if entity in site.entities])
    return tuple([context.cached_for(_name, entity) for entity in blocks.most_common()])


def _name(context: PageContext, named: tuple[str, int]) -> Markup:
    entity, blocks = named
    return _written(
        context,
        SidebarItem(
            context.entity_link(context.site.entities[entity]), count=context.site.words("count.blocks", n=blocks)
        ),
    )


def _event(context: PageContext, event_id: str) -> Markup:
    return _written(context, event_item(context, context.site.events[event_id]))


def _claim(context: PageContext, claim_id: str) -> Markup:
    return _written(context, claim_item(context, context.site.claims[claim_id]))


def _others(site: Site, article: Article) -> Iterator[Article]:
    """The articles that the same events cite."""
    others = site.dossier.same_events.get(article.id, ())
    return (site.articles[other] for other in others if other in site.articles)


def _article(context: PageContext, article_id: str) -> Markup:
    it = context.site.articles[article_id]
    return _written(
        context,
        SidebarItem(
            context.link(urls.article_path(it.id), it.title, it.language),
            moment=context.day_label(it.published) if it.published else None,
            detail=context.site.outlet(it.outlet).name,
        ),
    )


def _written(context: PageContext, item: SidebarItem) -> Markup:
    return context.render_macro("rails", "entry", item)


def _related(context: PageContext, article: Article) -> Iterator[SidebarItem]:
    """What the outlet itself listed beside its report."""
    for related in article.related:
        here = context.site.link_targets.resolve(related.url)
        title = context.html_run(related.title, article.language)
        if here:
            yield SidebarItem(Link(context.href(here), title))
        elif away := urls.external_url(related.url):
            yield SidebarItem(Link(away, title, external=True))


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
    """One for each entity that the article links."""
    named = [mention.entities for mention in context.site.findings(article.id).mentions if mention.linked]
    linked = [entity for entity in dict.fromkeys(chain.from_iterable(named)) if entity in context.site.entities]
    return Markup("".join([context.cached_for(_preview, entity) for entity in linked]))  # noqa: S704 (each from its template)


def _preview(context: PageContext, entity_id: str) -> Markup:
    site, entity = context.site, context.site.entities[entity_id]
    name = context.entity_link(entity)
    preview = NamePreview(
        entity.id,
        name.text,
        tuple(
            context.html_run(text, lang) for lang, text in entity.name.items() if text != site.display_name(entity)[0]
        ),
        prose_html(context, entity.summary[:1], by=site.signature(entity.by)),
        site.mention_counts(entity),
        name.href,
    )
    return context.render_macro("rails", "preview", preview, site.words)
