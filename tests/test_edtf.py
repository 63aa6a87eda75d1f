"""Parsing and sorting EDTF dates, and the advice for texts that are none."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier import edtf

FIXTURE = Path(__file__).parent / "fixtures/dates/edtf.txt"
LINES = [line for line in FIXTURE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
QUALITIES = ("approximate", "uncertain", "span", "moment")


@pytest.mark.parametrize("line", [line for line in LINES if "|" in line])
def test_means(line: str) -> None:
    written, first, last, qualities = (part.strip() for part in line.split("|"))
    when = edtf.parse(written)
    assert when.edtf == written
    assert when.first == (date.min if first == "open" else date.fromisoformat(first))
    assert when.last == (date.max if last == "open" else date.fromisoformat(last))
    assert [quality for quality in QUALITIES if getattr(when, quality)] == sorted(
        qualities.split(), key=QUALITIES.index
    )


@pytest.mark.parametrize("line", [line for line in LINES if "!" in line])
def test_refused_with_advice(line: str) -> None:
    written, advice = (part.strip() for part in line.split("!"))
    with pytest.raises(ValueError, match=r".") as refusal:
        edtf.parse(written)
    assert written in str(refusal.value)
    assert advice in str(refusal.value)


def test_nothing_is_refused_with_the_forms() -> None:
    with pytest.raises(ValueError, match="a date is missing: write 2023"):
        edtf.parse("  ")


def test_hostile_text_is_refused_in_a_short_message() -> None:
    with pytest.raises(ValueError, match=r"9…” is not a date") as refusal:
        edtf.parse("9" * 1_000_000)
    assert len(str(refusal.value)) < 200


def test_what_is_longer_than_80_characters_is_no_date() -> None:
    """A time may have any number of digits behind its seconds, and each is a character of every page."""
    longest = "2023-09-05T06:43:01." + "0" * 59 + "Z"
    assert len(longest) == 80
    assert edtf.parse(longest).edtf == longest
    with pytest.raises(ValueError, match=r"0…” is not a date"):
        edtf.parse(longest.replace(".", ".0"))


@given(st.text(alphabet="0123456789X-/.[]T:Z+~?% 年月日xu,{}", max_size=30))
def test_anything_is_a_date_or_a_value_error(text: str) -> None:
    try:
        when = edtf.parse(text)
    except ValueError:
        return
    assert when.first <= when.last
    assert edtf.parse(when.edtf) == when


@given(st.dates(), st.sampled_from(["", "~", "?", "%"]))
def test_a_day_lies_in_its_month_its_year_and_its_century(day: date, quality: str) -> None:
    year = f"{day.year:04}"
    wider = [f"{year}-{day.month:02}-XX", f"{year}-{day.month:02}", f"{year}-XX", year, f"{year[:3]}X"]
    inner = edtf.parse(f"{day}{quality}")
    assert inner.first == inner.last == day
    for text in wider:
        outer = edtf.parse(text + quality)
        assert outer.first <= inner.first <= inner.last <= outer.last
        inner = outer


@given(st.dates(min_value=date(2, 1, 1), max_value=date(9998, 12, 31)), st.dates(date(2, 1, 1), date(9998, 12, 31)))
def test_days_are_ordered_as_days_are(a: date, b: date) -> None:
    assert (edtf.sort_key(edtf.parse(f"{a}")) < edtf.sort_key(edtf.parse(f"{b}"))) == (a < b)


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2100, 1, 1)), st.integers(-12, 14))  # noqa: DTZ001  hypothesis wants them naive
def test_instants_are_ordered_across_zones(naive: datetime, hours: int) -> None:
    earlier = naive.replace(tzinfo=UTC)
    later = (earlier + timedelta(seconds=1)).astimezone(timezone(timedelta(hours=hours)))
    assert edtf.sort_key(edtf.parse(earlier.isoformat())) < edtf.sort_key(edtf.parse(later.isoformat()))


ORDERED = [
    "../2022-12-31",
    "2023",
    "2023-XX",
    "2023-08",
    "2023-08-21/2023-08-31",
    "2023-08-21",
    "2023-09/..",
    "2023-09",
    "2023-09-05",
    "2023-09-05T00:30Z",
    "2023-09-05T09:00+08:00",
    "2023-09-05T02:00Z",
    "2023-09-06",
    "2023-24",
]


@given(st.permutations(ORDERED))
def test_where_it_begins_decides_then_the_wider_comes_first(shuffled: list[str]) -> None:
    assert sorted(shuffled, key=lambda text: edtf.sort_key(edtf.parse(text))) == ORDERED


def test_days_begin_at_midnight_of_the_zone() -> None:
    seoul = ZoneInfo("Asia/Seoul")
    day, instant = edtf.parse("2023-09-05"), edtf.parse("2023-09-04T15:30Z")  # half past midnight in Seoul
    assert edtf.sort_key(day, seoul) < edtf.sort_key(instant, seoul)
    assert edtf.sort_key(instant) < edtf.sort_key(day)
