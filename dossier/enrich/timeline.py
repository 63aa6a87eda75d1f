"""Summaries over articles and events: mention counts, events by date, coverage by day, articles on the same event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain, combinations

from dossier import edtf
from dossier.model import Article, ArticleFindings, Coverage, DateMention, Event, Mention, When


def article_findings(mentions: tuple[Mention, ...], dates: tuple[DateMention, ...]) -> ArticleFindings:
    """An article's mentions and dates, with the counts of its entities and the pairs that share a block.

    A gloss is not counted, since it repeats the name beside it.
    """
    counts: dict[str, int] = {}
    named: dict[str, set[str]] = {}
    for mention in mentions:
        named.setdefault(mention.block, set()).update(mention.entities)
        for entity in mention.entities if mention.kind != "gloss" else ():
            counts[entity] = counts.get(entity, 0) + 1
    pairs = chain.from_iterable(combinations(sorted(entities), 2) for entities in named.values())
    return ArticleFindings(mentions, dates, counts, tuple(pairs))


def events_by_date(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events by date; those of equal date keep the file's order, and undated ones come last."""
    listed = tuple(events)
    dated = sorted((_sort_key(event), position) for position, event in enumerate(listed) if event.when)
    return (*(listed[position] for _, position in dated), *(event for event in listed if not event.when))


def _sort_key(event: Event) -> tuple[float, int, str]:
    return edtf.sort_key(event.when) if event.when else (float("inf"), 0, "")


def coverage_by_day(articles: Iterable[Article]) -> tuple[Coverage, ...]:
    """How many articles each outlet published on each day; undated articles are left out.

    An article whose day is not exact counts on the first possible day, and is marked as inexact.
    """
    published = Counter(
        (_first_day(article.published), article.outlet, _is_exact_day(article.published))
        for article in articles
        if article.published
    )
    return tuple(Coverage(day, outlet, number, exact) for (day, outlet, exact), number in sorted(published.items()))


def same_events(articles: Iterable[Article], events: Iterable[Event]) -> Mapping[str, tuple[str, ...]]:
    """By article, the other articles that are cited for the same events, in the order of `articles`."""
    order = {article.id: position for position, article in enumerate(articles)}
    others: dict[str, set[str]] = {}
    for event in events:
        cited = {source.article for source in event.sources} & order.keys()
        for article in cited:
            others.setdefault(article, set()).update(cited - {article})
    return {article: tuple(sorted(others[article], key=order.__getitem__)) for article in order if others.get(article)}


def _is_exact_day(when: When) -> bool:
    return when.first == when.last and not when.approximate and not when.uncertain


def _first_day(when: When) -> date:
    return when.last if when.first == date.min else when.first
