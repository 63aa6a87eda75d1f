"""What stands above an article's text: when it appeared and who wrote it. What is read here is taken out of the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dossier.ingest import bylines
from dossier.ingest.element import Element
from dossier.ingest.facts import Facts
from dossier.ingest.pieces import Dropped
from dossier.ingest.stamps import stamp

_AGO = re.compile(r"\d\s*\w{1,3}前|ago$")
_UPDATED = re.compile(r"更新|Updated", re.IGNORECASE)
_TEXT = 20  # letters that make a <p> the beginning of the text
_HEADER = 90  # letters of a line above it, at most
_ITEM = 70
_LEAVES = 6  # how far down a stamp may stand that nothing marks


def read_head(body: Element, facts: Facts) -> None:
    stamped = 0
    for element in _above_the_text(body):
        if element.name == "time":
            _time(element, facts)
        elif element.name == "address":
            facts.credit(bylines.header(element.text))
            _take(element, facts, "byline, to the front matter")
        elif element.name == "meta" and element.get("itemprop") == "author":
            facts.credit(
                person for person in bylines.people(element.get("content")) if not facts.is_outlet(person.name)
            )
        elif element.name in ("ul", "ol"):
            _byline_list(element, facts)
        elif stamped < _LEAVES and element.letters and not any(e.letters for e in element.elements):
            stamped += 1
            _stamped(element, facts)


def _above_the_text(body: Element) -> Iterator[Element]:
    """The elements before the first paragraph of the text, taken down before they are looked at."""
    for element in list(_elements(body, body.letters)):
        if element.name == "p" and element.letters > _TEXT and "role" not in element.attributes:
            return
        if element.name in ("h2", "h3", "blockquote", "table"):
            return
        yield element


def _elements(element: Element, letters: int) -> Iterator[Element]:
    """The elements in one, but for what stands with a picture: captions are no text, and credits no byline."""
    for child in element.elements:
        if child.media and child.letters * 2 < letters:
            continue
        yield child
        yield from _elements(child, letters)


def _time(element: Element, facts: Facts) -> None:
    around = element.parent.text if element.parent else ""
    when = stamp(element.get("datetime") or element.get("pudate") or element.text, facts.rule.zone)
    if not when:
        return
    if not facts.published:
        facts.published = when
    elif _UPDATED.search(around) or when > facts.published:
        facts.updated = when if when != facts.published else facts.updated
    _take(element, facts, "relative clock" if _AGO.search(element.text) else "time, to the front matter")


def _byline_list(element: Element, facts: Facts) -> None:
    """A list above the text that links nowhere: names, and what they are."""
    items = [item.text for item in element.elements if item.name == "li"]
    items = [item for item in items if item]
    links = any(inner.name == "a" for inner in element.all())
    if not 1 <= len(items) <= 8 or links or any(len(item) > _ITEM for item in items) or facts.byline:
        return
    people, places = bylines.listed(items)
    if people:
        facts.credit(people)
        facts.place(places)
        _take(element, facts, "byline, to the front matter")


def _stamped(element: Element, facts: Facts) -> None:
    """`author<br>time`, or the time alone, in one element of its own."""
    *before, last = _lines(element)
    when = stamp(last, facts.rule.zone) if element.letters <= _HEADER else ""
    if not when or facts.published:
        return
    facts.published = when
    for line in before:
        facts.credit(bylines.header(line))
        facts.doubled = facts.doubled or bylines.doubled(line)
    _take(element, facts, "byline and time, to the front matter" if any(before) else "time, to the front matter")


def _lines(element: Element) -> list[str]:
    lines = [""]
    for child in element.children:
        if isinstance(child, str):
            lines[-1] += child
        elif child.name == "br":
            lines.append("")
    return [" ".join(line.split()) for line in lines]


def _take(element: Element, facts: Facts, rule: str) -> None:
    text = element.text
    if text:
        facts.dropped.append(Dropped(rule, text))
    element.remove()
