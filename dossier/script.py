"""Folds traditional Chinese characters to simplified ones, one character for one, so that offsets stay the same.

The table is a frozen copy of OpenCC's with additions (`script_table.py`): ids are hashes of folded text, so a permalink
must not change when a library learns a character. 普丁 and 普京 are different names, which only an alias connects.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from string import ascii_lowercase

from dossier.script_table import WORDS

# Radicals and compatibility ideographs (⽇ for 日), which occur in PDFs and Korean texts.
_COMPATIBILITY_CODES = (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))


def _table() -> dict[int, str]:
    table = {ord(other): word[0] for word in WORDS.split() for other in word[1:]}
    for code in _COMPATIBILITY_CODES:
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            table[code] = table.get(ord(plain), plain)
    return table


FOLD: Mapping[int, str] = _table()
"""The folded form of every character that has another one."""


def fold(text: str) -> str:
    """The text with all characters in one script; its length does not change."""
    parts = _foldable().split(text)
    if len(parts) > 1:
        parts[1::2] = map(_PLAIN.get, parts[1::2], parts[1::2])
    return "".join(parts)


_PLAIN = {chr(code): plain for code, plain in FOLD.items()}


@cache
def _foldable() -> re.Pattern[str]:
    """Matches the few characters to fold: three times as fast as `translate`, which looks up every character.

    All characters beyond U+FFFF match: listing those to fold would turn the class from a table into a linear search.
    """
    return re.compile(f"([{''.join(code for code in _PLAIN if code < chr(0x10000))}\U00010000-\U0010ffff])")


def foldings(characters: Iterable[str]) -> Mapping[str, str]:
    """The characters that fold to one of `characters`, each with its folded form: what a reader may type instead."""
    wanted = set(fold("".join(characters)))
    return {chr(code): plain for code, plain in sorted(FOLD.items()) if plain in wanted}


def fingerprint(text: str) -> str:
    """Six letters, from a hash of the folded text."""
    number = int.from_bytes(hashlib.sha256(fold(text).encode()).digest()[:8])
    number, first = divmod(number, 676)
    number, second = divmod(number, 676)
    return f"{_PAIRS[first]}{_PAIRS[second]}{_PAIRS[number % 676]}"


# Two letters for each number below 26², the lower one first.
_PAIRS = tuple(low + high for high in ascii_lowercase for low in ascii_lowercase)
