"""Everything that a page looks up, worked out once from the dossier."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from dossier.model import (
    Article,
    ArticleFindings,
    Block,
    Claim,
    Correction,
    DateMention,
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
from dossier.render.caching import FolderCache, Shared, Subject, cached_by_article, group_by_key
from dossier.render.language.interface_words import LANGUAGES, InterfaceWords, interface_words
from dossier.render.templates import OURS, Theme

_block = attrgetter("block")
_NOTHING = ArticleFindings((), (), {}, ())


@dataclass(frozen=True)
class Site:
    """A dossier, and the ways into it. Each is made when it is first taken: a preview shows one page after an edit."""

    dossier: Dossier
    theme: Theme = OURS
    said: FolderCache = field(default_factory=dict)

    def cached_for(self, made: Callable[[Site, Subject], Shared], of: Subject) -> Shared:
        """What every page says alike of something, made once."""
        key = made, of
        if key not in self.said:
            self.said[key] = made(self, of)
        said: Shared = self.said[key]
        return said

    @cached_property
    def words(self) -> InterfaceWords:
        return interface_words(self.language, self.theme)

    @cached_property
    def link_targets(self) -> urls.LinkTargets:
        content = self.dossier.content
        return urls.LinkTargets(
            self.articles,
            self._fragments,
            frozenset(self.entities),
            frozenset(self.events),
            frozenset(self.claims),
            frozenset({page.stem for page in content.pages} | {"index", "about"}),
        )

    @cached_property
    def articles(self) -> Mapping[str, Article]:
        return {article.id: article for article in self.dossier.content.articles}

    @cached_property
    def entities(self) -> Mapping[str, Entity]:
        return {entity.id: entity for entity in self.dossier.content.entities}

    @cached_property
    def events(self) -> Mapping[str, Event]:
        return {event.id: event for event in self.dossier.timeline}

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        return {claim.id: claim for claim in self.dossier.content.claims}

    @cached_property
    def claim_numbers(self) -> Mapping[str, int]:
        return {claim: number for number, claim in enumerate(self.claims, 1)}

    # Of one article

    @cached_by_article
    def blocks(self, article: str) -> Mapping[str, Block]:
        return {block.id: block for block in self.articles[article].blocks}

    @cached_by_article
    def figures(self, article: str) -> Mapping[str, int]:
        """The captions, counted: by block."""
        captions = (block for block in self.articles[article].body if block.kind == "caption")
        return {block.id: number for number, block in enumerate(captions, 1)}

    @cached_by_article
    def mentions(self, article: str) -> Mapping[str, tuple[Mention, ...]]:
        """The names in it, by block, those of the headline too."""
        return {block: tuple(those) for block, those in groupby(self.findings(article).mentions, _block)}

    @cached_by_article
    def dates(self, article: str) -> Mapping[str, tuple[DateMention, ...]]:
        """The days in it, by block."""
        return {block: tuple(those) for block, those in groupby(self.findings(article).dates, _block)}

    @cached_by_article
    def notes(self, article: str) -> tuple[Note, ...]:
        """The notes on it: those on the whole, then by where their words stand."""
        if not (notes := self._notes.get(article)):
            return ()
        order = {block: number for number, block in enumerate(self.blocks(article), 1)}

        def place(note: Note) -> tuple[int, int]:
            passage = self.dossier.passages.get(note.citation)
            return (order.get(passage.block, 0), passage.start) if passage else (0, 0)

        return tuple(sorted(notes, key=place))

    @cached_by_article
    def _fragments(self, article: str) -> frozenset[str]:
        """What of its page one can link to."""
        blocks = (block.id for block in self.articles[article].blocks if block.text)
        return frozenset((*blocks, *(note.id for note in self.notes(article))))

    def findings(self, article: str) -> ArticleFindings:
        return self.dossier.findings.get(article, _NOTHING)

    @cached_property
    def _notes(self) -> Mapping[str, tuple[Note, ...]]:
        return group_by_key((note.citation.article, note) for note in self.dossier.content.notes)

    # Of all

    @cached_property
    def hits(self) -> Mapping[str, Mapping[str, tuple[Mention, ...]]]:
        """Where an entity is named: by entity and article."""
        by_entity = group_by_key((entity, mention) for mention in self.dossier.mentions for entity in mention.entities)
        return {entity: group_by_key((hit.article, hit) for hit in hits) for entity, hits in by_entity.items()}

    @cached_property
    def events_of_article(self) -> Mapping[str, tuple[Event, ...]]:
        return group_by_key((a, event) for event in self.dossier.timeline for a in self._citing[event.id])

    @cached_property
    def claims_of_article(self) -> Mapping[str, tuple[Claim, ...]]:
        on = dict.fromkeys((s.citation.article, claim) for claim in self.claims for s in self.claims[claim].stances)
        return group_by_key((article, self.claims[claim]) for article, claim in on)

    @cached_property
    def events_of_entity(self) -> Mapping[str, tuple[Event, ...]]:
        timeline = self.dossier.timeline
        return group_by_key((who, event) for event in timeline for who in dict.fromkeys((*event.who, event.where)))

    @cached_property
    def claims_of_entity(self) -> Mapping[str, tuple[tuple[Claim, Stance], ...]]:
        stances = ((claim, stance) for claim in self.claims.values() for stance in claim.stances)
        return group_by_key((entity, (claim, stance)) for claim, stance in stances for entity in stance.who)

    @cached_property
    def articles_of_outlet(self) -> Mapping[str, tuple[Article, ...]]:
        return group_by_key((article.outlet, article) for article in self.dossier.content.articles)

    @cached_property
    def withheld(self) -> Mapping[str, tuple[Withheld, ...]]:
        """What the edition leaves out of an article."""
        return group_by_key((withheld.article, withheld) for withheld in self.dossier.withheld)

    @cached_property
    def corrections(self) -> Mapping[str, tuple[Correction, ...]]:
        return group_by_key((correction.article, correction) for correction in self.dossier.content.corrections)

    @cached_property
    def compared_events(self) -> tuple[str, ...]:
        """The events that two outlets or more cite."""
        citing = self._citing
        return tuple(event for event in citing if len({self.articles[a].outlet for a in citing[event]}) > 1)

    @cached_property
    def _citing(self) -> Mapping[str, tuple[str, ...]]:
        """The articles that an event cites, of those that are here, each once."""
        return {
            event.id: tuple(dict.fromkeys(s.article for s in event.sources if s.article in self.articles))
            for event in self.dossier.timeline
        }

    @cached_property
    def language(self) -> str:
        return self.dossier.content.settings.language

    @cached_property
    def base_url(self) -> str:
        return self.dossier.content.settings.base_url

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.dossier.content.settings.timezone)

    def cached(self, made: Callable[[Site], Shared]) -> Shared:
        """What `made` tells of this site, worked out once."""
        if made not in self._made:
            self._made[made] = made(self)
        known: Shared = self._made[made]
        return known

    @cached_property
    def _made(self) -> dict[Callable[[Site], Any], Any]:
        return {}

    def outlet(self, outlet_id: str) -> Outlet:
        """The outlet; one of its own name, where nobody has described it."""
        return self.dossier.content.outlets.get(outlet_id) or Outlet(outlet_id, outlet_id)

    def language_name(self, language: str) -> str:
        """What the interface calls a language; its code, where it has no word for it."""
        return self.words(f"language.{language}") if language in LANGUAGES else language

    def is_indexable(self, articles: Iterable[str]) -> bool:
        """Whether search engines may have a page that quotes these: none of them is in another's own words."""
        return self._others.isdisjoint(articles)

    @cached_property
    def _others(self) -> frozenset[str]:
        return frozenset(article.id for article in self.dossier.content.articles if not _ours(article))

    def lang(self, language: str) -> str:
        """The language to name on an element: nothing where the page says it already."""
        return "" if language == self.language else language

    def display_name(self, entity: Entity) -> tuple[str, str]:
        """What the interface calls an entity, and the language of that name."""
        for language in _nearest(self.language):
            if language in entity.name:
                return entity.name[language], self.lang(language)
        language, name = next(iter(entity.name.items()), ("", entity.id))
        return name, self.lang(language)

    def mention_counts(self, entity: Entity) -> str:
        """In how many reports and how often an entity is named, in words."""
        counts = self.dossier.counts.get(entity.id, {})
        reports = self.words("count.articles", n=len(counts))
        return self.words.join_items([reports, self.words("count.mentions", n=sum(counts.values()))])

    def signature_unless_default(self, by: str) -> str:
        """Who signs in a list, where it is not the editors of the whole."""
        return "" if by == self.signature("") else by

    def signature(self, by: str) -> str:
        """Who signs what an editor wrote: the one it names, else the dossier's editors."""
        return by or self.words.join_items(self.dossier.content.settings.editors)


def build_site(dossier: Dossier, look: Theme = OURS) -> Site:
    """The dossier with its indexes; of an article that is shown to nobody, no more than its head."""
    return Site(_without_the_withheld(dossier), look)


def _without_the_withheld(dossier: Dossier) -> Dossier:
    content = dossier.content
    hidden = {article.id for article in content.articles if article.withheld}
    if not hidden:
        return dossier
    articles = (replace(a, body=(), drafted=None) if a.id in hidden else a for a in content.articles)
    return replace(
        dossier,
        content=replace(content, articles=tuple(articles)),
        findings={
            article: found._replace(mentions=(), dates=()) if article in hidden else found
            for article, found in dossier.findings.items()
        },
        passages={c: passage for c, passage in dossier.passages.items() if passage.article not in hidden},
    )


def _ours(article: Article) -> bool:
    return article.rights in ("owned", "public-domain") or article.text == "digest"


def _nearest(language: str) -> tuple[str, ...]:
    """The languages to look for a name in, the nearest first."""
    return {"zh-Hant": ("zh-Hant", "zh-Hans", "en"), "en": ("en", "zh-Hans", "zh-Hant")}.get(
        language, ("zh-Hans", "zh-Hant", "en")
    )
