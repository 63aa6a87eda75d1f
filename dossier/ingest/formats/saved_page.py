"""Reads saved pages: embedded metadata and the article's element for known outlets, an extractor's text for others.

The only module that imports trafilatura.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from dossier.ingest.formats.capture import capture_failure
from dossier.ingest.html.pieces import Dropped
from dossier.ingest.html.selectors import select_first
from dossier.ingest.html.tree import Element
from dossier.ingest.metadata.page_header import drop_above_headline
from dossier.ingest.outlets import OutletRule

_JSON_LD = re.compile(r"<script\b[^<>]{0,200}application/ld\+json[^<>]{0,200}>", re.IGNORECASE)
_MAX_JSON_LD = 20
_HEAD = 1_000_000  # characters that are searched for it
_SURROGATE = re.compile("[\ud800-\udfff]")  # unpaired surrogates, which JSON can escape but no text may contain
_ARTICLE = re.compile(r"Article|Posting|Report")


@dataclass(frozen=True, slots=True)
class EmbeddedMetadata:
    """The metadata that a page embeds for machines."""

    url: str = ""
    title: str = ""
    published: str = ""
    updated: str = ""
    section: str = ""
    authors: tuple[str, ...] = ()


def read_embedded_metadata(html: str, root: Element) -> EmbeddedMetadata:
    """Read a page's JSON-LD, and its <head> for what that lacks."""
    tags = {name: content for name, content in reversed(list(_head_tags(root))) if content}
    article = next(_json_ld_articles(html), {})
    return EmbeddedMetadata(
        url=tags.get("canonical", "") or tags.get("og:url", "") or _first_text(article.get("mainEntityOfPage")),
        title=_first_text(article.get("headline")) or tags.get("og:title", "") or tags.get("title", ""),
        published=_first_text(article.get("datePublished")) or tags.get("article:published_time", ""),
        updated=_first_text(article.get("dateModified")) or tags.get("article:modified_time", ""),
        section=_first_text(article.get("articleSection")) or tags.get("article:section", ""),
        authors=tuple(_author_names(article.get("author"))),
    )


def find_article(body: Element, rule: OutletRule, dropped: list[Dropped]) -> Element:
    """The element that contains the article; the body if the rule's selectors match nothing."""
    article = select_first(body, rule.article)
    drop_above_headline(article or body, body, dropped)
    if not article:
        return body
    inner: Element | None = article
    while inner is not None and inner is not body:
        around = inner.parent
        texts = (beside.text for beside in (around.elements if around else ()) if beside is not inner)
        dropped += (Dropped("outside the article", text) for text in texts if text)
        inner = around
    return article


def _head_tags(root: Element) -> Iterator[tuple[str, str]]:
    for element in root.elements[0].iter():
        match element.name:
            case "meta":
                yield element.get("property") or element.get("name"), element.get("content").strip()
            case "link":
                yield element.get("rel").lower(), element.get("href").strip()
            case "title":
                yield "title", element.text


def _json_ld_articles(html: str) -> Iterator[dict[str, Any]]:
    for match in islice(_JSON_LD.finditer(html, 0, _HEAD), _MAX_JSON_LD):
        try:
            data = json.loads(html[match.end() : html.find("</script", match.end())])
        except (ValueError, RecursionError):
            continue
        graph = data.get("@graph", [data]) if isinstance(data, dict) else data
        for item in graph if isinstance(graph, list) else []:
            if isinstance(item, dict) and _ARTICLE.search(_first_text(item.get("@type"))):
                yield item


def _author_names(value: Any) -> Iterator[str]:
    for author in value if isinstance(value, list) else [value]:
        if isinstance(author, dict) and _first_text(author.get("@type")) != "Person":
            continue
        name = _first_text(author.get("name")) if isinstance(author, dict) else _first_text(author)
        if name and not name.startswith("http"):
            yield name


def _first_text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@id", "")
    return " ".join(_SURROGATE.sub("\ufffd", value).split()) if isinstance(value, str) else ""


# The requirements of pyproject.toml; they are missing only if somebody removed them.
_INSTALL = "pip install 'trafilatura>=2.0,<3' 'lxml_html_clean>=0.4'"

_FEW = 0.4  # of the text in the page's paragraphs
_LARGE = 500_000  # characters above which the extractor searches for dates less thoroughly
_LONGER = 1.1  # times as long is a better result


def extract_article(name: str, html: str, expected: int) -> str:
    """The article's text; "" if the extractor finds none.

    `expected` is the number of letters in the page's paragraphs: if the fast mode finds few of them, the thorough mode is
    tried too.
    """
    try:
        from trafilatura import bare_extraction  # noqa: PLC0415 # loaded when a page needs it

        logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # we report what it cannot read
    except ImportError as reason:
        fact = f"no rule knows this page's outlet, and the extractor for such pages cannot be loaded ({reason})"
        raise capture_failure(name, fact, _INSTALL) from None
    best = ""
    for fast in (True, False):
        result = bare_extraction(html, fast=fast, favor_recall=fast, include_comments=False)
        body = getattr(result, "body", None)
        text = "\n".join(body.itertext()).strip() if body is not None else ""
        best = text if len(text) > len(best) * _LONGER else best
        if len(best) > expected * _FEW:
            break
    return best


def guess_published_day(html: str) -> str:
    """The date of publication that the extractor guesses."""
    from trafilatura import extract_metadata  # noqa: PLC0415 # likewise

    result = extract_metadata(html, extensive=len(html) < _LARGE)
    return str(result.date or "")[:10] if result else ""
