"""One character for one character between 简 and 繁, so that offsets never move.

The table is OpenCC's, frozen in `folds` with what it misses: ids are made of folded text, and a permalink must not
move when a library learns a character. 普丁 and 普京 are two names, not two scripts; that is the aliases' business.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from string import ascii_lowercase

from dossier.script_table import WORDS

# Radicals and compatibility ideographs (⽇ for 日), which PDFs and Korean texts hold.
_COMPATIBLE = (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))


def _table() -> dict[int, str]:
    table = {ord(other): word[0] for word in WORDS.split() for other in word[1:]}
    for code in _COMPATIBLE:
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            table[code] = table.get(ord(plain), plain)
    return table


FOLD: Mapping[int, str] = _table()
"""Every character that stands for another, and for which."""


def fold(text: str) -> str:
    """The text with every character in one script; as long as it was."""
    parts = _others().split(text)
    if len(parts) > 1:
        parts[1::2] = map(_PLAIN.get, parts[1::2], parts[1::2])
    return "".join(parts)


_PLAIN = {chr(code): plain for code, plain in FOLD.items()}


@cache
def _others() -> re.Pattern[str]:
    """What finds the few characters to fold, thrice as fast as `translate`, which asks for each.

    Those beyond U+FFFF are all found: with them in it, the class would be a list that is gone through, not a table.
    """
    return re.compile(f"([{''.join(other for other in _PLAIN if other < chr(0x10000))}\U00010000-\U0010ffff])")


def foldings(characters: Iterable[str]) -> Mapping[str, str]:
    """Every character that folds to one of `characters`, and to which: what a reader may type for them."""
    wanted = set(fold("".join(characters)))
    return {chr(code): plain for code, plain in sorted(FOLD.items()) if plain in wanted}


def fingerprint(text: str) -> str:
    """Six letters that stand for a text, the same in either script."""
    number = int.from_bytes(hashlib.sha256(fold(text).encode()).digest()[:8])
    number, first = divmod(number, 676)
    number, second = divmod(number, 676)
    return f"{_PAIRS[first]}{_PAIRS[second]}{_PAIRS[number % 676]}"


# Two letters for each number below 26², the lower one first.
_PAIRS = tuple(low + high for high in ascii_lowercase for low in ascii_lowercase)
