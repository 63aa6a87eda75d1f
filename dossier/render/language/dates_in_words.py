"""Dates in the words of the interface's languages, with no more precision than they have. Each language is data.

A reader knows part of a date from the heading above it or from the article's own date. That is the `implied` date, and
what it says is left out: under “2023年9月” the 13th is “13日”, and an unknown day of that month is “月内”.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from dossier import edtf
from dossier.model import When


@dataclass(frozen=True, slots=True)
class DateLanguage:
    """A language's words for dates; `{}` stands for a number or a date."""

    year: str
    early_year: str  # before the year 1000
    winter_year: str  # of a winter, which is in two years
    decade: str
    century: str
    months: tuple[str, ...]
    day: str
    weekdays: tuple[str, ...]  # from Monday
    seasons: tuple[str, ...]  # from spring
    unknown: tuple[str, str]  # an unknown month, an unknown day
    within: tuple[str, str]  # some time in the implied year, or month
    periods: Mapping[tuple[int, int], str]  # parts of a month by their first and last day; 0 is the month's last
    year_periods: Mapping[tuple[str, str], str]  # parts of a year by their months, for approximate dates
    year_first: bool  # 2023年9月, not September 2023
    space: str  # between the parts of a date
    to: str  # 10–13
    wide_to: str  # the same between ends of several words
    weekday: str
    time: str
    about: str
    uncertain: str
    since: str
    until: str
    ends_unknown: str
    begins_unknown: str
    one_of: str
    not_before: str
    not_after: str
    alone: Mapping[str, str] = field(default_factory=dict)  # other words for a part without the others


HANS = DateLanguage(
    year="{}年",
    early_year="公元{}年",
    winter_year="{}至{}年",
    decade="{}年代",
    century="{0}00至{0}99年间",
    months=tuple(f"{number}月" for number in range(1, 13)),
    day="{}日",
    weekdays=tuple(f"周{day}" for day in "一二三四五六日"),
    seasons=("春季", "夏季", "秋季", "冬季"),
    unknown=("某月", "某日"),
    within=("年内", "月内"),
    periods={(1, 10): "上旬", (11, 20): "中旬", (21, 0): "下旬", (1, 15): "上半月", (16, 0): "下半月"},
    year_periods={("01", "03"): "初", ("05", "08"): "中", ("10", "12"): "底"},
    year_first=True,
    space="",
    to="{}至{}",
    wide_to="{}至{}",
    weekday="{1} {0}",
    time="{} {}（{}）",
    about="约{}",
    uncertain="{}（存疑）",
    since="{}起",
    until="至{}",
    ends_unknown="{}起，止期不详",
    begins_unknown="至{}，始期不详",
    one_of="{}之间",
    not_before="不早于{}",
    not_after="不晚于{}",
    alone={"初": "年初", "中": "年中", "底": "年底"},
)

HANT = replace(
    HANS,
    weekdays=tuple(f"週{day}" for day in "一二三四五六日"),
    century="{0}00至{0}99年間",
    within=("年內", "月內"),
    about="約{}",
    ends_unknown="{}起，止期不詳",
    begins_unknown="至{}，始期不詳",
    one_of="{}之間",
    not_before="不早於{}",
    not_after="不晚於{}",
)

EN = DateLanguage(
    year="{}",
    early_year="AD {}",
    winter_year="{}–{}",
    decade="the {}s",
    century="{0}00–{0}99",
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    day="{}",
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    seasons=("spring", "summer", "autumn", "winter"),
    unknown=("a month in", "a day in"),
    within=("during the year", "during the month"),
    periods={(1, 10): "early", (11, 20): "mid", (21, 0): "late", (1, 15): "first half of", (16, 0): "second half of"},
    year_periods={("01", "03"): "the start of", ("05", "08"): "the middle of", ("10", "12"): "the end of"},
    year_first=False,
    space=" ",
    to="{}–{}",
    wide_to="{} – {}",
    weekday="{0} {1}",
    time="{}, {} ({})",
    about="around {}",
    uncertain="{} (uncertain)",
    since="from {}",
    until="until {}",
    ends_unknown="from {}, end unknown",
    begins_unknown="until {}, beginning unknown",
    one_of="some time in {}",
    not_before="not before {}",
    not_after="not after {}",
    alone={
        "a month in": "one month",
        "a day in": "one day",
        "the start of": "the start of the year",
        "the middle of": "the middle of the year",
        "the end of": "the end of the year",
        "early": "early in the month",
        "mid": "the middle of the month",
        "late": "late in the month",
        "first half of": "the first half of the month",
        "second half of": "the second half of the month",
    },
)

DATE_LANGUAGES: Mapping[str, DateLanguage] = {"zh-Hans": HANS, "zh-Hant": HANT, "en": EN}

# Names of time zones; any other zone is shown by its offset from UTC.
ZONE_NAMES: Mapping[str, Mapping[str, str]] = {
    zone: {"zh-Hans": hans, "zh-Hant": hant, "en": en}
    for zone, hans, hant, en in (
        ("Asia/Shanghai", "北京", "北京", "Beijing"),
        ("Asia/Taipei", "台北", "台北", "Taipei"),
        ("Asia/Hong_Kong", "香港", "香港", "Hong Kong"),
        ("Asia/Seoul", "首尔", "首爾", "Seoul"),
        ("Asia/Tokyo", "东京", "東京", "Tokyo"),
        ("Asia/Singapore", "新加坡", "新加坡", "Singapore"),
        ("Europe/Moscow", "莫斯科", "莫斯科", "Moscow"),
        ("Europe/Kyiv", "基辅", "基輔", "Kyiv"),
        ("Europe/Berlin", "柏林", "柏林", "Berlin"),
        ("Europe/Paris", "巴黎", "巴黎", "Paris"),
        ("Europe/London", "伦敦", "倫敦", "London"),
        ("America/New_York", "纽约", "紐約", "New York"),
    )
}


@lru_cache(maxsize=4096)
def date_words(
    when: When,
    language: str,
    *,
    implied: When | None = None,
    zone: tzinfo = UTC,
    weekday: bool = False,
    named: bool = False,
) -> str:
    """The date in words of a language; an instant in the local time of `zone`.

    A third or a half of a month has a name if it is approximate or `named` is set. `weekday` adds the day of the week.
    """
    words = DATE_LANGUAGES.get(language, DATE_LANGUAGES["en"])
    implied_part = _parse_part(implied.edtf) if implied else _NO_PART
    if when.moment:
        local = when.moment.astimezone(zone)
        day = _single(_parse_part(f"{local.date()}"), implied_part, words, weekday=weekday)
        return words.time.format(day, f"{local:%H:%M}", _zone_name(local, language))
    if "/" in when.edtf or when.edtf.startswith("["):
        return _between(when, implied_part, words, named=named)
    return _single(_parse_part(when.edtf), implied_part, words, weekday=weekday)


def date_gloss(surface: str, when: When, language: str, *, anchor: When | None = None, zone: tzinfo = UTC) -> str:
    """The date of a relative phrase, as printed after it: 9月4日 for 周一, 2023年7月 for 7月.

    Empty for a day and month in the year of `anchor`, the article's date, where the phrase itself is clear.
    """
    names_day, names_month = _names_day_and_month(surface)
    if anchor and names_day and when.first.year == when.last.year == anchor.first.year:
        return ""
    part = _parse_part(next(filter(None, date_ends(when.edtf))))
    is_part_of_year = not part.day and ("/" in when.edtf or part.month not in _MONTHS)  # 年底, 夏天; or a whole year
    needs_year = names_month or not anchor or is_part_of_year
    return date_words(when, language, implied=None if needs_year else anchor, zone=zone, named=True)


def date_headings(when: When, zone: tzinfo = UTC) -> tuple[When, ...]:
    """The year and, if known, the month under which a timeline lists the date."""
    part = _parse_part(
        f"{when.moment.astimezone(zone).date()}" if when.moment else next(filter(None, date_ends(when.edtf)))
    )
    year = edtf.parse(part.year)
    return (year, edtf.parse(f"{part.year}-{part.month}")) if part.month in _MONTHS else (year,)


def datetime_attribute(when: When) -> str | None:
    """The value of `<time datetime>` for a date; None where HTML has no format for it."""
    if when.moment:
        precision = "milliseconds" if when.moment.microsecond else "seconds"
        return when.moment.isoformat(timespec=precision).replace("+00:00", "Z")
    is_html = _HTML_DATE.fullmatch(when.edtf) and _parse_part(when.edtf).month in ("", *_MONTHS)
    return when.edtf if is_html else None


_MONTHS = tuple(f"{number:02}" for number in range(1, 13))
_HTML_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\b"
_MONTH_NAMED = re.compile(rf"[\d一二三四五六七八九十]\s*月|\b{_MONTH}", re.IGNORECASE)
_DAY_NAMED = re.compile(rf"月\s*[\d一二三四五六七八九十]|\b{_MONTH}\.? \d|\d {_MONTH}", re.IGNORECASE)


@lru_cache(maxsize=4096)
def _names_day_and_month(surface: str) -> tuple[bool, bool]:
    """Whether a phrase names a day of a month, and whether it names a month."""
    day = _DAY_NAMED.search(surface) is not None and "week" not in surface
    return day, _MONTH_NAMED.search(surface) is not None


class _Part(NamedTuple):
    """A date of EDTF, split."""

    year: str
    month: str = ""  # or the number of a season, or XX
    day: str = ""  # or XX
    qualifier: str = ""  # ~ ? %


_NO_PART = _Part("")


@lru_cache(maxsize=4096)
def _parse_part(text: str) -> _Part:
    digits = text.rstrip("~?%")
    year, month, day, *_ = [*digits.split("T")[0].split("-"), "", ""]
    return _Part(year, month, day, text[len(digits) :])


def date_ends(text: str) -> list[str]:
    """The ends of an interval or a choice, an open end empty; of a single date, the date."""
    ends = text.split("/") if "/" in text else text[1:-1].split("..") if text.startswith("[") else [text]
    return ["" if end == ".." else end for end in ends]


def _single(part: _Part, implied: _Part, words: DateLanguage, *, weekday: bool = False) -> str:
    names = _part_names(part, words)
    count = _implied_count(part, implied)
    text = words.within[count - 1] if count == len(names) and not part.qualifier else _joined(names, count, words)
    if weekday and part.day.isdecimal() and not part.qualifier:  # an approximate day has no certain weekday
        day = date(int(part.year), int(part.month), int(part.day))
        text = words.weekday.format(words.weekdays[day.weekday()], text)
    return _qualified(text, part.qualifier, words)


def _joined(names: list[str], implied_count: int, words: DateLanguage) -> str:
    """The names after those that are implied, but at least the last."""
    rest = names[min(implied_count, len(names) - 1) :]
    if len(rest) == 1:
        return words.alone.get(rest[0], rest[0])
    return words.space.join(rest if words.year_first else rest[::-1])


def _qualified(text: str, qualifier: str, words: DateLanguage) -> str:
    if qualifier in ("~", "%"):
        text = words.about.format(text)
    return words.uncertain.format(text) if qualifier in ("?", "%") else text


def _implied_count(part: _Part, implied: _Part) -> int:
    """How many parts of a date are implied, from the year on; a day implies only its year."""
    if part.year != implied.year:
        return 0
    return 2 if part.month == implied.month and part.month in _MONTHS and not implied.day else 1


def _part_names(part: _Part, words: DateLanguage) -> list[str]:
    """The names of the parts of a date, from the year on."""
    names = [_year_name(part, words)]
    if part.month in _MONTHS:
        names.append(words.months[int(part.month) - 1])
    elif part.month.isdecimal():
        names.append(words.seasons[int(part.month) - 21])
    elif part.month and not part.day:
        names.append(words.unknown[0])
    if part.day:
        names.append(words.unknown[1] if part.day == "XX" else words.day.format(int(part.day)))
    return names


def _year_name(part: _Part, words: DateLanguage) -> str:
    if part.year.endswith("XX"):
        return words.century.format(part.year[:2])
    if part.year.endswith("X"):
        return words.decade.format(f"{part.year[:3]}0")
    year = int(part.year)
    if part.month == "24":
        return words.winter_year.format(year, year + 1)
    return (words.year if year >= 1000 else words.early_year).format(year)


def _between(when: When, implied: _Part, words: DateLanguage, *, named: bool) -> str:
    """An interval, or a choice between the days of one."""
    start, end = date_ends(when.edtf)
    if not (start and end):
        return _half_open(when, _parse_part(start or end), implied, words)
    first, last = _parse_part(start), _parse_part(end)
    if first == last:
        return _single(first, implied, words)
    if when.span and (named or when.approximate) and (period := _period(when, first, last, words)):
        around = first._replace(day="") if first.day else first._replace(month="")  # the month or year of the period
        qualifier = ("~" if when.approximate else "") + ("?" if when.uncertain else "")
        text = _joined([*_part_names(around, words), period], _implied_count(around, implied), words)
        return _qualified(text, "%" if len(qualifier) == 2 else qualifier, words)
    between = _range(first, last, implied, words)
    return between if when.span else words.one_of.format(between)


def _half_open(when: When, part: _Part, implied: _Part, words: DateLanguage) -> str:
    text = _qualified(_joined(_part_names(part, words), _implied_count(part, implied), words), part.qualifier, words)
    if not when.span:
        return (words.not_after if when.first == date.min else words.not_before).format(text)
    if when.last == date.max:
        return (words.since if when.edtf.endswith("..") else words.ends_unknown).format(text)
    return (words.until if when.edtf.startswith("..") else words.begins_unknown).format(text)


def _period(when: When, first: _Part, last: _Part, words: DateLanguage) -> str:
    """The name of these days as a part of their month, or of these months as a part of an approximate year; else empty."""
    if not (first.day or last.day) and first.year == last.year:
        return words.year_periods.get((first.month, last.month), "") if when.approximate else ""
    if not (first.day.isdecimal() and last.day.isdecimal()) or first[:2] != last[:2]:
        return ""
    ends_month = when.last.day == monthrange(when.last.year, when.last.month)[1]
    return words.periods.get((when.first.day, 0 if ends_month else when.last.day), "")


def _range(first: _Part, last: _Part, implied: _Part, words: DateLanguage) -> str:
    """The two ends, with the parts they share named once."""
    from_names, to_names = _part_names(first, words), _part_names(last, words)
    shared = _shared(from_names[:-1], to_names[:-1])
    from_implied, to_implied = _implied_count(first, implied), _implied_count(last, implied)
    same_qualifier = first.qualifier == last.qualifier
    if words.year_first:
        to_implied = max(shared, min(from_implied, to_implied))
    else:
        from_implied = shared if same_qualifier else min(from_implied, shared)
        to_implied = min(to_implied, shared)
    single_words = same_qualifier and shared + 1 == len(from_names) == len(to_names) and "X" not in first.year
    form = words.to if single_words else words.wide_to
    start, end = _joined(from_names, from_implied, words), _joined(to_names, to_implied, words)
    if same_qualifier:
        return _qualified(form.format(start, end), first.qualifier, words)
    return form.format(_qualified(start, first.qualifier, words), _qualified(end, last.qualifier, words))


def _shared(one: list[str], other: list[str]) -> int:
    """How many names both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))


def _zone_name(local: datetime, language: str) -> str:
    """The name of the time zone, or its offset from UTC."""
    names = ZONE_NAMES.get(str(local.tzinfo))
    if names:
        return names.get(language, names["en"])
    hours, minutes = divmod(abs(round((local.utcoffset() or timedelta()).total_seconds() / 60)), 60)
    sign = "-" if f"{local:%z}".startswith("-") else "+"
    return f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "") if hours or minutes else "UTC"
