"""The overview says nothing untrue: every event once, no mark finer than its date, no unit changed by a few far away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier import edtf
from dossier.model import Article, Block, Dossier, Event, Library, Location, Outlet, Settings
from dossier.render import charts
from dossier.render.charts.axis import UNITS, choose_axis, extent
from dossier.render.charts.strip import place
from dossier.render.site import Site

HERE = Location("events.yaml")
STATUSES = ("happened", "planned", "alleged", "denied", "superseded")
DAY = st.dates(date(2019, 1, 1), date(2023, 12, 31))


@st.composite
def dates(draw, days=DAY):
    """A date of any form that an editor may write."""
    day = draw(days)
    later = day + timedelta(draw(st.integers(0, 200)))
    forms = (
        f"{day}", f"{day:%Y-%m}", f"{day:%Y}", f"{day}~", f"{day:%Y-%m}~", f"{day:%Y}?", f"{day}/{later}", f"[{day}..{later}]",
        f"{day:%Y-%m}/{later:%Y-%m}", f"{day}/..", f"../{day}", f"{day}T12:00Z", f"{day:%Y}-21", f"{day:%Y}"[:3] + "X",
    )  # fmt: skip
    return edtf.parse(draw(st.sampled_from(forms)))


def events(whens) -> tuple[Event, ...]:
    return tuple(
        Event(f"e{number}", f"{number}", STATUSES[number % 5], HERE, when=when) for number, when in enumerate(whens)
    )


def site(whens, articles=(), editors=()) -> Site:
    listed = events(whens)
    library = Library(Settings("x", editors=editors), {"bbc": Outlet("bbc", "BBC")}, articles=articles, events=listed)
    return Site(Dossier(library, timeline=listed))


def article(number: int, when, outlet: str = "bbc") -> Article:
    return Article(f"a{number}", "x", outlet, "zh-Hans", (Block("p-aaaaaa", "title", "x"),), (), HERE, published=when)


@pytest.mark.parametrize("number", [10, 400, 2000])
@given(st.data())
@settings(max_examples=12, deadline=None)
def test_every_event_is_counted_exactly_once(number, data):
    few = data.draw(st.lists(st.one_of(st.none(), dates()), min_size=10, max_size=40))
    if sum(when is not None for when in few) < 2:
        return
    whens = [few[n % len(few)] for n in range(number)]
    strip = charts.strip(site(whens))
    assert strip is not None
    parts = (strip.placed.columns, strip.placed.spans, strip.placed.before, strip.placed.after, strip.placed.undated)
    listed = [event for part in parts for event in part]
    assert sorted(listed) == sorted(f"e{n}" for n in range(number))
    assert sum(strip.happened) + sum(strip.others) == len(strip.placed.columns)
    assert len(strip.placed.undated) == sum(when is None for when in whens)


@given(st.lists(dates(), min_size=2, max_size=60))
@settings(deadline=None)
def test_no_mark_is_finer_than_its_date(whens):
    made = site(whens)
    strip = charts.strip(made)
    for event in made.dossier.timeline:
        known = extent(event.when, made.zone)
        assert known.first <= event.when.first or event.when.moment
        assert known.last >= event.when.last or event.when.moment
        if (step := strip.placed.columns.get(event.id)) is not None:
            bounds = strip.axis.bounds(step)
            assert bounds.first <= known.first <= known.last <= bounds.last
        if span := strip.placed.spans.get(event.id):
            first, last = strip.axis.bounds(span.first).first, strip.axis.bounds(span.last).last
            assert first <= max(known.first, strip.axis.starts[0])
            assert last >= min(known.last, strip.axis.end - timedelta(1))


@given(st.lists(dates(), min_size=2, max_size=80))
@settings(deadline=None)
def test_a_line_may_grow_and_never_shrinks(whens):
    strip = charts.strip(site(whens))
    drawn = [span for lane in strip.lanes for span in lane]
    for span in strip.placed.spans.values():
        assert any(
            line.first <= span.first and line.last >= span.last and line.lasted == span.lasted for line in drawn
        ), span
    assert len(strip.lanes) <= 6
    for lane in strip.lanes:
        assert all(one.last < other.first for one, other in pairwise(lane))


@pytest.mark.parametrize("number", [10, 400, 2000])
@pytest.mark.parametrize("far", ["0002", "1600-01-01", "1953", "2098-05", "9998"])
def test_one_in_twenty_far_away_never_changes_the_unit(number, far):
    near = [edtf.parse(f"{date(2019, 1, 1) + timedelta(n * 1825 // number)}") for n in range(number)]
    outliers = [edtf.parse(far)] * (number // 20)
    alone, with_outliers = charts.strip(site(near)), charts.strip(site([*near, *outliers]))
    assert (alone.axis.unit, alone.axis.starts) == (with_outliers.axis.unit, with_outliers.axis.starts)
    assert len({*with_outliers.placed.before, *with_outliers.placed.after}) == len(outliers)


@given(
    st.lists(dates(st.dates(date(1000, 1, 1), date(9990, 1, 1))), min_size=1, max_size=30), st.sampled_from([34, 120])
)
@settings(deadline=None)
def test_an_axis_is_in_order_and_not_too_long(whens, most):
    known = [extent(when, Site(Dossier(Library(Settings("x"), {}))).zone) for when in whens]
    axis = choose_axis(known, most=most)
    assert 1 <= len(axis) <= most
    assert list(axis.starts) == sorted(set(axis.starts))
    assert axis.unit in UNITS
    for step, start in enumerate(axis.starts):
        assert axis.step(start) == axis.step(axis.bounds(step).last) == step
    assert axis.step(axis.end) == len(axis)


def test_a_year_is_a_line_over_its_months_and_not_a_mark_in_january():
    whens = [edtf.parse(f"2023-{month:02}-05") for month in range(1, 13) for _ in range(3)] + [edtf.parse("2023")]
    strip = charts.strip(site(whens))
    assert strip.axis.unit in ("week", "month")
    assert "e36" in strip.placed.spans
    span = strip.placed.spans["e36"]
    assert strip.axis.bounds(span.first).first <= date(2023, 1, 1)
    assert not span.lasted


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2023-09-13~", "2023-09-01", "2023-09-30"),
        ("2023-09~", "2023-08-01", "2023-10-31"),
        ("2023?", "2022-01-01", "2024-12-31"),
        ("202X~", "2010-01-01", "2039-12-31"),
        ("2023-09-10~/2023-09-13", "2023-09-01", "2023-09-13"),
        ("2023-09-13", "2023-09-13", "2023-09-13"),
        ("2023-09-13T23:30Z", "2023-09-14", "2023-09-14"),
    ],
)
def test_what_a_date_may_mean(written, first, last):
    zone = Site(Dossier(Library(Settings("x", timezone="Asia/Shanghai"), {}))).zone
    assert extent(edtf.parse(written), zone) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("written", "whole"), [("2023-09/2023-11", True), ("2023-09/..", True), ("2023-09/", False), ("../2023", False), ("2023-09~/2023-11", False)]
)  # fmt: skip
def test_what_lasted_is_known_from_its_first_day_on(written, whole):
    assert charts.lasted(edtf.parse(written)) == whole


@given(st.lists(dates(), min_size=3, max_size=50))
@settings(deadline=None)
def test_publications_are_counted_once_in_both_charts(whens):
    articles = tuple(article(number, when) for number, when in enumerate(whens))
    made = site(whens, articles)
    strip, coverage = charts.strip(made), charts.coverage(made)
    assert sum(strip.published) + strip.published_elsewhere == len(articles)
    if coverage:
        assert sum(row.articles for row in coverage.rows) + coverage.elsewhere == len(articles)


def test_the_editors_own_texts_are_no_outlet():
    when = edtf.parse("2023-09-05")
    own = [Outlet("desk", "王"), Outlet("notes", "手记", own=True)]
    articles = (article(1, when), article(2, when, "desk"), article(3, when, "notes"))
    made = site([when, when], articles, editors=("王",))
    content = made.dossier.content
    made = Site(replace(made.dossier, content=replace(content, outlets={**content.outlets, **{o.id: o for o in own}})))
    assert made.own_outlets == {"desk", "notes"}
    assert list(made.media) == ["bbc"]
    assert sum(charts.strip(made).published) == 1


def test_few_dates_have_no_overview():
    assert charts.strip(site([None, edtf.parse("2023")])) is None
    assert charts.strip(site([])) is None


def test_place_puts_every_event_somewhere():
    axis = choose_axis([extent(edtf.parse("2023-01-01"), Site(Dossier(Library(Settings("x"), {}))).zone)])
    listed = events([edtf.parse("2023-01-01"), edtf.parse("1999"), edtf.parse("2050"), None, edtf.parse("../2040")])
    known = {e.id: extent(e.when, Site(Dossier(Library(Settings("x"), {}))).zone) for e in listed if e.when}
    placed = place(listed, known, axis)
    assert (set(placed.columns), placed.before, placed.after, placed.undated) == ({"e0"}, ("e1",), ("e2",), ("e3",))
    assert set(placed.spans) == {"e4"}
