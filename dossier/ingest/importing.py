"""A whole import: from what a person names to what should be written below content/, and why.

What an import would write, and why: a pure function of what came in and what stands in content/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from dossier.guard import gather
from dossier.ingest.captures.captured import CaptureFiles, IncomingCapture
from dossier.ingest.captures.comparison import ArticleWords, read_words, texts_agree, texts_related, texts_unlike
from dossier.ingest.captures.shelf import (
    ARTICLES,
    CAPTURES,
    DRAFTS,
    VERSIONS,
    ContentShelf,
    article_parts,
    article_place,
    fingerprint_capture,
    outlet_files,
    read_shelf,
    redrafted,
)
from dossier.ingest.captures.update import Earlier, Fate, Merge, Outcome, UpdatePlanner
from dossier.ingest.drafts.draft import Dropped, draft_capture
from dossier.ingest.drafts.images import LocalisedPictures, localise_pictures
from dossier.ingest.drafts.local_links import LocalTargets, address_key
from dossier.ingest.metadata.collected import Reason
from dossier.ingest.network.sources import CaptureSource, Fetch, captures_at, expand_sources
from dossier.ingest.outlets import OutletRules, rules_with
from dossier.model import Location
from dossier.problems import MapFn, Problem, Severity
from dossier.script import fingerprint

_PART = 200  # places at a time, so that ten thousand captures need no more memory than these


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What an import may use, and how far it goes."""

    at: str  # now, ISO 8601 with a zone, for what is fetched now
    fetch: Fetch
    merge: Merge | None = None  # for articles that were edited
    images: bool = False  # whether pictures are brought too


class DroppedPiece(NamedTuple):
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
class ImportStep:
    """A part of an import: what to write, in this order and over what; what that means; and what was left out."""

    writes: Mapping[str, bytes] = field(default_factory=dict)
    was: Mapping[str, bytes] = field(default_factory=dict)
    outcomes: tuple[Outcome, ...] = ()
    losses: tuple[DroppedPiece, ...] = ()
    reasons: tuple[Taken, ...] = ()
    problems: tuple[Problem, ...] = ()


def import_captures(
    content: Path, words: Iterable[str], means: ImportOptions, each: MapFn = map
) -> Iterator[ImportStep]:
    """An import in parts; each is to be written before the next is asked for, or none is, to see what would be.

    A bad capture is a problem, and the rest is imported.
    """
    standing = read_shelf(content)
    rules, mistaken = rules_with(outlet_files(content))
    found, missing = expand_sources(words)
    if problems := (*mistaken, *missing):
        yield ImportStep(problems=problems)
    for start in range(0, len(found), _PART):
        earlier = partial(redrafted, content, read=partial(draft_capture, rules=rules))
        drafted = partial(_drafted, rules=rules)
        part = _part(standing, found[start : start + _PART], means, str(content), drafted, each, earlier)
        yield part
        standing = standing.after(part.writes)


def _part(  # noqa: PLR0917  # its callers are one
    standing: ContentShelf,
    found: Sequence[str],
    means: ImportOptions,
    content: str,
    drafted: Callable[[CaptureSource], tuple[IncomingCapture, ...]],
    each: MapFn,
    earlier: Earlier,
) -> ImportStep:
    read, unread = gather(lambda place: captures_at(place, means.at, means.fetch), found, locate=Location)
    made, unreadable = gather(drafted, [capture for captures, _ in read for capture in captures], each, _place)
    incoming = [one for some in made for one in some]
    planned = plan_import(standing, incoming, merge=means.merge, content=content, earlier=earlier)
    pictures = LocalisedPictures({}, {}, ())
    if means.images:
        pictures = localise_pictures(standing, _bodies(standing, planned), means.fetch, means.at, content)
        planned = plan_import(
            standing.after(pictures.writes), incoming, merge=means.merge, content=content, earlier=earlier
        )
    unwanted = {one.source for one in planned.outcomes if one.fate in (Fate.SKIPPED, Fate.DELETED)}
    told = [one for one in incoming if one.source not in unwanted]
    return ImportStep(
        {**pictures.writes, **planned.writes},
        {**pictures.was, **planned.was},
        planned.outcomes,
        tuple(DroppedPiece(one.source, one.draft.id, dropped) for one in incoming for dropped in one.draft.dropped),
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


def _place(capture: CaptureSource) -> Location:
    return Location(capture.name)


def _drafted(capture: CaptureSource, rules: OutletRules) -> tuple[IncomingCapture, ...]:
    return tuple(IncomingCapture(capture.name, capture.data, draft) for draft in draft_capture(*capture, rules))


def _bodies(standing: ContentShelf, planned: ImportPlan) -> Iterator[tuple[str, str]]:
    """The articles that came in and that nobody has edited, each with its text."""
    fates = {one.article: one.fate for one in planned.outcomes}
    for id_, fate in fates.items():
        known = standing.known.get(id_)
        text = planned.writes.get(f"{ARTICLES}/{id_}.md")
        if text is None and known and known.text == known.draft:
            text = known.text
        if text is not None and fate is not Fate.MERGED:
            yield id_, article_parts(text)[1]


_ORDER = (CAPTURES, VERSIONS, ARTICLES, DRAFTS)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What to write below content/, in this order, over what; and what that means.

    Captures come first, then articles, then drafts. A run that is killed between an article and its draft leaves an
    article that looks edited: that is safe, and the next run, which makes the same article again, mends it.
    """

    writes: Mapping[str, bytes]
    was: Mapping[str, bytes]
    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...]


def plan_import(
    shelf: ContentShelf,
    incoming: Iterable[IncomingCapture],
    *,
    merge: Merge | None = None,
    content: str = "content",
    earlier: Earlier = lambda _file: (),
) -> ImportPlan:
    """What becomes of captures that came in, and of articles that link to new ones. Only `merge` touches edited articles."""
    skipped: list[Outcome] = []
    wanted: list[IncomingCapture] = []
    for one in incoming:
        if _skipped(one, shelf.skip):
            skipped.append(Outcome(one.source, one.draft.id, Fate.SKIPPED))
        else:
            wanted.append(one)
    groups, strangers = _by_article(shelf, wanted)
    there, coming = _there(shelf), _coming(groups, shelf)
    desk = UpdatePlanner(
        shelf, merge, content, LocalTargets({**there, **coming}, shelf.pictures), CaptureFiles.of(shelf), earlier
    )
    changes, faults = gather(
        lambda item: desk.article(*item), groups.items(), locate=lambda item: Location(item[1][0].source)
    )
    if new := {url: id_ for url, id_ in coming.items() if id_ not in shelf.known}:
        linking = UpdatePlanner(shelf, merge, content, LocalTargets(new, {}), desk.files)
        others = (known for id_, known in shelf.known.items() if id_ not in groups)
        linked, unlinked = gather(
            linking.linked, others, locate=lambda known: Location(f"{content}/{ARTICLES}/{known.id}.md")
        )
        changes, faults = (*changes, *filter(None, linked)), (*faults, *unlinked)
    writes = {path: data for change in changes for path, data in change.writes.items()}
    return ImportPlan(
        dict(sorted(writes.items(), key=lambda write: _ORDER.index(write[0].split("/")[0]))),
        {path: data for change in changes for path, data in change.was.items()},
        (*skipped, *(outcome for change in changes for outcome in change.outcomes)),
        (*strangers, *faults, *(problem for change in changes for problem in change.problems)),
    )


def _by_article(
    shelf: ContentShelf, incoming: Iterable[IncomingCapture]
) -> tuple[dict[str, list[IncomingCapture]], tuple[Problem, ...]]:
    """The captures of each article, which is known by its address, its id, or a capture that it has; and whom it is not.

    An address on two unlike texts, and an id of another text, name no article: the capture makes one of its own.
    """
    known = sorted(shelf.known.values(), key=lambda one: not one.deleted)  # what stands outdoes what was deleted
    places = {one.place: one.id for one in known if one.place}
    names = {name: one.id for one in known for name in (*one.words("formerly"), one.id)}
    recorded = {(record.get("sha256"), one.id) for one in known for record in one.captures}
    recorded |= {(print_.sha256, PurePosixPath(file).stem.partition(".")[0]) for file, print_ in shelf.captures.items()}
    owners = dict(sorted(recorded, key=str))
    groups: dict[str, list[IncomingCapture]] = {}
    problems: list[Problem] = []
    for one in incoming:
        place, sha256 = article_place(one.url), fingerprint_capture(one.data).sha256
        mine = (it.id for it in reversed(known) if place and it.place == place and (sha256, it.id) in recorded)
        id_ = next(mine, "") if sha256 in owners else ""
        id_ = id_ or places.get(place) or names.get(one.draft.id) or ""
        own = shelf.known.get(owners.get(sha256, ""))
        if not id_ and own:
            id_ = own.id
        other = _words_of(shelf, groups, id_)
        if other and (sha256, id_) not in recorded:
            words = read_words(one.draft.fields, one.draft.body)
            by_place = bool(place) and places.get(place) == id_
            same = texts_related(words, other) if place else texts_agree(words, other)
            if texts_unlike(words, other) if by_place else not same:
                fact = f"its {'address' if by_place else 'id'} is that of {id_}, whose text is another"
                hint = "it is drafted as an article of its own; correct `url` in either, or make them one"
                problems.append(Problem(Location(one.source), Severity.WARNING, "twin", fact, hint=hint))
                id_ = f"{one.draft.id}-{fingerprint(one.draft.body)}"
                place = ""
        id_ = id_ or one.draft.id
        if place:
            places.setdefault(place, id_)
        names.setdefault(one.draft.id, id_)
        groups.setdefault(id_, []).append(one)
    return groups, tuple(problems)


def _words_of(shelf: ContentShelf, groups: Mapping[str, Sequence[IncomingCapture]], id_: str) -> ArticleWords | None:
    """The words of an article as they were first drafted; None where there is none, or they cannot be read."""
    if group := groups.get(id_):
        return read_words(group[0].draft.fields, group[0].draft.body)
    known = shelf.known.get(id_)
    fields, body = article_parts((known.draft or known.text or b"") if known else b"")
    return read_words(fields, body) if fields else None


def _there(shelf: ContentShelf) -> dict[str, str]:
    """The articles that stand, by address."""
    return {known.place: id_ for id_, known in shelf.known.items() if known.place and not known.deleted}


def _coming(groups: Mapping[str, Sequence[IncomingCapture]], shelf: ContentShelf) -> dict[str, str]:
    """The articles that captures came in for, by address; a deleted one does not come back."""
    urls = ((one.url, id_) for id_, group in groups.items() for one in group)
    return {
        article_place(url): id_
        for url, id_ in urls
        if article_place(url) and not (id_ in shelf.known and shelf.known[id_].deleted)
    }


def _skipped(one: IncomingCapture, skip: Iterable[str]) -> bool:
    """Whether dossier.yaml drops the capture: by its article's id, by its address, or by its file's name."""
    file = PurePosixPath(one.source)
    return any(
        word in (one.draft.id, file.name, file.stem) or (one.url and address_key(word) == address_key(one.url))
        for word in skip
    )
