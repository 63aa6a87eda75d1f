"""The dossier as pages look it up: indexes over it, computed once, and caches of what pages share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial
from typing import Any, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from dossier.model import (
    Article,
    ArticleFindings,
    Block,
    Claim,
    Correction,
    Dossier,
    Entity,
    Event,
    Note,
    Outlet,
    Stance,
    Withheld,
)
from dossier.render import urls
from dossier.render.language.interface_words import LANGUAGES, InterfaceWords, interface_words
from dossier.render.templates import OURS, Theme

K = TypeVar("K")
V = TypeVar("V")
Owner = TypeVar("Owner")
Subject = TypeVar("Subject", bound=Hashable)
Result = TypeVar("Result")

SubjectCache: TypeAlias = dict[tuple[Callable[..., object], Hashable], Any]
"""Results by the function that computed them and the subject it was called with."""

_ARTICLES_CACHED = 2_000
_NO_FINDINGS = ArticleFindings((), (), {}, ())


def cached_by_article(method: Callable[[Owner, str], V]) -> cached_property[Callable[[str], V]]:
    """A method of an article's id that caches its results for the last two thousand articles."""
    return cached_property(lambda owner: lru_cache(_ARTICLES_CACHED)(partial(method, owner)))


def group_by_key(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    """The values of each key; keys and values keep their order."""
    groups: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


@dataclass(frozen=True)
class Site:
    """A dossier with indexes over it. Each index is built on first use, since a preview renders one page after an edit."""

    dossier: Dossier
    theme: Theme = OURS
    cache: SubjectCache = field(default_factory=dict)

    def cached_for(self, compute: Callable[[Site, Subject], Result], subject: Subject) -> Result:
        """`compute(site, subject)`, computed once for the whole site."""
        key = compute, subject
        if key not in self.cache:
            self.cache[key] = compute(self, subject)
        result: Result = self.cache[key]
        return result

    def cached(self, compute: Callable[[Site], Result]) -> Result:
        """`compute(site)`, computed once."""
        if compute not in self._computed:
            self._computed[compute] = compute(self)
        result: Result = self._computed[compute]
        return result

    @cached_property
    def _computed(self) -> dict[Callable[[Site], Any], Any]:
        return {}

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

    # By article

    @cached_by_article
    def blocks(self, article: str) -> Mapping[str, Block]:
        return {block.id: block for block in self.articles[article].blocks}

    @cached_by_article
    def figures(self, article: str) -> Mapping[str, int]:
        """The number of each figure, by the block of its caption."""
        captions = (block for block in self.articles[article].body if block.kind == "caption")
        return {block.id: number for number, block in enumerate(captions, 1)}

    @cached_by_article
    def notes(self, article: str) -> tuple[Note, ...]:
        """The notes on it: first those on the whole article, then in the order of the words that they are on."""
        if not (notes := self._notes.get(article)):
            return ()
        order = {block: number for number, block in enumerate(self.blocks(article), 1)}

        def position(note: Note) -> tuple[int, int]:
            passage = self.dossier.passages.get(note.citation)
            return (order.get(passage.block, 0), passage.start) if passage else (0, 0)

        return tuple(sorted(notes, key=position))

    @cached_by_article
    def _fragments(self, article: str) -> frozenset[str]:
        """The ids on its page that links may lead to."""
        blocks = (block.id for block in self.articles[article].blocks if block.text)
        return frozenset((*blocks, *(note.id for note in self.notes(article))))

    def findings(self, article: str) -> ArticleFindings:
        return self.dossier.findings.get(article, _NO_FINDINGS)

    @cached_property
    def _notes(self) -> Mapping[str, tuple[Note, ...]]:
        return group_by_key((note.citation.article, note) for note in self.dossier.content.notes)

    # Over the whole dossier

    @cached_property
    def events_of_article(self) -> Mapping[str, tuple[Event, ...]]:
        return group_by_key((a, event) for event in self.dossier.timeline for a in self.citing[event.id])

    @cached_property
    def claims_of_article(self) -> Mapping[str, tuple[Claim, ...]]:
        pairs = dict.fromkeys((s.citation.article, claim) for claim in self.claims for s in self.claims[claim].stances)
        return group_by_key((article, self.claims[claim]) for article, claim in pairs)

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
    def own_outlets(self) -> frozenset[str]:
        """The outlets under which the editors file their own texts; they are no media outlets."""
        editors, outlets = frozenset(self.dossier.content.settings.editors), self.dossier.content.outlets
        return frozenset(outlet.id for outlet in outlets.values() if outlet.own or outlet.name in editors)

    @cached_property
    def media(self) -> Mapping[str, tuple[Article, ...]]:
        """The articles of each media outlet."""
        return {outlet: of for outlet, of in self.articles_of_outlet.items() if outlet not in self.own_outlets}

    @cached_property
    def withheld(self) -> Mapping[str, tuple[Withheld, ...]]:
        """What this edition leaves out, by article."""
        return group_by_key((withheld.article, withheld) for withheld in self.dossier.withheld)

    @cached_property
    def corrections(self) -> Mapping[str, tuple[Correction, ...]]:
        return group_by_key((correction.article, correction) for correction in self.dossier.content.corrections)

    @cached_property
    def compared_events(self) -> tuple[str, ...]:
        """The events that cite two media outlets or more."""
        return tuple(event for event in self.citing if len(self.outlets_of_event(event)) > 1)

    def outlets_of_event(self, event: str) -> tuple[str, ...]:
        """The media outlets that an event cites, each once."""
        outlets = dict.fromkeys(self.articles[article].outlet for article in self.citing[event])
        return tuple(outlet for outlet in outlets if outlet not in self.own_outlets)

    @cached_property
    def citing(self) -> Mapping[str, tuple[str, ...]]:
        """By event, the articles of this edition that it cites."""
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

    def outlet(self, outlet_id: str) -> Outlet:
        """The outlet; one named by its id where the dossier does not describe it."""
        return self.dossier.content.outlets.get(outlet_id) or Outlet(outlet_id, outlet_id)

    def language_name(self, language: str) -> str:
        """The name of a language in the interface; its code where the interface has no word for it."""
        return self.words(f"language.{language}") if language in LANGUAGES else language

    def is_indexable(self, articles: Iterable[str]) -> bool:
        """Whether search engines may index a page that quotes these articles: none is the text of an outlet."""
        return self._third_party.isdisjoint(articles)

    @cached_property
    def _third_party(self) -> frozenset[str]:
        return frozenset(article.id for article in self.dossier.content.articles if not _is_own_text(article))

    def lang(self, language: str) -> str:
        """The value of an element's `lang` attribute; empty where the page has the same language."""
        return "" if language == self.language else language

    def display_name(self, entity: Entity) -> tuple[str, str]:
        """An entity's name for the interface, and the `lang` of that name."""
        for language in _name_languages(self.language):
            if language in entity.name:
                return entity.name[language], self.lang(language)
        language, name = next(iter(entity.name.items()), ("", entity.id))
        return name, self.lang(language)

    def mention_counts(self, entity: Entity) -> str:
        """In how many articles and how often an entity is named, in words."""
        counts = self.dossier.counts.get(entity.id, {})
        reports = self.words("count.articles", n=len(counts))
        return self.words.join_items([reports, self.words("count.mentions", n=sum(counts.values()))])

    def signature_unless_default(self, by: str) -> str:
        """The name of an editor; empty for the dossier's own editors, whom a list does not repeat."""
        return "" if by == self.signature("") else by

    def signature(self, by: str) -> str:
        """The name under what an editor wrote: `by`, or the dossier's editors."""
        return by or self.words.join_items(self.dossier.content.settings.editors)


def build_site(dossier: Dossier, theme: Theme = OURS) -> Site:
    """The dossier with its indexes. Of an article that is withheld, only the head is left."""
    return Site(_without_withheld_texts(dossier), theme)


def _without_withheld_texts(dossier: Dossier) -> Dossier:
    content = dossier.content
    hidden = {article.id for article in content.articles if article.withheld}
    if not hidden:
        return dossier
    articles = (replace(a, body=(), drafted=None) if a.id in hidden else a for a in content.articles)
    return replace(
        dossier,
        content=replace(content, articles=tuple(articles)),
        findings={
            article: findings._replace(mentions=(), dates=()) if article in hidden else findings
            for article, findings in dossier.findings.items()
        },
        passages={c: passage for c, passage in dossier.passages.items() if passage.article not in hidden},
    )


def _is_own_text(article: Article) -> bool:
    return article.rights in ("owned", "public-domain") or article.text == "digest"


def _name_languages(language: str) -> tuple[str, ...]:
    """The languages in which to look for a name, the preferred first."""
    return {"zh-Hant": ("zh-Hant", "zh-Hans", "en"), "en": ("en", "zh-Hans", "zh-Hant")}.get(
        language, ("zh-Hans", "zh-Hant", "en")
    )
