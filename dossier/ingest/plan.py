"""What an import would write, and why: a pure function of what came in and what stands in content/."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from dossier.guard import gather
from dossier.ingest.captured import Files, Incoming
from dossier.ingest.change import Desk, Fate, Merge, Outcome
from dossier.ingest.localised import Local, same
from dossier.ingest.shelf import ARTICLES, CAPTURES, DRAFTS, Shelf, prints
from dossier.model import At
from dossier.problems import Problem

_ORDER = (CAPTURES, ARTICLES, DRAFTS)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to write below content/, in this order, over what; and what that means.

    Captures come first, then articles, then drafts. A run that is killed between an article and its draft leaves an
    article that looks edited: that is safe, and the next run, which makes the same article again, mends it.
    """

    writes: Mapping[str, bytes]
    was: Mapping[str, bytes]
    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...]


def plan(shelf: Shelf, incoming: Iterable[Incoming], *, merge: Merge | None = None, content: str = "content") -> Plan:
    """What becomes of captures that came in, and of articles that link to new ones. Only `merge` touches edited articles."""
    skipped: list[Outcome] = []
    wanted: list[Incoming] = []
    for one in incoming:
        if _skipped(one, shelf.skip):
            skipped.append(Outcome(one.source, one.draft.id, Fate.SKIPPED))
        else:
            wanted.append(one)
    groups = _by_article(shelf, wanted)
    there, coming = _there(shelf), _coming(groups, shelf)
    desk = Desk(shelf, merge, content, Local({**there, **coming}, shelf.pictures), Files.of(shelf))
    changes, faults = gather(lambda item: desk.article(*item), groups.items(), place=lambda item: At(item[1][0].source))
    if new := {url: id_ for url, id_ in coming.items() if id_ not in shelf.known}:
        linking = Desk(shelf, merge, content, Local(new, {}), desk.files)
        others = (known for id_, known in shelf.known.items() if id_ not in groups)
        linked, unlinked = gather(linking.linked, others, place=lambda known: At(f"{content}/{ARTICLES}/{known.id}.md"))
        changes, faults = (*changes, *filter(None, linked)), (*faults, *unlinked)
    writes = {path: data for change in changes for path, data in change.writes.items()}
    return Plan(
        dict(sorted(writes.items(), key=lambda write: _ORDER.index(write[0].split("/")[0]))),
        {path: data for change in changes for path, data in change.was.items()},
        (*skipped, *(outcome for change in changes for outcome in change.outcomes)),
        (*faults, *(problem for change in changes for problem in change.problems)),
    )


def _by_article(shelf: Shelf, incoming: Iterable[Incoming]) -> dict[str, list[Incoming]]:
    """The captures of each article, which is known by its address, by its id, or by a capture that it already has."""
    known = sorted(shelf.known.values(), key=lambda one: not one.deleted)  # what stands outdoes what was deleted
    places = {one.place: one.id for one in known if one.place}
    names = {name: one.id for one in known for name in (*one.words("formerly"), one.id)}
    recorded = {record.get("sha256"): one.id for one in known for record in one.captures}
    groups: dict[str, list[Incoming]] = {}
    for one in incoming:
        place = same(one.url) if one.url else ""
        id_ = places.get(place) or names.get(one.draft.id) or recorded.get(prints(one.data).sha256) or one.draft.id
        if place:
            places.setdefault(place, id_)
        names.setdefault(one.draft.id, id_)
        groups.setdefault(id_, []).append(one)
    return groups


def _there(shelf: Shelf) -> dict[str, str]:
    """The articles that stand, by address."""
    return {known.place: id_ for id_, known in shelf.known.items() if known.place and not known.deleted}


def _coming(groups: Mapping[str, Sequence[Incoming]], shelf: Shelf) -> dict[str, str]:
    """The articles that captures came in for, by address; a deleted one does not come back."""
    urls = ((one.url, id_) for id_, group in groups.items() for one in group)
    return {same(url): id_ for url, id_ in urls if url and not (id_ in shelf.known and shelf.known[id_].deleted)}


def _skipped(one: Incoming, skip: Iterable[str]) -> bool:
    """Whether dossier.yaml drops the capture: by its article's id, by its address, or by its file's name."""
    file = PurePosixPath(one.source)
    return any(
        word in (one.draft.id, file.name, file.stem) or (one.url and same(word) == same(one.url)) for word in skip
    )
