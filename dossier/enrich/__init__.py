"""Library → Dossier: names linked, dates resolved, quotations located, and the summaries that follow from them."""

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


def enrich_library(library: Library, map_fn: MapFn = map) -> tuple[Dossier, tuple[Problem, ...]]:
    """The library with its names, dates and quotations located, and the problems that came up."""
    citations = anchors.citations_by_article(library)
    names, name_problems = _spelling_index(library, map_fn)
    tasks = [_ArticleTask(article, citations.get(article.id, ())) for article in library.articles]
    outcomes = attempt_all(_EnrichArticle(names), tasks, _task_place, map_fn)
    results = tuple(map(_result_or_empty, tasks, outcomes))
    events, event_problems = _sorted_events(library)
    dossier = Dossier(
        content=library,
        findings={article.id: result.findings for article, result in zip(library.articles, results, strict=True)},
        passages=dict(chain.from_iterable(map(_cited_passages, tasks, results))),
        coverage=timeline.coverage_by_day(library.articles),
        timeline=events,
        same_events=timeline.same_events(library.articles, library.events),
    )
    problems = (*name_problems, *chain.from_iterable(result.problems for result in results), *event_problems)
    # Where an article could not be analysed, nobody knows which entities it mentions.
    has_faults = any(problem.check == FAULT for problem in problems)
    return dossier, (*problems, *(() if has_faults else _unmentioned_entities(dossier)))


def _spelling_index(library: Library, map_fn: MapFn) -> tuple[SpellingIndex, tuple[Problem, ...]]:
    """The index of all names, without the records that make it fail."""
    try:
        (names,) = map_fn(SpellingIndex.of, [NameSources(library.entities, library.compounds)])
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # indexing the records one by one shows which of them is at fault
        entities = process_batch(
            lambda some: SpellingIndex.of(NameSources(tuple(some), ())), library.entities, _record_place
        )
        compounds = process_batch(
            lambda some: SpellingIndex.of(NameSources((), tuple(some))), library.compounds, _record_place
        )
        sound = NameSources(tuple(entities[1]), tuple(compounds[1]))
        return SpellingIndex.of(sound), (*entities[2], *compounds[2])
    return names, ()


def _sorted_events(library: Library) -> tuple[tuple[Event, ...], tuple[Problem, ...]]:
    events, _, problems = process_batch(timeline.events_by_date, library.events, _record_place)
    return events, problems


def _record_place(record: Entity | CompoundName | Event) -> Location:
    return record.at


class _ArticleTask(NamedTuple):
    """An article, and the citations that quote it."""

    article: Article
    citations: tuple[anchors.SoughtCitation, ...]


class _ArticleResult(NamedTuple):
    """What was found in an article, and the passage of each citation."""

    findings: ArticleFindings
    passages: tuple[Passage | None, ...]
    problems: tuple[Problem, ...]


def _task_place(task: _ArticleTask) -> Location:
    return task.article.at


def _result_or_empty(task: _ArticleTask, result: _ArticleResult | Failure) -> _ArticleResult:
    """The result; after a failure, an empty one with its problems."""
    if isinstance(result, Failure):
        return _ArticleResult(ArticleFindings((), (), {}, ()), tuple(None for _ in task.citations), result.problems)
    return result


@dataclass(frozen=True, slots=True)
class _EnrichArticle:
    """Finds the names, dates and quotations of one article."""

    names: SpellingIndex

    def __call__(self, task: _ArticleTask) -> _ArticleResult:
        article, citations = task
        texts = NormalisedArticle.of(article)
        findings = timeline.article_findings(find_mentions(self.names, article, texts), find_dates(article, texts))
        anchored = anchors.anchor_citations(article, citations, texts)
        passages = tuple(anchored.passages.get(citation) for citation, _ in citations)
        return _ArticleResult(findings, passages, anchored.problems)


def _cited_passages(task: _ArticleTask, result: _ArticleResult) -> Iterator[tuple[Citation, Passage]]:
    """The passages of an article that citations quote; the words of overrides are located, but not cited."""
    for (citation, part), passage in zip(task.citations, result.passages, strict=True):
        if passage and part != anchors.OVERRIDE:
            yield citation, passage


def _unmentioned_entities(dossier: Dossier) -> Iterator[Problem]:
    """A notice for each entity that no article names: its name may be misspelt."""
    mentioned = set(chain.from_iterable(findings.counts for findings in dossier.findings.values()))
    for entity in dossier.content.entities if dossier.content.articles else ():
        if entity.link != "never" and mentioned.isdisjoint((entity.id, entity.stands_for)):
            hint = "check the spelling of `name` and `alias`, or remove it, if no text will name it"
            yield Problem(entity.at, Severity.NOTICE, "unmentioned", f"no article names `{entity.id}`", hint=hint)
