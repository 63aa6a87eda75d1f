"""What a page says of itself in JSON-LD: its article, whoever wrote it, and who publishes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import islice
from typing import Any, NamedTuple

_SCRIPT = re.compile(r"<script\b[^<>]{0,400}application/ld\+json[^<>]{0,400}>", re.IGNORECASE)
_MOST_SCRIPTS = 40
_HEAD = 4_000_000  # characters in which they are looked for
_LONGEST = 1_000_000  # characters of one
_MOST_THINGS = 3000
_DEEPEST = 12
_ARTICLE = re.compile(r"Article|Posting|Report(?!er)|Review(?!er)|Recipe|CreativeWork$|Analysis")
_PAGE = re.compile(r"WebPage$|ItemPage$")
_ELSEWHERE = {"itemListElement", "hasPart", "isPartOf", "mentions", "about", "comment", "citation", "liveBlogUpdate"}
_COMMA = re.compile(r",(\s{0,200}[\]}])")
_CONTROL = re.compile(r"[\x00-\x1f]+")
# Half a character, which JSON's escapes can write and no text may hold.
_HALF = re.compile(r"\\u[dD](?:[89aAbB]\w\w(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89aAbB]\w\w\\u[dD])[c-fC-F]\w\w)")

Thing = Mapping[str, Any]


class Author(NamedTuple):
    name: str
    type: str = ""  # Person, Organization, …, or nothing

    @property
    def is_group(self) -> bool:
        return self.type.endswith(("Organization", "Corporation", "Project", "Team"))


class JsonLd(NamedTuple):
    """The article that a page's JSON-LD describes, the page itself, and everything that has an id."""

    article: Thing
    page: Thing
    by_id: Mapping[str, Thing]

    def value(self, *names: str) -> str:
        """The first of these of the article, else of the page."""
        return next(
            (found for thing in (self.article, self.page) for name in names if (found := text(thing.get(name)))), ""
        )

    def authors(self, *names: str) -> tuple[Author, ...]:
        return tuple(author for name in names for author in self._authors(self.article.get(name), 0))

    @property
    def publishers(self) -> tuple[str, ...]:
        """The names of whoever publishes the article."""
        return tuple(author.name for author in self._authors(self.article.get("publisher"), 0))

    def _authors(self, value: Any, depth: int) -> Iterator[Author]:
        if depth > 3:
            return
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str):
                known = self.by_id.get(one)
                yield from self._authors(known, depth + 1) if known else [Author(_plain(one))]
            elif isinstance(one, Mapping):
                thing = one if one.get("name") else self.by_id.get(str(one.get("@id")), one)
                names = thing.get("name")
                for name in names if isinstance(names, list) else [names]:
                    if isinstance(name, str) and _plain(name):
                        yield Author(_plain(name), text(thing.get("@type")))


def json_ld(html: str) -> JsonLd:
    """What the page's scripts say, however they nest it; what is no JSON is mended where that is plain, else passed over."""
    things = [thing for data in _data(html) for thing in islice(_things(data, 0), _MOST_THINGS)]
    articles = [thing for thing in things if any(map(_ARTICLE.search, _types(thing))) and _describes(thing)]
    article = max(articles, key=_weight, default={})
    page = next((thing for thing in things if any(map(_PAGE.search, _types(thing)))), {})
    return JsonLd(article, page, {thing["@id"]: thing for thing in things if isinstance(thing.get("@id"), str)})


def text(value: Any) -> str:
    """A value that should be a string as one: the first of a list, a thing by its name or id."""
    if isinstance(value, list):
        value = next(iter(value), "")
    if isinstance(value, Mapping):
        value = value.get("@value") or value.get("name") or value.get("@id", "")
    return _plain(value) if isinstance(value, str) else ""


def _types(thing: Thing) -> list[str]:
    found = thing.get("@type")
    return [str(one) for one in (found if isinstance(found, list) else [found])]


def _plain(value: str) -> str:
    return " ".join(unescape(unescape(value)).split())


def _describes(thing: Thing) -> bool:
    return any(thing.get(name) for name in ("headline", "datePublished", "author", "articleBody", "name"))


def _weight(thing: Thing) -> int:
    """How much a thing says that could be the article; max() takes the first of those that say as much."""
    return sum(bool(thing.get(name)) for name in ("headline", "datePublished", "author", "mainEntityOfPage"))


def _things(value: Any, depth: int) -> Iterator[Thing]:
    """Every thing with a type or an id, outer ones first, without those that a thing only refers to."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from _things(one, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value or "@id" in value:
            yield value
        for name, inner in value.items():
            if name not in _ELSEWHERE and isinstance(inner, dict | list):
                yield from _things(inner, depth + 1)


def _data(html: str) -> Iterator[Any]:
    for found in islice(_SCRIPT.finditer(html, 0, _HEAD), _MOST_SCRIPTS):
        end = html.find("</script", found.end(), found.end() + _LONGEST)
        if end < 0:
            continue
        source = html[found.end() : end].strip()
        source = source.removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[").removeprefix("<![CDATA[")
        source = source.strip().removesuffix("//]]>").removesuffix("]]>").strip().removesuffix(";")
        for mended in (str, _mended, lambda text: _mended(unescape(text))):
            try:
                yield json.loads(_HALF.sub(r"\\ufffd", mended(source)), strict=False)
            except (ValueError, RecursionError):
                continue
            break


def _mended(source: str) -> str:
    """JSON without the commas and control characters that make it none."""
    return _COMMA.sub(r"\1", _CONTROL.sub(" ", source))
