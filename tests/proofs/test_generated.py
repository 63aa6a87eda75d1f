"""Captures put together by chance, of every shape, from import to page: a draft or a refusal, and never a fault."""

from __future__ import annotations

import pytest

from .generating import faults

PART = 25_000  # captures; forty of them are a million


@pytest.mark.parametrize("part", range(4))
def test_no_capture_is_a_fault(part):
    assert faults(range(5_000 * part, 5_000 * (part + 1)), shown=20) == []


@pytest.mark.slow
@pytest.mark.parametrize("part", range(40))
def test_nor_is_any_of_a_million(part):
    assert faults(range(PART * part, PART * (part + 1))) == []
