"""Everything that a page looks up, worked out once from the dossier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar
from zoneinfo import ZoneInfo

from dossier.model import (
    Article,
    Block,
    Claim,
    Dated,
    Dossier,
    Entity,
    Event,
    Mention,
    Note,
    Outlet,
    Stance,
    Withheld,
)
from dossier.render import urls
from dossier.render.words import LANGUAGES, Words, words

K = TypeVar("K")
V = TypeVar("V")

Spot = tuple[str, str]  # an article and a block of it


@dataclass(frozen=True, slots=True)
class Site:
    """A dossier, and the ways into it."""

    dossier: Dossier
    words: Words
    places: urls.Places
    articles: Mapping[str, Article]
    entities: Mapping[str, Entity]
    events: Mapping[str, Event]
    claims: Mapping[str, Claim]
    claim_numbers: Mapping[str, int]
    blocks: Mapping[Spot, Block]
    figures: Mapping[Spot, int]  # the captions of an article, counted
    mentions: Mapping[Spot, tuple[Mention, ...]]
    dates: Mapping[Spot, tuple[Dated, ...]]
    notes: Mapping[str, tuple[Note, ...]]  # by article, in reading order
    hits: Mapping[str, Mapping[str, tuple[Mention, ...]]]  # by entity and article
    events_of_article: Mapping[str, tuple[Event, ...]]
    claims_of_article: Mapping[str, tuple[Claim, ...]]
    events_of_entity: Mapping[str, tuple[Event, ...]]
    claims_of_entity: Mapping[str, tuple[tuple[Claim, Stance], ...]]
    articles_of_outlet: Mapping[str, tuple[Article, ...]]
    withheld: Mapping[str, tuple[Withheld, ...]]
    compared: tuple[str, ...]  # events that two outlets or more cite

    @property
    def language(self) -> str:
        return self.dossier.content.settings.language

    @property
    def base_url(self) -> str:
        return self.dossier.content.settings.base_url

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.dossier.content.settings.timezone)

    def outlet(self, outlet_id: str) -> Outlet:
        """The outlet; one of its own name, where nobody has described it."""
        return self.dossier.content.outlets.get(outlet_id) or Outlet(outlet_id, outlet_id)

    def language_name(self, language: str) -> str:
        """What the interface calls a language; its code, where it has no word for it."""
        return self.words(f"language.{language}") if language in LANGUAGES else language

    def ours(self, articles: Iterable[str]) -> bool:
        """Whether search engines may have a page that quotes these: none of them is in another's own words."""
        return all(_ours(self.articles[article]) for article in articles if article in self.articles)

    def lang(self, language: str) -> str:
        """The language to name on an element: nothing where the page says it already."""
        return "" if language == self.language else language

    def name(self, entity: Entity) -> tuple[str, str]:
        """What the interface calls an entity, and the language of that name."""
        for language in _nearest(self.language):
            if language in entity.name:
                return entity.name[language], self.lang(language)
        language, name = next(iter(entity.name.items()), ("", entity.id))
        return name, self.lang(language)

    def named(self, entity: Entity) -> str:
        """In how many reports and how often an entity is named, in words."""
        counts = self.dossier.counts.get(entity.id, {})
        reports = self.words("count.articles", n=len(counts))
        return self.words.listed([reports, self.words("count.mentions", n=sum(counts.values()))])

    def signed_apart(self, by: str) -> str:
        """Who signs in a list, where it is not the editors of the whole."""
        return "" if by == self.signature("") else by

    def signature(self, by: str) -> str:
        """Who signs what an editor wrote: the one it names, else the dossier's editors."""
        return by or self.words.listed(self.dossier.content.settings.editors)


def site(dossier: Dossier) -> Site:
    """The dossier with its indexes; of an article that is shown to nobody, no more than its head."""
    dossier = _without_the_withheld(dossier)
    content = dossier.content
    articles = {article.id: article for article in content.articles}
    claims = {claim.id: claim for claim in content.claims}
    notes = _notes(dossier)
    citing = {event.id: _citing(event, articles) for event in dossier.timeline}
    stances = [(claim, stance) for claim in content.claims for stance in claim.stances]
    on = dict.fromkeys((stance.citation.article, claim.id) for claim, stance in stances)
    return Site(
        dossier=dossier,
        words=words(content.settings.language),
        places=_places(dossier, notes),
        articles=articles,
        entities={entity.id: entity for entity in content.entities},
        events={event.id: event for event in dossier.timeline},
        claims=claims,
        claim_numbers={claim: number for number, claim in enumerate(claims, 1)},
        blocks={(article.id, block.id): block for article in content.articles for block in article.blocks},
        figures=dict(_figures(content.articles)),
        mentions=_grouped(((mention.article, mention.block), mention) for mention in dossier.mentions),
        dates=_grouped(((dated.article, dated.block), dated) for dated in dossier.dates),
        notes=notes,
        hits=_hits(dossier),
        events_of_article=_grouped((a, event) for event in dossier.timeline for a in citing[event.id]),
        claims_of_article=_grouped((article, claims[claim]) for article, claim in on),
        events_of_entity=_grouped(
            (entity, event) for event in dossier.timeline for entity in dict.fromkeys((*event.who, event.where))
        ),
        claims_of_entity=_grouped((entity, pair) for pair in stances for entity in pair[1].who),
        articles_of_outlet=_grouped((article.outlet, article) for article in content.articles),
        withheld=_grouped((withheld.article, withheld) for withheld in dossier.withheld),
        compared=tuple(e for e in citing if len({articles[article].outlet for article in citing[e]}) > 1),
    )


def _without_the_withheld(dossier: Dossier) -> Dossier:
    content = dossier.content
    hidden = {article.id for article in content.articles if article.withheld}
    if not hidden:
        return dossier
    articles = (replace(a, body=(), drafted=None) if a.id in hidden else a for a in content.articles)
    return replace(
        dossier,
        content=replace(content, articles=tuple(articles)),
        found={
            article: found._replace(mentions=(), dates=()) if article in hidden else found
            for article, found in dossier.found.items()
        },
        passages={c: passage for c, passage in dossier.passages.items() if passage.article not in hidden},
    )


def _ours(article: Article) -> bool:
    return article.rights in ("owned", "public-domain") or article.text == "digest"


def _citing(event: Event, articles: Mapping[str, Article]) -> tuple[str, ...]:
    """The articles an event cites, of those that are here, each once."""
    return tuple(dict.fromkeys(source.article for source in event.sources if source.article in articles))


def _places(dossier: Dossier, notes: Mapping[str, tuple[Note, ...]]) -> urls.Places:
    content = dossier.content
    return urls.Places(
        {
            a.id: frozenset([b.id for b in a.blocks if b.text] + [n.id for n in notes.get(a.id, ())])
            for a in content.articles
        },
        frozenset(entity.id for entity in content.entities),
        frozenset(event.id for event in content.events),
        frozenset(claim.id for claim in content.claims),
        frozenset({page.stem for page in content.pages} | {"index", "about"}),
    )


def _notes(dossier: Dossier) -> Mapping[str, tuple[Note, ...]]:
    """The notes of each article: those on the whole of it, then by where their words stand."""
    order = {
        (article.id, block.id): number
        for article in dossier.content.articles
        for number, block in enumerate(article.blocks, 1)
    }

    def place(note: Note) -> tuple[int, int]:
        passage = dossier.passages.get(note.citation)
        return (order.get((passage.article, passage.block), 0), passage.start) if passage else (0, 0)

    return _grouped((note.citation.article, note) for note in sorted(dossier.content.notes, key=place))


def _figures(articles: Iterable[Article]) -> Iterable[tuple[Spot, int]]:
    for article in articles:
        captions = (block for block in article.body if block.kind == "caption")
        yield from (((article.id, block.id), number) for number, block in enumerate(captions, 1))


def _hits(dossier: Dossier) -> Mapping[str, Mapping[str, tuple[Mention, ...]]]:
    by_entity = _grouped((entity, mention) for mention in dossier.mentions for entity in mention.entities)
    return {entity: _grouped((hit.article, hit) for hit in hits) for entity, hits in by_entity.items()}


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    """The values of each key, both in the order they came in."""
    groups: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _nearest(language: str) -> tuple[str, ...]:
    """The languages to look for a name in, the nearest first."""
    return {"zh-Hant": ("zh-Hant", "zh-Hans", "en"), "en": ("en", "zh-Hans", "zh-Hant")}.get(
        language, ("zh-Hans", "zh-Hant", "en")
    )
