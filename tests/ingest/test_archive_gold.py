"""Thirty hand-labelled captures are drafted no worse than the floor; their labels are in tests/gold."""

import importlib.util
import json
from pathlib import Path

import pytest

from dossier.ingest.drafts.draft import draft_capture

GOLD = Path(__file__).parent.parent / "gold"

CAPTURE = """\
<!--1604548416000-->
[渡口重新开航](https://example.org/ferry)
------

<div>
<p>渡口停航三周之后，<b>今天</b>重新开航。</p>
<p>船长说：“水位已经回落。”</p>
<p>下一班船在傍晚出发。</p>
</div>
"""
PARAGRAPHS = ("渡口停航三周之后，<b>今天</b>重新开航。", "船长说：“水位已经回落。”", "下一班船在傍晚出发。")


@pytest.fixture(scope="module")
def score():
    spec = importlib.util.spec_from_file_location("gold_score", GOLD / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def span(text: str) -> list[int]:
    start = CAPTURE.index(text)
    return [start, start + len(text)]


@pytest.fixture
def row():
    """A label of CAPTURE that its draft meets in all measures."""
    blocks = [["paragraph", *span(text)] for text in PARAGRAPHS]
    lists = {"byline": [], "dateline": [], "agencies": [], "dropped": []}
    return {
        "file": "a.txt",
        "outlet": "a",
        "title": [span("渡口重新开航")],
        "published": ["[..2020-11-05]"],
        "blocks": blocks,
        **lists,
    }


@pytest.fixture
def measured(score):
    def measure(row):
        (draft,) = draft_capture("a.txt", CAPTURE.encode())
        return score.measure(score.read_label(row, CAPTURE.encode()), draft)

    return measure


def test_no_measure_is_below_its_floor(shared, score):
    measures, results = score.score(shared / "archive")
    below = score.find_regressions(measures, json.loads(score.FLOOR.read_text("utf-8")))
    assert not below, [(one.file, cause, place) for one in results for cause, place, _ in one.complaints]


def test_the_floor_names_every_measure_that_fell(score):
    assert score.find_regressions({"date": 0.8, "title": 1.0}, {"date": 0.9, "title": 0.9}) == ["date: 0.9 → 0.8"]
    assert score.find_regressions({}, {"date": 0.9}) == ["date: 0.9 → None"]


def test_labels_hold_offsets_and_no_text():
    rows = json.loads((GOLD / "archive.json").read_text("utf-8"))
    assert len(rows) == len({row["sha256"] for row in rows}) == 30
    assert len({row["outlet"] for row in rows}) == 16
    for row in rows:
        starts = [block[1] for block in row["blocks"]]
        assert starts == sorted(starts)
        assert all(0 < start < end for _, start, end, *_ in row["blocks"] + row["dropped"])
        assert json.dumps(row, ensure_ascii=False).isascii()


def test_a_draft_as_labelled_has_no_errors(measured, row):
    result = measured(row)
    assert (result.mean, result.complaints) == (1.0, [])


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"title": [span("渡口")]}, "title wrong"),
        ({"published": ["2020-11-04"]}, "date wrong"),
        ({"dateline": [span("渡口")]}, "dateline missing"),
        ({"agencies": [{"name": span("渡口")}]}, "agencies: one missing"),
        ({"byline": [{"name": span("船长"), "role": "reporter"}]}, "byline: a name missing"),
        ({"blocks": [["paragraph", *span(text)] for text in PARAGRAPHS[:2]]}, "paragraph too many: in no label"),
        (
            {
                "blocks": [["paragraph", *span(text)] for text in PARAGRAPHS[1:]],
                "dropped": [["clock", *span(PARAGRAPHS[0])]],
            },
            "paragraph too many: clock",
        ),
    ],
)
def test_a_difference_is_counted_and_named(measured, row, change, cause):
    result = measured(row | change)
    assert cause in [complaint[0] for complaint in result.complaints]
    assert result.mean < 1


def test_a_wrong_kind_is_named_and_affects_no_other_measure(measured, row):
    row["blocks"][1][0] = "heading"
    result = measured(row)
    assert [complaint[0] for complaint in result.complaints] == ["heading drafted as a paragraph"]
    assert (result.body, result.kinds["right"], result.kinds["matched"]) == (1.0, 2, 3)


def test_optional_text_may_be_present_or_absent(measured, row):
    row["blocks"][2].append({"optional": True})
    assert measured(row).mean == 1
    row["blocks"][2] = ["paragraph", *span("<!--1604548416000-->"), {"optional": True}]
    assert measured(row).body < 1


def test_a_time_is_compared_as_an_instant(score):
    assert score.moment("2020-11-05T12:00+08:00") == score.moment("2020-11-05T04:00:31Z") == "2020-11-05T04:00Z"
    assert score.moment("2020-11-05") == "2020-11-05"
    assert score.moment("[..2020-11-05]") == "[..2020-11-05]"
