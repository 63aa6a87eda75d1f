"""`render.when`: dates in words, and what HTML may say of them."""

from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier import edtf
from dossier.render.language import dates_in_words

FIXTURES = Path(__file__).parents[1] / "fixtures/dates"
LANGUAGES = ("zh-Hans", "zh-Hant", "en")


def rows(name: str) -> list[str]:
    return [line for line in (FIXTURES / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("row", rows("words.txt"))
def test_words(row: str) -> None:
    written, heading, flags, *expected = (field.strip() for field in row.split("|"))
    zones = [flag for flag in flags.split() if flag not in ("weekday", "named")]
    texts = [
        dates_in_words.date_words(
            edtf.parse(written),
            language,
            implied=edtf.parse(heading) if heading else None,
            zone=ZoneInfo(zones[0]) if zones else UTC,
            weekday="weekday" in flags.split(),
            named="named" in flags.split(),
        )
        for language in LANGUAGES
    ]
    assert texts == expected


@pytest.mark.parametrize("row", rows("glosses.txt"))
def test_gloss(row: str) -> None:
    surface, written, anchor, *expected = (field.strip() for field in row.split("|"))
    anchored = edtf.parse(anchor) if anchor else None
    assert [
        dates_in_words.date_gloss(surface, edtf.parse(written), language, anchor=anchored) for language in LANGUAGES
    ] == expected


@pytest.mark.parametrize("row", rows("html-times.txt"))
def test_datetime_attribute_only_where_html_has_the_form(row: str) -> None:
    written, expected = (field.strip() for field in row.split("|"))
    assert dates_in_words.datetime_attribute(edtf.parse(written)) == (expected or None)


@pytest.mark.parametrize("row", rows("headings.txt"))
def test_headings(row: str) -> None:
    written, zone, expected = (field.strip() for field in row.split("|"))
    headings = dates_in_words.date_headings(edtf.parse(written), ZoneInfo(zone) if zone else UTC)
    assert [heading.edtf for heading in headings] == expected.split()


years = st.integers(1, 9999).map("{:04}".format)
days = st.dates().map(str)
qualities = st.sampled_from(["", "~", "?", "%"])
singles = st.tuples(st.one_of(days, days.map(lambda day: day[:7]), years), qualities).map("".join)
spans = st.lists(st.dates(), min_size=2, max_size=2).map(sorted).map("{0[0]}/{0[1]}".format)


@given(st.one_of(singles, spans), st.sampled_from(LANGUAGES), st.none() | singles)
def test_every_date_has_words_and_under_its_own_headings_fewer(
    written: str, language: str, heading: str | None
) -> None:
    date = edtf.parse(written)
    full = dates_in_words.date_words(date, language)
    assert full
    assert "{" not in full
    assert dates_in_words.date_words(date, language, implied=edtf.parse(heading) if heading else None)
    for own in dates_in_words.date_headings(date):
        assert dates_in_words.date_words(date, language, implied=own)
