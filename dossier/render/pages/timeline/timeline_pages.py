"""The timeline: an overview and every event; from a thousand events on, a page for each year under one overview."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from dossier import edtf
from dossier.model import Event, When
from dossier.render import urls
from dossier.render.exports import json_ld
from dossier.render.language import dates_in_words
from dossier.render.page_context import DateLabel, Link, PageContext
from dossier.render.pages.page import PageHead, SitePage
from dossier.render.pages.timeline import listing, overview
from dossier.render.pages.timeline.dated_coverage import dated_link, dated_pages
from dossier.render.site import Site

STATUSES = ("happened", "planned", "alleged", "denied", "superseded")


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """A choice of a filter."""

    value: str  # what the address says
    label: str  # what the reader sees
    count: int  # how many events
    lang: str = ""  # its language; empty where it is the page's
    mark: str = ""  # the letter of an outlet's square


@dataclass(frozen=True, slots=True)
class TimelineFilters:
    """What the events can be narrowed by, and the words that the script fills in."""

    names: tuple[FilterChoice, ...]  # people, places, organisations; the most frequent first
    outlets: tuple[FilterChoice, ...]  # media outlets
    statuses: tuple[FilterChoice, ...]  # statuses that events have
    all: str  # the number of all events
    some: str  # the number of those shown, with {n}
    here: str  # how many of them are on this page, with {n}
    beyond: str  # a month's count, with {n} and {beyond}
    step: str  # a column, with {date} {n} {happened} {published}
    marks: str  # which square is whose; empty where there are none
    index: str  # the file of all events, where they are on several pages


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """The timeline, or a year of it."""

    lede: str  # how many events there are, and from how many outlets
    by: str  # who signs
    summaries: bool  # whether sentences are from summaries, which is said once
    period: str  # the year that is shown; empty where all are
    total: int  # number of all events
    strip: overview.Overview | None  # the overview; None for fewer than two dated events
    filters: TimelineFilters  # the filters
    months: tuple[overview.YearOfMonths, ...]  # the table of months
    years: tuple[listing.YearRows, ...]  # the dated events of this page
    undated_id: str  # id of the undated events
    undated: tuple[listing.EventRow, ...]  # the undated events
    turn: tuple[Link, ...]  # links to the years before and after
    dated_id: str  # id of the link to the dates of the coverage
    dated: Link | None  # that link; None where no article names a date
    marks: int  # how many outlets have squares; 0 where they are too many
    as_of: DateLabel | None  # date of the newest report


def timeline_pages(site: Site) -> Iterator[SitePage]:
    words = site.words
    shown = (listing.first_page_year(site),) if listing.has_year_pages(site) else None
    yield SitePage(
        urls.TIMELINE,
        "timeline",
        partial(timeline_page, shown=shown),
        lambda: PageHead(words("nav.timeline"), words("timeline.lede"), data=json_ld.timeline_json_ld(site)),
        scripts=(urls.TIMELINE_SCRIPT,),
        blocking=True,
        styles=(urls.TIMELINE_STYLES,),
    )
    if listing.has_year_pages(site):
        for year in listing.years(site):
            yield SitePage(
                urls.year_path(year),
                "timeline",
                partial(timeline_page, shown=(year,)),
                partial(_year_head, site, year),
                scripts=(urls.TIMELINE_SCRIPT,),
                blocking=True,
                styles=(urls.TIMELINE_STYLES,),
            )
    yield from dated_pages(site)


def _year_head(site: Site, year: str) -> PageHead:
    return PageHead(f"{site.words('nav.timeline')} · {_year_words(site, year)}", site.words("timeline.lede"))


def _year_words(site: Site, year: str) -> str:
    return dates_in_words.date_words(edtf.parse(year), site.language)


def timeline_page(context: PageContext, shown: Sequence[str] | None) -> TimelinePage:
    """The page of some years, or of all; what has no date stands on the timeline's own."""
    site, words = context.site, context.site.words
    events = site.dossier.timeline
    place = site.cached(listing.places)
    here = [event for event in events if shown is None or place[event.id].year in shown]
    single = shown[0] if shown else ""
    latest = site.cached(latest_publication)
    return TimelinePage(
        lede=words("timeline.lede_counts", n=len(events), outlets=words("count.outlets", n=len(site.media))),
        by=site.signature(""),
        summaries=any(
            site.articles[article].text == "digest" for articles in site.citing.values() for article in articles
        ),
        period=_year_words(site, single) if single else "",
        total=len(events),
        strip=overview.overview(context),
        filters=_filters(context, events),
        months=overview.month_table(context),
        years=tuple(listing.year_rows(context, here)),
        undated_id=urls.UNDATED,
        undated=listing.undated_rows(context, events) if context.location.page == urls.TIMELINE else (),
        turn=tuple(_turn(context, single)) if single else (),
        dated_id=urls.DATED,
        dated=dated_link(context) if context.location.page == urls.TIMELINE else None,
        marks=marks if (marks := len(site.cached(listing.marked_outlets))) <= listing.MOST_MARKS else 0,
        as_of=context.day_label(latest) if latest else None,
    )


def latest_publication(site: Site) -> When | None:
    """The date of the newest report: how far the dossier goes."""
    dates = [a.published for articles in site.media.values() for a in articles if a.published]
    return max(dates, key=lambda when: when.last, default=None)


def _turn(context: PageContext, year: str) -> Iterator[Link]:
    before, after = overview.neighbours(context.site, year)
    for other, key in ((before, "timeline.earlier"), (after, "timeline.later")):
        if other:
            yield context.link(urls.year_path(other), context.site.words(key, year=_year_words(context.site, other)))


def _filters(context: PageContext, events: Sequence[Event]) -> TimelineFilters:
    site, words = context.site, context.site.words
    names = Counter(
        entity for event in events for entity in dict.fromkeys((*event.who, event.where)) if entity in site.entities
    )
    outlets = Counter(outlet for event in events for outlet in site.outlets_of_event(event.id))
    status = Counter[str](event.status for event in events)
    order = site.cached(listing.marked_outlets)
    marked = len(order) <= listing.MOST_MARKS
    labels = {outlet: (site.outlet(outlet).name, site.lang(site.outlet(outlet).language)) for outlet in order}
    return TimelineFilters(
        names=tuple(
            FilterChoice(
                entity, site.display_name(site.entities[entity])[0], n, site.display_name(site.entities[entity])[1]
            )
            for entity, n in names.most_common()
        ),
        outlets=tuple(
            FilterChoice(
                outlet, labels[outlet][0], outlets[outlet], labels[outlet][1], "abcdefgh"[at] if marked else ""
            )
            for at, outlet in enumerate(order)
        ),
        statuses=tuple(FilterChoice(one, words(f"status.{one}"), status[one]) for one in STATUSES if status[one]),
        all=words("timeline.all", n=len(events)),
        some=words("timeline.some", all=len(events), n="{n}"),
        here=words("timeline.here", n="{n}"),
        beyond=words("timeline.count_beyond", n="{n}", beyond="{beyond}"),
        step=words("strip.step", date="{date}", n="{n}", happened="{happened}", published="{published}"),
        marks=words("timeline.marks", outlets=words.join_items(name for name, _ in labels.values()))
        if marked and order
        else "",
        index=context.href(urls.TIMELINE_INDEX) if listing.has_year_pages(site) else "",
    )


def timeline_index(site: Site) -> bytes:
    """Every event in short, as a script that defines it: what filters and old anchors need where years are pages.

    A row is id, year, first and last day, status, names, outlets, title; ids of former times follow.
    """
    rows = [
        [
            event.id,
            place.year,
            listing.known_days(site, event),
            event.status,
            " ".join(dict.fromkeys((*event.who, *([event.where] if event.where else [])))),
            " ".join(site.outlets_of_event(event.id)),
            event.title,
            *event.formerly,
        ]
        for event in site.dossier.timeline
        for place in (site.cached(listing.places)[event.id],)
    ]
    told = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return f"var timelineIndex = {told};\n".encode()
