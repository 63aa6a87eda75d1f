"""What stands beside a page: who and where, events, claims, other coverage; and the previews of names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from dossier.model import Article, Claim, Entity, Event
from dossier.render import urls
from dossier.render.prose import prose
from dossier.render.sheet import Link, Moment, Run, Sheet

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
    items: tuple[Item, ...]
    rest: tuple[Item, ...] = ()  # folded away
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
    site, words = sheet.site, sheet.site.words
    rails = (
        _folded(sheet, words("rail.names"), _names(sheet, article)),
        _folded(
            sheet, words("rail.events_sourced"), (event(sheet, e) for e in site.events_of_article.get(article.id, ()))
        ),
        _folded(sheet, words("rail.claims_of"), (claim(sheet, c) for c in site.claims_of_article.get(article.id, ()))),
        _folded(sheet, words("rail.same_events"), _others(sheet, article)),
        _folded(sheet, words("rail.related"), _related(sheet, article)),
    )
    return tuple(rail for rail in rails if rail.items)


def _folded(sheet: Sheet, title: str, every: Iterable[Item]) -> Rail:
    """The first few, and the rest where there are more."""
    items = tuple(every)
    if len(items) <= _FEW + 2:
        return Rail(title, items)
    return Rail(title, items[:_FEW], items[_FEW:], sheet.site.words("rail.more", n=len(items) - _FEW))


def _names(sheet: Sheet, article: Article) -> tuple[Item, ...]:
    """Who and what an article names, most first."""
    site = sheet.site
    blocks = {
        entity: len({hit.block for hit in hits[article.id]})
        for entity, hits in site.hits.items()
        if article.id in hits and entity in site.entities
    }
    ranked = sorted(blocks, key=lambda entity: -blocks[entity])
    return tuple(
        Item(sheet.name(site.entities[entity]), count=site.words("count.blocks", n=blocks[entity])) for entity in ranked
    )


def _others(sheet: Sheet, article: Article) -> tuple[Item, ...]:
    site = sheet.site
    others = [site.articles[a] for a in site.dossier.same_events.get(article.id, ()) if a in site.articles]
    return tuple(
        Item(
            sheet.link(urls.article(other.id), other.title, other.language),
            moment=sheet.day(other.published) if other.published else None,
            detail=site.outlet(other.outlet).name,
        )
        for other in others
    )


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


def previews(sheet: Sheet, article: Article) -> tuple[Preview, ...]:
    """One for each entity that the article links."""
    site = sheet.site
    linked = dict.fromkeys(
        entity
        for block in article.body
        for mention in site.mentions(article.id).get(block.id, ())
        if mention.linked
        for entity in mention.entities
    )
    return tuple(preview(sheet, site.entities[entity]) for entity in linked if entity in site.entities)


def preview(sheet: Sheet, entity: Entity) -> Preview:
    site = sheet.site
    name = sheet.name(entity)
    return Preview(
        entity.id,
        name.text,
        tuple(sheet.run(text, lang) for lang, text in entity.name.items() if text != site.name(entity)[0]),
        prose(sheet, entity.summary[:1], by=site.signature(entity.by)),
        site.named(entity),
        name.href,
    )
