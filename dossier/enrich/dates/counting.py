"""Phrases that are counted from the anchor, or from the date told before: 周三, 上周, 昨天, 一年前, 年底, 上世纪."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dossier.enrich.dates import phrases, points
from dossier.enrich.dates.phrases import Parts
from dossier.enrich.dates.points import Anchor, Meaning, Point
from dossier.enrich.dates.scene import Scene

# ── Days and weeks counted from the anchor ───────────────────────────────────


_UNTIL = re.compile(r"[^，。；]{0,6}[到至]")  # 从周二持续到周四


def weekday(number: int, weeks: int | None, scene: Scene) -> Meaning | None:
    """周三, 上周三: the day of the anchor's week, of one so many weeks off, or the nearest."""
    if weeks is None and number in scene.weekdays and scene.lean <= 0:
        return points.on(scene.weekdays[number])
    told = scene.heard[-1].point if scene.heard and scene.last_day else None
    if weeks is None and told and told.day and _UNTIL.fullmatch(scene.text, scene.heard[-1].end, scene.start):
        return points.on(points.weekday(date(*told), number, 1))
    day = _weekday(number, weeks, scene)
    return points.on(day, about=scene.anchor.about) if day and scene.anchor else None


def weekday_beyond(number: int, side: int, scene: Scene) -> Meaning | None:
    """Last Wednesday, next Monday: the nearest that is not the anchor itself."""
    if not scene.anchor or not scene.anchor.day:
        return None
    return points.on(points.weekday(scene.anchor.day + timedelta(side), number, side), about=scene.anchor.about)


def weekdays(first: int, last: int, weeks: int | None, scene: Scene) -> Meaning | None:
    """周一至周三"""
    end = _weekday(last, weeks, scene)
    if not end or not scene.anchor:
        return None
    start = end - timedelta((last - first) % 7)
    return points.days(start, end, about=scene.anchor.about) if start < end else None


def _weekday(number: int, weeks: int | None, scene: Scene) -> date | None:
    here = scene.anchor.day if scene.anchor else None
    if not here or not scene.anchor:
        return None
    if weeks is None:
        tomorrow = number == (here.weekday() + 1) % 7
        return None if scene.anchor.about and tomorrow and not scene.lean else points.weekday(here, number, scene.lean)
    return points.week(here, weeks) + timedelta(number) if _week_known(scene.anchor) else None


def weekend(scene: Scene) -> Meaning | None:
    """周末的集会 is of the last one, or of the one that is on; 周末将有 of the next."""
    here = scene.anchor.day if scene.anchor else None
    return week(0 if scene.lean > 0 or (here and here.weekday() >= 5) else -1, scene, first=5)


def week(weeks: int, scene: Scene, *, first: int = 0, last: int = 6) -> Meaning | None:
    """上周; with `first` 5 上周末"""
    if not scene.anchor or not scene.anchor.day or not _week_known(scene.anchor):
        return None
    monday = points.week(scene.anchor.day, weeks)
    return points.days(monday + timedelta(first), monday + timedelta(last), about=scene.anchor.about)


def _week_known(anchor: Anchor) -> bool:
    """Whether a day that is only about lies safely within its week."""
    return not (anchor.about and anchor.day and anchor.day.weekday() in (0, 6))


def week_of(parts: Parts, scene: Scene) -> Meaning | None:
    """The week of Sept. 11: from its Monday to its Sunday."""
    meant = phrases.calendar(parts, scene)
    if not meant or not meant.point.day:
        return meant
    monday = points.week(date(*meant.point), 0)
    return points.days(monday, monday + timedelta(6))._replace(told=meant.told)


def day(offset: int, scene: Scene) -> Meaning | None:
    """昨天; in somebody's mouth it is a day about then."""
    if not scene.anchor or not scene.anchor.day:
        return None
    return points.on(scene.anchor.day + timedelta(offset), about=scene.anchor.about or scene.quoted)


def day_after_told(offset: int, scene: Scene, *, else_anchor: bool = False) -> Meaning | None:
    """当天, 次日: counted from the day that was told last; 前一天 else from the anchor."""
    told = scene.last_day
    if told:
        return points.on(told + timedelta(offset))
    return day(offset, scene) if else_anchor and scene.opens else None


# ── How long ago, how much later ─────────────────────────────────────────────


def ago(number: int, unit: str, scene: Scene) -> Meaning | None:
    """三天前, 一年前: counted from the anchor, to the unit above the one that is counted."""
    told = next((heard for heard in reversed(scene.heard) if heard.start >= scene.sentence), None)
    if not scene.anchor or (told and told.told) or scene.elsewhere:
        return None
    return _counted_off(scene.anchor.point, -number, unit, about=scene.anchor.about)


def later(number: int, unit: str, scene: Scene) -> Meaning | None:
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
        return points.on(there, about=about or unit == "week")
    if unit == "month" or abs(number) == 1:
        months = number * (1 if unit == "month" else 12)
        if not base.month or abs(months) > 36:
            return None
        return points.meaning(points.month_later(base, months), told=False, about=True)
    there_year = Point(base.year + number)
    return points.meaning(there_year, told=False, about=True) if abs(number) <= 60 and there_year.real else None


# ── Parts and ages that are told by themselves ───────────────────────────────


def part_of_year(part: str, scene: Scene) -> Meaning | None:
    """年底, 下半年: of the anchor's year, unless that has hardly begun and the text does not look forward."""
    if not scene.anchor or not scene.anchor.point.month:
        return None
    begun = scene.anchor.point.month > 3 or part in ("early", "first half")
    return points.meaning(Point(scene.anchor.point.year), part, told=False) if begun or scene.lean > 0 else None


def part_of_month(part: str, scene: Scene) -> Meaning | None:
    """月底, 下旬: of the month that the sentence told, or of the anchor's where that is so far or the text looks forward."""
    told = next(
        (heard.point for heard in reversed(scene.heard) if heard.start >= scene.sentence and heard.point.month), None
    )
    if told:
        return points.meaning(told._replace(day=0), part, told=False)
    here = scene.anchor.point if scene.anchor else None
    if not here or not here.day or (here.day < points.MONTH_PARTS[part][0] and scene.lean <= 0):
        return None
    return points.meaning(here._replace(day=0), part, told=False)


def quarter(offset: int, scene: Scene) -> Meaning | None:
    """上季度"""
    if not scene.anchor or not scene.anchor.point.month:
        return None
    first = points.month_later(scene.anchor.point, 3 * offset)
    return points.meaning(Point(first.year), f"quarter {(first.month + 2) // 3}", told=False)


def quarter_told(number: int, scene: Scene) -> Meaning | None:
    """第三季度, as a month is told without its year."""
    year = scene.year_of(number * 3)
    return points.meaning(Point(year), f"quarter {number}", told=False) if year else None


def two_days(offset: int, scene: Scene) -> Meaning | None:
    """今明两天"""
    if not scene.anchor or not scene.anchor.day:
        return None
    first = scene.anchor.day + timedelta(offset)
    return points.days(first, first + timedelta(1), about=scene.anchor.about or scene.quoted)


def decade(tens: int, _: Scene) -> Meaning:
    return Meaning(f"{tens:03}X", Point(0), told=True)


def century(hundreds: int, _: Scene) -> Meaning:
    return Meaning(f"{hundreds:02}XX", Point(0), told=True)


def century_near(offset: int, tens: int | None, scene: Scene) -> Meaning | None:
    """上世纪, 上世纪90年代"""
    if not scene.anchor:
        return None
    if scene.quoted and any(heard.point.year // 100 != scene.anchor.point.year // 100 for heard in scene.heard):
        return None  # words of 1976
    hundreds = scene.anchor.point.year // 100 + offset
    meant = century(hundreds, scene) if tens is None else decade(hundreds * 10 + tens, scene)
    return meant._replace(told=False)


def month_beyond(month: int, side: int, scene: Scene) -> Meaning | None:
    """Last July, next May: the nearest month of that name on that side; this June is the year's own."""
    here = scene.anchor.point if scene.anchor else None
    if not here or not here.month:
        return None
    beyond = side if side * (month - here.month) <= 0 else 0
    return points.meaning(Point(here.year + beyond, month), told=False)


def season_beyond(season: str, begins: int, side: int, scene: Scene) -> Meaning | None:
    """Last winter, next spring; last summer is last year's only until this year's is over, and afterwards either."""
    here = scene.anchor.point if scene.anchor else None
    if not here or not here.month:
        return None
    if side < 0 and begins + 3 <= here.month:
        return None
    beyond = 0 if side > 0 and here.month < begins else side
    return points.meaning(Point(here.year + beyond), season, told=False)
