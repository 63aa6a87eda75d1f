"""Who is named in an article, and who beside whom: its share of what the pages tell of all.

What happened in order, what was published when, and which articles tell of the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain, combinations

from dossier import edtf
from dossier.model import Article, ArticleFindings, Coverage, DateMention, Event, Mention, When


def article_findings(mentions: tuple[Mention, ...], dates: tuple[DateMention, ...]) -> ArticleFindings:
    """What one article tells, and what follows from it; a gloss belongs to its name."""
    counts: dict[str, int] = {}
    named: dict[str, set[str]] = {}
    for mention in mentions:
        named.setdefault(mention.block, set()).update(mention.entities)
        for entity in mention.entities if mention.kind != "gloss" else ():
            counts[entity] = counts.get(entity, 0) + 1
    beside = chain.from_iterable(combinations(sorted(entities), 2) for entities in named.values())
    return ArticleFindings(mentions, dates, counts, tuple(beside))


def events_by_date(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events by date, as the file has them where that is the same; the undated last."""
    listed = tuple(events)
    dated = sorted((_date(event), nth) for nth, event in enumerate(listed) if event.when)
    return (*(listed[nth] for _, nth in dated), *(event for event in listed if not event.when))


def _date(event: Event) -> tuple[float, int, str]:
    return edtf.sort_key(event.when) if event.when else (float("inf"), 0, "")


def coverage_by_day(articles: Iterable[Article]) -> tuple[Coverage, ...]:
    """How many articles each outlet published on each day, by day; the undated are left out.

    What came out some day in a month counts on the first day that it may have been, and says so.
    """
    published = Counter(
        (_day(article.published), article.outlet, _is_a_day(article.published))
        for article in articles
        if article.published
    )
    return tuple(Coverage(day, outlet, number, exact) for (day, outlet, exact), number in sorted(published.items()))


def same_events(articles: Iterable[Article], events: Iterable[Event]) -> Mapping[str, tuple[str, ...]]:
    """The other articles that are cited for the events an article is cited for, in the order of `articles`."""
    order = {article.id: nth for nth, article in enumerate(articles)}
    others: dict[str, set[str]] = {}
    for event in events:
        cited = {source.article for source in event.sources} & order.keys()
        for article in cited:
            others.setdefault(article, set()).update(cited - {article})
    return {article: tuple(sorted(others[article], key=order.__getitem__)) for article in order if others.get(article)}


def _is_a_day(when: When) -> bool:
    return when.first == when.last and not when.approximate and not when.uncertain


def _day(when: When) -> date:
    return when.last if when.first == date.min else when.first
