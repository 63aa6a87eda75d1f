"""Every address of the site, and relative links between its pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlsplit, urlunsplit

HOME = "index.html"
ARTICLES = "articles/index.html"
ENTITIES = "entities/index.html"
TIMELINE = "timeline.html"
CLAIMS = "claims.html"
COMPARED = "compare/index.html"
SEARCH = "search.html"
ABOUT = "about.html"
MISSING = "404.html"
LEDGER = "changes.html"
CHANGES_FEED = "changes.xml"
NOTES = "notes.html"

STYLES = "assets/dossier.css"
SCRIPT = "assets/dossier.js"
THEME_SCRIPT = "assets/theme.js"
FAVICON = "assets/favicon.svg"
CARD = "assets/card.png"
SEARCH_SCRIPT = "assets/search.js"
TIMELINE_STYLES = "assets/timeline.css"
FRONT_STYLES = "assets/front.css"
TIMELINE_SCRIPT = "assets/timeline.js"
TIMELINE_INDEX = "timeline/index.js"
SEARCH_NAMES = "search/names.js"
SEARCH_MORE_NAMES = "search/names.more.js"
SEARCH_INDEX = "search/index.js"
SEARCH_SUGGESTIONS = "assets/suggest.js"
SEARCH_PINYIN = "assets/pinyin.js"
A_TO_Z = "search.az.html"  # no id has a dot

# Ids of the program begin with an underscore, which no editor's id does.
MAIN = "_main"
UNDATED = "_undated"
DATED = "_dated"
CHANGES = "_changes"


def article_path(article_id: str, fragment: str = "") -> str:
    return _with_fragment(f"articles/{article_id}.html", fragment)


def entity_path(entity_id: str) -> str:
    return f"entities/{entity_id}.html"


def event_path(event_id: str) -> str:
    return f"events/{event_id}.html"


def claim_path(claim_id: str) -> str:
    return f"claims/{claim_id}.html"


def year_path(year: str) -> str:
    """The page of a year, where the timeline has one for each."""
    return f"timeline/{year}.html"


def compare_path(event_id: str) -> str:
    return f"compare/{event_id}.html"


def outlet_path(outlet_id: str) -> str:
    return f"outlets/{outlet_id}.html"


def further_path(path: str, which: str) -> str:
    """A further page of a list that is too long for its first; unambiguous, since no id has a dot."""
    return f"{path.removesuffix('.html')}.{which}.html"


def data_path(name: str, number: int = 1) -> str:
    """A file of exported data; files after the first are numbered from 2."""
    return f"data/{name}.json" if number == 1 else f"data/{name}.{number}.json"


def search_terms_path(shard: int) -> str:
    """The postings of some terms."""
    return f"search/terms/{shard}.js"


def search_text_path(slot: int) -> str:
    """An article as it is searched."""
    return f"search/texts/{slot}.js"


def search_records_path(number: int) -> str:
    """A few records of editors as they are searched."""
    return f"search/records/{number}.js"


def page_path(stem: str) -> str:
    return f"{stem}.html"


def media_path(file: str) -> str:
    return f"media/{file}"


def is_article_or_picture(path: str) -> bool:
    """Whether a file of the site is the page of one article, or a picture."""
    return path.startswith("media/") or (
        path.startswith("articles/") and path.endswith(".html") and not path.startswith("articles/index.")
    )


def _with_fragment(path: str, fragment: str) -> str:
    return f"{path}#{fragment}" if fragment else path


def _path_and_fragment(target: str) -> tuple[str, str]:
    """The path and the fragment of an address of this module; a # in a picture's name begins no fragment."""
    path, _, fragment = (target, "", "") if target.startswith("media/") else target.partition("#")
    return path, fragment


_UNRESERVED = re.compile(r"[\w.~/-]*", re.ASCII)  # what `quote` leaves as it is


def _quoted(text: str) -> str:
    return text if _UNRESERVED.fullmatch(text) else quote(text)


@dataclass(frozen=True, slots=True)
class PageLocation:
    """The page from which relative links start. With `root` links are absolute, which only 404.html needs."""

    page: str
    root: str = ""

    @property
    def folder(self) -> PageLocation:
        """The folder of this page, for links that fit all of its pages."""
        return PageLocation(self.page[: self.page.rfind("/") + 1], self.root)

    def href(self, target: str) -> str:
        """The `href` from this page to `target`, an address of this module."""
        path, fragment = _path_and_fragment(target)
        if path == self.page and fragment:
            return _with_fragment("", _quoted(fragment))
        if self.root:
            return _with_fragment(self.root + _quoted(path), _quoted(fragment))
        folder = self.page[: self.page.rfind("/") + 1]
        if path.startswith(folder):
            return _with_fragment(_quoted(path[len(folder) :]), _quoted(fragment))
        return _with_fragment("../" * folder.count("/") + _quoted(path), _quoted(fragment))


def root_path(base_url: str) -> str:
    """The path under which the site is served, with its closing slash; empty without a base_url."""
    return urlsplit(base_url).path or "/" if base_url else ""


def absolute_url(base_url: str, target: str) -> str:
    """The absolute address of `target`; empty without a base_url."""
    if not base_url:
        return ""
    path, fragment = _path_and_fragment(target)
    return base_url + _with_fragment(_quoted("" if path == HOME else path), _quoted(fragment))


@lru_cache(maxsize=256)  # a page links to the same few addresses many times
def external_url(address: str) -> str:
    """The address without credentials; empty unless it is http(s) or mailto."""
    address = address.strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme in ("http", "https"):
        if "@" in parts.netloc:
            address = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        return address if parts.hostname else ""
    return address if parts.scheme == "mailto" else ""


def display_host(address: str) -> str:
    """The host of an address without `www.`, as a label for readers."""
    return (urlsplit(external_url(address)).hostname or "").removeprefix("www.")


@dataclass(frozen=True, slots=True)
class LinkTargets:
    """What links may lead to, so that none leads to what an edition leaves out."""

    articles: Container[str] = ()
    fragments: Callable[[str], Collection[str]] = lambda _: ()  # the ids on an article's page
    entities: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    claims: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()

    def resolve(self, reference: str) -> str:
        """The address of a reference such as `article:ID#p-…` or `entity:ID`; empty where there is no such target."""
        kind, _, name = reference.partition(":")
        name, _, fragment = name.partition("#")
        if kind == "article" and name in self.articles:
            return article_path(name, fragment if fragment and fragment in self.fragments(name) else "")
        kinds = {
            "entity": (self.entities, entity_path),
            "event": (self.events, event_path),
            "claim": (self.claims, claim_path),
            "page": (self.pages, page_path),
        }
        if kind in kinds and name in kinds[kind][0]:
            return kinds[kind][1](name)
        return ""
