"""A name that a text seems to hold, and what speaks for it."""

from __future__ import annotations

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
