"""Every stage takes as long as its text is, from a capture's bytes to the pages: families of text in four shapes."""

from __future__ import annotations

import pytest

from tests.proofs.stages import FAMILIES, SHAPES, filled, seconds

LEAST = 0.1  # seconds of a processor, below which nothing is compared
BEYOND = 1.3  # times a line's growth
HINT = 1.1  # times a line's growth, below which no square is hidden that the next doubling would take beyond the bar
# What once took the square of its length.
ONCE = {"a": "attributes", "记者：": "attributes", "#月1日 ": "feed", "A ": "feed", "《": "page"}


def growth(folder, shape: str, family: str, length: int, times: int) -> dict[str, float]:
    """How much longer each stage takes for a text twice as long, the least of several measurements of each."""
    of = FAMILIES[family]
    runs = [[seconds(folder, shape, of(size)) for size in (length, 2 * length)] for _ in range(times)]
    stages = set.intersection(*(set(run) for pair in runs for run in pair))
    least = {stage: [min(pair[size][stage] for pair in runs) for size in (0, 1)] for stage in stages}
    return {stage: two / one for stage, (one, two) in least.items() if two > LEAST and one > 0}


def over(folder, shape: str, family: str, length: int, most: float) -> dict[str, float]:
    """The stages that grow faster, measured again before it is said so."""
    for times in (1, 3):
        found = {stage: grown for stage, grown in growth(folder, shape, family, length, times).items() if grown > most}
        if not found:
            return {}
    return found


@pytest.mark.parametrize(("family", "shape"), ONCE.items())
def test_what_once_grew_as_the_square(family, shape, tmp_path):
    assert over(tmp_path, shape, family, 10_000, most=3.2) == {}


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("family", FAMILIES)
def test_every_stage_takes_as_long_as_its_text(family, shape, tmp_path):
    """From 50,000 to 100,000 characters, and on to 200,000 where that says more."""
    if over(tmp_path, shape, family, 50_000, most=2 * HINT):
        assert over(tmp_path, shape, family, 100_000, most=2 * BEYOND) == {}
        assert over(tmp_path, shape, family, 50_000, most=2 * BEYOND) == {}


def test_families_have_the_length_they_are_asked_for():
    assert len(FAMILIES) >= 80
    assert all(len(of(1000)) == 1000 for of in FAMILIES.values())
    assert filled("ab", 3) == "aba"
