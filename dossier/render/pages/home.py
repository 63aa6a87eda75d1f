"""The home page: what the dossier is about and as of when, what is known, where, and the ways into it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from markupsafe import Markup, escape

from dossier import edtf
from dossier.model import Claim, Event
from dossier.render import charts, ledger, pictures, urls
from dossier.render.article_body import prose_html
from dossier.render.charts.strip import PRESS, TALL, bars, hanging, lines
from dossier.render.exports import json_ld
from dossier.render.language import dates_in_words
from dossier.render.page_context import DateLabel, Link, PageContext
from dossier.render.pages import sidebar
from dossier.render.pages.articles import article_rows
from dossier.render.pages.changes import ChangeRow, latest_changes
from dossier.render.pages.page import PageHead, SitePage
from dossier.render.pages.timeline.listing import source_count
from dossier.render.pages.timeline.timeline_pages import latest_publication
from dossier.render.site import Site

_EVENTS, _ARTICLES, _NAMES, _CLAIMS, _CHANGES = 6, 12, 8, 6, 3  # how many of each are shown
_FIRST = 3  # events of “what is known now” that a phone shows at once
_PICTURED = 50  # of the newest articles, of which one's picture may stand in place of a map


@dataclass(frozen=True, slots=True)
class KnownFact:
    """An event as “what is known now” lists it."""

    sign: str  # its status, as the name of its sign
    status: str  # the same in words
    link: Link  # to its page
    moment: DateLabel | None  # its date
    sources: str  # how many outlets and sentences it rests on


@dataclass(frozen=True, slots=True)
class MiniStrip:
    """The timeline's overview, small: one path for each layer."""

    label: str  # what it shows, for those who do not see it
    units: int  # its width, in units of the paths
    total: str  # the events of each step
    happened: str  # those of them that happened
    within: str  # what is known to a longer stretch only
    lasting: str  # what lasted
    lanes: int  # the height of those
    press: str  # the publications
    press_height: int  # the height of those
    ends: tuple[str, str]  # its first and its last step, in words
    outside: str  # how many events it does not show


class VerdictCount(NamedTuple):
    """How many claims have a status."""

    status: str  # in words
    number: int  # how many
    share: int  # of the most frequent status, in percent


@dataclass(frozen=True, slots=True)
class HomePage:
    """The home page."""

    title: str  # the dossier's title
    subtitle: str  # the months of its articles
    as_of: DateLabel | None  # the date of the newest report
    holds: str  # how many outlets and reports it has
    facts: tuple[tuple[str, str], ...]  # label and value: editors, and how much the dossier holds
    lede: Markup  # the first paragraph of content/pages/index.md, or the dossier's description
    text: Markup  # the rest of content/pages/index.md
    search: str  # address of the search page
    a_to_z: str  # address of what replaces it without JavaScript
    now: tuple[KnownFact, ...]  # the first of the events that the editors chose, or of the latest
    now_more: tuple[KnownFact, ...]  # the others
    more: str  # how many those are
    map: charts.Locator | None  # where they happened
    places: tuple[Link, ...]  # the places on the map
    picture: pictures.FigurePicture | None  # in place of a map: the newest picture that may be shown
    caption: Markup  # of the picture
    timeline: Link  # to the timeline
    events: str  # how many events there are; empty for none
    strip: MiniStrip | None  # the timeline, small
    claims: Link  # to the claims
    claim_count: str  # how many claims there are; empty for none
    verdicts: tuple[VerdictCount, ...]  # how many claims have which status
    contested: Link | None  # the unsettled claim with the most stances
    changes: Link  # to the ledger of changes
    changes_total: int  # how many changes there are
    changes_latest: str  # the day of the newest
    changes_all: str  # the same in words
    latest: tuple[ChangeRow, ...]  # the newest changes
    feed: str  # address of their feed; empty where there are none
    articles: Markup  # the newest articles
    all_articles: Link | None  # to the list of all articles, where more exist
    sidebar: tuple[sidebar.SidebarSection, ...]  # open claims, and the names mentioned most


def home_pages(site: Site) -> Iterator[SitePage]:
    settings = site.dossier.content.settings
    yield SitePage(
        urls.HOME,
        "home",
        home_page,
        lambda: PageHead(settings.title, settings.description, data=json_ld.home_json_ld(site)),
        styles=(urls.TIMELINE_STYLES, urls.FRONT_STYLES),
    )


def home_page(context: PageContext) -> HomePage:
    site, words = context.site, context.site.words
    content = site.dossier.content
    articles, events = tuple(site.articles), _current_events(site)
    facts = tuple(_known_fact(context, event) for event in events)
    where = _where(events)
    locator = charts.locator(site, where, charts.LOW) if where else None
    picture, caption = (None, Markup()) if locator else _picture(context)
    lede, text = _opening_texts(context)
    changes = site.cached(ledger.changes)
    latest = site.cached(latest_publication)
    contested = max(_unsettled(site), key=lambda claim: len(claim.stances), default=None)
    return HomePage(
        title=content.settings.title,
        subtitle=words("home.subtitle", period=_period(site)).strip(),
        as_of=context.day_label(latest) if latest else None,
        holds=words.join_items(_counted(site, ("outlets", "articles"))),
        facts=tuple(_facts(site)),
        lede=lede,
        text=text,
        search=context.href(urls.SEARCH),
        a_to_z=context.href(urls.A_TO_Z),
        now=facts[:_FIRST],
        now_more=facts[_FIRST:],
        more=words("rail.more", n=len(facts) - _FIRST) if len(facts) > _FIRST else "",
        map=locator,
        places=tuple(context.entity_link(site.entities[place]) for place in _event_place_ids(site, where))
        if locator
        else (),
        picture=picture,
        caption=caption,
        timeline=context.link(urls.TIMELINE, words("nav.timeline")),
        events=words("count.events", n=len(content.events)) if content.events else "",
        strip=_mini_strip(site),
        claims=context.link(urls.CLAIMS, words("nav.claims")),
        claim_count=words("count.claims", n=len(content.claims)) if content.claims else "",
        verdicts=_verdicts(site),
        contested=context.link(urls.claim_path(contested.id), contested.text) if contested else None,
        changes=context.link(urls.LEDGER, words("changes.title")),
        changes_total=len(changes),
        changes_latest=changes[0].when.first.isoformat() if changes else "",
        changes_all=words("changes.ways", n=len(changes)),
        latest=latest_changes(context, _CHANGES),
        feed=context.href(urls.CHANGES_FEED) if changes else "",
        articles=article_rows(context, articles[-_ARTICLES:]),
        all_articles=context.link(urls.ARTICLES, words("home.all", n=len(articles)))
        if len(articles) > _ARTICLES
        else None,
        sidebar=tuple(section for section in (_claims_section(context), _names_section(context)) if section.items),
    )


def _opening_texts(context: PageContext) -> tuple[Markup, Markup]:
    """The first paragraph of content/pages/index.md and the rest of it, signed once; else the dossier's description."""
    site = context.site
    own = next((page.text for page in site.dossier.content.pages if page.stem == "index"), ())
    if not own:
        return Markup("<p>{}</p>").format(site.dossier.content.settings.description), Markup()
    first, rest = (own[:1], own[1:]) if own[0].kind == "paragraph" and not own[0].within else ((), own)
    signature = site.signature("")
    return prose_html(context, first, top=2, by="" if rest else signature), prose_html(
        context, rest, top=2, by=signature
    )


def _known_fact(context: PageContext, event: Event) -> KnownFact:
    return KnownFact(
        event.status,
        context.site.words(f"status.{event.status}"),
        context.link(urls.event_path(event.id), event.title),
        context.date_label(event.when) if event.when else None,
        source_count(context.site, event),
    )


def _where(events: Sequence[Event]) -> Event | None:
    """The first of the events, with the journeys of all of them, as the subject of one map."""
    if not events:
        return None
    placed = next((event for event in events if event.where or event.legs), events[0])
    return replace(placed, legs=tuple(leg for event in events for leg in event.legs))


def _event_place_ids(site: Site, event: Event | None) -> Sequence[str]:
    if event is None:
        return ()
    ends = (end for leg in event.legs for end in (leg.origin, leg.destination))
    return [place for place in dict.fromkeys((event.where, *ends)) if place in site.entities]


def _picture(context: PageContext) -> tuple[pictures.FigurePicture | None, Markup]:
    """The picture of the newest article that has one of the dossier's own, and its caption."""
    for article in reversed(context.site.dossier.content.articles[-_PICTURED:]):
        for captions in pictures.figure_captions(article.body):
            picture = pictures.figure_picture(context, captions)
            if picture and picture.src:
                link = context.link(urls.article_path(article.id, captions[0].id), captions[0].text, article.language)
                return picture, escape(link if captions[0].text else "")
    return None, Markup()


def _mini_strip(site: Site) -> MiniStrip | None:
    strip = site.cached(charts.strip)
    if strip is None:
        return None
    total = [one + other for one, other in zip(strip.happened, strip.others, strict=True)]
    scale = TALL / max(*total, 1)
    first, last = (strip.axis.words(step, site.language) for step in (0, len(strip.axis) - 1))
    placed, words = strip.placed, site.words
    outside = len(placed.before) + len(placed.after) + len(placed.undated)
    period = words("chart.period", first=first, last=last)
    return MiniStrip(
        label=words("strip.label", period=period, unit=words(f"strip.unit.{strip.axis.unit}")),
        units=strip.units,
        total=bars(total, scale),
        happened=bars(strip.happened, scale),
        within=lines(strip.lanes, throughout=False),
        lasting=lines(strip.lanes, throughout=True),
        lanes=strip.lanes_height,
        press=hanging(strip.published, PRESS / max(*strip.published, 1)),
        press_height=PRESS,
        ends=(first, last),
        outside=words("home.outside", n=outside) if outside else "",
    )


def _verdicts(site: Site) -> tuple[VerdictCount, ...]:
    """The statuses of the claims, the most frequent first."""
    counts = Counter(claim.status for claim in site.claims.values()).most_common()
    return tuple(
        VerdictCount(site.words(f"verdict.{status}"), n, round(100 * n / counts[0][1])) for status, n in counts
    )


def _counted(site: Site, keys: Iterable[str]) -> list[str]:
    """How much the dossier holds of each of these, in words; nothing of which it has none."""
    content = site.dossier.content
    counts = {
        "outlets": len(site.media),
        "articles": sum(map(len, site.media.values())),
        "events": len(content.events),
        "claims": len(content.claims),
        "notes": len(content.notes),
    }
    return [site.words(f"count.{key}", n=counts[key]) for key in keys if counts[key]]


def _facts(site: Site) -> Iterator[tuple[str, str]]:
    words = site.words
    if site.dossier.content.settings.editors:
        yield words("home.editors"), words.join_items(site.dossier.content.settings.editors)
    for label, keys in (
        ("home.holds", ("outlets", "articles")),
        ("home.entered", ("events", "claims")),
        ("home.annotated", ("notes",)),
    ):
        if values := _counted(site, keys):
            yield words(label), words.join_items(values)


def _period(site: Site) -> str:
    """The months of the articles; in Chinese with the digits as characters."""
    days = [point.day for point in site.dossier.coverage if point.outlet not in site.own_outlets]
    if not days:
        return ""
    first, last = min(days).isoformat()[:7], max(days).isoformat()[:7]
    period = dates_in_words.date_words(edtf.parse(first if first == last else f"{first}/{last}"), site.language)
    return _NUMBER.sub(_chinese_number, period) if site.language.startswith("zh") else period


def _chinese_number(number: re.Match[str]) -> str:
    """A year digit by digit, a month as a number: 二〇二三, 十二."""
    digits = number[0]
    if len(digits) == 2 and digits[0] == "1":
        return "十" + (_DIGITS[int(digits[1])] if digits[1] != "0" else "")
    return "".join(_DIGITS[int(digit)] for digit in digits)


_NUMBER, _DIGITS = re.compile(r"\d+"), "〇一二三四五六七八九"


def _current_events(site: Site) -> list[Event]:
    """The events chosen in dossier.yaml, or the latest."""
    chosen = [site.events[event] for event in site.dossier.content.settings.now if event in site.events]
    return chosen or [event for event in site.dossier.timeline if event.when][: -_EVENTS - 1 : -1]


def _unsettled(site: Site) -> Sequence[Claim]:
    """The claims that are open or disputed; all if none is."""
    claims = site.dossier.content.claims
    return [claim for claim in claims if claim.status in ("disputed", "open")] or claims


def _claims_section(context: PageContext) -> sidebar.SidebarSection:
    unsettled = _unsettled(context.site)
    return sidebar.SidebarSection(
        context.site.words("home.claims"), tuple(sidebar.claim_item(context, claim) for claim in unsettled[:_CLAIMS])
    )


def _names_section(context: PageContext) -> sidebar.SidebarSection:
    site = context.site
    counts = {entity: sum(site.dossier.counts.get(entity, {}).values()) for entity in site.entities}
    most = sorted((e for e in counts if counts[e]), key=lambda entity: -counts[entity])[:_NAMES]
    items = (
        sidebar.SidebarItem(context.entity_link(site.entities[entity]), count=str(counts[entity])) for entity in most
    )
    return sidebar.SidebarSection(site.words("home.names"), tuple(items))
