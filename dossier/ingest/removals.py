"""What of a capture is no part of its article, by element and by words."""

from __future__ import annotations

import re
from collections import defaultdict

from dossier.ingest import families
from dossier.ingest.element import Element
from dossier.ingest.outlets.rule import Rule
from dossier.ingest.selectors import Selector, selector

_LONGEST_UNSAID = 700


class Removals:
    """One outlet's list and the families', sorted so that most elements are asked nothing."""

    def __init__(self, rule: Rule) -> None:
        self._by_tag: dict[str, list[tuple[str, Selector]]] = defaultdict(list)
        self._by_attribute: dict[str, list[tuple[str, Selector]]] = defaultdict(list)
        for name, text in (*rule.remove, *families.REMOVE):
            wanted = selector(text)
            if wanted.tests:
                self._by_attribute[wanted.tests[0][0]].append((name, wanted))
            else:
                self._by_tag[wanted.tag].append((name, wanted))
        self._unsaid = [(name, re.compile(pattern, re.DOTALL)) for name, pattern in (*rule.unsaid, *families.UNSAID)]

    def rule_for(self, element: Element) -> str:
        """The name of the rule by which an element goes, or nothing."""
        if element.name in families.NOT_TEXT and not _sorts(element):
            return families.NOT_TEXT[element.name]
        for name, wanted in self._by_tag.get(element.name, ()):
            if wanted(element):
                return name
        for attribute in element.attributes:
            for name, wanted in self._by_attribute.get(attribute, ()):
                if wanted(element):
                    return name
        return ""

    def unsaid(self, text: str) -> str:
        """The name of the rule by which a paragraph goes, or nothing."""
        if len(text) > _LONGEST_UNSAID:
            return ""
        return next((name for name, pattern in self._unsaid if pattern.fullmatch(text)), "")


def _sorts(element: Element) -> bool:
    """Whether a button only sorts by the column whose head it is."""
    return element.name == "button" and element.parent is not None and element.parent.name == "th"
