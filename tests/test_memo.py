"""The caching map: which results of the last build are reused, and which are computed again."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from dossier.memo import MemoisedMap


class Thing:
    """Something that is equal to nothing but itself."""


@dataclass(frozen=True)
class Counting:
    """Counts what it is asked; two are equal where they add the same."""

    added: int
    asked: list = None

    def __call__(self, thing):
        self.asked.append(thing)
        return len(self.asked) + self.added

    def __eq__(self, other):
        return isinstance(other, Counting) and self.added == other.added

    __hash__ = None


@pytest.fixture
def asked():
    return []


def built(memo, function, things):
    memo.begin()
    return list(memo(function, things))


def test_the_same_is_not_done_again(asked):
    memo, one, two = MemoisedMap(), Thing(), Thing()
    first = built(memo, Counting(0, asked), [(one, 1), (two, 2)])
    assert built(memo, Counting(0, asked), [(two, 2), (one, 1)]) == first[::-1]
    assert len(asked) == 2


def test_what_has_changed_is_done_again(asked):
    memo, one, two = MemoisedMap(), Thing(), Thing()
    built(memo, Counting(0, asked), [(one, 1), (two, 2)])
    built(memo, Counting(0, asked), [(one, 1), (two, 3)])
    assert asked[2:] == [(two, 3)]
    built(memo, Counting(0, asked), [(one, 1), (Thing(), 3)])
    assert len(asked) == 4


def test_another_function_does_it_again(asked):
    memo, one = MemoisedMap(), Thing()
    assert built(memo, Counting(0, asked), [(one,)]) == [1]
    assert built(memo, Counting(5, asked), [(one,)]) == [7]
    assert built(memo, Counting(5, asked), [(one,)]) == [7]


def test_what_is_not_asked_for_is_forgotten(asked):
    memo, one = MemoisedMap(), Thing()
    built(memo, Counting(0, asked), [(one,)])
    built(memo, Counting(0, asked), [])
    built(memo, Counting(0, asked), [(one,)])
    assert len(asked) == 2


def test_one_build_may_ask_twice(asked):
    memo, one, two = MemoisedMap(), Thing(), Thing()
    for _ in range(2):
        memo.begin()
        list(memo(Counting(0, asked), [(one,)]))
        list(memo(Counting(0, asked), [(two,)]))
    assert len(asked) == 2


def test_things_that_are_no_tuples_are_known_by_themselves():
    memo, one = MemoisedMap(), Thing()
    assert built(memo, id, [one]) == built(memo, id, [one]) == [id(one)]
