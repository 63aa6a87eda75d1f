"""The home page: what the dossier is about, the latest events, and its newest articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from dossier import edtf
from dossier.model import Event
from dossier.render import urls
from dossier.render.article_body import prose_html
from dossier.render.exports import json_ld
from dossier.render.language import dates_in_words
from dossier.render.page_context import Link, PageContext
from dossier.render.pages import sidebar
from dossier.render.pages.articles import article_rows
from dossier.render.pages.page import PageHead, SitePage
from dossier.render.site import Site

_EVENTS, _ARTICLES, _NAMES, _CLAIMS = 6, 12, 8, 6  # how many of each are shown


@dataclass(frozen=True, slots=True)
class HomePage:
    """The home page."""

    title: str  # the dossier's title
    subtitle: str  # the months of its articles
    facts: tuple[tuple[str, str], ...]  # label and value: editors, and how much the dossier holds
    lede: Markup  # the introduction: content/pages/index.md, or the dossier's description
    search: str  # address of the search page
    a_to_z: str  # address of what replaces it without JavaScript
    now: tuple[sidebar.SidebarItem, ...]  # the events that the editors chose, or the latest
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
    )


def home_page(context: PageContext) -> HomePage:
    site, words = context.site, context.site.words
    settings = site.dossier.content.settings
    own = next((page for page in site.dossier.content.pages if page.stem == "index"), None)
    articles = tuple(site.articles)
    return HomePage(
        title=settings.title,
        subtitle=words("home.subtitle", period=_period(site)).strip(),
        facts=tuple(_facts(site)),
        lede=prose_html(context, own.text, top=2, by=site.signature(""))
        if own
        else Markup("<p>{}</p>").format(settings.description),
        search=context.href(urls.SEARCH),
        a_to_z=context.href(urls.A_TO_Z),
        now=tuple(sidebar.event_item(context, event) for event in _current_events(site)),
        articles=article_rows(context, articles[-_ARTICLES:]),
        all_articles=context.link(urls.ARTICLES, words("home.all", n=len(articles)))
        if len(articles) > _ARTICLES
        else None,
        sidebar=tuple(section for section in (_claims_section(context), _names_section(context)) if section.items),
    )


def _facts(site: Site) -> Iterator[tuple[str, str]]:
    content, words = site.dossier.content, site.words
    counts = {
        "outlets": len(site.media),
        "articles": sum(map(len, site.media.values())),
        "events": len(content.events),
        "claims": len(content.claims),
        "notes": len(content.notes),
    }
    counted = {key: words(f"count.{key}", n=n) for key, n in counts.items() if n}
    if content.settings.editors:
        yield words("home.editors"), words.join_items(content.settings.editors)
    for label, keys in (
        ("home.holds", ("outlets", "articles")),
        ("home.entered", ("events", "claims")),
        ("home.annotated", ("notes",)),
    ):
        if values := [counted[key] for key in keys if key in counted]:
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


def _claims_section(context: PageContext) -> sidebar.SidebarSection:
    claims = context.site.dossier.content.claims
    unsettled = [claim for claim in claims if claim.status in ("disputed", "open")] or list(claims)
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
