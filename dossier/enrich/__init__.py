"""Library → Dossier: names linked, dates resolved, quotations found, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from dossier.enrich import anchors, backlinks, timeline
from dossier.enrich.dates import dated
from dossier.enrich.mentions import mentions
from dossier.enrich.names import Described, Names
from dossier.enrich.plain import Texts
from dossier.guard import FAULT, attempts, together
from dossier.model import Article, At, Citation, Compound, Dossier, Entity, Event, Found, Library, Passage
from dossier.problems import Each, Failure, Problem, Severity


def dossier(library: Library, each: Each = map) -> tuple[Dossier, tuple[Problem, ...]]:
    """What the program found in the library, and what of it somebody should know."""
    sought = anchors.sought(library)
    names, nameless = _names(library, each)
    unread = [_Unread(article, sought.get(article.id, ())) for article in library.articles]
    read = tuple(map(_or_nothing, unread, attempts(_Reader(names), unread, _place, each)))
    events, untimed = _timeline(library)
    made = Dossier(
        content=library,
        found={article.id: one.found for article, one in zip(library.articles, read, strict=True)},
        passages=dict(chain.from_iterable(map(_quoted, unread, read))),
        coverage=timeline.coverage(library.articles),
        timeline=events,
        same_events=timeline.same_events(library.articles, library.events),
    )
    problems = (*nameless, *chain.from_iterable(one.problems for one in read), *untimed)
    failed = any(problem.check == FAULT for problem in problems)  # and nobody knows what was not read
    return made, (*problems, *(() if failed else _unmentioned(made)))


def _names(library: Library, each: Each) -> tuple[Names, tuple[Problem, ...]]:
    """The names of the library, without those of entities that cannot be read."""
    try:
        (names,) = each(Names.of, [Described(library.entities, library.compounds)])
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # by which of them it comes, is seen when each is read alone
        entities = together(lambda some: Names.of(Described(tuple(some), ())), library.entities, _record_place)
        compounds = together(lambda some: Names.of(Described((), tuple(some))), library.compounds, _record_place)
        sound = Described(tuple(entities[1]), tuple(compounds[1]))
        return Names.of(sound), (*entities[2], *compounds[2])
    return names, ()


def _timeline(library: Library) -> tuple[tuple[Event, ...], tuple[Problem, ...]]:
    events, _, problems = together(timeline.timeline, library.events, _record_place)
    return events, problems


def _record_place(record: Entity | Compound | Event) -> At:
    return record.at


class _Unread(NamedTuple):
    """An article, and what people quote from it."""

    article: Article
    sought: tuple[anchors.Sought, ...]


class _Read(NamedTuple):
    """What one article says, and where it says what people quote."""

    found: Found
    passages: tuple[Passage | None, ...]
    problems: tuple[Problem, ...]


def _place(unread: _Unread) -> At:
    return unread.article.at


def _or_nothing(unread: _Unread, read: _Read | Failure) -> _Read:
    """What was read; of an article in which that fails, nothing but the problem."""
    if isinstance(read, Failure):
        return _Read(Found((), (), {}, ()), tuple(None for _ in unread.sought), read.problems)
    return read


@dataclass(frozen=True, slots=True)
class _Reader:
    names: Names

    def __call__(self, unread: _Unread) -> _Read:
        article, sought = unread
        texts = Texts.of(article)
        found = backlinks.found(mentions(self.names, article, texts), dated(article, texts))
        held = anchors.held(article, sought, texts)
        return _Read(found, tuple(held.passages.get(citation) for citation, _ in sought), held.problems)


def _quoted(unread: _Unread, read: _Read) -> Iterator[tuple[Citation, Passage]]:
    """What people quote; the words of overrides are found, but nobody quotes them."""
    for (citation, part), passage in zip(unread.sought, read.passages, strict=True):
        if passage and part != anchors.OVERRIDE:
            yield citation, passage


def _unmentioned(made: Dossier) -> Iterator[Problem]:
    """The entities that no article names: somebody may have misspelt them."""
    named = set(chain.from_iterable(found.counts for found in made.found.values()))
    for entity in made.content.entities if made.content.articles else ():
        if entity.link != "never" and named.isdisjoint((entity.id, entity.stands_for)):
            hint = "check the spelling of `name` and `alias`, or remove it, if no text will name it"
            yield Problem(entity.at, Severity.NOTICE, "unmentioned", f"no article names `{entity.id}`", hint=hint)
