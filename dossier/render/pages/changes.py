"""The page of changes: what was captured, entered, decided anew, corrected and annotated, by day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from markupsafe import Markup

from dossier import edtf
from dossier.model import When
from dossier.render import ledger, quotations, urls
from dossier.render.article_body import opening_sentence, prose_html
from dossier.render.language import dates_in_words
from dossier.render.ledger import Change
from dossier.render.page_context import DateLabel, HtmlRun, Link, PageContext
from dossier.render.pages import pagination
from dossier.render.pages.page import PageHead, SitePage
from dossier.render.site import Site

_NAMES = 12  # of the names of a day that are listed


class ChangeRow(NamedTuple):
    """A change as a row of the ledger, or of the home page."""

    kind: str  # correction, status, article, version, event, claim, note or name
    label: str  # the kind in words
    day: DateLabel  # when
    link: Link | None  # what it is about
    names: tuple[Link, ...]  # the names entered
    more: str  # how many names are not listed
    detail: HtmlRun | None  # an article's outlet, or how many notes there are
    sign: tuple[str, str]  # the signs of an event's statuses, before and after; empty for a claim's
    status: tuple[str, str]  # the statuses in words
    why: HtmlRun | None  # the reason for a new status
    text: Markup  # a correction
    by: str  # who signs it, if not the dossier's editors


class ChangesOfDay(NamedTuple):
    """The changes of a day."""

    id: str  # the id of its heading
    moment: DateLabel  # the day
    day: str  # its first day, to compare with the reader's last look
    rows: tuple[ChangeRow, ...]  # the changes


class KindChoice(NamedTuple):
    """A kind of change that the page can be reduced to."""

    kind: str  # its name
    label: str  # in words
    number: int  # how many of this page are of this kind


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """The changes, the newest first."""

    total: int  # how many changes there are
    count: str  # the same in words
    latest: str  # the newest day
    kinds: tuple[KindChoice, ...]  # the kinds on this page; none where it has only one
    days: tuple[ChangesOfDay, ...]  # the changes by day
    feed: str  # address of the feed
    notes: Link | None  # to the index of notes, if there are any
    links: pagination.PageLinks | None  # to older and newer changes


def changes_pages(site: Site) -> Iterator[SitePage]:
    """changes.html with the newest changes; older ones on further pages, numbered from the oldest."""
    parts = site.cached(ledger.parts)
    for number in range(len(parts)):
        yield SitePage(
            ledger.part_path(number, len(parts)),
            "changes",
            partial(changes_page, number=number),
            partial(_head, site, number),
            styles=(urls.TIMELINE_STYLES, urls.FRONT_STYLES),
        )


def changes_page(context: PageContext, number: int) -> ChangesPage:
    site, words = context.site, context.site.words
    parts, lines = site.cached(ledger.parts), site.cached(ledger.changes)
    days = tuple(_day(context, when, of) for when, of in ledger.days(parts[number]))
    kinds = [(kind, sum(line.kind == kind for line in parts[number])) for kind in ledger.KINDS]
    choices = tuple(KindChoice(kind, words(f"changes.{kind}"), n) for kind, n in kinds if n)
    return ChangesPage(
        total=len(lines),
        count=words("changes.count", n=len(lines)),
        latest=_iso(lines[0].when) if lines else "",
        kinds=choices if len(choices) > 1 else (),
        days=days,
        feed=context.href(urls.CHANGES_FEED) if lines else "",
        notes=context.link(urls.NOTES, words("notes.title")) if site.dossier.content.notes else None,
        links=_links(context, number, parts),
    )


def latest_changes(context: PageContext, n: int) -> tuple[ChangeRow, ...]:
    """The newest changes, for the home page."""
    return tuple(change_row(context, line, linked=True) for line in context.site.cached(ledger.changes)[:n])


def change_row(context: PageContext, change: Change, *, linked: bool = False) -> ChangeRow:
    """A change as a row; with `linked` one that is about no page links to the ledger, with its first sentence."""
    site, words = context.site, context.site.words
    link = context.link(change.target, change.title, change.language) if change.title else None
    if linked and not link:
        link = context.link(
            ledger.day_path(site, change.when), opening_sentence(change.text) or words(f"changes.{change.kind}")
        )
    kind = "status" if change.event else "verdict"
    detail = quotations.outlet_label(context, change.outlet) if change.outlet else None
    if change.kind == "note":
        detail = context.html_run(words("count.notes", n=change.notes))
    names, beyond = change.entities[:_NAMES], len(change.entities) - _NAMES
    before, after = (words(f"{kind}.{status}") if status else "" for status in (change.before, change.after))
    return ChangeRow(
        kind=change.kind,
        label=words(f"changes.{change.kind}"),
        day=context.date_label(change.when),
        link=link,
        names=tuple(context.entity_link(site.entities[entity]) for entity in names),
        more=words("changes.more", n=beyond) if beyond > 0 else "",
        detail=detail,
        sign=(change.before, change.after) if change.event else ("", ""),
        status=(before, after),
        why=context.html_run(change.why) if change.why else None,
        text=prose_html(context, change.text, top=3),
        by=site.signature_unless_default(site.signature(change.by)),
    )


def _day(context: PageContext, when: When, lines: Sequence[Change]) -> ChangesOfDay:
    rows = tuple(change_row(context, line) for line in lines)
    return ChangesOfDay(ledger.day_id(when), context.date_label(when, weekday=True), _iso(when), rows)


def _iso(when: When) -> str:
    return when.first.isoformat()


def _head(site: Site, number: int) -> PageHead:
    title, parts = site.words("changes.title"), site.cached(ledger.parts)
    last = number == len(parts) - 1
    return PageHead(title if last else f"{title} · {_period(site, parts[number])}", site.words("changes.lede"))


def _period(site: Site, lines: Sequence[Change]) -> str:
    first, last = lines[-1].when.first.isoformat(), lines[0].when.first.isoformat()
    return dates_in_words.date_words(edtf.parse(first if first == last else f"{first}/{last}"), site.language)


def _links(context: PageContext, number: int, parts: Sequence[Sequence[Change]]) -> pagination.PageLinks | None:
    words, links = context.site.words, []
    for other, key in ((number - 1, "further.older"), (number + 1, "further.newer")):
        if 0 <= other < len(parts):
            period = _period(context.site, parts[other])
            links.append(context.link(ledger.part_path(other, len(parts)), words(key, period=period)))
    return pagination.PageLinks(words("further.label"), "", [links]) if links else None
