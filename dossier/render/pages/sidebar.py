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


def article_sidebar(sheet: PageContext, article: Article) -> tuple[SidebarSection, ...]:
    site = sheet.site
    rails = (
        _folded(sheet, "rail.names", _names(sheet, article)),
        _folded(sheet, "rail.events_sourced", _alike(sheet, _event, site.events_of_article.get(article.id, ()))),
        _folded(sheet, "rail.claims_of", _alike(sheet, _claim, site.claims_of_article.get(article.id, ()))),
        _folded(sheet, "rail.same_events", _alike(sheet, _article, _others(site, article))),
        _folded(sheet, "rail.related", tuple(_related(sheet, article))),
    )
    return tuple(rail for rail in rails if rail.items)


def _folded(sheet: PageContext, title: str, items: tuple[SidebarItem | Markup, ...]) -> SidebarSection:
    """The first few, and the rest where there are more."""
    words = sheet.site.words
    if len(items) <= _FEW + 2:
        return SidebarSection(words(title), items)
    return SidebarSection(words(title), items[:_FEW], items[_FEW:], words("rail.more", n=len(items) - _FEW))


def _alike(
    sheet: PageContext, item: Callable[[PageContext, str], Markup], things: Iterable[Event | Claim | Article]
) -> tuple[Markup, ...]:
    """The items of these, which are the same beside every article."""
    return tuple(sheet.alike(item, thing.id) for thing in things)


def _names(sheet: PageContext, article: Article) -> tuple[Markup, ...]:
    """Who and what an article names, most first."""
    site = sheet.site
    found = site.found(article.id).mentions
    named = dict.fromkeys([(entity, mention.block) for mention in found for entity in mention.entities])
    blocks = Counter([entity for entity, _ in named if entity in site.entities])
    return tuple([sheet.alike(_name, entity) for entity in blocks.most_common()])


def _name(sheet: PageContext, named: tuple[str, int]) -> Markup:
    entity, blocks = named
    return _written(
        sheet, SidebarItem(sheet.name(sheet.site.entities[entity]), count=sheet.site.words("count.blocks", n=blocks))
    )


def _event(sheet: PageContext, event_id: str) -> Markup:
    return _written(sheet, event_item(sheet, sheet.site.events[event_id]))


def _claim(sheet: PageContext, claim_id: str) -> Markup:
    return _written(sheet, claim_item(sheet, sheet.site.claims[claim_id]))


def _others(site: Site, article: Article) -> Iterator[Article]:
    """The articles that the same events cite."""
    others = site.dossier.same_events.get(article.id, ())
    return (site.articles[other] for other in others if other in site.articles)


def _article(sheet: PageContext, article_id: str) -> Markup:
    it = sheet.site.articles[article_id]
    return _written(
        sheet,
        SidebarItem(
            sheet.link(urls.article_path(it.id), it.title, it.language),
            moment=sheet.day(it.published) if it.published else None,
            detail=sheet.site.outlet(it.outlet).name,
        ),
    )


def _written(sheet: PageContext, item: SidebarItem) -> Markup:
    return sheet.part("rails", "entry", item)


def _related(sheet: PageContext, article: Article) -> Iterator[SidebarItem]:
    """What the outlet itself listed beside its report."""
    for related in article.related:
        here = sheet.site.places.local(related.url)
        title = sheet.run(related.title, article.language)
        if here:
            yield SidebarItem(Link(sheet.to(here), title))
        elif away := urls.external_url(related.url):
            yield SidebarItem(Link(away, title, external=True))


def event_item(sheet: PageContext, event: Event) -> SidebarItem:
    words = sheet.site.words
    return SidebarItem(
        sheet.link(urls.event_path(event.id), event.title),
        sign=event.status,
        status=words(f"status.{event.status}"),
        moment=sheet.moment(event.when) if event.when else None,
        detail="" if event.when else words("date.undated"),
    )


def claim_item(sheet: PageContext, claim: Claim) -> SidebarItem:
    number = sheet.site.claim_numbers[claim.id]
    return SidebarItem(
        sheet.link(urls.claim_path(claim.id), claim.text),
        count="",
        detail=sheet.site.words("claim.number_status", n=number, status=sheet.site.words(f"verdict.{claim.status}")),
    )


def name_previews(sheet: PageContext, article: Article) -> Markup:
    """One for each entity that the article links."""
    named = [mention.entities for mention in sheet.site.found(article.id).mentions if mention.linked]
    linked = [entity for entity in dict.fromkeys(chain.from_iterable(named)) if entity in sheet.site.entities]
    return Markup("".join([sheet.alike(_preview, entity) for entity in linked]))  # noqa: S704 (each from its template)


def _preview(sheet: PageContext, entity_id: str) -> Markup:
    site, entity = sheet.site, sheet.site.entities[entity_id]
    name = sheet.name(entity)
    preview = NamePreview(
        entity.id,
        name.text,
        tuple(sheet.run(text, lang) for lang, text in entity.name.items() if text != site.name(entity)[0]),
        prose_html(sheet, entity.summary[:1], by=site.signature(entity.by)),
        site.named(entity),
        name.href,
    )
    return sheet.part("rails", "preview", preview, site.words)
