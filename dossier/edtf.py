"""Dates of limited precision: EDTF level 0 and 1, `[a..b]`, and ISO 8601 instants with their zone.

Written by hand instead of using package `edtf` 5.0.2, which takes 2–15 ms for a date where this takes 2–10 µs (a
dossier of 10,000 articles has 100,000 dates), raises a TypeError on `2023-09/..`, and whose messages name positions
in a grammar. It would also bring pyparsing, for a level 2 that no editor writes.

    2023  2023-09  2023-09-05          a year, a month, a day: a moment within it
    2023-21 … 2023-24                  spring, summer, autumn, winter; winter begins in December of its year
    202X  20XX  2023-XX  2023-09-XX    digits that are not known
    2023-09-05~  2023?  2023-09%       about; uncertain; both
    2023-09-10/2023-09-13              it lasted from … to …; `..` or nothing is an end that is open or unknown
    [2023-09-10..2023-09-13]           one moment, on one of these days
    2023-09-05T06:43:01Z               an instant, with its zone
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from dossier.model import When

_SIMPLE = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d\dXX)(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?(?P<qualifier>[?~%]?)"
)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?P<zone>Z|[+-]\d\d(?::?\d\d)?)?")
_OPEN = ("", "..")
_SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}  # the month each begins with, north of the equator
_FORMS = "write 2023, 2023-09, 2023-09-05, 2023-09-10/2023-09-13, or 2023-09~ for “about”"


@lru_cache(maxsize=4096)
def parse(text: str) -> When:
    """Parses a date; the ValueError says what is wrong and what to write instead."""
    text = text.strip()
    if not text.isascii() or len(text) > 80:
        raise ValueError(_advice(text))
    if text.startswith("["):
        return _moment_within(text)
    if "/" in text:
        return _interval(text)
    if "T" in text:
        return _parse_instant(text)
    return _simple(text)


def sort_key(when: When, zone: tzinfo = UTC) -> tuple[float, int, str]:
    """Sorts dates by their beginning, the longer first; days begin at midnight of `zone`.

    A date with an open beginning is sorted by its end.
    """
    if when.moment:
        return when.moment.timestamp(), 0, when.edtf
    begins = when.last if when.first == date.min else when.first
    midnight = datetime.combine(begins, time.min, zone)
    offset = midnight.utcoffset()
    seconds = (begins.toordinal() - date(1970, 1, 1).toordinal()) * 86400.0 - (offset.total_seconds() if offset else 0)
    return seconds, -when.last.toordinal(), when.edtf


def _simple(text: str) -> When:
    match = _SIMPLE.fullmatch(text)
    if not match:
        raise ValueError(_advice(text))
    first, last = _bounds(text, match["year"], match["month"], match["day"])
    qualifier = match["qualifier"]
    return When(text, first, last, approximate=qualifier in ("~", "%"), uncertain=qualifier in ("?", "%"))


def _bounds(text: str, year: str, month: str | None, day: str | None) -> tuple[date, date]:
    """The first and the last day of a year, month, season or day, some digits of which may be X."""
    earliest, latest = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if latest == 0:
        raise ValueError(f"“{text}”: there is no year 0000")
    if "X" in year and month not in (None, "XX"):
        raise ValueError(f"“{text}”: the month of an unknown year is a date of level 2; write {year}")
    if month in (None, "XX"):
        if day not in (None, "XX"):
            raise ValueError(f"“{text}”: the day of an unknown month is a date of level 2; write {year}-XX")
        return date(max(earliest, 1), 1, 1), date(latest, 12, 31)
    number = int(month or 0)
    if number in _SEASONS:
        if day is not None:
            raise ValueError(f"“{text}”: {number} is a season, which has no days; write {year}-{month}")
        return _season(earliest, number)
    if not 1 <= number <= 12:
        raise ValueError(f"“{text}”: there is no month {month}; 01 to 12 are the months, 21 to 24 the seasons")
    length = monthrange(earliest, number)[1]
    if day in (None, "XX"):
        return date(earliest, number, 1), date(earliest, number, length)
    if not 1 <= int(day or 0) <= length:
        raise ValueError(f"“{text}”: {year}-{month} has the days 01 to {length}")
    single = date(earliest, number, int(day or 0))
    return single, single


def _season(year: int, number: int) -> tuple[date, date]:
    begins = date(year, _SEASONS[number], 1)
    if begins.month < 12:
        return begins, date(year, begins.month + 3, 1) - timedelta(1)
    return begins, date.max if year == date.max.year else date(year + 1, 3, 1) - timedelta(1)


def _interval(text: str) -> When:
    ends = text.split("/")
    if len(ends) != 2:
        raise ValueError(_advice(text))
    return _range(text, ends[0], ends[1], span=True)


def _moment_within(text: str) -> When:
    ends = text[1:-1].split("..")
    if not text.endswith("]") or len(ends) != 2 or "," in text:
        raise ValueError(f"“{text}”: one day within two others is written [2023-09-10..2023-09-13]")
    return _range(text, ends[0], ends[1], span=False)


def _range(text: str, start: str, end: str, *, span: bool) -> When:
    """The date from `start` to `end`, at least one of which must not be open."""
    if "T" in text:
        raise ValueError(f"“{text}”: what lasts is told in days; leave the times out")
    bounds = [_simple(side) for side in (start, end) if side not in _OPEN]
    if not bounds:
        raise ValueError(f"“{text}” says nothing: leave the date out")
    first = date.min if start in _OPEN else bounds[0].first
    last = date.max if end in _OPEN else bounds[-1].last
    if first > last:
        reversed_ = f"{end}/{start}" if span else f"[{end}..{start}]"
        raise ValueError(f"“{text}” ends before it begins; write {reversed_}")
    return When(
        text,
        first,
        last,
        approximate=any(side.approximate for side in bounds),
        uncertain=any(side.uncertain for side in bounds),
        span=span,
    )


def _parse_instant(text: str) -> When:
    match = _INSTANT.fullmatch(text)
    if not match:
        raise ValueError(f"“{text}” is not a time: write 2023-09-05T14:30+08:00, or 2023-09-05T06:30Z")
    if not match["zone"]:
        raise ValueError(f"“{text}” has no time zone: add it ({text}+08:00, or {text}Z for UTC), or give the day alone")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"“{text}” is not a time: {error}") from None
    if not date.min.year < moment.year < date.max.year:
        raise ValueError(f"“{text}” is no time in every zone: give the day alone")
    return When(text, moment.date(), moment.date(), moment=moment)


# Common mistakes, each with the advice for it; the first pattern that matches counts.
_MISTAKES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), advice)
    for pattern, advice in (
        (r"", "a date is missing: " + _FORMS),
        (r"(\d{4})年", r"write \1"),
        (r"(\d{4})年0?(\d)月", r"write \1-0\2"),
        (r"(\d{4})年(\d\d)月", r"write \1-\2"),
        (r"(\d{4})[-/.年]0?(\d)[-/.月]0?(\d)日?", r"write \1-0\2-0\3"),
        (r"(\d{4})[-/.年]0?(\d)[-/.月](\d\d)日?", r"write \1-0\2-\3"),
        (r"(\d{4})[-/.年](\d\d)[-/.月]0?(\d)日?", r"write \1-\2-0\3"),
        (r"(\d{4})[-/.年](\d\d)[-/.月](\d\d)日?", r"write \1-\2-\3"),
        (r"(\d{4})-(\d)", r"two digits for the month: \1-0\2"),
        (r"(\d{4})[-–—~至到](\d{4})", r"an interval is written \1/\2"),
        (r"(\d{4})(\d\d)(\d\d)", r"write \1-\2-\3"),
        (r"[?~%约約](\d{4}[-\dX]*)", r"“about” stands at the end: \1~"),
        (r"(\d{4}[-\dX]*+)(\?~|~\?)", r"uncertain and about together: \1%"),
        (r"(\d{3})[xu?]|(\d{3})0s", r"a decade is written \1\2X"),
        (r"([-\dX]++)[xu].*", "digits that are not known are written X: 2023-09-XX"),
        (r"(\d{4}-\d\d-\d\d) +(\d.*)", r"a T joins the day and the time: \1T\2, with its zone"),
        (r"Y.*|-.*|\d{5}.*", "years run from 0001 to 9999"),
        (r"\{.*", "several dates are several entries; one day within two others is written [2023-09-10..2023-09-13]"),
    )
)


def _advice(text: str) -> str:
    quoted = text if len(text) <= 80 else text[:79] + "…"
    for pattern, advice in _MISTAKES:
        if match := pattern.fullmatch(text):
            correction = match.expand(advice)
            return f"“{quoted}” is not a date: {correction}" if text else correction
    return f"“{quoted}” is not a date: {_FORMS}"
