"""Metadata of pages in the vocabulary of schema.org, as the text of a `<script type="application/ld+json">`.

It claims no more than the page: only events that happened or are planned become events, and only the dossier's own
verdicts become reviews. All addresses are absolute, so that nothing is written without a base_url.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
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
_MOST_LISTED = 1_000  # addresses in a list of pages
_WIKIDATA = "https://www.wikidata.org/entity/"


def home_json_ld(site: Site) -> str:
    """The dossier as a web site, and its search."""
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


def article_json_ld(site: Site, article: Article) -> str:
    """The article: what it is based on, whom it mentions, what else in the dossier it cites."""
    url = urls.absolute_url(site.base_url, urls.article_path(article.id))
    original = _original(site, article)
    digest = article.text == "digest"
    return _script(
        site,
        {
            "@type": "NewsArticle",
            "@id": url,
            "url": url,
            "headline": article.title,
            "alternativeHeadline": article.kicker,
            "abstract": article.summary,
            "inLanguage": article.language,
            "articleSection": article.section,
            "author": _editors(site, article.by) if digest else original["author"],
            "datePublished": "" if digest else original["datePublished"],
            "dateModified": "" if digest else original["dateModified"],
            "copyrightNotice": article.copyright,
            "isBasedOn": original,
            "citation": [*_cited(site, article), urls.external_url(article.translation_of)],
            "mentions": _mentions(site, article),
            "isPartOf": {"@type": "WebSite", "@id": site.base_url, "name": site.dossier.content.settings.title},
        },
    )


def entity_json_ld(site: Site, entity: Entity) -> str:
    """The entity that a page is about."""
    thing = _entity(site, entity)
    names = dict.fromkeys((*entity.name.values(), *entity.alias))
    return _script(
        site,
        {
            **thing,
            "url": thing["@id"],
            "alternateName": [name for name in names if name != thing["name"]],
            "description": " ".join(block.text for block in entity.summary if block.text),
        },
    )


def timeline_json_ld(site: Site) -> str:
    """A list of the events' pages, which have the data of each event."""
    return _item_list(site, [urls.event_path(event.id) for event in site.dossier.timeline])


def claims_json_ld(site: Site) -> str:
    """A list of the claims' pages."""
    return _item_list(site, [urls.claim_path(claim) for claim in site.claims])


def event_json_ld(site: Site, event: Event) -> str:
    """The event if it happened or is planned, else a web page about it."""
    if event.status in TAKING_PLACE:
        return _script(site, _event(site, event))
    url = urls.absolute_url(site.base_url, urls.event_path(event.id))
    page = {
        "@type": "WebPage",
        "@id": url,
        "url": url,
        "name": event.title,
        "description": site.words(f"status.{event.status}"),
        "about": [_entity(site, site.entities[who]) for who in event.who if who in site.entities],
        "citation": _articles(site, (source.article for source in event.sources)),
    }
    return _script(site, page)


def claim_json_ld(site: Site, claim: Claim) -> str:
    """The claim, and a review of it if the dossier has its own verdict."""
    turn = _verdict(claim)
    return _script(site, _claim(site, claim), *([_review(site, claim, turn)] if turn else []))


def _item_list(site: Site, pages: Sequence[str]) -> str:
    items = [
        {"@type": "ListItem", "position": number, "url": urls.absolute_url(site.base_url, page)}
        for number, page in enumerate(pages[:_MOST_LISTED], 1)
    ]
    return _script(site, {"@type": "ItemList", "numberOfItems": len(pages), "itemListElement": items}) if pages else ""


def _script(site: Site, *things: Thing) -> str:
    """The JSON without empty fields, escaped so that nothing in it can end the script."""
    if not site.base_url or not things:
        return ""
    about = ({"@graph": things},) if len(things) > 1 else things
    text = _json({"@context": "https://schema.org", **about[0]})
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


class _JsonText(str):
    """A value that is JSON already."""


def _json(value: Any) -> str:
    """The value as JSON; empty for an empty value."""
    if isinstance(value, str):
        return value if isinstance(value, _JsonText) or not value else _string(value)
    if isinstance(value, dict):
        fields = ",".join([f'"{key}":{text}' for key, part in value.items() if (text := _json(part))])
        return f"{{{fields}}}" if fields else ""
    if isinstance(value, list | tuple):
        items = ",".join([text for part in value if (text := _json(part))])
        return f"[{items}]" if items else ""
    return "" if value is None else json.dumps(value)


_string = json.JSONEncoder(ensure_ascii=False).encode


def _original(site: Site, article: Article) -> Thing:
    """The article as its outlet published article."""
    people = [
        {"@type": "Person", "name": b.name, "alternateName": b.latin, "jobTitle": b.title} for b in article.byline
    ]
    publisher = site.cached_for(_publisher, article.outlet)
    return {
        "@type": "NewsArticle",
        "url": urls.external_url(article.url),
        "headline": article.title,
        "inLanguage": article.language,
        "author": people or [publisher],
        "publisher": publisher,
        "datePublished": (dates_in_words.datetime_attribute(article.published) if article.published else None) or "",
        "dateModified": (dates_in_words.datetime_attribute(article.updated) if article.updated else None) or "",
        "archivedAt": urls.external_url(article.archive),
    }


def _publisher(site: Site, outlet_id: str) -> str:
    outlet = site.outlet(outlet_id)
    thing = {"@type": "NewsMediaOrganization", "name": outlet.name, "url": urls.external_url(outlet.url)}
    return _JsonText(_json(thing))


def _editors(site: Site, by: str = "") -> list[Thing]:
    """The signing editor, or the dossier's editors."""
    return [{"@type": "Person", "name": name} for name in ((by,) if by else site.dossier.content.settings.editors)]


def _cited(site: Site, article: Article) -> list[str]:
    """The articles of the dossier that this one links to."""
    links = (mark.value for block in article.blocks for mark in block.marks if mark.kind == "link")
    local = (site.link_targets.resolve(link) for link in links if link.startswith("article:"))
    return list(dict.fromkeys(urls.absolute_url(site.base_url, target.partition("#")[0]) for target in local if target))


def _mentions(site: Site, article: Article) -> list[str]:
    ids = dict.fromkeys(chain.from_iterable([mention.entities for mention in site.findings(article.id).mentions]))
    return [site.cached_for(_mention, entity) for entity in ids if entity in site.entities]


def _mention(site: Site, entity_id: str) -> str:
    return _JsonText(_json(_entity(site, site.entities[entity_id])))


def _entity(site: Site, entity: Entity) -> Thing:
    name, _ = site.display_name(entity)
    return {
        "@type": TYPES.get(entity.type, "Thing"),
        "@id": urls.absolute_url(site.base_url, urls.entity_path(entity.id)),
        "name": name,
        "sameAs": _WIKIDATA + entity.wikidata if entity.wikidata else "",
        "geo": _geo(entity),
    }


def _geo(entity: Entity) -> Thing:
    if entity.coordinates is None or TYPES.get(entity.type) not in ("Place", "Country"):
        return {}
    return {"@type": "GeoCoordinates", "latitude": entity.coordinates[0], "longitude": entity.coordinates[1]}


def _event(site: Site, event: Event) -> Thing:
    """The event; an approximate date is only given in words."""
    start, end = _dates(event)
    place = site.entities.get(event.where)
    url = urls.absolute_url(site.base_url, urls.event_path(event.id))
    date = [dates_in_words.date_words(event.when, site.language, zone=site.zone)] if event.when else []
    return {
        "@type": "Event",
        "@id": url,
        "url": url,
        "name": event.title,
        "description": site.words("list.semicolon").join([*date, *(block.text for block in event.text if block.text)]),
        "startDate": start,
        "endDate": end,
        "eventStatus": "https://schema.org/EventScheduled" if event.status == "planned" else "",
        "location": _entity(site, place) if place and TYPES.get(place.type) in ("Place", "Country") else {},
        "about": [_entity(site, site.entities[who]) for who in event.who if who in site.entities],
        "subjectOf": _articles(site, (source.article for source in event.sources)),
    }


def _dates(event: Event) -> tuple[str, str]:
    if event.when is None or event.when.approximate or event.when.uncertain:
        return "", ""
    if datetime := dates_in_words.datetime_attribute(event.when):
        return datetime, ""
    if not event.when.span:
        return "", ""
    start, end = event.when.edtf.split("/")
    return ("" if start == ".." else start), ("" if end == ".." else end)


def _articles(site: Site, ids: Iterable[str]) -> list[Thing]:
    articles = (site.articles[article] for article in dict.fromkeys(ids) if article in site.articles)
    return [
        {"@type": "NewsArticle", "@id": urls.absolute_url(site.base_url, urls.article_path(a.id)), "headline": a.title}
        for a in articles
    ]


def _claim(site: Site, claim: Claim) -> Thing:
    url = urls.absolute_url(site.base_url, urls.claim_path(claim.id))
    asserted = (stance.citation.article for stance in claim.stances if stance.says in ("asserts", "confirms"))
    disputed = (stance.citation.article for stance in claim.stances if stance.says in ("denies", "doubts"))
    return {
        "@type": "Claim",
        "@id": url,
        "url": url,
        "text": claim.text,
        "appearance": _articles(site, asserted),
        "subjectOf": _articles(site, disputed),
    }


def _verdict(claim: Claim) -> HistoryStep | None:
    """The step of a claim's history that reached its present verdict."""
    if claim.status not in VERDICTS:
        return None
    return next(
        (turn for turn in reversed(claim.history) if turn.status == claim.status), HistoryStep(None, claim.status)
    )


def _review(site: Site, claim: Claim, turn: HistoryStep) -> Thing:
    url = urls.absolute_url(site.base_url, urls.claim_path(claim.id))
    by = turn.by or claim.by
    date = dates_in_words.datetime_attribute(turn.when) if turn.when else None
    return {
        "@type": "ClaimReview",
        "url": url,
        "claimReviewed": claim.text,
        "author": _editors(site, by),
        "datePublished": date or "",
        "reviewBody": turn.why,
        "itemReviewed": {"@type": "Claim", "@id": url},
        "reviewRating": {"@type": "Rating", "alternateName": site.words(f"verdict.{claim.status}")},
    }
