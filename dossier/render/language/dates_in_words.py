"""How each language of the interface tells dates, as data; `when` puts them together.

Dates in words, in the languages of the interface, with no more precision than they have.

A heading above, or an article's own date, is the `context` of a date, and what it has already said is left out:
under “2023年9月” the 13th is “13日”, and what happened some time in it “月内”.
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
    """A language's words for dates; `{}` is where the date goes."""

    year: str
    early_year: str  # before the year 1000
    winter_year: str  # a winter lies in two
    decade: str
    century: str
    months: tuple[str, ...]
    day: str
    weekdays: tuple[str, ...]  # from Monday
    seasons: tuple[str, ...]  # from spring
    some: tuple[str, str]  # a month, a day that is not known
    within: tuple[str, str]  # the year, the month that a heading has named
    periods: Mapping[tuple[int, int], str]  # of a month, by their days; 0 is its last
    year_periods: Mapping[tuple[str, str], str]  # by their months, which are only about
    year_first: bool  # 2023年9月, September 2023
    space: str  # between the parts of a date
    to: str  # 10–13
    wide_to: str  # between ends of several words
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
    alone: Mapping[str, str] = field(default_factory=dict)  # what a part is called where it stands by itself


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
    some=("某月", "某日"),
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
    some=("a month in", "a day in"),
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

# Whose clock a time of day is told by; any other zone by its distance from UTC.
PLACES: Mapping[str, Mapping[str, str]] = {
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
    """The date as a reader of `language` would say it; an instant in the local time of `zone`.

    A third or a half of a month goes by its name where it is about, or else if `named`; with `weekday` a day has its own.
    """
    tongue = DATE_LANGUAGES.get(language, DATE_LANGUAGES["en"])
    known = _part(implied.edtf) if implied else _NOTHING
    if when.moment:
        local = when.moment.astimezone(zone)
        day = _single(_part(f"{local.date()}"), known, tongue, weekday=weekday)
        return tongue.time.format(day, f"{local:%H:%M}", _clock(local, language))
    if "/" in when.edtf or when.edtf.startswith("["):
        return _between(when, known, tongue, named=named)
    return _single(_part(when.edtf), known, tongue, weekday=weekday)


def date_gloss(surface: str, when: When, language: str, *, anchor: When | None = None, zone: tzinfo = UTC) -> str:
    """What 〔 〕 tells the reader of a relative phrase: 周一 is 9月4日; but 7月 is 2023年7月, where only the year is news.

    Nothing of a day and month in the anchor's own year, which everybody reads so.
    """
    names_day, names_month = _names_of(surface)
    if anchor and names_day and when.first.year == when.last.year == anchor.first.year:
        return ""
    part = _part(next(filter(None, _ends(when.edtf))))
    part_of_year = not part.day and ("/" in when.edtf or part.month not in _MONTHS)  # 年底, 夏天; and the year itself
    year_is_news = names_month or not anchor or part_of_year
    return date_words(when, language, implied=None if year_is_news else anchor, zone=zone, named=True)


def date_headings(when: When, zone: tzinfo = UTC) -> tuple[When, ...]:
    """Where a timeline has this date: its year, and its month where that is told; both are dates for `words`."""
    part = _part(f"{when.moment.astimezone(zone).date()}" if when.moment else next(filter(None, _ends(when.edtf))))
    year = edtf.parse(part.year)
    return (year, edtf.parse(f"{part.year}-{part.month}")) if part.month in _MONTHS else (year,)


def datetime_attribute(when: When) -> str | None:
    """What HTML's <time datetime> may say of it; None where HTML has no form for it, and `data-edtf` says it instead."""
    if when.moment:
        precision = "milliseconds" if when.moment.microsecond else "seconds"
        return when.moment.isoformat(timespec=precision).replace("+00:00", "Z")
    is_html = _HTML_DATE.fullmatch(when.edtf) and _part(when.edtf).month in ("", *_MONTHS)
    return when.edtf if is_html else None


_MONTHS = tuple(f"{number:02}" for number in range(1, 13))
_HTML_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\b"
_MONTH_NAMED = re.compile(rf"[\d一二三四五六七八九十]\s*月|\b{_MONTH}", re.IGNORECASE)
_DAY_NAMED = re.compile(rf"月\s*[\d一二三四五六七八九十]|\b{_MONTH}\.? \d|\d {_MONTH}", re.IGNORECASE)


@lru_cache(maxsize=4096)
def _names_of(surface: str) -> tuple[bool, bool]:
    """Whether a phrase says a day of a month itself, and whether it says a month."""
    day = _DAY_NAMED.search(surface) is not None and "week" not in surface
    return day, _MONTH_NAMED.search(surface) is not None


class _Part(NamedTuple):
    """A date as its digits tell it, from the year down."""

    year: str
    month: str = ""  # or the season, or XX
    day: str = ""  # or XX
    sure: str = ""  # ~ ? %


_NOTHING = _Part("")


@lru_cache(maxsize=4096)
def _part(text: str) -> _Part:
    digits = text.rstrip("~?%")
    year, month, day, *_ = [*digits.split("T")[0].split("-"), "", ""]
    return _Part(year, month, day, text[len(digits) :])


def _ends(text: str) -> list[str]:
    """The two ends of an interval or a choice, nothing for one that is open; a single date by itself."""
    ends = text.split("/") if "/" in text else text[1:-1].split("..") if text.startswith("[") else [text]
    return ["" if end == ".." else end for end in ends]


def _single(part: _Part, implied: _Part, tongue: DateLanguage, *, weekday: bool = False) -> str:
    names = _names(part, tongue)
    known = _known(part, implied)
    said = tongue.within[known - 1] if known == len(names) and not part.sure else _joined(names, known, tongue)
    if weekday and part.day.isdecimal() and not part.sure:  # of a day that is about, the weekday is not known
        day = date(int(part.year), int(part.month), int(part.day))
        said = tongue.weekday.format(tongue.weekdays[day.weekday()], said)
    return _qualified(said, part.sure, tongue)


def _joined(names: list[str], known: int, tongue: DateLanguage) -> str:
    """The parts after those that are known, or at least the last."""
    rest = names[min(known, len(names) - 1) :]
    if len(rest) == 1:
        return tongue.alone.get(rest[0], rest[0])
    return tongue.space.join(rest if tongue.year_first else rest[::-1])


def _qualified(said: str, sure: str, tongue: DateLanguage) -> str:
    if sure in ("~", "%"):
        said = tongue.about.format(said)
    return tongue.uncertain.format(said) if sure in ("?", "%") else said


def _known(part: _Part, implied: _Part) -> int:
    """How many of a date's parts the reader knows; a day's own date is context for the year alone."""
    if part.year != implied.year:
        return 0
    return 2 if part.month == implied.month and part.month in _MONTHS and not implied.day else 1


def _names(part: _Part, tongue: DateLanguage) -> list[str]:
    """The names of a date's parts, from the year down."""
    names = [_year_name(part, tongue)]
    if part.month in _MONTHS:
        names.append(tongue.months[int(part.month) - 1])
    elif part.month.isdecimal():
        names.append(tongue.seasons[int(part.month) - 21])
    elif part.month and not part.day:
        names.append(tongue.some[0])
    if part.day:
        names.append(tongue.some[1] if part.day == "XX" else tongue.day.format(int(part.day)))
    return names


def _year_name(part: _Part, tongue: DateLanguage) -> str:
    if part.year.endswith("XX"):
        return tongue.century.format(part.year[:2])
    if part.year.endswith("X"):
        return tongue.decade.format(f"{part.year[:3]}0")
    year = int(part.year)
    if part.month == "24":
        return tongue.winter_year.format(year, year + 1)
    return (tongue.year if year >= 1000 else tongue.early_year).format(year)


def _between(when: When, implied: _Part, tongue: DateLanguage, *, named: bool) -> str:
    """An interval, or the days within which something was."""
    start, end = _ends(when.edtf)
    if not (start and end):
        return _half_open(when, _part(start or end), implied, tongue)
    first, last = _part(start), _part(end)
    if first == last:
        return _single(first, implied, tongue)
    if when.span and (named or when.approximate) and (period := _period(when, first, last, tongue)):
        whole = first._replace(day="") if first.day else first._replace(month="")
        sure = ("~" if when.approximate else "") + ("?" if when.uncertain else "")
        said = _joined([*_names(whole, tongue), period], _known(whole, implied), tongue)
        return _qualified(said, "%" if len(sure) == 2 else sure, tongue)
    between = _range(first, last, implied, tongue)
    return between if when.span else tongue.one_of.format(between)


def _half_open(when: When, part: _Part, implied: _Part, tongue: DateLanguage) -> str:
    said = _qualified(_joined(_names(part, tongue), _known(part, implied), tongue), part.sure, tongue)
    if not when.span:
        return (tongue.not_after if when.first == date.min else tongue.not_before).format(said)
    if when.last == date.max:
        return (tongue.since if when.edtf.endswith("..") else tongue.ends_unknown).format(said)
    return (tongue.until if when.edtf.startswith("..") else tongue.begins_unknown).format(said)


def _period(when: When, first: _Part, last: _Part, tongue: DateLanguage) -> str:
    """The name of the part of a month that these days are, or of the part of a year that is about these months."""
    if not (first.day or last.day) and first.year == last.year:
        return tongue.year_periods.get((first.month, last.month), "") if when.approximate else ""
    if not (first.day.isdecimal() and last.day.isdecimal()) or first[:2] != last[:2]:
        return ""
    ends_month = when.last.day == monthrange(when.last.year, when.last.month)[1]
    return tongue.periods.get((when.first.day, 0 if ends_month else when.last.day), "")


def _range(first: _Part, last: _Part, implied: _Part, tongue: DateLanguage) -> str:
    """Two ends, and what they share said once; what they differ in is said of both, or of neither."""
    from_names, to_names = _names(first, tongue), _names(last, tongue)
    shared = _shared(from_names[:-1], to_names[:-1])
    from_known, to_known = _known(first, implied), _known(last, implied)
    alike = first.sure == last.sure
    if tongue.year_first:
        to_known = max(shared, min(from_known, to_known))
    else:
        from_known, to_known = shared if alike else min(from_known, shared), min(to_known, shared)
    single_words = alike and shared + 1 == len(from_names) == len(to_names) and "X" not in first.year
    form = tongue.to if single_words else tongue.wide_to
    start, end = _joined(from_names, from_known, tongue), _joined(to_names, to_known, tongue)
    if alike:
        return _qualified(form.format(start, end), first.sure, tongue)
    return form.format(_qualified(start, first.sure, tongue), _qualified(end, last.sure, tongue))


def _shared(one: list[str], other: list[str]) -> int:
    """How many names they begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _clock(local: datetime, language: str) -> str:
    """Whose clock tells this time."""
    places = PLACES.get(str(local.tzinfo))
    if places:
        return places.get(language, places["en"])
    hours, minutes = divmod(abs(round((local.utcoffset() or timedelta()).total_seconds() / 60)), 60)
    sign = "-" if f"{local:%z}".startswith("-") else "+"
    return f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "") if hours or minutes else "UTC"
