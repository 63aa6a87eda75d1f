"""Imports captures: drafts the named sources and plans what to write below content/.

`plan_import` is pure; `import_captures` reads content/ and the sources, and leaves all writing to its caller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from dossier.guard import gather
from dossier.ingest.captures.article_captures import CaptureIndex, IncomingCapture
from dossier.ingest.captures.comparison import ArticleWords, are_related, are_same_article, are_unrelated, read_words
from dossier.ingest.captures.stored_content import (
    ARTICLES,
    CAPTURES,
    DRAFTS,
    VERSIONS,
    StoredContent,
    article_address_key,
    article_parts,
    fingerprint_capture,
    outlet_files,
    read_stored_content,
    redraft_capture,
)
from dossier.ingest.captures.update import Fate, MergeFn, Outcome, RedraftFn, UpdatePlanner
from dossier.ingest.drafts.draft import Dropped, draft_capture
from dossier.ingest.drafts.images import LocalisedPictures, localise_pictures
from dossier.ingest.drafts.local_links import LocalTargets, address_key, remote_pictures
from dossier.ingest.metadata.article_metadata import Reason
from dossier.ingest.network.fetch import FetchFn
from dossier.ingest.network.sources import CaptureSource, captures_at, expand_sources, fetch_from_archives
from dossier.ingest.outlets import OutletRules, rules_with
from dossier.model import Location
from dossier.problems import MapFn, Problem, Severity
from dossier.script import fingerprint

_BATCH = 200  # sources per step, which bounds the memory of a large import


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What an import may use, and whether it also merges and localises pictures."""

    now: str  # ISO 8601 with a zone, recorded as the time at which pages are fetched
    fetch: FetchFn
    merge: MergeFn | None = None  # for articles that were edited
    images: bool = False  # whether pictures are downloaded


class DroppedPiece(NamedTuple):
    """A piece of a capture that its draft leaves out."""

    source: str
    article: str
    dropped: Dropped


class FieldReason(NamedTuple):
    """Where a field of a draft's front matter comes from."""

    source: str
    article: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class ImportStep:
    """A part of an import: what to write in which order, what that replaces, and what to report."""

    writes: Mapping[str, bytes] = field(default_factory=dict)
    was: Mapping[str, bytes] = field(default_factory=dict)
    outcomes: tuple[Outcome, ...] = ()
    dropped: tuple[DroppedPiece, ...] = ()
    reasons: tuple[FieldReason, ...] = ()
    problems: tuple[Problem, ...] = ()


def import_captures(
    content: Path, sources: Iterable[str], options: ImportOptions, map_fn: MapFn = map
) -> Iterator[ImportStep]:
    """Import in steps. The caller writes each step before it asks for the next; for a dry run it writes none.

    A bad capture is reported, and the others are imported.
    """
    stored = read_stored_content(content)
    rules, rule_problems = rules_with(outlet_files(content))
    names, source_problems = expand_sources(sources)
    if problems := (*rule_problems, *source_problems):
        yield ImportStep(problems=problems)
    redraft_fn = partial(redraft_capture, content, draft_fn=partial(draft_capture, rules=rules))
    draft_fn = partial(_draft_incoming, rules=rules)
    for start in range(0, len(names), _BATCH):
        batch = names[start : start + _BATCH]
        step = _import_batch(stored, batch, options, str(content), draft_fn, map_fn, redraft_fn)
        yield step
        stored = stored.after(step.writes)


def _import_batch(  # noqa: PLR0917  # it has one caller
    stored: StoredContent,
    sources: Sequence[str],
    options: ImportOptions,
    content: str,
    draft_fn: Callable[[CaptureSource], tuple[IncomingCapture, ...]],
    map_fn: MapFn,
    redraft_fn: RedraftFn,
) -> ImportStep:
    opened, source_faults = gather(
        lambda source: captures_at(source, options.now, options.fetch), sources, locate=Location
    )
    captures = [capture for captured, _ in opened for capture in captured]
    drafted, draft_faults = gather(draft_fn, captures, map_fn, lambda source: Location(source.name))
    incoming = [capture for captures in drafted for capture in captures]
    plan = plan_import(stored, incoming, merge=options.merge, content=content, redraft_fn=redraft_fn)
    pictures = LocalisedPictures({}, {}, ())
    if options.images:
        bodies = list(_unedited_bodies(stored, plan))
        addresses = (url for _, body in bodies for url in remote_pictures(body))
        fetch = fetch_from_archives(sources, addresses, options.fetch)
        pictures = localise_pictures(stored, bodies, fetch, options.now, content)
        stored = stored.after(pictures.writes)
        plan = plan_import(stored, incoming, merge=options.merge, content=content, redraft_fn=redraft_fn)
    excluded = {outcome.source for outcome in plan.outcomes if outcome.fate in (Fate.SKIPPED, Fate.DELETED)}
    return ImportStep(
        {**pictures.writes, **plan.writes},
        {**pictures.was, **plan.was},
        plan.outcomes,
        tuple(DroppedPiece(one.source, one.draft.id, dropped) for one in incoming for dropped in one.draft.dropped),
        tuple(FieldReason(one.source, one.draft.id, reason) for one in incoming for reason in one.draft.reasons),
        (
            *source_faults,
            *(problem for _, problems in opened for problem in problems),
            *draft_faults,
            *(problem for one in incoming if one.source not in excluded for problem in one.draft.problems),
            *pictures.problems,
            *plan.problems,
        ),
    )


def _draft_incoming(source: CaptureSource, rules: OutletRules) -> tuple[IncomingCapture, ...]:
    return tuple(IncomingCapture(source.name, source.data, draft) for draft in draft_capture(*source, rules))


def _unedited_bodies(stored: StoredContent, plan: ImportPlan) -> Iterator[tuple[str, str]]:
    """The ids and bodies of the imported articles that nobody has edited."""
    fates = {outcome.article: outcome.fate for outcome in plan.outcomes}
    for id_, fate in fates.items():
        article = stored.articles.get(id_)
        text = plan.writes.get(f"{ARTICLES}/{id_}.md")
        if article and article.text is not None and not article.is_unedited:
            continue
        if text is None and article:
            text = article.text
        if text is not None and fate is not Fate.MERGED:
            yield id_, article_parts(text)[1]


_ORDER = (CAPTURES, VERSIONS, ARTICLES, DRAFTS)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What to write below content/ in which order, what that replaces, and what to report.

    Captures come first, then articles, then drafts. A run that is killed between an article and its draft leaves an
    article that looks edited, so nothing is lost, and the next run writes the missing draft.
    """

    writes: Mapping[str, bytes]
    was: Mapping[str, bytes]
    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...]


def plan_import(
    stored: StoredContent,
    incoming: Iterable[IncomingCapture],
    *,
    merge: MergeFn | None = None,
    content: str = "content",
    redraft_fn: RedraftFn = lambda _file: (),
) -> ImportPlan:
    """Plan the articles of incoming captures, and links to them from other articles. Only `merge` changes edited text."""
    skipped: list[Outcome] = []
    wanted: list[IncomingCapture] = []
    for one in incoming:
        if _is_skipped(one, stored.skip):
            skipped.append(Outcome(one.source, one.draft.id, Fate.SKIPPED))
        else:
            wanted.append(one)
    groups, identity_problems = _group_by_article(stored, wanted)
    stored_ids, incoming_ids = _stored_ids(stored), _incoming_ids(groups, stored)
    local_targets = LocalTargets({**stored_ids, **incoming_ids}, stored.pictures)
    index = CaptureIndex.from_content(stored)
    planner = UpdatePlanner(stored, merge, content, local_targets, index, redraft_fn)
    updates, faults = gather(
        lambda group: planner.plan_article(*group), groups.items(), locate=lambda group: Location(group[1][0].source)
    )
    if new_ids := {key: id_ for key, id_ in incoming_ids.items() if id_ not in stored.articles}:
        link_planner = UpdatePlanner(stored, merge, content, LocalTargets(new_ids, {}), index)
        others = (article for id_, article in stored.articles.items() if id_ not in groups)
        link_updates, link_faults = gather(
            link_planner.plan_linked, others, locate=lambda article: Location(f"{content}/{ARTICLES}/{article.id}.md")
        )
        updates, faults = (*updates, *filter(None, link_updates)), (*faults, *link_faults)
    writes = {path: data for update in updates for path, data in update.writes.items()}
    return ImportPlan(
        dict(sorted(writes.items(), key=lambda write: _ORDER.index(write[0].split("/")[0]))),
        {path: data for update in updates for path, data in update.was.items()},
        (*skipped, *(outcome for update in updates for outcome in update.outcomes)),
        (*identity_problems, *faults, *(problem for update in updates for problem in update.problems)),
    )


def _group_by_article(
    stored: StoredContent, incoming: Iterable[IncomingCapture]
) -> tuple[dict[str, list[IncomingCapture]], tuple[Problem, ...]]:
    """Group captures by article, which is recognised by its address, its id, or a capture that it already has.

    Where address or id match but the text is another article's, the capture becomes an article of its own.
    """
    articles = sorted(stored.articles.values(), key=lambda one: not one.deleted)  # present articles take precedence
    ids_by_key = {one.address_key: one.id for one in articles if one.address_key}
    ids_by_name = {name: one.id for one in articles for name in (*one.list_field("formerly"), one.id)}
    recorded = {(record.get("sha256"), one.id) for one in articles for record in one.captures}
    recorded |= {
        (capture.sha256, PurePosixPath(file).stem.partition(".")[0]) for file, capture in stored.captures.items()
    }
    owners = dict(sorted(recorded, key=str))
    groups: dict[str, list[IncomingCapture]] = {}
    problems: list[Problem] = []
    for one in incoming:
        key, sha256 = article_address_key(one.url), fingerprint_capture(one.data).sha256
        recorded_ids = (
            article.id
            for article in reversed(articles)
            if key and article.address_key == key and (sha256, article.id) in recorded
        )
        id_ = next(recorded_ids, "") if sha256 in owners else ""
        id_ = id_ or ids_by_key.get(key) or ids_by_name.get(one.draft.id) or ""
        owner = stored.articles.get(owners.get(sha256, ""))
        if not id_ and owner:
            id_ = owner.id
        other_words = _article_words(stored, groups, id_)
        if other_words and (sha256, id_) not in recorded:
            words = read_words(one.draft.fields, one.draft.body)
            is_same_key = bool(key) and ids_by_key.get(key) == id_
            is_same = are_related(words, other_words) if key else are_same_article(words, other_words)
            if are_unrelated(words, other_words) if is_same_key else not is_same:
                fact = f"its {'address' if is_same_key else 'id'} is that of {id_}, whose text is another"
                hint = "it is drafted as an article of its own; correct `url` in either, or make them one"
                problems.append(Problem(Location(one.source), Severity.WARNING, "twin", fact, hint=hint))
                id_ = f"{one.draft.id}-{fingerprint(one.draft.body)}"
                key = ""
        id_ = id_ or one.draft.id
        if key:
            ids_by_key.setdefault(key, id_)
        ids_by_name.setdefault(one.draft.id, id_)
        groups.setdefault(id_, []).append(one)
    return groups, tuple(problems)


def _article_words(
    stored: StoredContent, groups: Mapping[str, Sequence[IncomingCapture]], id_: str
) -> ArticleWords | None:
    """The words of an article as first drafted; None without such an article, or where it cannot be read."""
    if group := groups.get(id_):
        return read_words(group[0].draft.fields, group[0].draft.body)
    article = stored.articles.get(id_)
    fields, body = article_parts((article.draft or article.text or b"") if article else b"")
    return read_words(fields, body) if fields else None


def _stored_ids(stored: StoredContent) -> dict[str, str]:
    """The ids of the present articles, by address key."""
    return {one.address_key: id_ for id_, one in stored.articles.items() if one.address_key and not one.deleted}


def _incoming_ids(groups: Mapping[str, Sequence[IncomingCapture]], stored: StoredContent) -> dict[str, str]:
    """The ids of the articles with incoming captures, by address key; deleted ones stay deleted."""
    keys = ((article_address_key(one.url), id_) for id_, group in groups.items() for one in group)
    return {key: id_ for key, id_ in keys if key and not (id_ in stored.articles and stored.articles[id_].deleted)}


def _is_skipped(one: IncomingCapture, skip: Iterable[str]) -> bool:
    """Whether dossier.yaml excludes the capture by its article's id, its address, or its file's name."""
    file = PurePosixPath(one.source)
    return any(
        name in (one.draft.id, file.name, file.stem) or (one.url and address_key(name) == address_key(one.url))
        for name in skip
    )
