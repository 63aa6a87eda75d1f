"""How each language of the interface tells dates, as data; `when` puts them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Tongue:
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


HANS = Tongue(
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

EN = Tongue(
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

TONGUES: Mapping[str, Tongue] = {"zh-Hans": HANS, "zh-Hant": HANT, "en": EN}

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
