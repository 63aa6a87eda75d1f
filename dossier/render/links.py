"""Checks the links of rendered pages: their files are part of the site, their fragments are ids on those pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from posixpath import join, normpath
from urllib.parse import unquote, urlsplit

from dossier.model import Location
from dossier.problems import Problem, Severity
from dossier.render import urls

_EXTERNAL_SCHEMES = ("http", "https", "mailto", "data")

# Our templates quote attributes with " and escape < > " everywhere else, so that a regular expression suffices.
# A text may end in ` src=`, but then its own quotation mark is not followed by what ends an attribute.
_ATTRIBUTE = re.compile(r' (id|href|src|action|poster)="((?! )[^"<>]*)"(?=[ />])')


@dataclass(frozen=True, slots=True)
class LinkChecker:
    """Checks pages against the files of the site and the ids that its pages promise to have."""

    files: Container[str]
    targets: urls.LinkTargets
    timeline: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by page, the ids that it promises
    root: str = ""  # the path under which the site is served
    resolved: dict[tuple[str, str], str | None] = field(default_factory=dict)  # by folder and address, the file
    valid: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # links to files, by folder

    def problems(self, path: str, page: str) -> tuple[Problem, ...]:
        """Broken links of the page, ids that it has twice, and ids that it promises and does not have."""
        attributes = _ATTRIBUTE.findall(page)
        ids = [unescape(value) if "&" in value else value for name, value in attributes if name == "id"]
        own_ids = frozenset(ids)
        missing = (_missing_id(path, id_) for id_ in sorted(frozenset(self._promised_ids(path)) - own_ids))
        links = dict.fromkeys([value for name, value in attributes if name != "id"])
        valid = self.valid[path[: path.rfind("/") + 1]]
        promised: dict[str, Container[str]] = {}  # by the address of a page, the ids that links may lead to
        unchecked = [
            link
            for link in links
            if link not in valid
            and (link[1:] not in own_ids or link[0] != "#")
            and not self._leads_to_promised_id(path, link, promised)
        ]
        broken = {link: problem for link in unchecked if (problem := self._problem(path, unescape(link), own_ids))}
        valid.update(link for link in unchecked if "#" not in link and "://" not in link and link not in broken)
        return (*_duplicate_ids(path, ids, own_ids), *missing, *broken.values())

    def _leads_to_promised_id(self, path: str, link: str, promised: dict[str, Container[str]]) -> bool:
        """Whether a link leads to an id of another page: a shortcut, since most links of an entity's page are such."""
        address, _, fragment = link.partition("#")
        if not fragment or not address or "&" in link or "%" in fragment:
            return False
        if address not in promised:
            file = self._file(path[: path.rfind("/") + 1], address)
            promised[address] = self._promised_ids(file) if file in self.files and file and file != path else ()
        return fragment in promised[address]

    def _problem(self, path: str, link: str, own_ids: Container[str]) -> Problem | None:
        address, _, fragment = link.partition("#")
        file = self._file(path[: path.rfind("/") + 1], address) if address else path
        if file is None:
            return None
        if file not in self.files:
            return _problem(path, f"the link “{link}” leads to no page")
        if fragment and unquote(fragment) not in (own_ids if file == path else self._promised_ids(file)):
            return _problem(path, f"the link “{link}” leads to no place on {file}")
        return None

    def _file(self, folder: str, address: str) -> str | None:
        """The file that an address in a page of a folder leads to; None for one that leaves the site."""
        if address.startswith("https://"):
            return None  # not cached: most of these occur once
        key = folder, address
        if key not in self.resolved:
            parts = urlsplit(address)
            file = unquote(parts.path)
            if parts.scheme in _EXTERNAL_SCHEMES or parts.netloc:
                self.resolved[key] = None
            elif self.root and file.startswith(self.root):
                self.resolved[key] = file.removeprefix(self.root)
            else:
                self.resolved[key] = normpath(join(folder, file))
        return self.resolved[key]

    def _promised_ids(self, path: str) -> Collection[str]:
        """The ids of a page that other pages may link to, and that it therefore must have."""
        if path in self.timeline:
            return self.timeline[path]
        if path == urls.CLAIMS:
            return self.targets.claims
        stem = path.removeprefix("articles/").removesuffix(".html")
        return self.targets.fragments(stem) if stem in self.targets.articles and path == urls.article_path(stem) else ()


def _duplicate_ids(path: str, ids: list[str], unique: Collection[str]) -> Iterator[Problem]:
    if len(unique) < len(ids):
        for name, count in Counter(ids).items():
            if count > 1:
                yield _problem(path, f"the id “{name}” stands twice on this page")


def _missing_id(path: str, id_: str) -> Problem:
    return _problem(path, f"there is no place “{id_}” on this page, and others may link to it")


def _problem(path: str, fact: str) -> Problem:
    hint = "this is a mistake of the program or its templates: please report it"
    return Problem(Location(path), Severity.ERROR, "link", fact, hint=hint)
