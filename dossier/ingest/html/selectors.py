"""Selectors as data: `section[data-e2e=advertisement]`, `.o-ads`, `[id^=dfp-ad]`, `nav`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a build reads outlets, whose selectors are parsed here, and needs no HTML parser
    from dossier.ingest.html.tree import Element

_PART = re.compile(r"""\[([\w-]+)(?:([~^*$]?=)["']?([^\]"']*)["']?)?\]|([.#])([\w-]+)""")
_COMPARE: dict[str, Callable[[str, str], bool]] = {
    "=": lambda have, want: have == want,
    "~=": lambda have, want: want in have.split(),
    "^=": lambda have, want: have.startswith(want),
    "*=": lambda have, want: want in have,
    "$=": lambda have, want: have.endswith(want),
}


@dataclass(frozen=True, slots=True)
class Selector:
    """What CSS calls a compound selector: one element's tag, classes, id and attributes."""

    tag: str
    tests: tuple[tuple[str, str, str], ...]  # attribute, comparison, value

    def __call__(self, element: Element) -> bool:
        if self.tag and element.name != self.tag:
            return False
        have = element.attributes
        return all(name in have and (not how or _COMPARE[how](have[name], want)) for name, how, want in self.tests)


@cache
def parse_selector(text: str) -> Selector:
    tag = re.match(r"[\w-]*", text)
    end = tag.end() if tag else 0
    tests = []
    while part := _PART.match(text, end):
        attribute, how, value, sign, name = part.groups()
        tests.append((attribute, how or "", value or "") if attribute else (_SIGN[sign][0], _SIGN[sign][1], name))
        end = part.end()
    if end != len(text) or not text:
        raise ValueError(f"“{text}” is not a selector: write tag.class#id[attribute=value], one element's at a time")
    return Selector(text[: tag.end()] if tag else "", tuple(tests))


_SIGN = {".": ("class", "~="), "#": ("id", "=")}


def select_first(root: Element, selectors: Iterable[str]) -> Element | None:
    """The first element that the earliest fitting selector finds."""
    for text in selectors:
        wanted = parse_selector(text)
        for element in root.all():
            if wanted(element):
                return element
    return None
