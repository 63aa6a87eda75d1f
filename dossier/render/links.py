"""Every link of a page leads somewhere: its file is written, and its fragment is a place that a page of ours has."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterator
from dataclasses import dataclass, field
from html import unescape
from posixpath import join, normpath
from urllib.parse import unquote, urlsplit

from dossier.model import Location
from dossier.problems import Problem, Severity
from dossier.render import urls

_ELSEWHERE = ("http", "https", "mailto", "data")

# The pages are ours: attributes stand in double quotes, and < > " are escaped wherever they are no markup.
# A text may end in such words as ` src=`: after its own quotation mark stands a space or, in JSON, no end of an attribute.
_ATTRIBUTE = re.compile(r' (id|href|src|action|poster)="((?! )[^"<>]*)"(?=[ />])')


@dataclass(frozen=True, slots=True)
class LinkChecker:
    """What there is to link to."""

    files: Container[str]
    places: urls.LinkTargets
    root: str = ""  # under which the site is served
    known: dict[tuple[str, str], str | None] = field(default_factory=dict)  # where an address in a folder leads
    sound: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # links to files, by folder

    def problems(self, path: str, page: str) -> tuple[Problem, ...]:
        """Each link of the page that breaks, each id that stands twice, each place that is promised and not there."""
        found = _ATTRIBUTE.findall(page)
        ids = [unescape(value) if "&" in value else value for attribute, value in found if attribute == "id"]
        here = frozenset(ids)
        missing = (_missing(path, place) for place in sorted(frozenset(self._promised(path)) - here))
        links = dict.fromkeys([value for attribute, value in found if attribute != "id"])
        sound = self.sound[path[: path.rfind("/") + 1]]
        asked = [link for link in links if link not in sound and (link[1:] not in here or link[0] != "#")]
        broken = {link: problem for link in asked if (problem := self._broken(path, unescape(link), here))}
        sound.update(link for link in asked if "#" not in link and "://" not in link and link not in broken)
        return (*_twice(path, ids, here), *missing, *broken.values())

    def _broken(self, path: str, link: str, here: Container[str]) -> Problem | None:
        address, _, fragment = link.partition("#")
        file = self._file(path[: path.rfind("/") + 1], address) if address else path
        if file is None:
            return None
        if file not in self.files:
            return _problem(path, f"the link “{link}” leads to no page")
        if fragment and unquote(fragment) not in (here if file == path else self._promised(file)):
            return _problem(path, f"the link “{link}” leads to no place on {file}")
        return None

    def _file(self, folder: str, address: str) -> str | None:
        """The file that an address in a folder means; None for one that leaves the site."""
        if address.startswith("https://"):
            return None  # most of those that do; they are not known, for each is seen once
        key = folder, address
        if key not in self.known:
            parts = urlsplit(address)
            file = unquote(parts.path)
            if parts.scheme in _ELSEWHERE or parts.netloc:
                self.known[key] = None
            elif self.root and file.startswith(self.root):
                self.known[key] = file.removeprefix(self.root)
            else:
                self.known[key] = normpath(join(folder, file))
        return self.known[key]

    def _promised(self, path: str) -> Collection[str]:
        """The places of a page that others may link to; the page is held to them."""
        if path == urls.TIMELINE:
            return self.places.events
        if path == urls.CLAIMS:
            return self.places.claims
        stem = path.removeprefix("articles/").removesuffix(".html")
        return self.places.fragments(stem) if stem in self.places.articles and path == urls.article_path(stem) else ()


def _twice(path: str, ids: list[str], here: Collection[str]) -> Iterator[Problem]:
    if len(here) < len(ids):
        for name, count in Counter(ids).items():
            if count > 1:
                yield _problem(path, f"the id “{name}” stands twice on this page")


def _missing(path: str, place: str) -> Problem:
    return _problem(path, f"there is no place “{place}” on this page, and others may link to it")


def _problem(path: str, fact: str) -> Problem:
    hint = "this is a mistake of the program or its templates: please report it"
    return Problem(Location(path), Severity.ERROR, "link", fact, hint=hint)
