"""Suggests the known word that a misspelt one was meant to be."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

_MAX_COMPARED = 200  # words; of more, only those that share a beginning or an end are compared
_DISTINCTIVE = 5  # digits; two outlets rarely use the same number of this length
_ARTICLE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}-(?P<outlet>.+)-(?P<number>[0-9]{1,20})")  # the id that import gives


class _ArticleIndex(NamedTuple):
    """The ids of articles by their outlet and by their number."""

    outlets: Mapping[str, list[tuple[str, str]]]  # outlet → ids with their numbers
    numbers: Mapping[str, list[str]]


def did_you_mean(word: str, known: Collection[str], default: str) -> str:
    """A hint with the most similar known word; `default` if none is similar."""
    similar = most_similar_word(word, known)
    return f"did you mean `{similar}`?" if similar else default


def which_article(id_: str, known: Collection[str], default: str) -> str:
    """A hint for an unknown article id; outlet and number count for more than the letters."""
    article = _closest_article(id_, known if isinstance(known, frozenset) else frozenset(known))
    return f"did you mean `{article}`?" if article else default


def most_similar_word(word: str, known: Collection[str]) -> str:
    """The most similar known word; empty if none is similar."""
    return _closest(word, known if isinstance(known, frozenset) else frozenset(known))


@lru_cache(maxsize=256)  # a hundred references may have the same wrong id
def _closest(word: str, known: frozenset[str]) -> str:
    if len(known) > _MAX_COMPARED:
        known = _sharing_affix(word, len(word) * 3 // 4, known) or _sharing_affix(word, len(word) // 2, known)
    return next(iter(get_close_matches(word, known, n=1)), "")


def _sharing_affix(word: str, length: int, known: frozenset[str]) -> frozenset[str]:
    start, end = word[:length], word[len(word) - length :]
    return frozenset(other for other in known if other.startswith(start) or other.endswith(end))


@lru_cache(maxsize=256)
def _closest_article(id_: str, known: frozenset[str]) -> str:
    """The article with the same number; otherwise that of the same outlet with the nearest number."""
    parts = _ARTICLE.fullmatch(id_)
    if parts is None:
        return _closest(id_, known)
    index, outlet, number = _article_index(known), parts["outlet"], parts["number"]
    of_outlet = index.outlets.get(outlet, ())
    if same := [other for other, other_number in of_outlet if other_number == number]:
        return _most_similar(id_, same)
    if len(number) >= _DISTINCTIVE and (same := index.numbers.get(number, [])):
        return _most_similar(id_, same)
    if not of_outlet:
        return _closest(id_, known)
    nearest = min(
        of_outlet,
        key=lambda article: (_digit_distance(number, article[1]), abs(int(number) - int(article[1])), article),
    )
    return next(iter(get_close_matches(id_, nearest[:1], n=1)), "")


@lru_cache(maxsize=4)
def _article_index(known: frozenset[str]) -> _ArticleIndex:
    outlets, numbers = defaultdict(list), defaultdict(list)
    for id_ in known:
        if parts := _ARTICLE.fullmatch(id_):
            outlets[parts["outlet"]].append((id_, parts["number"]))
            numbers[parts["number"]].append(id_)
    return _ArticleIndex(outlets, numbers)


def _most_similar(id_: str, candidates: Iterable[str]) -> str:
    return get_close_matches(id_, sorted(candidates), n=1, cutoff=0)[0]


def _digit_distance(number: str, other: str) -> int:
    """The number of digits that differ."""
    return sum(map(str.__ne__, number, other)) + abs(len(number) - len(other))
