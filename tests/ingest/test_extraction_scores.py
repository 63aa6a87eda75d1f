"""The shared captures are drafted no worse than before; `extraction_scores.py --update` records better scores."""

import importlib.util
import json
from pathlib import Path

import pytest

from dossier.ingest.drafts.draft import draft_capture

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def extraction_scores():
    spec = importlib.util.spec_from_file_location("extraction_scores", HERE / "extraction_scores.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_score_is_below_its_floor(shared, extraction_scores):
    numbers, complaints = extraction_scores.score(shared / "captures")
    below = extraction_scores.find_regressions(numbers, json.loads(extraction_scores.FLOOR.read_text("utf-8")))
    assert not below, {name: errors for name, errors in complaints.items() if errors}


def test_the_floor_may_only_rise(extraction_scores):
    assert extraction_scores.find_regressions({"letters": 0.9}, {"letters": 0.95}) == ["letters: 0.95 → 0.9"]
    assert extraction_scores.find_regressions({"letters": 1.0}, {"letters": 0.95}) == []
    assert extraction_scores.find_regressions({}, {"letters": 0.95}) == ["letters: 0.95 → None"]


def test_both_formats_of_a_capture_give_one_draft(shared):
    feeds = sorted((shared / "captures" / "feed").iterdir())
    assert len(feeds) == 88
    for feed in feeds:
        archived = shared / "captures" / "jekyll" / f"{feed.stem}.md"
        (one,), (other,) = draft_capture("a", feed.read_bytes()), draft_capture("a", archived.read_bytes())
        assert (one.id, one.body, one.dropped) == (other.id, other.body, other.dropped)
        assert {**one.fields, "captures": 0} == {**other.fields, "captures": 0}
        assert one.fields["captures"][0]["at"] == other.fields["captures"][0]["at"]
