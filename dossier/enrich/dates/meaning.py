"""What phrases mean, whatever their language: parsed parts in, a meaning in their scene out.

Phrases that are counted from the anchor, or from the date told before: 周三, 上周, 昨天, 一年前, 年底, 上世纪.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple, TypeAlias

from dossier.enrich.dates import points
from dossier.enrich.dates.context import PhraseContext
from dossier.enrich.dates.points import UNDECIDED, Anchor, Meaning, Point

Interpretation: TypeAlias = Callable[[PhraseContext], Meaning | None]


class Phrase(NamedTuple):
    """A stretch of text that reads as a date, and what it means once its scene is known."""

    start: int
    end: int
    means: Interpretation
    is_day: bool = False  # a day by its name alone, which brackets may tell in full: 周三（9月13日）


class DateParts(NamedTuple):
    """The parts of a date as a phrase tells them: outright, counted from the anchor, or from the date told before."""

    year: int = 0
    years: int | None = None  # from the anchor's: 去年 -1
    years_on: int | None = None  # from the last that was told: 同年 0, 次年 1
    month: int = 0
    months: int | None = None  # 上月 -1
    months_on: int | None = None  # 当月 0
    day: int = 0
    part: str = ""  # one of points.MONTH_PARTS, YEAR_PARTS, SEASONS


def calendar_meaning(parts: DateParts, scene: PhraseContext) -> Meaning | None:
    """去年9月5日, 8月下旬, 2019年"""
    if parts.part.endswith("winter") and parts.years == 0 and scene.anchor and 1 <= scene.anchor.point.month <= 2:
        parts = parts._replace(years=-1)  # a winter goes by the year it began in
    point = _point(parts, scene)
    if not point:
        return UNDECIDED if scene.near(parts.month, parts.day) else None
    if not point.real:
        return None
    about = bool(_ABOUT_AFTER.match(scene.text, scene.end) or _ABOUT_BEFORE.search(scene.clause_before))
    return points.point_meaning(point, parts.part, told=bool(parts.year), about=about or _vague(parts, scene))


def _vague(parts: DateParts, scene: PhraseContext) -> bool:
    """Whether it is counted from what is itself only about."""
    anchor = scene.anchor
    counts_months, counts_years = parts.months is not None, parts.years is not None
    return bool(anchor and ((counts_months and anchor.month_about) or (counts_years and anchor.year_about)))


def span_meaning(first: DateParts, last: DateParts, scene: PhraseContext) -> Meaning | None:
    """9月28日至10月3日: what one end does not tell, the other does."""
    if (last.year or _counted(last.years, last.years_on)) and not _dated(first):
        end = _point(last, scene)
        start = _point(_led(first, end, forward=False), scene) if end else None
    else:
        start = _point(first, scene)
        if start and last.years_on is not None:
            last = last._replace(year=start.year + last.years_on)
        end = _point(_led(last, start, forward=True), scene) if start else None
    if not start or not end:
        return UNDECIDED if scene.near(first.month, first.day) else None
    return points.span_between(start, end, (first.part, last.part), told=bool(first.year or last.year))


def _counted(*offsets: int | None) -> bool:
    return any(offset is not None for offset in offsets)


def _dated(parts: DateParts) -> bool:
    """Whether the year is told, or counted from a date that is known."""
    return bool(parts.year) or _counted(parts.years, parts.years_on, parts.months, parts.months_on)


def _led(parts: DateParts, other: Point, *, forward: bool) -> DateParts:
    """The parts with what is missing taken from the other end, on the right side of it."""
    if _dated(parts):
        return parts
    if not parts.month:
        crosses = parts.day < other.day if forward else parts.day > other.day
        month = points.month_later(other, (1 if forward else -1) * crosses)
        return parts._replace(year=month.year, month=month.month)
    turns = parts.month < other.month if forward else parts.month > other.month > 0
    return parts._replace(year=other.year + (1 if forward else -1) * turns)


def _point(parts: DateParts, scene: PhraseContext) -> Point | None:
    if parts.year and parts.month:
        return Point(parts.year, parts.month, parts.day)
    month = _month(parts, scene)
    if month is None or month.year == 0:
        return None
    return month._replace(day=parts.day) if parts.day else month


def _month(parts: DateParts, scene: PhraseContext) -> Point | None:
    """The year, and the month where there is one."""
    if parts.months is not None:
        return _month_counted(parts.months, scene)
    if parts.months_on is not None:
        heard = next((heard.point for heard in reversed(scene.heard) if heard.point.month), None)
        return points.month_later(heard, parts.months_on) if heard else None
    if not parts.month and parts.day:
        return _month_of_day(parts.day, scene)
    year = _year(parts, scene)
    return Point(year, parts.month) if year else None


def _month_counted(months: int, scene: PhraseContext) -> Point | None:
    """上月: nothing where the sentence has just told that month by its name, and 上月 is another: 10月料增，上月…"""
    here = scene.anchor.point if scene.anchor else None
    if not here or not here.month or scene.older:
        return None
    month = points.month_later(here, months)
    named = (heard for heard in scene.heard if heard.start >= scene.sentence and _NAMED.match(scene.text, heard.start))
    return None if months and any(heard.point[:2] == month[:2] for heard in named) else month


def _year(parts: DateParts, scene: PhraseContext) -> int | None:
    if parts.year:
        return parts.year
    if parts.years is not None:
        return scene.anchor.point.year + parts.years if scene.anchor and not scene.older else None
    if parts.years_on is not None:
        last = scene.heard[-1] if scene.heard else None
        return last.point.year + parts.years_on if last and last.point.year and not last.aside else None
    return scene.year_of(parts.month, parts.day)


_NAMED = re.compile(r"[\d一二三四五六七八九十]|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec")
_ABOUT_BEFORE = re.compile(
    r"(?:(?<![纽条签契公合预北特违履节制邀誓相])约于?|大概在?|around |about |circa |approximately )$"
)
_ABOUT_AFTER = re.compile(r"\s?(?:左右|前后)")
_REPORTS = re.compile(
    r"(?:[上下]午|凌晨|早上|晚间?|深?夜)?(?:电|讯|报道|援引|引述|表示|说|称|宣布|发布|告诉|披露|警告|指出?|报)"
)


def _month_of_day(day: int, scene: PhraseContext) -> Point | None:
    """4日: of the month that the text is in, or the nearest to the anchor."""
    told = next((heard.point for heard in reversed(scene.heard) if heard.point.day), None)
    if told and day >= told.day and not _REPORTS.match(scene.text, scene.end):
        return told._replace(day=0)
    if not scene.anchor or not scene.anchor.point.day:
        return None
    here = scene.anchor.point
    ahead = (day - here.day) % _length(here)
    behind = (here.day - day) % _length(points.month_later(here, -1))
    if scene.lean <= 0 and ahead and abs(ahead - behind) <= 4:
        return None  # the month's other half, as near on either side
    forward = scene.lean > 0 or ahead < behind
    return points.month_later(here, (day < here.day) if forward else -(day > here.day))


def _length(month: Point) -> int:
    return monthrange(month.year, month.month)[1]


# ── Days and weeks counted from the anchor ───────────────────────────────────


_UNTIL = re.compile(r"[^，。；]{0,6}[到至]")  # 从周二持续到周四


def weekday(number: int, weeks: int | None, scene: PhraseContext) -> Meaning | None:
    """周三, 上周三: the day of the anchor's week, of one so many weeks off, or the nearest."""
    if weeks is None and number in scene.weekdays and scene.lean <= 0:
        return points.single_day(scene.weekdays[number])
    told = scene.heard[-1].point if scene.heard and scene.last_day else None
    if weeks is None and told and told.day and _UNTIL.fullmatch(scene.text, scene.heard[-1].end, scene.start):
        return points.single_day(points.nearest_weekday(date(*told), number, 1))
    day = _weekday(number, weeks, scene)
    return points.single_day(day, about=scene.anchor.about) if day and scene.anchor else None


def weekday_beyond(number: int, side: int, scene: PhraseContext) -> Meaning | None:
    """Last Wednesday, next Monday: the nearest that is not the anchor itself."""
    if not scene.anchor or not scene.anchor.day:
        return None
    return points.single_day(
        points.nearest_weekday(scene.anchor.day + timedelta(side), number, side), about=scene.anchor.about
    )


def weekdays(first: int, last: int, weeks: int | None, scene: PhraseContext) -> Meaning | None:
    """周一至周三"""
    end = _weekday(last, weeks, scene)
    if not end or not scene.anchor:
        return None
    start = end - timedelta((last - first) % 7)
    return points.day_span(start, end, about=scene.anchor.about) if start < end else None


def _weekday(number: int, weeks: int | None, scene: PhraseContext) -> date | None:
    here = scene.anchor.day if scene.anchor else None
    if not here or not scene.anchor:
        return None
    if weeks is None:
        tomorrow = number == (here.weekday() + 1) % 7
        return (
            None
            if scene.anchor.about and tomorrow and not scene.lean
            else points.nearest_weekday(here, number, scene.lean)
        )
    return points.week_monday(here, weeks) + timedelta(number) if _week_known(scene.anchor) else None


def weekend(scene: PhraseContext) -> Meaning | None:
    """周末的集会 is of the last one, or of the one that is on; 周末将有 of the next."""
    here = scene.anchor.day if scene.anchor else None
    return week_offset(0 if scene.lean > 0 or (here and here.weekday() >= 5) else -1, scene, first=5)


def week_offset(weeks: int, scene: PhraseContext, *, first: int = 0, last: int = 6) -> Meaning | None:
    """上周; with `first` 5 上周末"""
    if not scene.anchor or not scene.anchor.day or not _week_known(scene.anchor):
        return None
    monday = points.week_monday(scene.anchor.day, weeks)
    return points.day_span(monday + timedelta(first), monday + timedelta(last), about=scene.anchor.about)


def _week_known(anchor: Anchor) -> bool:
    """Whether a day that is only about lies safely within its week."""
    return not (anchor.about and anchor.day and anchor.day.weekday() in (0, 6))


def week_of(parts: DateParts, scene: PhraseContext) -> Meaning | None:
    """The week of Sept. 11: from its Monday to its Sunday."""
    meant = calendar_meaning(parts, scene)
    if not meant or not meant.point.day:
        return meant
    monday = points.week_monday(date(*meant.point), 0)
    return points.day_span(monday, monday + timedelta(6))._replace(told=meant.told)


def day_offset(offset: int, scene: PhraseContext) -> Meaning | None:
    """昨天; in somebody's mouth it is a day about then."""
    if not scene.anchor or not scene.anchor.day:
        return None
    return points.single_day(scene.anchor.day + timedelta(offset), about=scene.anchor.about or scene.quoted)


def day_after_told(offset: int, scene: PhraseContext, *, else_anchor: bool = False) -> Meaning | None:
    """当天, 次日: counted from the day that was told last; 前一天 else from the anchor."""
    told = scene.last_day
    if told:
        return points.single_day(told + timedelta(offset))
    return day_offset(offset, scene) if else_anchor and scene.opens else None


# ── How long ago, how much later ─────────────────────────────────────────────


def time_ago(number: int, unit: str, scene: PhraseContext) -> Meaning | None:
    """三天前, 一年前: counted from the anchor, to the unit above the one that is counted."""
    told = next((heard for heard in reversed(scene.heard) if heard.start >= scene.sentence), None)
    if not scene.anchor or (told and told.told) or scene.elsewhere:
        return None
    return _counted_off(scene.anchor.point, -number, unit, about=scene.anchor.about)


def time_later(number: int, unit: str, scene: PhraseContext) -> Meaning | None:
    """一个月后: counted from what the block told before, or from the anchor where the text looks forward."""
    told = next(reversed(scene.heard), None)
    if told and (told.doubt or not told.point.year):
        return None
    if told:
        return _counted_off(told.point, number, unit, about=False)
    if not scene.anchor or scene.lean <= 0 or (unit == "year" and number > 1):
        return None
    return _counted_off(scene.anchor.point, number, unit, about=scene.anchor.about)


def _counted_off(base: Point, number: int, unit: str, *, about: bool) -> Meaning | None:
    if unit in ("day", "week"):
        if not base.day or number > 60:
            return None
        try:
            there = date(*base) + timedelta(number * (7 if unit == "week" else 1))
        except OverflowError:
            return None
        return points.single_day(there, about=about or unit == "week")
    if unit == "month" or abs(number) == 1:
        months = number * (1 if unit == "month" else 12)
        if not base.month or abs(months) > 36:
            return None
        return points.point_meaning(points.month_later(base, months), told=False, about=True)
    there_year = Point(base.year + number)
    return points.point_meaning(there_year, told=False, about=True) if abs(number) <= 60 and there_year.real else None


# ── Parts and ages that are told by themselves ───────────────────────────────


def part_of_year(part: str, scene: PhraseContext) -> Meaning | None:
    """年底, 下半年: of the anchor's year, unless that has hardly begun and the text does not look forward."""
    if not scene.anchor or not scene.anchor.point.month:
        return None
    begun = scene.anchor.point.month > 3 or part in ("early", "first half")
    return points.point_meaning(Point(scene.anchor.point.year), part, told=False) if begun or scene.lean > 0 else None


def part_of_month(part: str, scene: PhraseContext) -> Meaning | None:
    """月底, 下旬: of the month that the sentence told, or of the anchor's where that is so far or the text looks forward."""
    told = next(
        (heard.point for heard in reversed(scene.heard) if heard.start >= scene.sentence and heard.point.month), None
    )
    if told:
        return points.point_meaning(told._replace(day=0), part, told=False)
    here = scene.anchor.point if scene.anchor else None
    if not here or not here.day or (here.day < points.MONTH_PARTS[part][0] and scene.lean <= 0):
        return None
    return points.point_meaning(here._replace(day=0), part, told=False)


def quarter(offset: int, scene: PhraseContext) -> Meaning | None:
    """上季度"""
    if not scene.anchor or not scene.anchor.point.month:
        return None
    first = points.month_later(scene.anchor.point, 3 * offset)
    return points.point_meaning(Point(first.year), f"quarter {(first.month + 2) // 3}", told=False)


def quarter_told(number: int, scene: PhraseContext) -> Meaning | None:
    """第三季度, as a month is told without its year."""
    year = scene.year_of(number * 3)
    return points.point_meaning(Point(year), f"quarter {number}", told=False) if year else None


def two_days(offset: int, scene: PhraseContext) -> Meaning | None:
    """今明两天"""
    if not scene.anchor or not scene.anchor.day:
        return None
    first = scene.anchor.day + timedelta(offset)
    return points.day_span(first, first + timedelta(1), about=scene.anchor.about or scene.quoted)


def decade(tens: int, _: PhraseContext) -> Meaning:
    return Meaning(f"{tens:03}X", Point(0), told=True)


def century(hundreds: int, _: PhraseContext) -> Meaning:
    return Meaning(f"{hundreds:02}XX", Point(0), told=True)


def century_near(offset: int, tens: int | None, scene: PhraseContext) -> Meaning | None:
    """上世纪, 上世纪90年代"""
    if not scene.anchor:
        return None
    if scene.quoted and any(heard.point.year // 100 != scene.anchor.point.year // 100 for heard in scene.heard):
        return None  # words of 1976
    hundreds = scene.anchor.point.year // 100 + offset
    meant = century(hundreds, scene) if tens is None else decade(hundreds * 10 + tens, scene)
    return meant._replace(told=False)


def month_beyond(month: int, side: int, scene: PhraseContext) -> Meaning | None:
    """Last July, next May: the nearest month of that name on that side; this June is the year's own."""
    here = scene.anchor.point if scene.anchor else None
    if not here or not here.month:
        return None
    beyond = side if side * (month - here.month) <= 0 else 0
    return points.point_meaning(Point(here.year + beyond, month), told=False)


def season_beyond(season: str, begins: int, side: int, scene: PhraseContext) -> Meaning | None:
    """Last winter, next spring; last summer is last year's only until this year's is over, and afterwards either."""
    here = scene.anchor.point if scene.anchor else None
    if not here or not here.month:
        return None
    if side < 0 and begins + 3 <= here.month:
        return None
    beyond = 0 if side > 0 and here.month < begins else side
    return points.point_meaning(Point(here.year + beyond), season, told=False)
