"""A whole import: from what a person names to what should be written below content/, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from dossier.ingest.captured import Incoming
from dossier.ingest.change import Fate, Merge, Outcome
from dossier.ingest.draft import Dropped, drafts
from dossier.ingest.facts import Reason
from dossier.ingest.images import Brought, brought
from dossier.ingest.plan import Plan, plan
from dossier.ingest.shelf import ARTICLES, Shelf, parts, shelf
from dossier.ingest.sources import Fetch, Source, places, sources
from dossier.problems import Each, Problem, gather

_PART = 200  # places at a time, so that ten thousand captures need no more memory than these


@dataclass(frozen=True, slots=True)
class Means:
    """What an import may use, and how far it goes."""

    at: str  # now, ISO 8601 with a zone, for what is fetched now
    fetch: Fetch
    merge: Merge | None = None  # for articles that were edited
    images: bool = False  # whether pictures are brought too


class Loss(NamedTuple):
    """A piece of a capture that its draft leaves out."""

    source: str
    article: str
    dropped: Dropped


class Taken(NamedTuple):
    """Where a draft's front matter has a fact from."""

    source: str
    article: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Import:
    """A part of an import: what to write, in this order and over what; what that means; and what was left out."""

    writes: Mapping[str, bytes] = field(default_factory=dict)
    was: Mapping[str, bytes] = field(default_factory=dict)
    outcomes: tuple[Outcome, ...] = ()
    losses: tuple[Loss, ...] = ()
    reasons: tuple[Taken, ...] = ()
    problems: tuple[Problem, ...] = ()


def imports(content: Path, words: Iterable[str], means: Means, each: Each = map) -> Iterator[Import]:
    """An import in parts; each is to be written before the next is asked for, or none is, to see what would be.

    A bad capture is a problem, and the rest is imported.
    """
    standing = shelf(content)
    found, problems = places(words)
    if problems:
        yield Import(problems=problems)
    for start in range(0, len(found), _PART):
        part = _part(standing, found[start : start + _PART], means, str(content), each)
        yield part
        standing = standing.after(part.writes)


def _part(standing: Shelf, found: Sequence[str], means: Means, content: str, each: Each) -> Import:
    read, unread = gather(lambda place: sources(place, means.at, means.fetch), found)
    made, unreadable = gather(_drafted, [capture for captures, _ in read for capture in captures], each)
    incoming = [one for some in made for one in some]
    planned = plan(standing, incoming, merge=means.merge, content=content)
    pictures = Brought({}, {}, ())
    if means.images:
        pictures = brought(standing, _bodies(standing, planned), means.fetch, means.at, content)
        planned = plan(standing.after(pictures.writes), incoming, merge=means.merge, content=content)
    unwanted = {one.source for one in planned.outcomes if one.fate in (Fate.SKIPPED, Fate.DELETED)}
    told = [one for one in incoming if one.source not in unwanted]
    return Import(
        {**pictures.writes, **planned.writes},
        {**pictures.was, **planned.was},
        planned.outcomes,
        tuple(Loss(one.source, one.draft.id, dropped) for one in incoming for dropped in one.draft.dropped),
        tuple(Taken(one.source, one.draft.id, reason) for one in incoming for reason in one.draft.reasons),
        (
            *unread,
            *(problem for _, found_problems in read for problem in found_problems),
            *unreadable,
            *(problem for one in told for problem in one.draft.problems),
            *pictures.problems,
            *planned.problems,
        ),
    )


def _drafted(capture: Source) -> tuple[Incoming, ...]:
    return tuple(Incoming(capture.name, capture.data, draft) for draft in drafts(*capture))


def _bodies(standing: Shelf, planned: Plan) -> Iterator[tuple[str, str]]:
    """The articles that came in and that nobody has edited, each with its text."""
    fates = {one.article: one.fate for one in planned.outcomes}
    for id_, fate in fates.items():
        known = standing.known.get(id_)
        text = planned.writes.get(f"{ARTICLES}/{id_}.md")
        if text is None and known and known.text == known.draft:
            text = known.text
        if text is not None and fate is not Fate.MERGED:
            yield id_, parts(text)[1]
