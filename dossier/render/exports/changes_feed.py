"""changes.xml: the newest changes, for whoever wants to hear of events, claims and corrections, not only of articles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement

from dossier.render import ledger, urls
from dossier.render.exports.export import Export
from dossier.render.exports.feeds import LATEST, xml_document
from dossier.render.language import dates_in_words
from dossier.render.lazy_files import LazyFiles
from dossier.render.ledger import Change
from dossier.render.site import Site


def _files(site: Site, _: Sequence[str]) -> LazyFiles:
    lines = site.cached(ledger.changes)
    return LazyFiles({urls.CHANGES_FEED: lambda: _atom(site, lines[:LATEST])} if lines else {})


CHANGES_FEED = Export(
    urls.CHANGES_FEED,
    "application/atom+xml",
    _files,
    {"zh-Hans": "改了什么（Atom）", "zh-Hant": "改了什麼（Atom）", "en": "What changed (Atom)"},
    is_feed=True,
)


def _atom(site: Site, lines: Sequence[Change]) -> bytes:
    """The feed. Without a `base_url` its links are relative, and its ids those of no address."""
    settings, words = site.dossier.content.settings, site.words
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": settings.language})
    SubElement(feed, "id").text = _id(site, "")
    SubElement(feed, "title").text = f"{settings.title} · {words('changes.title')}"
    SubElement(feed, "updated").text = _instant(site, lines[0])
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": _address(site, urls.CHANGES_FEED)})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": _address(site, urls.LEDGER)})
    SubElement(SubElement(feed, "author"), "name").text = site.signature("") or settings.title
    SubElement(feed, "generator").text = "Dossier"
    seen: dict[str, int] = {}
    for line in lines:
        name = f"{line.kind} {line.target or ledger.day_id(line.when)} {line.when.edtf} {line.after}"
        seen[name] = seen.get(name, 0) + 1
        entry = SubElement(feed, "entry")
        SubElement(entry, "id").text = _id(site, f"{name} {seen[name]}")
        SubElement(entry, "title").text = _title(site, line)
        SubElement(entry, "updated").text = _instant(site, line)
        target = line.target or ledger.day_path(site, line.when)
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": _address(site, target)})
        SubElement(entry, "category", {"term": line.kind, "label": words(f"changes.{line.kind}")})
        if text := _text(site, line):
            SubElement(entry, "summary").text = text
        if line.by:
            SubElement(SubElement(entry, "author"), "name").text = line.by
    return xml_document(feed)


def _id(site: Site, name: str) -> str:
    settings = site.dossier.content.settings
    return uuid5(NAMESPACE_URL, f"{settings.base_url or settings.title} {name}".strip()).urn


def _address(site: Site, target: str) -> str:
    return urls.absolute_url(site.base_url, target) or urls.PageLocation(urls.CHANGES_FEED).href(target)


def _instant(site: Site, line: Change) -> str:
    """Midnight of its day, since feeds have nothing less precise."""
    return datetime.combine(line.when.first, time.min, site.zone).isoformat()


def _title(site: Site, line: Change) -> str:
    words, kind = site.words, "status" if line.event else "verdict"
    title = line.title or words.join_items(site.display_name(site.entities[entity])[0] for entity in line.entities)
    said = words("changes.says", kind=words(f"changes.{line.kind}"), title=title) if title else ""
    statuses = [words(f"{kind}.{status}") for status in (line.before, line.after) if status]
    return " ".join(filter(None, [said or words(f"changes.{line.kind}"), " → ".join(statuses)]))


def _text(site: Site, line: Change) -> str:
    """What is said of the change; the date as the content has it, where it is not a plain day."""
    told = [line.why, *(block.text for block in line.text)]
    if line.when.edtf != line.when.first.isoformat():
        told.append(dates_in_words.date_words(line.when, site.language))
    return "\n".join(filter(None, told))
