"""Spellings in a text: leftmost, longest, and only where they can mean what they name.

A dictionary of spellings by their first two characters. Matching alone, an article of 2,000 characters takes 0.25 ms
with 150 names and 0.34 ms with 20,000; a regular expression built from a trie takes 0.07 ms with 150, 4 ms with 5,000
and 7 ms with 20,000. `make bench` measures it with all that follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from dossier.enrich.contexts import is_literal
from dossier.enrich.names import Names, Reading
from dossier.enrich.plain import plain

# 朝鲜（DPRK）, 金某（音译，Kim Something）, 卢某博士（Dr Bernard Loo）: Latin letters alone in brackets, perhaps after a
# title, or a word about them.
_GLOSS = re.compile(
    r"(?P<title>[\u3400-\u9fff]{0,4}) ?\((?:[^()\x00-\x7f]{1,6}[,: ] ?)?(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir)\.? )?"
    r"(?P<latin>[A-ZÀ-Þ][A-Za-zÀ-ɏ0-9.,'\"& -]*[A-Za-zÀ-ɏ0-9.])\)"
)

# …以北约1530公里: a name that ends in “about” is none where a distance follows.
_ABOUT = "约"
_DISTANCE = re.compile(r" ?[\d,.〇一二三四五六七八九十百千万两几数]+ ?[余多]? ?(?:公里|千米|英里|海里|里|米|度|km)")

# （Asia Society Policy Institute）: no word of a name that is not known is a name.
_LATIN_NAME = re.compile(r"[A-ZÀ-Þ][\w.'-]*(?: (?:[A-ZÀ-Þ][\w.'-]*|of|for|on|the|de))+")

_FAR = 120  # characters to a bracket

_WORD = re.compile(r"[0-9A-Za-zÀ-ɏ]")


@dataclass(frozen=True, slots=True)
class Hit:
    """A spelling in a text, and what it means; `ambiguous` where that is not known."""

    start: int
    end: int
    entities: tuple[str, ...]
    kind: Literal["name", "metonym", "compound", "ambiguous"]
    gloss: tuple[int, int] | None = None

    def told(self, entity: str) -> Hit:
        """The hit as somebody has decided that it means `entity`."""
        if self.kind == "metonym" and entity in self.entities:
            return self
        return replace(self, entities=(entity,), kind="name")


def hits(names: Names, text: str) -> Iterator[Hit]:
    """The spellings in a text, from left to right; none lies in another."""
    folded, start = plain(text), 0
    while start < len(folded) - 1:
        head = folded[start : start + 2]
        hit = _longest(names, folded, start) if head in names.lengths else None
        if hit:
            yield hit
        start = start + 1 if hit is None else hit.gloss[1] if hit.gloss else hit.end


def _longest(names: Names, text: str, start: int) -> Hit | None:
    for length in names.lengths[text[start : start + 2]]:
        end = start + length
        if text[start:end] in names.meanings and end <= len(text) and (hit := _hit(names, text, start, end)):
            return hit
    return None


def _hit(names: Names, text: str, start: int, end: int) -> Hit | None:
    """What a spelling means where it stands, if it means anything there."""
    if not _stands_alone(text, start, end) or _is_a_measure(text, start, end):
        return None
    readings = tuple(r for r in names.meanings[text[start:end]] if not _vetoed(names, r, text, start, end))
    readings, gloss = _glossed(names, readings, text, start, end)
    if len(readings) != 1:
        every = tuple(entity for reading in readings for entity in reading.entities)
        return Hit(start, end, every, "ambiguous") if readings else None
    entities, kind = readings[0].entities, readings[0].kind
    if kind == "compound" or not entities:
        return Hit(start, end, entities, "compound" if entities else "ambiguous")
    known = names.known[entities[0]]
    if known.stands_for and not (_among(known.literal_if, text, start, end) or is_literal(text, start, end)):
        return Hit(start, end, (known.stands_for,), "metonym", gloss)
    return Hit(start, end, entities, "name", gloss)


def _glossed(
    names: Names, readings: tuple[Reading, ...], text: str, start: int, end: int
) -> tuple[tuple[Reading, ...], tuple[int, int] | None]:
    """The readings that hold beside a Latin form in brackets, and where that stands, if it is theirs.

    It tells which of several is meant, and that a person is another one. Behind a title (朝鲜外务省（MFA）) it is theirs
    only where it is known to be.
    """
    match = None if _WORD.match(text[end - 1]) else _GLOSS.match(text, end)
    latin = names.meanings.get(match["latin"], ()) if match else ()
    theirs = tuple(reading for reading in readings if reading.entities in {other.entities for other in latin})
    if match and theirs:
        return theirs, match.span("latin")
    another = bool(match and not match["title"] and any(_is_person(names, other) for other in latin))
    kept = tuple(
        reading
        for reading in readings
        if not (_is_person(names, reading) and (another or _is_part_of_a_name(names, text, start, end)))
    )
    return kept, match.span("latin") if match and not latin and not match["title"] else None


def _is_person(names: Names, reading: Reading) -> bool:
    return reading.kind != "compound" and any(e in names.known and names.known[e].is_person for e in reading.entities)


def _vetoed(names: Names, reading: Reading, text: str, start: int, end: int) -> bool:
    known = names.known.get(reading.entities[0]) if reading.kind != "compound" and reading.entities else None
    return known is not None and _among(known.vetoes, text, start, end)


def _is_part_of_a_name(names: Names, text: str, start: int, end: int) -> bool:
    """Whether a middle dot joins the spelling to a name that is not known."""
    before = text[start - 1 : start] == "·" and text[start - 2 : start - 1].isalpha()
    after = text[end : end + 1] == "·" and text[end + 1 : end + 2].isalpha()
    lengths = range(2, 12)
    return (before and not any(text[max(start - 1 - n, 0) : start - 1] in names.meanings for n in lengths)) or (
        after and not any(text[end + 1 : end + 1 + n] in names.meanings for n in lengths)
    )


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a Latin name is whole words, and no part of a longer name in brackets."""
    if not (_WORD.match(text[start]) or _WORD.match(text[end - 1])):
        return True
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    if (_WORD.match(before) and _WORD.match(text[start])) or (_WORD.match(after) and _WORD.match(text[end - 1])):
        return False
    opening, closing = text.rfind("(", max(start - _FAR, 0), start), text.find(")", end, end + _FAR)
    inside = text[opening + 1 : closing] if opening >= 0 and ")" not in text[opening:end] else ""
    return len(inside) <= end - start or not _LATIN_NAME.fullmatch(inside)


def _is_a_measure(text: str, start: int, end: int) -> bool:
    return text[end - 1] == _ABOUT and end - start < 4 and _DISTANCE.match(text, end) is not None


def _among(words: tuple[str, ...], text: str, start: int, end: int) -> bool:
    """Whether one of the words is there, and the spelling a part of it."""
    for word in words:  # a loop, as most have none: this is asked of every name in every text
        if len(word) >= end - start and text.find(word, max(0, end - len(word)), start + len(word)) >= 0:
            return True
    return False
