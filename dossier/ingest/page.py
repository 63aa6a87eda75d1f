"""A saved page: what its head knows, and where in it the article is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from dossier.ingest.element import Element
from dossier.ingest.masthead import below_headline
from dossier.ingest.outlets.rule import Rule
from dossier.ingest.pieces import Dropped
from dossier.ingest.selectors import first

_LD = re.compile(r"<script\b[^<>]{0,200}application/ld\+json[^<>]{0,200}>", re.IGNORECASE)
_MOST_LD = 20
_HEAD = 1_000_000  # characters in which it is looked for
_HALF = re.compile("[\ud800-\udfff]")  # half a character, which JSON's escapes can write and no text may hold
_ARTICLE = re.compile(r"Article|Posting|Report")


@dataclass(frozen=True, slots=True)
class Meta:
    """What a page says of itself to machines."""

    url: str = ""
    title: str = ""
    published: str = ""
    updated: str = ""
    section: str = ""
    authors: tuple[str, ...] = ()


def meta(html: str, root: Element) -> Meta:
    """Its JSON-LD's word, else its head's."""
    head = {name: content for name, content in reversed(list(_head(root))) if content}
    said = next(_articles(html), {})
    return Meta(
        url=head.get("canonical", "") or head.get("og:url", "") or _text(said.get("mainEntityOfPage")),
        title=_text(said.get("headline")) or head.get("og:title", "") or head.get("title", ""),
        published=_text(said.get("datePublished")) or head.get("article:published_time", ""),
        updated=_text(said.get("dateModified")) or head.get("article:modified_time", ""),
        section=_text(said.get("articleSection")) or head.get("article:section", ""),
        authors=tuple(_authors(said.get("author"))),
    )


def article(body: Element, rule: Rule, dropped: list[Dropped]) -> Element:
    """The element that holds the article; the whole body where the rule's selectors find none."""
    found = first(body, rule.article)
    below_headline(found or body, body, dropped)
    if not found:
        return body
    inner: Element | None = found
    while inner is not None and inner is not body:
        around = inner.parent
        texts = (beside.text for beside in (around.elements if around else ()) if beside is not inner)
        dropped += (Dropped("outside the article", text) for text in texts if text)
        inner = around
    return found


def _head(root: Element) -> Iterator[tuple[str, str]]:
    for element in root.elements[0].all():
        match element.name:
            case "meta":
                yield element.get("property") or element.get("name"), element.get("content").strip()
            case "link":
                yield element.get("rel").lower(), element.get("href").strip()
            case "title":
                yield "title", element.text


def _articles(html: str) -> Iterator[dict[str, Any]]:
    for found in islice(_LD.finditer(html, 0, _HEAD), _MOST_LD):
        try:
            data = json.loads(html[found.end() : html.find("</script", found.end())])
        except (ValueError, RecursionError):
            continue
        graph = data.get("@graph", [data]) if isinstance(data, dict) else data
        for thing in graph if isinstance(graph, list) else []:
            if isinstance(thing, dict) and _ARTICLE.search(_text(thing.get("@type"))):
                yield thing


def _authors(value: Any) -> Iterator[str]:
    for author in value if isinstance(value, list) else [value]:
        if isinstance(author, dict) and _text(author.get("@type")) != "Person":
            continue
        name = _text(author.get("name")) if isinstance(author, dict) else _text(author)
        if name and not name.startswith("http"):
            yield name


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@id", "")
    return " ".join(_HALF.sub("\ufffd", value).split()) if isinstance(value, str) else ""
