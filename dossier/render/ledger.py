"""The ledger of changes, from the dates that the content itself holds: captures, entries, changes of status, corrections, notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Literal, NamedTuple, TypeAlias

from dossier import edtf
from dossier.model import Claim, Event, Prose, When
from dossier.render import urls
from dossier.render.site import Site

ChangeKind: TypeAlias = Literal["correction", "status", "article", "version", "event", "claim", "note", "name"]
KINDS: tuple[ChangeKind, ...] = ("correction", "status", "article", "version", "event", "claim", "note", "name")
"""In the order in which the changes of one day are listed."""

FULL_PAGE = 250  # changes on a further page


class Change(NamedTuple):
    """One line of the ledger."""

    when: When  # the day, or as much of it as is known
    kind: ChangeKind
    target: str = ""  # path of the page it is about; empty for a correction of the dossier as a whole
    title: str = ""  # of that page
    language: str = ""  # of the title; empty for the interface's
    outlet: str = ""  # id of an article's outlet
    event: bool = False  # whether a status is an event's, not a claim's
    before: str = ""  # the status that it had
    after: str = ""  # the status that it has
    why: str = ""  # the reason for a new status
    text: Prose = ()  # a correction
    by: str = ""  # who signs it
    notes: int = 0  # how many there are of them
    entities: tuple[str, ...] = ()  # the names entered


def changes(site: Site) -> tuple[Change, ...]:
    """All changes with a date, the newest first."""
    lines = [*_articles(site), *_events_and_claims(site), *_corrections(site), *_notes(site), *_name_changes(site)]
    return tuple(sorted(lines, key=lambda line: (-line.when.first.toordinal(), line.when.edtf, KINDS.index(line.kind))))


def days(lines: Sequence[Change]) -> tuple[tuple[When, tuple[Change, ...]], ...]:
    """Sorted changes by day."""
    groups = ((when, tuple(of)) for when, of in groupby(lines, key=lambda line: line.when))
    return tuple(groups)


def parts(site: Site) -> tuple[tuple[Change, ...], ...]:
    """The changes of each page, whole days together; the oldest page first, and on each the newest change first.

    The newest part may hold as much as two pages, and stands at changes.html.
    """
    split: list[list[Change]] = [[]]
    for _, of in reversed(days(site.cached(changes))):
        if len(split[-1]) >= FULL_PAGE:
            split.append([])
        split[-1][:0] = of
    if len(split) > 1:
        newest = split.pop()
        split[-1][:0] = newest
    return tuple(map(tuple, split))


def part_path(number: int, of: int) -> str:
    """The page of a part."""
    return urls.LEDGER if number == of - 1 else urls.further_path(urls.LEDGER, str(number + 1))


def day_pages(site: Site) -> Mapping[str, str]:
    """The page on which each day stands, by the id of the day."""
    split = site.cached(parts)
    return {day_id(line.when): part_path(number, len(split)) for number, lines in enumerate(split) for line in lines}


def day_places(site: Site) -> Mapping[str, frozenset[str]]:
    """By page, the ids of the days that stand on it."""
    pages: defaultdict[str, set[str]] = defaultdict(set)
    for day, page in site.cached(day_pages).items():
        pages[page].add(day)
    return {page: frozenset(ids) for page, ids in pages.items()}


def day_path(site: Site, when: When) -> str:
    """The address of a day."""
    day = day_id(when)
    return f"{site.cached(day_pages)[day]}#{day}"


def day_id(when: When) -> str:
    """The id of a day on the ledger's page."""
    return "_" + "".join(letter if letter.isalnum() else "-" for letter in when.edtf)


def _day(site: Site, when: When) -> When:
    """A date without its time of day."""
    return edtf.parse(when.moment.astimezone(site.zone).date().isoformat()) if when.moment else when


def _articles(site: Site) -> Iterator[Change]:
    """When an article was captured first, and when a capture had other words."""
    for article in site.dossier.content.articles:
        for number, capture in enumerate(article.captures):
            if capture.at and (number == 0 or capture.version):
                yield Change(
                    _day(site, edtf.parse(capture.at)),
                    "version" if number else "article",
                    urls.article_path(article.id),
                    article.title,
                    article.language,
                    article.outlet,
                )


def _events_and_claims(site: Site) -> Iterator[Change]:
    for event in site.dossier.timeline:
        yield from _history(site, event, "event", urls.event_path(event.id), event.title)
    for claim in site.claims.values():
        yield from _history(site, claim, "claim", urls.claim_path(claim.id), claim.text)


def _history(
    site: Site, record: Event | Claim, kind: Literal["event", "claim"], target: str, title: str
) -> Iterator[Change]:
    """When a record was entered, and each change of its status; its first status is the one it was entered with."""
    steps = [(step, step.when) for step in record.history]
    first = record.history[0].status if record.history else record.status
    of_event = kind == "event"
    if record.added:
        yield Change(_day(site, record.added), kind, target, title, event=of_event, after=first, by=record.by)
    before = first if record.added else ""
    for step, when in steps:
        if when and step.status != before:
            line: ChangeKind = "status" if before else kind
            yield Change(
                _day(site, when),
                line,
                target,
                title,
                event=of_event,
                before=before,
                after=step.status,
                why=step.why,
                by=step.by,
            )
        before = step.status


def _corrections(site: Site) -> Iterator[Change]:
    for one in site.dossier.content.corrections:
        if one.when:
            article = site.articles.get(one.article)
            about = (urls.article_path(article.id), article.title, article.language) if article else ("", "", "")
            yield Change(_day(site, one.when), "correction", *about, text=one.text, by=one.by)


def _notes(site: Site) -> Iterator[Change]:
    """The notes of a day on one article are one line."""
    for article in site.articles.values():
        dated: defaultdict[When, list[str]] = defaultdict(list)
        for note in site.notes(article.id):
            if when := note.added or note.when:
                dated[_day(site, when)].append(note.id)
        for when, notes in dated.items():
            target = urls.article_path(article.id, notes[0])
            yield Change(when, "note", target, article.title, article.language, article.outlet, notes=len(notes))


def _name_changes(site: Site) -> Iterator[Change]:
    """The names entered on one day are one line."""
    dated: defaultdict[When, list[str]] = defaultdict(list)
    for entity in site.entities.values():
        if entity.added:
            dated[_day(site, entity.added)].append(entity.id)
    for when, entities in dated.items():
        yield Change(when, "name", urls.ENTITIES, entities=tuple(entities))
