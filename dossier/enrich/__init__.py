"""Library → Dossier: names linked, dates resolved, quotations found, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from dossier.enrich import anchors, timeline
from dossier.enrich.dates import find_dates
from dossier.enrich.names.linker import find_mentions
from dossier.enrich.names.spellings import NameSources, SpellingIndex
from dossier.enrich.normalise import NormalisedArticle
from dossier.guard import FAULT, attempt_all, process_batch
from dossier.model import (
    Article,
    ArticleFindings,
    Citation,
    CompoundName,
    Dossier,
    Entity,
    Event,
    Library,
    Location,
    Passage,
)
from dossier.problems import Failure, MapFn, Problem, Severity


def enrich_library(library: Library, each: MapFn = map) -> tuple[Dossier, tuple[Problem, ...]]:
    """What the program found in the library, and what of it somebody should know."""
    sought = anchors.citations_by_article(library)
    names, nameless = _names(library, each)
    unread = [_Unread(article, sought.get(article.id, ())) for article in library.articles]
    read = tuple(map(_or_nothing, unread, attempt_all(_Reader(names), unread, _place, each)))
    events, untimed = _timeline(library)
    made = Dossier(
        content=library,
        findings={article.id: one.found for article, one in zip(library.articles, read, strict=True)},
        passages=dict(chain.from_iterable(map(_quoted, unread, read))),
        coverage=timeline.coverage_by_day(library.articles),
        timeline=events,
        same_events=timeline.same_events(library.articles, library.events),
    )
    problems = (*nameless, *chain.from_iterable(one.problems for one in read), *untimed)
    failed = any(problem.check == FAULT for problem in problems)  # and nobody knows what was not read
    return made, (*problems, *(() if failed else _unmentioned(made)))


def _names(library: Library, each: MapFn) -> tuple[SpellingIndex, tuple[Problem, ...]]:
    """The names of the library, without those of entities that cannot be read."""
    try:
        (names,) = each(SpellingIndex.of, [NameSources(library.entities, library.compounds)])
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # by which of them it comes, is seen when each is read alone
        entities = process_batch(
            lambda some: SpellingIndex.of(NameSources(tuple(some), ())), library.entities, _record_place
        )
        compounds = process_batch(
            lambda some: SpellingIndex.of(NameSources((), tuple(some))), library.compounds, _record_place
        )
        sound = NameSources(tuple(entities[1]), tuple(compounds[1]))
        return SpellingIndex.of(sound), (*entities[2], *compounds[2])
    return names, ()


def _timeline(library: Library) -> tuple[tuple[Event, ...], tuple[Problem, ...]]:
    events, _, problems = process_batch(timeline.events_by_date, library.events, _record_place)
    return events, problems


def _record_place(record: Entity | CompoundName | Event) -> Location:
    return record.at


class _Unread(NamedTuple):
    """An article, and what people quote from it."""

    article: Article
    sought: tuple[anchors.SoughtCitation, ...]


class _Read(NamedTuple):
    """What one article says, and where it says what people quote."""

    found: ArticleFindings
    passages: tuple[Passage | None, ...]
    problems: tuple[Problem, ...]


def _place(unread: _Unread) -> Location:
    return unread.article.at


def _or_nothing(unread: _Unread, read: _Read | Failure) -> _Read:
    """What was read; of an article in which that fails, nothing but the problem."""
    if isinstance(read, Failure):
        return _Read(ArticleFindings((), (), {}, ()), tuple(None for _ in unread.sought), read.problems)
    return read


@dataclass(frozen=True, slots=True)
class _Reader:
    names: SpellingIndex

    def __call__(self, unread: _Unread) -> _Read:
        article, sought = unread
        texts = NormalisedArticle.of(article)
        found = timeline.article_findings(find_mentions(self.names, article, texts), find_dates(article, texts))
        held = anchors.anchor_citations(article, sought, texts)
        return _Read(found, tuple(held.passages.get(citation) for citation, _ in sought), held.problems)


def _quoted(unread: _Unread, read: _Read) -> Iterator[tuple[Citation, Passage]]:
    """What people quote; the words of overrides are found, but nobody quotes them."""
    for (citation, part), passage in zip(unread.sought, read.passages, strict=True):
        if passage and part != anchors.OVERRIDE:
            yield citation, passage


def _unmentioned(made: Dossier) -> Iterator[Problem]:
    """The entities that no article names: somebody may have misspelt them."""
    named = set(chain.from_iterable(found.counts for found in made.findings.values()))
    for entity in made.content.entities if made.content.articles else ():
        if entity.link != "never" and named.isdisjoint((entity.id, entity.stands_for)):
            hint = "check the spelling of `name` and `alias`, or remove it, if no text will name it"
            yield Problem(entity.at, Severity.NOTICE, "unmentioned", f"no article names `{entity.id}`", hint=hint)
