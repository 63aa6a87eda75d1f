"""A Chinese text with the words of a tagger, and what of the words before a place may belong to a name that ends there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import rjieba

from dossier.enrich.suggest.chinese_words import (
    NOUNS,
    STOP_WORDS,
    TITLE_ENDS,
    TITLES,
)
from dossier.enrich.suggest.found_name import FoundName

HAN = re.compile(r"[\u3400-\u9fff]+")


class Word(NamedTuple):
    """A word of the tagger."""

    start: int
    end: int
    text: str
    tag: str


def tagged_words(text: str) -> list[Word]:
    """The words of a plain text, one behind the other."""
    words, at = [], 0
    for word, tag in rjieba.tag(text):
        words.append(Word(at, at + len(word), word, tag))
        at += len(word)
    return words


class TaggedText(NamedTuple):
    text: str
    words: Sequence[Word]
    starts: Mapping[int, int]  # character → the word that begins there
    ends: Mapping[int, int]
    listed: Mapping[int, FoundName]  # by their end

    def word_at(self, place: int) -> int:
        """The word that holds a character."""
        return bisect_right(self.words, place, key=lambda word: word.start) - 1


def is_title(word: str) -> bool:
    return word.endswith(TITLE_ENDS)


TITLE_RE = re.compile("|".join(sorted(TITLES, key=len, reverse=True)))
LONGEST_NAME = 16


def phrase_start(tagged: TaggedText, nth: int, end: int) -> int | None:
    """Where a phrase of nouns begins that ends with a word: a name of an office, a place or a thing."""
    start = end
    while nth >= 0 and _may_belong(tagged, nth) and end - tagged.words[nth].start <= LONGEST_NAME:
        start = tagged.words[nth].start
        nth -= 1
    return start if start < end else None


def _may_belong(tagged: TaggedText, nth: int) -> bool:
    word = tagged.words[nth]
    if word.text in STOP_WORDS or not (HAN.match(word.text) or word.tag == "eng"):
        return False
    return word.tag in NOUNS or (word.start in {name.start for name in tagged.listed.values()})
