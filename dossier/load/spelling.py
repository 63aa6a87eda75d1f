"""What was meant by a word that is not known."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from functools import lru_cache

_MANY = 200  # words, of which not each can be compared with each that is wrong


def did_you_mean(word: str, known: Collection[str], otherwise: str) -> str:
    meant = most_similar_word(word, known)
    return f"did you mean `{meant}`?" if meant else otherwise


def most_similar_word(word: str, known: Collection[str]) -> str:
    """The known word that was meant, as far as one can tell; of many, one that shares half of it."""
    return _likest(word, known if isinstance(known, frozenset) else frozenset(known))


@lru_cache(maxsize=256)  # one id that is gone may be missed in a hundred places
def _likest(word: str, known: frozenset[str]) -> str:
    if len(known) > _MANY:
        known = _sharing(word, len(word) * 3 // 4, known) or _sharing(word, len(word) // 2, known)
    return next(iter(get_close_matches(word, known, n=1)), "")


def _sharing(word: str, length: int, known: frozenset[str]) -> frozenset[str]:
    start, end = word[:length], word[len(word) - length :]
    return frozenset(other for other in known if other.startswith(start) or other.endswith(end))
