"""A saved page: what its head knows, and where in it the article is.

What a generic extractor finds in a page that no rule knows: the home of trafilatura.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from dossier.ingest.formats.detect import capture_failure
from dossier.ingest.html.pieces import Dropped
from dossier.ingest.html.selectors import select_first
from dossier.ingest.html.tree import Element
from dossier.ingest.metadata.page_header import drop_above_headline
from dossier.ingest.outlets.rule import OutletRule

_LD = re.compile(r"<script\b[^<>]{0,200}application/ld\+json[^<>]{0,200}>", re.IGNORECASE)
_MOST_LD = 20
_HEAD = 1_000_000  # characters in which it is looked for
_HALF = re.compile("[\ud800-\udfff]")  # half a character, which JSON's escapes can write and no text may hold
_ARTICLE = re.compile(r"Article|Posting|Report")


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a page says of itself to machines."""

    url: str = ""
    title: str = ""
    published: str = ""
    updated: str = ""
    section: str = ""
    authors: tuple[str, ...] = ()


def page_metadata(html: str, root: Element) -> PageMetadata:
    """Its JSON-LD's word, else its head's."""
    head = {name: content for name, content in reversed(list(_head(root))) if content}
    said = next(_articles(html), {})
    return PageMetadata(
        url=head.get("canonical", "") or head.get("og:url", "") or _text(said.get("mainEntityOfPage")),
        title=_text(said.get("headline")) or head.get("og:title", "") or head.get("title", ""),
        published=_text(said.get("datePublished")) or head.get("article:published_time", ""),
        updated=_text(said.get("dateModified")) or head.get("article:modified_time", ""),
        section=_text(said.get("articleSection")) or head.get("article:section", ""),
        authors=tuple(_authors(said.get("author"))),
    )


def article_element(body: Element, rule: OutletRule, dropped: list[Dropped]) -> Element:
    """The element that holds the article; the whole body where the rule's selectors find none."""
    found = select_first(body, rule.article)
    drop_above_headline(found or body, body, dropped)
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
    for element in root.elements[0].iter():
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


# As pyproject.toml names them. They come with Dossier, and can be missing only where somebody took them away.
_BRINGS = "pip install 'trafilatura>=2.0,<3' 'lxml_html_clean>=0.4'"

_FEW = 0.4  # of the page's paragraphs
_LARGE = 500_000  # characters of a page, of which not every number is tried as a date
_LONGER = 1.1  # times as long is a better reading


def extract_article(name: str, html: str, expected: int) -> str:
    """The article's text; "" where the extractor finds none.

    `expected`: the characters of all the page's paragraphs. The slower and surer way is gone only where the quick one finds
    few of them.
    """
    try:
        from trafilatura import bare_extraction  # noqa: PLC0415 # loaded when a page needs it

        logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it cannot read is our problem to tell
    except ImportError as reason:
        fact = f"no rule knows this page's outlet, and the extractor for such pages cannot be loaded ({reason})"
        raise capture_failure(name, fact, _BRINGS) from None
    best = ""
    for fast in (True, False):
        found = bare_extraction(html, fast=fast, favor_recall=fast, include_comments=False)
        body = getattr(found, "body", None)
        text = "\n".join(body.itertext()).strip() if body is not None else ""
        best = text if len(text) > len(best) * _LONGER else best
        if len(best) > expected * _FEW:
            break
    return best


def extracted_day(html: str) -> str:
    """The day on which the extractor believes that a page appeared."""
    from trafilatura import extract_metadata  # noqa: PLC0415 # likewise

    found = extract_metadata(html, extensive=len(html) < _LARGE)
    return str(found.date or "")[:10] if found else ""
