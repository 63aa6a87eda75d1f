"""A name that a text seems to hold, and what speaks for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log2
from typing import Literal, NamedTuple

from dossier.model import EntityType

Sign = Literal[
    "list",  # a shipped list has it
    "gloss",  # a Latin form follows in brackets
    "dots",  # parts joined by middle dots
    "title",  # an office before or behind it
    "speech",  # it says something
    "suffix",  # it ends as organisations or places do
    "tag",  # the tagger takes it for a name
    "quoted",  # in 《》
    "full",  # an English first name and surname
    "place",  # a preposition of place before it
    "word",  # a place that the tagger's dictionary has
    "ending",  # … and that ends as places do
    "capital",  # a capital letter amid a sentence
    "surname",  # Chinese surname and one or two characters
    "sounds",  # characters of transliterations alone
]


class FoundName(NamedTuple):
    """Where a name stands in the plain text of a block."""

    start: int
    end: int
    type: EntityType
    signs: frozenset[Sign]
    latin: str = ""  # the form in brackets
    listed: str = ""  # the id of the row of a list


_WEIGHTS: Mapping[Sign, float] = {
    "list": 3, "gloss": 3, "dots": 3, "quoted": 2.5, "suffix": 2.5, "title": 2, "full": 1.5, "speech": 1, "place": 1,
    "tag": 1, "word": 0.25, "ending": 1.25, "capital": 1.75, "surname": 0.5, "sounds": 0.5,
}  # fmt: skip


class Place(NamedTuple):
    """Where a spelling stands: the article, which of the texts, and its characters there."""

    article: str
    text: int
    start: int
    end: int


@dataclass(slots=True)
class Spelling:
    """A spelling that may be a name, and all that speaks for it."""

    plain: str
    types: defaultdict[EntityType, float] = field(default_factory=lambda: defaultdict(float))
    signs: Counter[Sign] = field(default_factory=Counter)
    latin: Counter[str] = field(default_factory=Counter)
    listed: str = ""  # the row of a list
    known: str = ""  # the entity that has it
    places: list[Place] = field(default_factory=list)

    @property
    def score(self) -> float:
        """How much speaks for it, once each sign, and how often it stands in the articles."""
        return sum(_WEIGHTS[sign] for sign in self.signs) + min(log2(max(len(self.places), 1)) / 2, 2)

    @property
    def type(self) -> EntityType:
        return max(self.types, key=lambda kind: (self.types[kind], kind)) if self.types else "thing"

    def share(self, *signs: Sign) -> float:
        """How many of the places have one of the signs."""
        return sum(self.signs[sign] for sign in signs) / max(len(self.places), 1)

    def is_certain(self) -> bool:
        return bool(self.known or not self.signs.keys().isdisjoint(("list", "gloss", "dots", "quoted")))


def split_words(text: str) -> list[str]:
    """The words of a list that is written as lines of text."""
    return text.split()
