"""Whole pages of unknown outlets are imported no worse than before; `python -m bench.pages --update` raises the floor."""

import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
SMOKE = 12  # pages


@pytest.fixture(scope="module")
def bench() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT))
        module = import_module("bench.pages")
        if not module.PAGES.is_dir():
            pytest.skip("../shared/pages is absent: it holds third parties' pages and is not part of the project")
        yield module


@pytest.mark.slow
def test_no_figure_falls(bench):
    assert (
        bench.find_regressions(bench.score_results(bench.extract_all()), json.loads(bench.FLOOR.read_text("utf-8")))
        == []
    )


def test_a_few_pages_are_imported(bench):
    for page in bench.pages()[:: 365 // SMOKE]:
        extraction = bench.import_page(page)
        assert not extraction.refused, page.id
        if page.body:
            assert bench.f1([bench.overlap(page.body, extraction.body)]) > 0.5, page.id


def test_regressions_are_found(bench):
    old = {"fundus: F1": 0.95, "language unknown": 0.01, "milliseconds, worst": 5, "fundus: date right, extractor": 0.9}
    assert bench.find_regressions(old, old) == []
    assert bench.find_regressions(old | {"fundus: F1": 0.94}, old) == ["fundus: F1: 0.95 → 0.94"]
    assert bench.find_regressions(old | {"language unknown": 0.02}, old) == ["language unknown: 0.01 → 0.02"]
