"""CSS selectors for one element: `section[data-e2e=advertisement]`, `.o-ads`, `[id^=dfp-ad]`, `nav`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a build parses outlet rules with this module and does not need an HTML parser
    from dossier.ingest.html.tree import Element

_PART = re.compile(r"""\[([\w-]+)(?:([~^*$]?=)["']?([^\]"']*)["']?)?\]|([.#])([\w-]+)""")
_COMPARE: dict[str, Callable[[str, str], bool]] = {
    "=": lambda value, expected: value == expected,
    "~=": lambda value, expected: expected in value.split(),
    "^=": lambda value, expected: value.startswith(expected),
    "*=": lambda value, expected: expected in value,
    "$=": lambda value, expected: value.endswith(expected),
}


@dataclass(frozen=True, slots=True)
class Selector:
    """A compound selector: tag, classes, id and attributes of one element."""

    tag: str
    tests: tuple[tuple[str, str, str], ...]  # attribute, comparison, value

    def __call__(self, element: Element) -> bool:
        if self.tag and element.name != self.tag:
            return False
        attributes = element.attributes
        return all(
            name in attributes and (not operator or _COMPARE[operator](attributes[name], expected))
            for name, operator, expected in self.tests
        )


@cache
def parse_selector(text: str) -> Selector:
    tag = re.match(r"[\w-]*", text)
    end = tag.end() if tag else 0
    tests = []
    while part := _PART.match(text, end):
        attribute, operator, value, sign, name = part.groups()
        tests.append((attribute, operator or "", value or "") if attribute else (_SIGN[sign][0], _SIGN[sign][1], name))
        end = part.end()
    if end != len(text) or not text:
        raise ValueError(f"“{text}” is not a selector: write tag.class#id[attribute=value], one element's at a time")
    return Selector(text[: tag.end()] if tag else "", tuple(tests))


_SIGN = {".": ("class", "~="), "#": ("id", "=")}


def select_first(root: Element, selectors: Iterable[str]) -> Element | None:
    """The first element that matches the earliest matching selector."""
    for text in selectors:
        selector = parse_selector(text)
        for element in root.iter():
            if selector(element):
                return element
    return None
