"""The real captures are read no worse than they were; `floor.py --update` writes down what is better."""

import importlib.util
import json
from pathlib import Path

import pytest

from dossier.ingest.drafts.draft import draft_capture

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def floor():
    spec = importlib.util.spec_from_file_location("floor", HERE / "floor.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_number_is_below_its_floor(shared, floor):
    numbers, complaints = floor.score(shared / "captures")
    below = floor.fallen(numbers, json.loads(floor.FLOOR.read_text("utf-8")))
    assert not below, {name: found for name, found in complaints.items() if found}


def test_the_floor_may_only_rise(floor):
    assert floor.fallen({"letters": 0.9}, {"letters": 0.95}) == ["letters: 0.95 → 0.9"]
    assert floor.fallen({"letters": 1.0}, {"letters": 0.95}) == []
    assert floor.fallen({}, {"letters": 0.95}) == ["letters: 0.95 → None"]


def test_both_forms_of_a_capture_make_one_draft(shared):
    feeds = sorted((shared / "captures" / "feed").iterdir())
    assert len(feeds) == 88
    for feed in feeds:
        archived = shared / "captures" / "jekyll" / f"{feed.stem}.md"
        (one,), (other,) = draft_capture("a", feed.read_bytes()), draft_capture("a", archived.read_bytes())
        assert (one.id, one.body, one.dropped) == (other.id, other.body, other.dropped)
        assert {**one.fields, "captures": 0} == {**other.fields, "captures": 0}
        assert one.fields["captures"][0]["at"] == other.fields["captures"][0]["at"]
