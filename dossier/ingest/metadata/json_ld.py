"""Reads a page's JSON-LD: the article, its authors and its publisher."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import islice
from typing import Any, NamedTuple

_SCRIPT = re.compile(r"<script\b[^<>]{0,400}application/ld\+json[^<>]{0,400}>", re.IGNORECASE)
_MAX_SCRIPTS = 40
_HEAD = 4_000_000  # characters that are searched
_LONGEST = 1_000_000  # characters of a script
_MAX_ITEMS = 3000
_MAX_DEPTH = 12
_ARTICLE = re.compile(r"Article|Posting|Report(?!er)|Review(?!er)|Recipe|CreativeWork$|Analysis")
_PAGE = re.compile(r"WebPage$|ItemPage$")
_REFERENCES = {"itemListElement", "hasPart", "isPartOf", "mentions", "about", "comment", "citation", "liveBlogUpdate"}
_TRAILING_COMMA = re.compile(r",(\s{0,200}[\]}])")
_CONTROL = re.compile(r"[\x00-\x1f]+")
# Unpaired surrogates, which JSON can escape but no text may contain.
_SURROGATE = re.compile(r"\\u[dD](?:[89aAbB]\w\w(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89aAbB]\w\w\\u[dD])[c-fC-F]\w\w)")

JsonLdItem = Mapping[str, Any]


class Author(NamedTuple):
    name: str
    type: str = ""  # Person, Organization …, or empty

    @property
    def is_group(self) -> bool:
        return self.type.endswith(("Organization", "Corporation", "Project", "Team"))


class JsonLd(NamedTuple):
    """The article and the page that JSON-LD describes, and all items that have an id."""

    article: JsonLdItem
    page: JsonLdItem
    by_id: Mapping[str, JsonLdItem]

    def value(self, *names: str) -> str:
        """The first of these properties that the article, or else the page, has."""
        return next(
            (result for item in (self.article, self.page) for name in names if (result := first_text(item.get(name)))),
            "",
        )

    def authors(self, *names: str) -> tuple[Author, ...]:
        return tuple(author for name in names for author in self._authors(self.article.get(name), 0))

    @property
    def publishers(self) -> tuple[str, ...]:
        """The names of the article's publishers."""
        return tuple(author.name for author in self._authors(self.article.get("publisher"), 0))

    def _authors(self, value: Any, depth: int) -> Iterator[Author]:
        if depth > 3:
            return
        for entry in value if isinstance(value, list) else [value]:
            if isinstance(entry, str):
                item = self.by_id.get(entry)
                yield from self._authors(item, depth + 1) if item else [Author(_clean(entry))]
            elif isinstance(entry, Mapping):
                item = entry if entry.get("name") else self.by_id.get(str(entry.get("@id")), entry)
                names = item.get("name")
                for name in names if isinstance(names, list) else [names]:
                    if isinstance(name, str) and _clean(name):
                        yield Author(_clean(name), first_text(item.get("@type")))


def parse_json_ld(html: str) -> JsonLd:
    """Parse a page's JSON-LD, however it is nested. Simple syntax errors are repaired; other scripts are skipped."""
    items = [item for data in _parse_scripts(html) for item in islice(_walk_items(data, 0), _MAX_ITEMS)]
    articles = [item for item in items if any(map(_ARTICLE.search, _types(item))) and _may_be_article(item)]
    article = max(articles, key=_count_properties, default={})
    page = next((item for item in items if any(map(_PAGE.search, _types(item)))), {})
    return JsonLd(article, page, {item["@id"]: item for item in items if isinstance(item.get("@id"), str)})


def first_text(value: Any) -> str:
    """A property as a string: the first of a list, or the name or id of an item."""
    if isinstance(value, list):
        value = next(iter(value), "")
    if isinstance(value, Mapping):
        value = value.get("@value") or value.get("name") or value.get("@id", "")
    return _clean(value) if isinstance(value, str) else ""


def _types(item: JsonLdItem) -> list[str]:
    types = item.get("@type")
    return [str(one) for one in (types if isinstance(types, list) else [types])]


def _clean(value: str) -> str:
    return " ".join(unescape(unescape(value)).split())


def _may_be_article(item: JsonLdItem) -> bool:
    return any(item.get(name) for name in ("headline", "datePublished", "author", "articleBody", "name"))


def _count_properties(item: JsonLdItem) -> int:
    """The number of the main properties that a candidate has; `max` prefers the first of equal ones."""
    return sum(bool(item.get(name)) for name in ("headline", "datePublished", "author", "mainEntityOfPage"))


def _walk_items(value: Any, depth: int) -> Iterator[JsonLdItem]:
    """All items with a type or an id, outer ones first, without those that another only refers to."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for one in value:
            yield from _walk_items(one, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value or "@id" in value:
            yield value
        for name, inner in value.items():
            if name not in _REFERENCES and isinstance(inner, dict | list):
                yield from _walk_items(inner, depth + 1)


def _parse_scripts(html: str) -> Iterator[Any]:
    for match in islice(_SCRIPT.finditer(html, 0, _HEAD), _MAX_SCRIPTS):
        end = html.find("</script", match.end(), match.end() + _LONGEST)
        if end < 0:
            continue
        source = html[match.end() : end].strip()
        source = source.removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[").removeprefix("<![CDATA[")
        source = source.strip().removesuffix("//]]>").removesuffix("]]>").strip().removesuffix(";")
        for repair in (str, _repair, lambda text: _repair(unescape(text))):
            try:
                yield json.loads(_SURROGATE.sub(r"\\ufffd", repair(source)), strict=False)
            except (ValueError, RecursionError):
                continue
            break


def _repair(source: str) -> str:
    """Remove trailing commas and control characters."""
    return _TRAILING_COMMA.sub(r"\1", _CONTROL.sub(" ", source))
