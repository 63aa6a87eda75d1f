"""One character for one character between 简 and 繁, so that offsets never move: opencc's only home."""

from __future__ import annotations

import hashlib
from functools import cache

import opencc

# What OpenCC's tables miss and news prose has.
_MISSED = str.maketrans("硏砲藉甦", "研炮借苏")


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _folded(character: str) -> str:
    simple = _simplifier().convert(character)
    return simple if len(simple) == 1 else character


def fold(text: str) -> str:
    """The text with every character in one script; as long as it was."""
    return "".join(map(_folded, text)).translate(_MISSED)


def fingerprint(text: str) -> str:
    """Six letters that stand for a text, the same in either script."""
    number = int.from_bytes(hashlib.sha256(fold(text).encode()).digest()[:8])
    letters = []
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters.append(chr(ord("a") + letter))
    return "".join(letters)
