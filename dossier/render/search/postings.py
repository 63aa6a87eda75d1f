"""Which documents hold which terms, in which of their blocks; kept up to date, and written as shards by need.

A posting is one number: the document's slot, and the mask of the blocks in which the term stands.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from operator import add, sub
from typing import NamedTuple

from dossier.render.search.letters import (
    MASK,
    MASK_BITS,
    Gram,
    block_masks,
    has_blocks,
    hash_term,
    letters_by_block,
    pair_term,
    single_units,
    unit_term,
)

LETTERS_PER_SHARD = 1_000  # of text, on average, or somewhat fewer: a power of two is the number of shards
MOST_SHARDS = 4_096


def shard_count(letters: int) -> int:
    """Into how many shards the postings of so much text are divided."""
    count = 1
    while count < MOST_SHARDS and count * LETTERS_PER_SHARD < letters:
        count *= 2
    return count


class DocumentTerms(NamedTuple):
    """The texts of a document's blocks, the bit of each, and the masks of its keywords."""

    texts: Sequence[str]
    bits: Sequence[int]
    keywords: Mapping[str, int]


NO_TERMS = DocumentTerms((), (), {})


class _Wide(dict[Gram, "array[int]"]):
    """Postings with masks: a slot and a mask are 64 bits. Those of pairs that are not indexed go into one waste array."""

    def __init__(self) -> None:
        self.waste = array("Q")

    def __missing__(self, gram: Gram) -> array[int]:
        values = self[gram] = self.waste if isinstance(gram, int) and not pair_term(gram) else array("Q")
        return values


class _Narrow(dict[Gram, "array[int]"]):
    """Postings by document alone."""

    def __missing__(self, gram: Gram) -> array[int]:
        values = self[gram] = array("I")
        return values


class Postings:
    """The postings of every term, by slot."""

    def __init__(self) -> None:
        self._grams = _Wide()  # pairs and triples of letters, and keywords
        self._units = _Narrow()
        self._shards: list[list[tuple[str, array[int]]]] | None = None  # by number, while no term comes or goes

    @property
    def characters(self) -> set[str]:
        """Every letter of the texts but those beyond the first plane, which no script folds."""
        return {term for unit in self._units if isinstance(unit, int) and (term := unit_term(unit))}

    def fill(self, documents: Iterable[tuple[int, DocumentTerms]]) -> None:
        """Takes in the first documents, by ascending slot."""
        grams, units = self._grams, self._units
        for slot, terms in documents:
            base = slot << MASK_BITS
            masks, letters = _masks(terms)
            for gram, mask in masks.items():
                grams[gram].append(base | mask)
            for unit in single_units(letters):
                units[unit].append(slot)
            del grams.waste[:]
        self._shards = None

    def replace(self, slot: int, before: DocumentTerms, after: DocumentTerms) -> None:
        """Puts one document in the place of another: only what differs between them is touched."""
        base = slot << MASK_BITS
        (old, old_letters), (new, new_letters) = _masks(before), _masks(after)
        for gram in old.keys() | new.keys():
            if old.get(gram) != new.get(gram):
                was = base | old[gram] if gram in old else None
                self._put(self._grams, gram, was, base | new[gram] if gram in new else None)
        old_units, new_units = single_units(old_letters), single_units(new_letters)
        for unit in old_units ^ new_units:
            self._put(self._units, unit, slot if unit in old_units else None, slot if unit in new_units else None)

    def _put(self, table: _Wide | _Narrow, gram: Gram, before: int | None, after: int | None) -> None:
        known = gram in table
        values = table[gram]
        if values is self._grams.waste:
            return
        if before is not None:
            del values[bisect_left(values, before)]
        if after is not None:
            values.insert(bisect_left(values, after), after)
        if not values:
            del table[gram]
        if self._shards is not None and known != bool(values):
            shard = self._shards[hash_term(term) % len(self._shards)] if (term := self._term(table, gram)) else []
            if known:
                shard[:] = [entry for entry in shard if entry[1] is not values]
            else:
                shard.append((term, values))

    @staticmethod
    def _term(table: _Wide | _Narrow, gram: Gram) -> str:
        if isinstance(gram, str):
            return gram
        return pair_term(gram) if isinstance(table, _Wide) else unit_term(gram)

    def shard(self, number: int, count: int) -> bytes:
        """One of `count` shards as a script: the postings of each of its terms as text."""
        if self._shards is None or len(self._shards) != count:
            self._shards = self._divided(count)
        terms = {
            term: _encoded(values, blocks=values.typecode == "Q" and has_blocks(term))
            for term, values in sorted(self._shards[number], key=lambda entry: entry[0])
        }
        return f"dossierTerms({number},{json.dumps(terms, ensure_ascii=False, separators=(',', ':'))})\n".encode()

    def _divided(self, count: int) -> list[list[tuple[str, array[int]]]]:
        shards: list[list[tuple[str, array[int]]]] = [[] for _ in range(count)]
        for table in (self._grams, self._units):
            for gram, values in table.items():
                if values is not self._grams.waste and (term := self._term(table, gram)):
                    shards[hash_term(term) % count].append((term, values))
        return shards


def _masks(terms: DocumentTerms) -> tuple[dict[Gram, int], list[str]]:
    letters = letters_by_block(terms.texts) if terms.texts else []
    masks = block_masks(letters, terms.bits)
    masks.update(terms.keywords)
    return masks, letters


# ── Postings as text: six bits a character ───────────────────────────────────

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_MANY = _DIGITS[MASK_BITS]  # a mask follows; the digits before it are a mask of one bit


def _number(value: int) -> str:
    """Five bits a digit, the lowest first; a digit of 32 and more is followed by another."""
    text = ""
    while value > 31:
        text += _DIGITS[32 | (value & 31)]
        value >>= 5
    return text + _DIGITS[value]


class _Gaps(dict[int, str]):
    """How a slot is written: as how many lie between it and the one before."""

    def __missing__(self, gap: int) -> str:
        self[gap] = _number(gap - 1)
        return self[gap]


class _Masks(dict[int, str]):
    def __missing__(self, mask: int) -> str:
        one_bit = mask & (mask - 1) == 0 < mask
        self[mask] = _DIGITS[mask.bit_length() - 1] if one_bit else _MANY + _number(mask)
        return self[mask]


_GAPS, _MASKS = _Gaps(), _Masks()


def _encoded(values: Sequence[int], *, blocks: bool) -> str:
    wide = getattr(values, "typecode", "Q") == "Q"
    slots = [value >> MASK_BITS for value in values] if wide else values
    gaps = map(_GAPS.__getitem__, map(sub, slots, chain((-1,), slots)))
    if not blocks:
        return "".join(gaps)
    return "".join(map(add, gaps, map(_MASKS.__getitem__, [value & MASK for value in values])))
