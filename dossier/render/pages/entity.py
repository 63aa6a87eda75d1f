"""A person, place or thing: its names, every sentence about it, its events, claims and company."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from dossier.model import Article, Entity, Mark, Mention
from dossier.render import jsonld, marks, quotes, sentences, urls
from dossier.render.pages import rails
from dossier.render.pages.page import Head, Page
from dossier.render.prose import prose
from dossier.render.sheet import Link, Moment, Run, Sheet
from dossier.render.site import Site

_SHOWN = 4  # sentences of an article before the rest is folded
_FORMS = 8  # of its name
_BESIDE = 12  # names in the table of company before the rest is folded


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence with the name marked, and where it stands."""

    href: str
    place: str
    number: str
    text: Markup


@dataclass(frozen=True, slots=True)
class Hits:
    article: Link
    outlet: Run
    published: Moment | None
    count: str
    lang: str
    shown: tuple[Hit, ...]
    more: tuple[Hit, ...]
    more_count: str
    elsewhere: str  # what this edition counts and does not quote


@dataclass(frozen=True, slots=True)
class Beside:
    """Somebody named in the same blocks; `share` of the most frequent, in percent."""

    name: Link
    type: str
    blocks: int
    share: int


@dataclass(frozen=True, slots=True)
class View:
    kicker: str
    title: Run
    names: tuple[tuple[str, tuple[Run, ...]], ...]  # by language
    surfaces: tuple[tuple[Run, int], ...]  # how the texts write it, and how often
    facts: tuple[tuple[str, Markup], ...]
    summary: Markup
    heading: str
    count: str
    hits: tuple[Hits, ...]
    company: tuple[Beside, ...]
    more_company: tuple[Beside, ...]
    more_company_count: str
    rails: tuple[rails.Rail, ...]
    linking: tuple[str, ...]


def pages(site: Site) -> Iterator[Page]:
    for entity in site.entities.values():
        listed = site.ours(site.dossier.counts.get(entity.id, {}))
        of_it = partial(view, entity=entity), partial(head, site, entity)
        yield Page(urls.entity(entity.id), "entity", *of_it, listed=listed, at=entity.at)


def head(site: Site, entity: Entity) -> Head:
    title = site.name(entity)[0]
    return Head(title, site.words("entity.description", name=title), data=jsonld.entity(site, entity))


def view(sheet: Sheet, entity: Entity) -> View:
    site, words = sheet.site, sheet.site.words
    counts = site.dossier.counts.get(entity.id, {})
    company = tuple(_company(sheet, entity))
    shown = len(company) if len(company) <= _BESIDE + 3 else _BESIDE
    return View(
        kicker=words(f"type.{entity.type}"),
        title=sheet.name(entity).text,
        names=tuple(_names(sheet, entity)),
        surfaces=tuple(_surfaces(sheet, entity)),
        facts=tuple(_facts(sheet, entity)),
        summary=prose(sheet, entity.summary, by=site.signature(entity.by)),
        heading=words("entity.sentences"),
        count=site.named(entity),
        hits=tuple(_hits(sheet, entity, article) for article in counts if article in site.articles),
        company=company[:shown],
        more_company=company[shown:],
        more_company_count=words("rail.more", n=len(company) - shown),
        rails=tuple(rail for rail in _rails(sheet, entity) if rail.items),
        linking=tuple(_linking(site, entity)),
    )


def _names(sheet: Sheet, entity: Entity) -> Iterator[tuple[str, tuple[Run, ...]]]:
    words = sheet.site.words
    for language, name in entity.name.items():
        yield sheet.site.language_name(language), (sheet.run(name, language),)
    if entity.alias:
        yield words("entity.aliases"), tuple(sheet.run(alias, _language_of(alias)) for alias in entity.alias)


def _surfaces(sheet: Sheet, entity: Entity) -> Iterator[tuple[Run, int]]:
    """The forms of the name in the texts, most frequent first."""
    site = sheet.site
    hits = [hit for found in site.hits.get(entity.id, {}).values() for hit in found if len(hit.entities) == 1]
    counts = Counter((hit.surface, site.articles[hit.article].language) for hit in hits)
    for (surface, language), n in counts.most_common(_FORMS):
        yield sheet.run(surface, language), n


def _language_of(name: str) -> str:
    return "en" if name.isascii() else ""


def _facts(sheet: Sheet, entity: Entity) -> Iterator[tuple[str, Markup]]:
    site, words = sheet.site, sheet.site.words
    if entity.stands_for in site.entities:
        name = sheet.name(site.entities[entity.stands_for])
        yield words("entity.stands_for"), Markup('<a href="{}">{}</a>').format(name.href, name.text.html)
    if entity.wikidata:
        yield (
            "Wikidata",
            Markup('<a rel="external" href="https://www.wikidata.org/wiki/{0}">{0}</a>').format(entity.wikidata),
        )
    if entity.coordinates:
        yield words("entity.coordinates"), Markup("{:.2f}, {:.2f}").format(*entity.coordinates)


def _hits(sheet: Sheet, entity: Entity, article_id: str) -> Hits:
    site, words = sheet.site, sheet.site.words
    article = site.articles[article_id]
    outlet = site.outlet(article.outlet)
    hits = tuple(_sentences(sheet, article, site.hits.get(entity.id, {}).get(article_id, ())))
    count = site.dossier.counts[entity.id][article_id]
    seen = len(site.hits.get(entity.id, {}).get(article_id, ()))
    return Hits(
        Link(sheet.to(urls.article(article.id)), sheet.title(article)),
        sheet.run(outlet.name, outlet.language),
        sheet.day(article.published) if article.published else None,
        words("count.mentions", n=count),
        site.lang(article.language),
        hits[:_SHOWN] if len(hits) > _SHOWN + 1 else hits,
        hits[_SHOWN:] if len(hits) > _SHOWN + 1 else (),
        words("entity.more", n=len(hits) - _SHOWN),
        words("entity.elsewhere", n=count - seen) if count > seen else "",
    )


def _sentences(sheet: Sheet, article: Article, hits: tuple[Mention, ...]) -> Iterator[Hit]:
    """Each sentence once, however often it has the name."""
    spans: dict[tuple[str, int, int], list[Mark]] = {}
    for hit in hits:
        block = sheet.site.blocks(article.id)[hit.block]
        start, end = sentences.around(block.text, hit.start, hit.end)
        spans.setdefault((block.id, start, end), []).append(Mark(hit.start, hit.end, "hit"))
    for (block_id, start, end), found in spans.items():
        block = sheet.site.blocks(article.id)[block_id]
        own = (mark for mark in block.marks if mark.kind not in ("link", "footnote"))
        over = marks.cut((*own, *marks.foreign(block.text, article.language), *found), start, end)
        yield Hit(
            sheet.to(urls.article(article.id, block.id)),
            quotes.place(sheet, article, block),
            str(block.number or quotes.place(sheet, article, block)),
            sheet.inline(block.text[start:end], over),
        )


def _company(sheet: Sheet, entity: Entity) -> Iterator[Beside]:
    site = sheet.site
    together = [pair for pair in site.dossier.together.get(entity.id, ()) if pair.entity in site.entities]
    most = max((pair.blocks for pair in together), default=1)
    for pair in together:
        other = site.entities[pair.entity]
        yield Beside(sheet.name(other), site.words(f"type.{other.type}"), pair.blocks, round(100 * pair.blocks / most))


def _rails(sheet: Sheet, entity: Entity) -> Iterator[rails.Rail]:
    site, words = sheet.site, sheet.site.words
    events = (rails.event(sheet, event) for event in site.events_of_entity.get(entity.id, ()))
    yield rails.Rail(words("entity.events"), tuple(events))
    claims = {claim.id: claim for claim, _ in site.claims_of_entity.get(entity.id, ())}
    yield rails.Rail(words("entity.claims"), tuple(rails.claim(sheet, claim) for claim in claims.values()))


def _linking(site: Site, entity: Entity) -> Iterator[str]:
    """How the program knows the name, where that needs saying."""
    words = site.words
    if entity.vetoes:
        yield words("entity.vetoes", names=words.listed(entity.vetoes))
    if entity.weak:
        yield words("entity.weak", names=words.listed(entity.weak))
    if entity.literal_if:
        yield words("entity.literal_if", names=words.listed(entity.literal_if))
    if entity.link in ("index", "never"):
        yield words(f"entity.link.{entity.link}")
