"""A page for each event: when, how certain, who says so in which words, where, what came before and after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from markupsafe import Markup

from dossier.model import DateMention, Event, HistoryStep, Leg
from dossier.render import charts, quotations, urls
from dossier.render.article_body import opening_sentence, prose_html
from dossier.render.exports import citations, json_ld
from dossier.render.language import dates_in_words
from dossier.render.page_context import DateLabel, HtmlRun, Link, PageContext
from dossier.render.pages import sidebar
from dossier.render.pages.about import CorrectionRow, correction_row
from dossier.render.pages.compare import matching_dates, no_passages_wording
from dossier.render.pages.page import PageHead, SitePage
from dossier.render.pages.timeline.evidence import Evidence, evidence, timing
from dossier.render.pages.timeline.listing import page_of, places, source_count
from dossier.render.pages.timeline.timeline_pages import latest_publication
from dossier.render.pages.timeline.touching import corrections_of_event, touching
from dossier.render.site import Site

_NEAR = 3  # events before, and after
_SENTENCES = 2  # of an outlet, besides what is cited


class StatusStep(NamedTuple):
    """A step of a history."""

    moment: DateLabel | None  # when
    sign: str  # an event's status, for its sign; empty for a claim
    status: str  # the status in words
    why: HtmlRun  # the reason
    by: str  # who decided, unless it is the dossier's editors


class LegRow(NamedTuple):
    """A leg of a journey."""

    number: int  # its number on the map
    status: str  # happened, planned, alleged, denied or superseded
    word: str  # the same in words
    origin: Link | HtmlRun  # where it begins
    destination: Link | HtmlRun  # where it ends
    moment: DateLabel | None  # when
    evidence: Evidence | None  # who says so


class OutletAccount(NamedTuple):
    """What one outlet has of the event."""

    outlet: Link  # its page
    moment: DateLabel | None  # when it first reported
    timing: str  # whether that was before or after the event
    passages: tuple[quotations.QuotedWords, ...]  # the words that the event quotes
    sentences: tuple[quotations.DatedSentence, ...]  # further sentences that match the date and somebody involved


@dataclass(frozen=True, slots=True)
class EventPage:
    """An event."""

    id: str  # its id
    back: Link  # its place on the timeline
    number: str  # which of all events it is
    status: str  # happened, planned, alleged, denied or superseded
    word: str  # the same in words
    moment: DateLabel | None  # its date; None where it is undated
    undated: str  # what stands in place of a date
    sources: str  # how many quotations it has, of how many outlets
    title: HtmlRun  # its title
    text: Markup  # the editors' text
    history: tuple[StatusStep, ...]  # how its status changed
    added: DateLabel | None  # when it was entered, if anybody recorded that
    evidence: tuple[Evidence, ...]  # the sentences that it rests on
    summaries: bool  # whether sentences are from summaries, which is said once
    silent: str  # which outlets do not mention it, where that is known
    locator: charts.Locator | None  # the map; None where no place has coordinates
    legs: tuple[LegRow, ...]  # the parts of a journey
    who: tuple[Link, ...]  # who took part
    where: Link | None  # at which place
    coordinates: str  # of that place, in words
    accounts: tuple[OutletAccount, ...]  # what each outlet has, where two or more have something
    compare: Link | None  # link to the outlets side by side
    before: tuple[Markup, ...]  # the events before it, as list items
    after: tuple[Markup, ...]  # the events after it
    claims: tuple[sidebar.SidebarItem, ...]  # the claims that touch it
    corrections: tuple[CorrectionRow, ...]  # the corrections that touch it
    permalink: Link  # its address
    citations: tuple[citations.CitationFormats, ...]  # how to cite it
    turn: tuple[Link | None, Link | None]  # links to the event before and after


def event_pages(site: Site) -> Iterator[SitePage]:
    for event in site.dossier.timeline:
        of_it = partial(event_page, event=event), partial(event_head, site, event)
        yield SitePage(urls.event_path(event.id), "event", *of_it, at=event.at, styles=(urls.TIMELINE_STYLES,))


def event_head(site: Site, event: Event) -> PageHead:
    """What the page says of itself: the editor's first sentence, else status, date and who."""
    words = site.words
    date = words(f"timeline.undated.{event.status}")
    if event.when:
        date = dates_in_words.date_words(event.when, site.language, zone=site.zone)
    names = [site.display_name(site.entities[who])[0] for who in event.who if who in site.entities]
    description = opening_sentence(event.text) or words("list.semicolon").join(
        [words(f"status.{event.status}"), date, *names]
    )
    return PageHead(event.title, description, data=json_ld.event_json_ld(site, event))


def event_page(context: PageContext, event: Event) -> EventPage:
    site, words = context.site, context.site.words
    proofs = tuple(evidence(context, source, event.when) for source in event.sources)
    place = site.entities.get(event.where)
    number, total = site.cached(_numbers)[event.id], len(site.dossier.timeline)
    listed = site.cached(places)[event.id]
    accounts, silent = _accounts(context, event)
    before, after = _around(site, event)
    latest = site.cached(latest_publication)
    return EventPage(
        id=event.id,
        back=context.link(f"{page_of(site, listed)}#{event.id}", words("nav.timeline")),
        number=words("event.number", n=number, all=total),
        status=event.status,
        word=words(f"status.{event.status}"),
        moment=context.date_label(event.when, weekday=True) if event.when else None,
        undated=words(f"timeline.undated.{event.status}"),
        sources=source_count(site, event),
        title=context.html_run(event.title),
        text=prose_html(context, event.text, top=2, by=site.signature(event.by), id_prefix=event.id),
        history=tuple(status_step(context, step, "status") for step in event.history),
        added=context.date_label(event.added) if event.added else None,
        evidence=proofs,
        summaries=any(one.article and one.article.text == "digest" for one in proofs),
        silent=silent,
        locator=charts.locator(site, event),
        legs=tuple(_leg(context, number, leg) for number, leg in enumerate(event.legs, 1)),
        who=tuple(context.entity_link(site.entities[who]) for who in event.who if who in site.entities),
        where=context.entity_link(place) if place else None,
        coordinates=_coordinates(site, place.coordinates) if place and place.coordinates else "",
        accounts=accounts,
        compare=context.link(urls.compare_path(event.id), words("event.compare"))
        if event.id in site.compared_events
        else None,
        before=tuple(context.cached_for(_nearby, other.id) for other in before),
        after=tuple(context.cached_for(_nearby, other.id) for other in after),
        claims=tuple(sidebar.claim_item(context, claim) for claim in site.cached(touching).claims.get(event.id, ())),
        corrections=tuple(correction_row(context, one) for one in corrections_of_event(site, event)),
        permalink=record_permalink(context, urls.event_path(event.id)),
        citations=citations.record_citations(
            site, "event", event.title, urls.event_path(event.id), latest, site.signature(event.by)
        ),
        turn=(_turn(context, before[-1:], "event.before"), _turn(context, after[:1], "event.after")),
    )


def record_permalink(context: PageContext, page: str) -> Link:
    """The page's own address; as the world knows it, where the dossier has an address."""
    return context.link(page, urls.absolute_url(context.site.base_url, page) or page)


def _numbers(site: Site) -> dict[str, int]:
    return {event.id: number for number, event in enumerate(site.dossier.timeline, 1)}


def status_step(context: PageContext, step: HistoryStep, kind: str) -> StatusStep:
    """`kind` is status for an event, verdict for a claim."""
    return StatusStep(
        context.date_label(step.when) if step.when else None,
        step.status if kind == "status" else "",
        context.site.words(f"{kind}.{step.status}"),
        context.html_run(step.why),
        context.site.signature_unless_default(step.by),
    )


def _leg(context: PageContext, number: int, leg: Leg) -> LegRow:
    site = context.site
    ends = [
        context.entity_link(site.entities[end]) if end in site.entities else context.html_run(end)
        for end in (leg.origin, leg.destination)
    ]
    return LegRow(
        number,
        leg.status,
        site.words(f"status.{leg.status}"),
        ends[0],
        ends[1],
        context.date_label(leg.when) if leg.when else None,
        evidence(context, leg.citation) if leg.citation else None,
    )


def _coordinates(site: Site, point: tuple[float, float]) -> str:
    latitude, longitude = point
    north = site.words("event.north" if latitude >= 0 else "event.south", n=f"{abs(latitude):.1f}")
    east = site.words("event.east" if longitude >= 0 else "event.west", n=f"{abs(longitude):.1f}")
    return site.words("event.coordinates", latitude=north, longitude=east)


def _accounts(context: PageContext, event: Event) -> tuple[tuple[OutletAccount, ...], str]:
    """What each outlet has of the event, where two or more have something; and which are known to be silent."""
    site = context.site
    by_outlet: defaultdict[str, list[DateMention]] = defaultdict(list)
    for item in site.cached_for(_matching, event.id):
        by_outlet[site.articles[item.article].outlet].append(item)
    citing = site.outlets_of_event(event.id)
    telling = [outlet for outlet in site.media if outlet in citing or by_outlet[outlet]]
    silent = [
        site.outlet(outlet).name
        for outlet in site.media
        if outlet not in telling
        and no_passages_wording(site, event, outlet, by_outlet[outlet]) == site.words("compare.no_mention")
    ]
    silence = site.words("event.silent", outlets=site.words.join_items(silent)) if silent else ""
    if len(telling) < 2:
        return (), silence
    return tuple(_account(context, event, outlet, by_outlet[outlet]) for outlet in telling), silence


def _matching(site: Site, event: str) -> tuple[DateMention, ...]:
    return tuple(matching_dates(site, site.events[event]))


def _account(context: PageContext, event: Event, outlet: str, dates: Sequence[DateMention]) -> OutletAccount:
    site = context.site
    sources = [s for s in event.sources if s.article in site.articles and site.articles[s.article].outlet == outlet]
    dated = [site.articles[one].published for one in (*(s.article for s in sources), *(item.article for item in dates))]
    published = min((when for when in dated if when), key=lambda when: when.first, default=None)
    first = site.articles[sources[0].article] if sources else None
    cited = {(p.article, p.block) for s in sources if (p := site.dossier.passages.get(s))}
    others = [item for item in dates if (item.article, item.block) not in cited][:_SENTENCES]
    return OutletAccount(
        Link(context.href(urls.outlet_path(outlet)), quotations.outlet_label(context, outlet)),
        context.day_label(published) if published else None,
        timing(site, first, event.when) if first and event.when else "",
        tuple(quotations.quoted_words(context, source) for source in sources if source.quote),
        tuple(quotations.dated_sentences(context, others)),
    )


def _around(site: Site, event: Event) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """The events before and after it on the timeline."""
    at, timeline = site.cached(_numbers)[event.id] - 1, site.dossier.timeline
    return timeline[max(at - _NEAR, 0) : at], timeline[at + 1 : at + 1 + _NEAR]


def _nearby(context: PageContext, event_id: str) -> Markup:
    """An event as the pages before and after it list it."""
    event = context.site.events[event_id]
    return context.render_macro(
        "record",
        "nearby",
        event.status,
        context.site.words(f"status.{event.status}"),
        context.date_label(event.when) if event.when else "",
        context.link(urls.event_path(event.id), event.title),
    )


def _turn(context: PageContext, events: Sequence[Event], key: str) -> Link | None:
    if not events:
        return None
    return context.link(urls.event_path(events[0].id), context.site.words(key, title=events[0].title))
