"""What an inline element does to the look of the words in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from dossier.ingest import addresses
from dossier.ingest.element import Element
from dossier.ingest.pieces import Run

# fmt: off
INLINE = {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "button", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
           "kbd", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
           "time", "tt", "u", "var"}
# fmt: on
_CREDIT_CLASS = re.compile(r"(?:^|[\s_-])(?:copyright|credits?)(?:\s|$)", re.IGNORECASE)
_LOOKS: Mapping[str, Callable[[Run], Run]] = {
    "b": lambda style: style._replace(strong=True),
    "strong": lambda style: style._replace(strong=True),
    "em": lambda style: style._replace(em=True),
    "i": lambda style: style._replace(em=True),
    "small": lambda style: style._replace(small=True),
    "cite": lambda style: style._replace(cite=True),
}


def styled(element: Element, style: Run, base: str, rewrites: tuple[tuple[str, str], ...]) -> Run:
    """The look of what stands in an element, in this look already."""
    name = element.name
    if name == "a":
        return style._replace(href=addresses.readable(element.get("href"), base, rewrites) or style.href)
    if name in ("span", "small") and _CREDIT_CLASS.search(element.get("class")):
        return style._replace(cite=True)
    return _LOOKS[name](style) if name in _LOOKS else style
