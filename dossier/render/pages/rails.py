"""What stands beside a page: who and where, events, claims, other coverage; and the previews of names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from markupsafe import Markup

from dossier.model import Article, Claim, Event
from dossier.render import urls
from dossier.render.prose import prose
from dossier.render.sheet import Link, Moment, Run, Sheet
from dossier.render.site import Site

_FEW = 8  # items beside an article before the rest is folded


@dataclass(frozen=True, slots=True)
class Item:
    link: Link
    sign: str = ""  # an event's status
    status: str = ""  # the same in words
    moment: Moment | None = None
    detail: str = ""
    count: str = ""


@dataclass(frozen=True, slots=True)
class Rail:
    title: str
    items: tuple[Item | Markup, ...]
    rest: tuple[Item | Markup, ...] = ()  # folded away
    more: str = ""  # how many those are


@dataclass(frozen=True, slots=True)
class Preview:
    """What a name shows before one follows it."""

    id: str
    name: Run
    others: tuple[Run, ...]
    summary: Markup
    count: str
    href: str


def of_article(sheet: Sheet, article: Article) -> tuple[Rail, ...]:
    site = sheet.site
    rails = (
        _folded(sheet, "rail.names", _names(sheet, article)),
        _folded(sheet, "rail.events_sourced", _alike(sheet, _event, site.events_of_article.get(article.id, ()))),
        _folded(sheet, "rail.claims_of", _alike(sheet, _claim, site.claims_of_article.get(article.id, ()))),
        _folded(sheet, "rail.same_events", _alike(sheet, _article, _others(site, article))),
        _folded(sheet, "rail.related", tuple(_related(sheet, article))),
    )
    return tuple(rail for rail in rails if rail.items)


def _folded(sheet: Sheet, title: str, items: tuple[Item | Markup, ...]) -> Rail:
    """The first few, and the rest where there are more."""
    words = sheet.site.words
    if len(items) <= _FEW + 2:
        return Rail(words(title), items)
    return Rail(words(title), items[:_FEW], items[_FEW:], words("rail.more", n=len(items) - _FEW))


def _alike(
    sheet: Sheet, item: Callable[[Sheet, str], Markup], things: Iterable[Event | Claim | Article]
) -> tuple[Markup, ...]:
    """The items of these, which are the same beside every article."""
    return tuple(sheet.alike(item, thing.id) for thing in things)


def _names(sheet: Sheet, article: Article) -> tuple[Markup, ...]:
    """Who and what an article names, most first."""
    site = sheet.site
    found = site.found(article.id).mentions
    named = dict.fromkeys([(entity, mention.block) for mention in found for entity in mention.entities])
    blocks = Counter([entity for entity, _ in named if entity in site.entities])
    return tuple([sheet.alike(_name, entity) for entity in blocks.most_common()])


def _name(sheet: Sheet, named: tuple[str, int]) -> Markup:
    entity, blocks = named
    return _written(
        sheet, Item(sheet.name(sheet.site.entities[entity]), count=sheet.site.words("count.blocks", n=blocks))
    )


def _event(sheet: Sheet, event_id: str) -> Markup:
    return _written(sheet, event(sheet, sheet.site.events[event_id]))


def _claim(sheet: Sheet, claim_id: str) -> Markup:
    return _written(sheet, claim(sheet, sheet.site.claims[claim_id]))


def _others(site: Site, article: Article) -> Iterator[Article]:
    """The articles that the same events cite."""
    others = site.dossier.same_events.get(article.id, ())
    return (site.articles[other] for other in others if other in site.articles)


def _article(sheet: Sheet, article_id: str) -> Markup:
    it = sheet.site.articles[article_id]
    return _written(
        sheet,
        Item(
            sheet.link(urls.article(it.id), it.title, it.language),
            moment=sheet.day(it.published) if it.published else None,
            detail=sheet.site.outlet(it.outlet).name,
        ),
    )


def _written(sheet: Sheet, item: Item) -> Markup:
    return sheet.part("rails", "entry", item)


def _related(sheet: Sheet, article: Article) -> Iterator[Item]:
    """What the outlet itself listed beside its report."""
    for related in article.related:
        here = sheet.site.places.local(related.url)
        title = sheet.run(related.title, article.language)
        if here:
            yield Item(Link(sheet.to(here), title))
        elif away := urls.external(related.url):
            yield Item(Link(away, title, external=True))


def event(sheet: Sheet, event: Event) -> Item:
    words = sheet.site.words
    return Item(
        sheet.link(urls.event(event.id), event.title),
        sign=event.status,
        status=words(f"status.{event.status}"),
        moment=sheet.moment(event.when) if event.when else None,
        detail="" if event.when else words("date.undated"),
    )


def claim(sheet: Sheet, claim: Claim) -> Item:
    number = sheet.site.claim_numbers[claim.id]
    return Item(
        sheet.link(urls.claim(claim.id), claim.text),
        count="",
        detail=sheet.site.words("claim.number_status", n=number, status=sheet.site.words(f"verdict.{claim.status}")),
    )


def previews(sheet: Sheet, article: Article) -> Markup:
    """One for each entity that the article links."""
    named = [mention.entities for mention in sheet.site.found(article.id).mentions if mention.linked]
    linked = [entity for entity in dict.fromkeys(chain.from_iterable(named)) if entity in sheet.site.entities]
    return Markup("".join([sheet.alike(_preview, entity) for entity in linked]))  # noqa: S704 (each from its template)


def _preview(sheet: Sheet, entity_id: str) -> Markup:
    site, entity = sheet.site, sheet.site.entities[entity_id]
    name = sheet.name(entity)
    preview = Preview(
        entity.id,
        name.text,
        tuple(sheet.run(text, lang) for lang, text in entity.name.items() if text != site.name(entity)[0]),
        prose(sheet, entity.summary[:1], by=site.signature(entity.by)),
        site.named(entity),
        name.href,
    )
    return sheet.part("rails", "preview", preview, site.words)
