"""What was meant by a word that is not known."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

_MANY = 200  # words, of which not each can be compared with each that is wrong
_TELLING = 5  # digits: two outlets hardly give the same number of so many
_ARTICLE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}-(?P<outlet>.+)-(?P<number>[0-9]{1,20})")  # as an import names it


class _Articles(NamedTuple):
    """The ids of articles by the parts that tell which article it is."""

    outlets: Mapping[str, list[tuple[str, str]]]  # each with its number
    numbers: Mapping[str, list[str]]


def did_you_mean(word: str, known: Collection[str], otherwise: str) -> str:
    meant = most_similar_word(word, known)
    return f"did you mean `{meant}`?" if meant else otherwise


def which_article(id_: str, known: Collection[str], otherwise: str) -> str:
    """A hint for the id of an article that is not known: its outlet and number count for more than its letters."""
    article = _likest_article(id_, known if isinstance(known, frozenset) else frozenset(known))
    return f"did you mean `{article}`?" if article else otherwise


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


@lru_cache(maxsize=256)
def _likest_article(id_: str, known: frozenset[str]) -> str:
    """The article of that number; else the outlet's own of the nearest number, never one of another outlet."""
    parts = _ARTICLE.fullmatch(id_)
    if parts is None:
        return _likest(id_, known)
    articles, outlet, number = _articles(known), parts["outlet"], parts["number"]
    own = articles.outlets.get(outlet, ())
    if same := [other for other, its in own if its == number]:
        return _first(id_, same)
    if len(number) >= _TELLING and (same := articles.numbers.get(number, [])):
        return _first(id_, same)
    if not own:
        return _likest(id_, known)
    nearest = min(
        own, key=lambda article: (_differing(number, article[1]), abs(int(number) - int(article[1])), article)
    )
    return next(iter(get_close_matches(id_, nearest[:1], n=1)), "")


@lru_cache(maxsize=4)
def _articles(known: frozenset[str]) -> _Articles:
    outlets, numbers = defaultdict(list), defaultdict(list)
    for id_ in known:
        if parts := _ARTICLE.fullmatch(id_):
            outlets[parts["outlet"]].append((id_, parts["number"]))
            numbers[parts["number"]].append(id_)
    return _Articles(outlets, numbers)


def _first(id_: str, same: Iterable[str]) -> str:
    """The one whose letters are likest; all are the article that was meant, as far as its number tells."""
    return get_close_matches(id_, sorted(same), n=1, cutoff=0)[0]


def _differing(number: str, other: str) -> int:
    """How many digits of two numbers differ."""
    return sum(map(str.__ne__, number, other)) + abs(len(number) - len(other))
