"""What was meant by a word that is not known."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from functools import lru_cache


def likest(word: str, known: Sequence[str]) -> str:
    """The known word that was meant, as far as one can tell."""
    return _likest(word, tuple(known))


@lru_cache(maxsize=256)  # one id that is gone may be missed in a hundred places
def _likest(word: str, known: tuple[str, ...]) -> str:
    return next(iter(get_close_matches(word, known, n=1)), "")


def did_you_mean(word: str, known: Sequence[str], otherwise: str) -> str:
    meant = likest(word, known)
    return f"did you mean `{meant}`?" if meant else otherwise
