"""feed.xml and feed.json: the newest articles with their summaries. Also XML documents for other exports."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from itertools import islice
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from dossier.model import Article, When
from dossier.render import urls
from dossier.render.exports.export import Export
from dossier.render.lazy_files import LazyFiles
from dossier.render.site import Site


@cache
def _unwritable() -> re.Pattern[str]:
    """Matches the characters that XML 1.0 cannot contain, even escaped; compiled at first use, since it takes 4 ms."""
    return re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_document(root: Element) -> bytes:
    """An indented XML document, the same bytes on every machine; characters that XML cannot contain become �."""
    indent(root, " ")
    text = _unwritable().sub("\ufffd", tostring(root, encoding="unicode"))
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


LATEST = 100  # entries
ATOM, JSON = "feed.xml", "feed.json"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    article: Article
    url: str
    outlet: str
    published: str
    updated: str
    authors: tuple[str, ...]
    related: tuple[str, ...] = ()  # the pages of the events and claims that cite the article


def _atom_files(site: Site, _: Sequence[str]) -> LazyFiles:
    return LazyFiles({ATOM: lambda: _atom(site, _latest(site))} if _has_entries(site) else {})


def _json_files(site: Site, _: Sequence[str]) -> LazyFiles:
    return LazyFiles({JSON: lambda: _json(site, _latest(site))} if _has_entries(site) else {})


ATOM_FEED = Export(
    ATOM,
    "application/atom+xml",
    _atom_files,
    {"zh-Hans": "订阅（Atom）", "zh-Hant": "訂閱（Atom）", "en": "Feed (Atom)"},
    needs_base_url=True,
    is_feed=True,
)
JSON_FEED = Export(
    JSON,
    "application/feed+json",
    _json_files,
    {"zh-Hans": "订阅（JSON）", "zh-Hant": "訂閱（JSON）", "en": "Feed (JSON)"},
    needs_base_url=True,
    is_feed=True,
)


def _has_entries(site: Site) -> bool:
    return any(_may_be_listed(article) for article in site.dossier.content.articles)


def _may_be_listed(article: Article) -> bool:
    return bool(article.published) and not article.withheld


def _latest(site: Site) -> tuple[FeedEntry, ...]:
    return tuple(islice(_entries(site), LATEST))


def _entries(site: Site) -> Iterator[FeedEntry]:
    dated = [(a, a.published) for a in site.dossier.content.articles if a.published and _may_be_listed(a)]
    dated.sort(key=lambda pair: (_instant(pair[1], site), pair[0].id), reverse=True)
    for article, published in dated:
        outlet = site.outlet(article.outlet).name
        yield FeedEntry(
            article,
            urls.absolute_url(site.base_url, urls.article_path(article.id)),
            outlet,
            _instant(published, site).isoformat(),
            max(_instant(when, site) for when in (published, article.updated) if when).isoformat(),
            tuple(byline.name for byline in article.byline) or (outlet,),
            tuple(_citing_pages(site, article.id)),
        )


def _citing_pages(site: Site, article: str) -> Iterator[str]:
    for event in site.events_of_article.get(article, ()):
        yield urls.absolute_url(site.base_url, urls.event_path(event.id))
    for claim in site.claims_of_article.get(article, ()):
        yield urls.absolute_url(site.base_url, urls.claim_path(claim.id))


def _instant(when: When, site: Site) -> datetime:
    """A date as an instant, since feeds have nothing less precise: a day begins at midnight in the dossier's time zone."""
    local = when.moment or datetime.combine(when.first, time.min, site.zone)
    return local.replace(microsecond=0)


def _atom(site: Site, entries: tuple[FeedEntry, ...]) -> bytes:
    settings = site.dossier.content.settings
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": settings.language})
    SubElement(feed, "id").text = site.base_url
    SubElement(feed, "title").text = settings.title
    if settings.description:
        SubElement(feed, "subtitle").text = settings.description
    SubElement(feed, "updated").text = _newest(entries)
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": site.base_url + ATOM})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": site.base_url})
    for name in settings.editors or (settings.title,):
        SubElement(SubElement(feed, "author"), "name").text = name
    SubElement(feed, "generator").text = "Dossier"
    for entry in entries:
        _atom_entry(SubElement(feed, "entry", {"xml:lang": entry.article.language}), entry, settings.language)
    return xml_document(feed)


def _atom_entry(element: Element, entry: FeedEntry, language: str) -> None:
    article = entry.article
    SubElement(element, "id").text = entry.url
    SubElement(element, "title").text = article.title
    SubElement(element, "updated").text = entry.updated
    SubElement(element, "published").text = entry.published
    SubElement(element, "link", {"rel": "alternate", "type": "text/html", "href": entry.url})
    if original := urls.external_url(article.url):
        SubElement(element, "link", {"rel": "via", "type": "text/html", "href": original})
    for related in entry.related:
        SubElement(element, "link", {"rel": "related", "type": "text/html", "href": related})
    for name in entry.authors:
        SubElement(SubElement(element, "author"), "name").text = name
    SubElement(element, "category", {"term": article.outlet, "label": entry.outlet})
    if article.summary:
        SubElement(element, "summary", {"xml:lang": language}).text = article.summary


def _json(site: Site, entries: tuple[FeedEntry, ...]) -> bytes:
    settings = site.dossier.content.settings
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": settings.title,
        "home_page_url": site.base_url,
        "feed_url": site.base_url + JSON,
        **({"description": settings.description} if settings.description else {}),
        "language": settings.language,
        "authors": [{"name": name} for name in settings.editors or (settings.title,)],
        "items": [_item(entry) for entry in entries],
    }
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()


def _item(entry: FeedEntry) -> dict[str, object]:
    article = entry.article
    original = urls.external_url(article.url)
    return {
        "id": entry.url,
        "url": entry.url,
        **({"external_url": original} if original else {}),
        "title": article.title,
        "content_text": article.summary or article.title,
        **({"summary": article.summary} if article.summary else {}),
        "date_published": entry.published,
        "date_modified": entry.updated,
        "authors": [{"name": name} for name in entry.authors],
        "tags": [entry.outlet],
        "language": article.language,
    }


def _newest(entries: tuple[FeedEntry, ...]) -> str:
    return max(entries, key=lambda entry: datetime.fromisoformat(entry.updated)).updated
