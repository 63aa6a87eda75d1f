"""Library → Dossier: names linked, dates resolved, quotations found, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from dossier.enrich import anchors, backlinks, timeline
from dossier.model import Article, Dossier, Library, Mention
from dossier.problems import Each, Problem


def dossier(library: Library, each: Each = map) -> tuple[Dossier, tuple[Problem, ...]]:
    """What the program found in the library, and what of it somebody should know."""
    sought = anchors.sought(library)
    read = tuple(each(_read, [Unread(article, sought.get(article.id, ())) for article in library.articles]))
    found: tuple[Mention, ...] = ()
    made = Dossier(
        content=library,
        mentions=found,
        passages=dict(chain.from_iterable(held.passages.items() for held in read)),
        counts=backlinks.counts(found),
        together=backlinks.together(found),
        coverage=timeline.coverage(library.articles),
        timeline=timeline.timeline(library.events),
        same_events=timeline.same_events(library.articles, library.events),
    )
    return made, tuple(chain.from_iterable(held.problems for held in read))


@dataclass(frozen=True, slots=True)
class Unread:
    """All that reading an article takes."""

    article: Article
    sought: tuple[anchors.Sought, ...]


def _read(unread: Unread) -> anchors.Held:
    return anchors.held(unread.article, unread.sought)
