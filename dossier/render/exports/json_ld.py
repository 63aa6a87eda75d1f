"""What a page says of itself in schema.org's words, as the text of a `<script type="application/ld+json">`.

It claims no more than the page: only events that happened or are planned are told as events, and a verdict only where
the dossier has reached one itself. Everything has the address it has in the world, so without a base_url there is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import chain
from typing import Any

from dossier.model import Article, Claim, Entity, Event, HistoryStep
from dossier.render import urls
from dossier.render.language import dates_in_words
from dossier.render.site import Site

Thing = dict[str, Any]

TYPES = {"person": "Person", "place": "Place", "organisation": "Organization", "event": "Event", "country": "Country"}
VERDICTS = ("confirmed", "refuted")
TAKING_PLACE = ("happened", "planned")
_WIKIDATA = "https://www.wikidata.org/entity/"


def home_json_ld(site: Site) -> str:
    """The dossier as a work, and how to search it."""
    settings = site.dossier.content.settings
    search = {"@type": "EntryPoint", "urlTemplate": f"{site.base_url}{urls.SEARCH}?q={{query}}"}
    return _script(
        site,
        {
            "@type": "WebSite",
            "@id": site.base_url,
            "url": site.base_url,
            "name": settings.title,
            "description": settings.description,
            "inLanguage": settings.language,
            "editor": _editors(site),
            "potentialAction": {"@type": "SearchAction", "target": search},
        },
    )


def article_json_ld(site: Site, it: Article) -> str:
    """The article: what it is based on, whom it mentions, what it cites of the dossier."""
    url = urls.absolute_url(site.base_url, urls.article_path(it.id))
    original = _original(site, it)
    digest = it.text == "digest"
    return _script(
        site,
        {
            "@type": "NewsArticle",
            "@id": url,
            "url": url,
            "headline": it.title,
            "alternativeHeadline": it.kicker,
            "abstract": it.summary,
            "inLanguage": it.language,
            "articleSection": it.section,
            "author": _editors(site, it.by) if digest else original["author"],
            "datePublished": "" if digest else original["datePublished"],
            "dateModified": "" if digest else original["dateModified"],
            "copyrightNotice": it.copyright,
            "isBasedOn": original,
            "citation": [*_cited(site, it), urls.external_url(it.translation_of)],
            "mentions": _mentions(site, it),
            "isPartOf": {"@type": "WebSite", "@id": site.base_url, "name": site.dossier.content.settings.title},
        },
    )


def entity_json_ld(site: Site, it: Entity) -> str:
    """Who or what a page is about."""
    thing = _named(site, it)
    names = dict.fromkeys((*it.name.values(), *it.alias))
    return _script(
        site,
        {
            **thing,
            "url": thing["@id"],
            "alternateName": [name for name in names if name != thing["name"]],
            "description": " ".join(block.text for block in it.summary if block.text),
        },
    )


def timeline_json_ld(site: Site) -> str:
    """The events that happened or are planned."""
    events = (event for event in site.dossier.timeline if event.status in TAKING_PLACE)
    return _script(site, *(_event(site, event) for event in events))


def claims_json_ld(site: Site) -> str:
    """The claims, and reviews of those on which the dossier has its own verdict."""
    found = site.claims.values()
    reviews = (_review(site, claim, turn) for claim in found if (turn := _verdict(claim)))
    return _script(site, *(_claim(site, claim) for claim in found), *reviews)


def _script(site: Site, *things: Thing) -> str:
    """The JSON, with nothing in it that could end its script; fields that say nothing are left out."""
    if not site.base_url or not things:
        return ""
    about = ({"@graph": things},) if len(things) > 1 else things
    text = _json({"@context": "https://schema.org", **about[0]})
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


class _Written(str):
    """A thing that is JSON already."""


def _json(value: Any) -> str:
    """The value as JSON; nothing for what says nothing."""
    if isinstance(value, str):
        return value if isinstance(value, _Written) or not value else _string(value)
    if isinstance(value, dict):
        said = ",".join([f'"{key}":{text}' for key, part in value.items() if (text := _json(part))])
        return f"{{{said}}}" if said else ""
    if isinstance(value, list | tuple):
        said = ",".join([text for part in value if (text := _json(part))])
        return f"[{said}]" if said else ""
    return "" if value is None else json.dumps(value)


_string = json.JSONEncoder(ensure_ascii=False).encode


def _original(site: Site, it: Article) -> Thing:
    """The article as its outlet published it."""
    people = [{"@type": "Person", "name": b.name, "alternateName": b.latin, "jobTitle": b.title} for b in it.byline]
    publisher = site.cached_for(_publisher, it.outlet)
    return {
        "@type": "NewsArticle",
        "url": urls.external_url(it.url),
        "headline": it.title,
        "inLanguage": it.language,
        "author": people or [publisher],
        "publisher": publisher,
        "datePublished": (dates_in_words.datetime_attribute(it.published) if it.published else None) or "",
        "dateModified": (dates_in_words.datetime_attribute(it.updated) if it.updated else None) or "",
        "archivedAt": urls.external_url(it.archive),
    }


def _publisher(site: Site, outlet_id: str) -> str:
    outlet = site.outlet(outlet_id)
    thing = {"@type": "NewsMediaOrganization", "name": outlet.name, "url": urls.external_url(outlet.url)}
    return _Written(_json(thing))


def _editors(site: Site, by: str = "") -> list[Thing]:
    """Who signs: the one that is named, else the dossier's editors."""
    return [{"@type": "Person", "name": name} for name in ((by,) if by else site.dossier.content.settings.editors)]


def _cited(site: Site, it: Article) -> list[str]:
    """The articles of the dossier that this one links to."""
    links = (mark.value for block in it.blocks for mark in block.marks if mark.kind == "link")
    local = (site.link_targets.resolve(link) for link in links if link.startswith("article:"))
    return list(dict.fromkeys(urls.absolute_url(site.base_url, target.partition("#")[0]) for target in local if target))


def _mentions(site: Site, it: Article) -> list[str]:
    ids = dict.fromkeys(chain.from_iterable([mention.entities for mention in site.findings(it.id).mentions]))
    return [site.cached_for(_mention, entity) for entity in ids if entity in site.entities]


def _mention(site: Site, entity_id: str) -> str:
    return _Written(_json(_named(site, site.entities[entity_id])))


def _named(site: Site, it: Entity) -> Thing:
    name, _ = site.display_name(it)
    return {
        "@type": TYPES.get(it.type, "Thing"),
        "@id": urls.absolute_url(site.base_url, urls.entity_path(it.id)),
        "name": name,
        "sameAs": _WIKIDATA + it.wikidata if it.wikidata else "",
        "geo": _geo(it),
    }


def _geo(it: Entity) -> Thing:
    if it.coordinates is None or TYPES.get(it.type) not in ("Place", "Country"):
        return {}
    return {"@type": "GeoCoordinates", "latitude": it.coordinates[0], "longitude": it.coordinates[1]}


def _event(site: Site, it: Event) -> Thing:
    """The event; a date that is about is told in words only."""
    start, end = _dates(it)
    place = site.entities.get(it.where)
    url = urls.absolute_url(site.base_url, urls.event_path(it.id))
    said = [dates_in_words.date_words(it.when, site.language, zone=site.zone)] if it.when else []
    return {
        "@type": "Event",
        "@id": url,
        "url": url,
        "name": it.title,
        "description": site.words("list.semicolon").join([*said, *(block.text for block in it.text if block.text)]),
        "startDate": start,
        "endDate": end,
        "eventStatus": "https://schema.org/EventScheduled" if it.status == "planned" else "",
        "location": _named(site, place) if place and TYPES.get(place.type) in ("Place", "Country") else {},
        "about": [_named(site, site.entities[who]) for who in it.who if who in site.entities],
        "subjectOf": _articles(site, (source.article for source in it.sources)),
    }


def _dates(it: Event) -> tuple[str, str]:
    if it.when is None or it.when.approximate or it.when.uncertain:
        return "", ""
    if known := dates_in_words.datetime_attribute(it.when):
        return known, ""
    if not it.when.span:
        return "", ""
    start, end = it.when.edtf.split("/")
    return ("" if start == ".." else start), ("" if end == ".." else end)


def _articles(site: Site, ids: Iterable[str]) -> list[Thing]:
    known = (site.articles[article] for article in dict.fromkeys(ids) if article in site.articles)
    return [
        {"@type": "NewsArticle", "@id": urls.absolute_url(site.base_url, urls.article_path(a.id)), "headline": a.title}
        for a in known
    ]


def _claim(site: Site, it: Claim) -> Thing:
    url = urls.absolute_url(site.base_url, urls.claim_path(it.id))
    asserted = (stance.citation.article for stance in it.stances if stance.says in ("asserts", "confirms"))
    disputed = (stance.citation.article for stance in it.stances if stance.says in ("denies", "doubts"))
    return {
        "@type": "Claim",
        "@id": url,
        "url": url,
        "text": it.text,
        "appearance": _articles(site, asserted),
        "subjectOf": _articles(site, disputed),
    }


def _verdict(it: Claim) -> HistoryStep | None:
    """The step by which the dossier came to the verdict that it still holds."""
    if it.status not in VERDICTS:
        return None
    return next((turn for turn in reversed(it.history) if turn.status == it.status), HistoryStep(None, it.status))


def _review(site: Site, it: Claim, turn: HistoryStep) -> Thing:
    url = urls.absolute_url(site.base_url, urls.claim_path(it.id))
    by = turn.by or it.by
    date = dates_in_words.datetime_attribute(turn.when) if turn.when else None
    return {
        "@type": "ClaimReview",
        "url": url,
        "claimReviewed": it.text,
        "author": _editors(site, by),
        "datePublished": date or "",
        "reviewBody": turn.why,
        "itemReviewed": {"@type": "Claim", "@id": url},
        "reviewRating": {"@type": "Rating", "alternateName": site.words(f"verdict.{it.status}")},
    }
