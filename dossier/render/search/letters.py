"""How a text is searched: its characters folded to what a reader may type, and the grams that the index is made of.

static/js/search/ does the same to a query: what one side changes, the other must.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from operator import add
from typing import Literal, TypeAlias
from unicodedata import category

from dossier import script

Gram: TypeAlias = int | str
"""Two UTF-16 units as one number (in the machine's byte order), one unit, three letters of an alphabet, or a keyword."""

FIRST_IDEOGRAPH = (
    "\u2e80"  # what comes before is written with an alphabet: its pairs are too common to be worth a block
)
MASK_BITS = 31
TITLE_BIT, BYLINE_BIT, BODY_BITS = 0, 30, 29
MASK = (1 << MASK_BITS) - 1

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # full-width ASCII
_INVISIBLE = ("Zs", "Zl", "Zp", "Cc", "Cf", "Mn", "Me")  # spaces, controls, accents that stand alone
_PRIME, _BASE = 65_521, 40_503
_ALPHABETIC_RUN = re.compile(f"[^\\W_{FIRST_IDEOGRAPH}-\U0010ffff]{{3,}}")


@cache
def search_letter(character: str) -> str:
    """What a character is searched as: folded to one script, narrow and lower case; empty for what is invisible."""
    plain = script.fold(character.translate(_NARROW))
    if category(plain) in _INVISIBLE:
        return ""
    lower = plain.lower()
    return lower if len(lower) == 1 else plain


class _LetterTable(dict[int, str]):
    """`search_letter` as a table for `str.translate`."""

    def __missing__(self, code: int) -> str:
        self[code] = search_letter(chr(code))
        return self[code]


_LETTERS = _LetterTable()
_LETTERS_BY_LINE = _LetterTable({ord("\n"): "\n"})


def search_letters(text: str) -> str:
    """The text as it is searched."""
    return text.translate(_LETTERS)


def is_sign(character: str) -> bool:
    """Whether a character is punctuation or a symbol: no gram of two or three crosses it."""
    return category(character)[0] in "PS"


def hash_term(term: str) -> int:
    """A number below 65,521 for a term; static/js/search/10-index.js computes the same."""
    value = 0
    for character in term:
        value = (value * _BASE + ord(character)) % _PRIME
    return value


def letters_by_block(texts: Sequence[str]) -> list[str]:
    """Each text as it is searched."""
    return "\n".join([text.replace("\n", " ") for text in texts]).translate(_LETTERS_BY_LINE).split("\n")


def block_masks(blocks: Sequence[str], bits: Sequence[int]) -> dict[Gram, int]:
    """The pairs and triples of letters in a document's blocks, and in which blocks each stands, as a mask of `bits`.

    Pairs are read off the UTF-16 units, two at a time from the first and from the second: no string is made of them.
    """
    masks: dict[Gram, int] = {}
    for letters, bit in zip(blocks, bits, strict=True):
        data = memoryview(letters.encode("utf-16"))  # begins with the mark of the byte order
        found: dict[Gram, int] = {}
        for start in (2, 4):
            end = start + (len(data) - start) // 4 * 4
            if end > start:
                found.update(dict.fromkeys(data[start:end].cast("I"), bit))
        for run in _ALPHABETIC_RUN.findall(letters):
            found.update(dict.fromkeys(map(add, map(add, run, run[1:]), run[2:]), bit))
        if masks:
            for gram in masks.keys() & found.keys():
                found[gram] |= masks[gram]
            masks.update(found)
        else:
            masks = found
    return masks


def single_units(blocks: Iterable[str]) -> set[int]:
    """The UTF-16 units of a document's letters."""
    return set(memoryview("".join(blocks).encode("utf-16"))[2:].cast("H"))


def pair_term(pair: int) -> str:
    """The two units of a pair as text; empty where the pair is not indexed: it holds a sign or half of a character."""
    text = pair.to_bytes(4, _BYTE_ORDER).decode(_ENCODING, "surrogatepass")
    return "" if len(text) == 2 and (_ends_run(text[0]) or _ends_run(text[1])) else text


@cache
def _ends_run(unit: str) -> bool:
    return is_sign(unit) or "\ud800" <= unit < "\ue000"


def unit_term(unit: int) -> str:
    """A unit as text; empty for half of a character."""
    return "" if 0xD800 <= unit < 0xE000 else chr(unit)


_BYTE_ORDER: Literal["little", "big"] = "little" if "a".encode("utf-16")[2:] == b"a\0" else "big"
_ENCODING = f"utf-16-{_BYTE_ORDER[0]}e"


def has_blocks(term: str) -> bool:
    """Whether the postings of a term say in which blocks it stands, and not in which documents alone."""
    return len(term) > 2 or (len(term) == 2 and max(term) >= FIRST_IDEOGRAPH)


def fold_table(characters: Iterable[str]) -> list[str]:
    """What a reader may type in the other script for these characters, and what each stands for: two strings."""
    foldings: Mapping[str, str] = {
        other: plain for other, plain in script.foldings(characters).items() if not _COMPATIBLE.match(other)
    }
    return ["".join(foldings), "".join(foldings.values())]


_COMPATIBLE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")  # whose plain form a browser knows


compact_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
