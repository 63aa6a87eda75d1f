"""What a parsed phrase means in its context, whatever its language.

A language module parses 周三 or “last Wednesday” and binds the parts to one of these functions with `partial`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple, TypeAlias

from dossier.enrich.dates import points
from dossier.enrich.dates.context import PhraseContext
from dossier.enrich.dates.points import UNDECIDED, Anchor, Direction, Meaning, Point

Interpreter: TypeAlias = Callable[[PhraseContext], Meaning | None]


class Phrase(NamedTuple):
    """A stretch of text that reads as a date, and the function that gives its meaning in a context."""

    start: int
    end: int
    interpret: Interpreter
    is_day: bool = False  # a named day, which brackets may give in full: 周三（9月13日）


class DateParts(NamedTuple):
    """The parts of a date: written out, or as an offset from the anchor or from an earlier date of the block."""

    year: int = 0
    year_offset: int | None = None  # from the anchor: 去年 -1
    year_offset_from_earlier: int | None = None  # 同年 0, 次年 1
    month: int = 0
    month_offset: int | None = None  # from the anchor: 上月 -1
    month_offset_from_earlier: int | None = None  # 当月 0
    day: int = 0
    part: str = ""  # one of points.MONTH_PARTS, YEAR_PARTS, SEASONS


def calendar_meaning(parts: DateParts, context: PhraseContext) -> Meaning | None:
    """去年9月5日, 8月下旬, 2019年"""
    anchor = context.anchor
    if parts.part.endswith("winter") and parts.year_offset == 0 and anchor and 1 <= anchor.point.month <= 2:
        parts = parts._replace(year_offset=-1)  # a winter is named after the year in which it began
    point = _point(parts, context)
    if not point:
        return UNDECIDED if context.nearest_year(parts.month, parts.day) else None
    if not point.is_valid:
        return None
    approximate = context.is_approximate or _has_approximate_base(parts, context)
    return points.point_meaning(point, parts.part, has_year=bool(parts.year), approximate=approximate)


def _has_approximate_base(parts: DateParts, context: PhraseContext) -> bool:
    """Whether the month or the year from which the parts are counted is itself approximate."""
    anchor = context.anchor
    by_month, by_year = parts.month_offset is not None, parts.year_offset is not None
    return bool(anchor and ((by_month and anchor.month_is_approximate) or (by_year and anchor.year_is_approximate)))


def span_meaning(first: DateParts, last: DateParts, context: PhraseContext) -> Meaning | None:
    """9月28日至10月3日; what one end leaves out is taken from the other."""
    if (last.year or _is_any_set(last.year_offset, last.year_offset_from_earlier)) and not _has_base(first):
        end = _point(last, context)
        start = _point(_completed(first, end, forward=False), context) if end else None
    else:
        start = _point(first, context)
        if start and last.year_offset_from_earlier is not None:
            last = last._replace(year=start.year + last.year_offset_from_earlier)
        end = _point(_completed(last, start, forward=True), context) if start else None
    if not start or not end:
        return UNDECIDED if context.nearest_year(first.month, first.day) else None
    return points.span_between(start, end, (first.part, last.part), has_year=bool(first.year or last.year))


def _is_any_set(*offsets: int | None) -> bool:
    return any(offset is not None for offset in offsets)


def _has_base(parts: DateParts) -> bool:
    """Whether the parts have a year, or an offset from a date that has one."""
    return bool(parts.year) or _is_any_set(
        parts.year_offset, parts.year_offset_from_earlier, parts.month_offset, parts.month_offset_from_earlier
    )


def _completed(parts: DateParts, other: Point, *, forward: bool) -> DateParts:
    """The parts with the missing year and month, such that they lie after the other end of the span, or before it."""
    if _has_base(parts):
        return parts
    if not parts.month:
        crosses = parts.day < other.day if forward else parts.day > other.day
        month = points.month_later(other, (1 if forward else -1) * crosses)
        return parts._replace(year=month.year, month=month.month)
    turns = parts.month < other.month if forward else parts.month > other.month > 0
    return parts._replace(year=other.year + (1 if forward else -1) * turns)


def _point(parts: DateParts, context: PhraseContext) -> Point | None:
    if parts.year and parts.month:
        return Point(parts.year, parts.month, parts.day)
    month = _month(parts, context)
    if month is None or month.year == 0:
        return None
    return month._replace(day=parts.day) if parts.day else month


def _month(parts: DateParts, context: PhraseContext) -> Point | None:
    """The year, and the month where there is one."""
    if parts.month_offset is not None:
        return _month_from_anchor(parts.month_offset, context)
    if parts.month_offset_from_earlier is not None:
        last = next((other.point for other in reversed(context.earlier) if other.point.month), None)
        return points.month_later(last, parts.month_offset_from_earlier) if last else None
    if not parts.month and parts.day:
        return _month_of_day(parts.day, context)
    year = _year(parts, context)
    return Point(year, parts.month) if year else None


def _month_from_anchor(offset: int, context: PhraseContext) -> Point | None:
    """上月; None where the sentence has just named that very month, so that 上月 is another: 10月料增，上月…"""
    anchor = context.anchor
    if not anchor or not anchor.point.month or context.is_caption_of_another_year:
        return None
    month = points.month_later(anchor.point, offset)
    named = (
        other.point
        for other in context.earlier
        if other.start >= context.sentence and context.cues.named_month.match(context.text, other.start)
    )
    return None if offset and any(point[:2] == month[:2] for point in named) else month


def _year(parts: DateParts, context: PhraseContext) -> int | None:
    if parts.year:
        return parts.year
    if parts.year_offset is not None:
        usable = context.anchor and not context.is_caption_of_another_year
        return context.anchor.point.year + parts.year_offset if context.anchor and usable else None
    if parts.year_offset_from_earlier is not None:
        last = context.earlier[-1] if context.earlier else None
        return (
            last.point.year + parts.year_offset_from_earlier if last and last.point.year and not last.is_bound else None
        )
    return context.resolve_year(parts.month, parts.day)


def _month_of_day(day: int, context: PhraseContext) -> Point | None:
    """4日: of the month that the text has come to, or the nearest to the anchor."""
    last = next((other.point for other in reversed(context.earlier) if other.point.day), None)
    if last and day >= last.day and not context.cues.report_after.match(context.text, context.end):
        return last._replace(day=0)
    if not context.anchor or not context.anchor.point.day:
        return None
    point = context.anchor.point
    ahead = (day - point.day) % _length(point)
    behind = (point.day - day) % _length(points.month_later(point, -1))
    is_future = context.direction is Direction.FUTURE
    if not is_future and ahead and abs(ahead - behind) <= 4:
        return None  # about half a month away on either side
    forward = is_future or ahead < behind
    return points.month_later(point, (day < point.day) if forward else -(day > point.day))


def _length(month: Point) -> int:
    return monthrange(month.year, month.month)[1]


# ── Days and weeks counted from the anchor ───────────────────────────────────


def weekday(number: int, weeks: int | None, context: PhraseContext) -> Meaning | None:
    """周三, 上周三: the nearest such day, or that of a week counted from the anchor's."""
    if weeks is None and number in context.weekdays and context.direction is not Direction.FUTURE:
        return points.single_day(context.weekdays[number])
    last = context.earlier[-1] if context.earlier else None
    until = context.cues.until_between
    if weeks is None and last and last.point.day and until.fullmatch(context.text, last.end, context.start):
        return points.single_day(points.nearest_weekday(date(*last.point), number, forward=True))
    day = _weekday(number, weeks, context)
    return points.single_day(day, approximate=context.anchor.is_approximate) if day and context.anchor else None


def weekday_beyond(number: int, side: int, context: PhraseContext) -> Meaning | None:
    """Last Wednesday, next Monday: the nearest one before (-1) or after (1) the anchor."""
    if not context.anchor or not context.anchor.day:
        return None
    day = points.nearest_weekday(context.anchor.day + timedelta(side), number, forward=side > 0)
    return points.single_day(day, approximate=context.anchor.is_approximate)


def weekdays(first: int, last: int, weeks: int | None, context: PhraseContext) -> Meaning | None:
    """周一至周三"""
    end = _weekday(last, weeks, context)
    if not end or not context.anchor:
        return None
    start = end - timedelta((last - first) % 7)
    return points.day_span(start, end, approximate=context.anchor.is_approximate) if start < end else None


def _weekday(number: int, weeks: int | None, context: PhraseContext) -> date | None:
    anchor = context.anchor
    if not anchor or not anchor.day:
        return None
    if weeks is not None:
        return points.week_monday(anchor.day, weeks) + timedelta(number) if _is_week_certain(anchor) else None
    direction, is_tomorrow = context.direction, number == (anchor.day.weekday() + 1) % 7
    if anchor.is_approximate and is_tomorrow and direction is Direction.OPEN:
        return None
    return points.nearest_weekday(anchor.day, number, forward=direction is Direction.FUTURE)


def weekend(context: PhraseContext) -> Meaning | None:
    """周末将有 is the coming or current weekend, any other 周末 the current or else the last one."""
    anchor_day = context.anchor.day if context.anchor else None
    is_current = context.direction is Direction.FUTURE or (anchor_day and anchor_day.weekday() >= 5)
    return week_offset(0 if is_current else -1, context, first=5)


def week_offset(weeks: int, context: PhraseContext, *, first: int = 0, last: int = 6) -> Meaning | None:
    """上周: a week counted from the anchor's; 上周末 is that week from its day 5 on."""
    anchor = context.anchor
    if not anchor or not anchor.day or not _is_week_certain(anchor):
        return None
    monday = points.week_monday(anchor.day, weeks)
    return points.day_span(monday + timedelta(first), monday + timedelta(last), approximate=anchor.is_approximate)


def _is_week_certain(anchor: Anchor) -> bool:
    """Whether the day before and the day after an approximate anchor are of the same week."""
    return not (anchor.is_approximate and anchor.day and anchor.day.weekday() in (0, 6))


def week_of(parts: DateParts, context: PhraseContext) -> Meaning | None:
    """The week of Sept. 11: from its Monday to its Sunday."""
    day = calendar_meaning(parts, context)
    if not day or not day.point.day:
        return day
    monday = points.week_monday(date(*day.point), 0)
    return points.day_span(monday, monday + timedelta(6))._replace(has_year=day.has_year)


def day_offset(offset: int, context: PhraseContext) -> Meaning | None:
    """昨天; in a quotation only approximately, since the speaker's day need not be the writer's."""
    if not context.anchor or not context.anchor.day:
        return None
    day = context.anchor.day + timedelta(offset)
    return points.single_day(day, approximate=context.anchor.is_approximate or context.is_quoted)


def day_offset_from_earlier(offset: int, context: PhraseContext, *, else_anchor: bool = False) -> Meaning | None:
    """当天, 次日: counted from the last day in the block; 前一天 may be counted from the anchor instead."""
    if last_day := context.last_day:
        return points.single_day(last_day + timedelta(offset))
    return day_offset(offset, context) if else_anchor and context.opens_sentence else None


def two_days(offset: int, context: PhraseContext) -> Meaning | None:
    """今明两天"""
    anchor = context.anchor
    if not anchor or not anchor.day:
        return None
    first = anchor.day + timedelta(offset)
    return points.day_span(first, first + timedelta(1), approximate=anchor.is_approximate or context.is_quoted)


# ── How long ago, how much later ─────────────────────────────────────────────


def time_ago(number: int, unit: str, context: PhraseContext) -> Meaning | None:
    """三天前, 一年前: counted back from the anchor."""
    last = next((other for other in reversed(context.earlier) if other.start >= context.sentence), None)
    if not context.anchor or (last and last.has_year) or context.may_count_from_another_year:
        return None
    return _add_units(context.anchor.point, -number, unit, approximate=context.anchor.is_approximate)


def time_later(number: int, unit: str, context: PhraseContext) -> Meaning | None:
    """一个月后: counted from the date before it in the block, or from the anchor where the text looks forward."""
    last = context.earlier[-1] if context.earlier else None
    if last and (last.is_undecided or not last.point.year):
        return None
    if last:
        return _add_units(last.point, number, unit, approximate=False)
    if not context.anchor or context.direction is not Direction.FUTURE or (unit == "year" and number > 1):
        return None
    return _add_units(context.anchor.point, number, unit, approximate=context.anchor.is_approximate)


def _add_units(base: Point, number: int, unit: str, *, approximate: bool) -> Meaning | None:
    """The base moved by so many units; days give a day, months and one year a month, more years a year."""
    if unit in ("day", "week"):
        if not base.day or number > 60:
            return None
        try:
            day = date(*base) + timedelta(number * (7 if unit == "week" else 1))
        except OverflowError:
            return None
        return points.single_day(day, approximate=approximate or unit == "week")
    if unit == "month" or abs(number) == 1:
        months = number * (1 if unit == "month" else 12)
        if not base.month or abs(months) > 36:
            return None
        return points.point_meaning(points.month_later(base, months), has_year=False, approximate=True)
    year = Point(base.year + number)
    return points.point_meaning(year, has_year=False, approximate=True) if abs(number) <= 60 and year.is_valid else None


# ── Parts of a year or a month, decades and centuries ────────────────────────


def part_of_year(part: str, context: PhraseContext) -> Meaning | None:
    """年底, 下半年: of the anchor's year; None in its first months, unless the text looks forward."""
    if not context.anchor or not context.anchor.point.month:
        return None
    has_begun = context.anchor.point.month > 3 or part in ("early", "first half")
    if not has_begun and context.direction is not Direction.FUTURE:
        return None
    return points.point_meaning(Point(context.anchor.point.year), part, has_year=False)


def part_of_month(part: str, context: PhraseContext) -> Meaning | None:
    """月底, 下旬: of the month that its sentence named, or of the anchor's; None before it, unless the text looks forward."""
    named = (
        other.point for other in reversed(context.earlier) if other.start >= context.sentence and other.point.month
    )
    if month := next(named, None):
        return points.point_meaning(month._replace(day=0), part, has_year=False)
    point = context.anchor.point if context.anchor else None
    if not point or not point.day:
        return None
    if point.day < points.MONTH_PARTS[part][0] and context.direction is not Direction.FUTURE:
        return None
    return points.point_meaning(point._replace(day=0), part, has_year=False)


def quarter(offset: int, context: PhraseContext) -> Meaning | None:
    """上季度"""
    if not context.anchor or not context.anchor.point.month:
        return None
    first = points.month_later(context.anchor.point, 3 * offset)
    return points.point_meaning(Point(first.year), f"quarter {(first.month + 2) // 3}", has_year=False)


def named_quarter(number: int, context: PhraseContext) -> Meaning | None:
    """第三季度; its year is resolved like that of a month."""
    year = context.resolve_year(number * 3)
    return points.point_meaning(Point(year), f"quarter {number}", has_year=False) if year else None


def decade(tens: int, _: PhraseContext) -> Meaning:
    return Meaning(f"{tens:03}X", Point(0), has_year=True)


def century(hundreds: int, _: PhraseContext) -> Meaning:
    return Meaning(f"{hundreds:02}XX", Point(0), has_year=True)


def century_offset(offset: int, tens: int | None, context: PhraseContext) -> Meaning | None:
    """上世纪, 上世纪90年代"""
    if not context.anchor:
        return None
    this_century = context.anchor.point.year // 100
    if context.is_quoted and any(other.point.year // 100 != this_century for other in context.earlier):
        return None  # somebody may have said it in another century
    hundreds = this_century + offset
    meaning = century(hundreds, context) if tens is None else decade(hundreds * 10 + tens, context)
    return meaning._replace(has_year=False)


def month_beyond(month: int, side: int, context: PhraseContext) -> Meaning | None:
    """Last July, next May: the nearest one before (-1) or after (1) the anchor; this June (0) is the anchor's year's."""
    point = context.anchor.point if context.anchor else None
    if not point or not point.month:
        return None
    years = side if side * (month - point.month) <= 0 else 0
    return points.point_meaning(Point(point.year + years, month), has_year=False)


def season_beyond(season: str, begins: int, side: int, context: PhraseContext) -> Meaning | None:
    """Last winter, next spring; None for last summer once this year's is over, since it may be either."""
    point = context.anchor.point if context.anchor else None
    if not point or not point.month:
        return None
    if side < 0 and begins + 3 <= point.month:
        return None
    years = 0 if side > 0 and point.month < begins else side
    return points.point_meaning(Point(point.year + years), season, has_year=False)
