"""What phrases mean, whatever their language: parsed parts in, a meaning in their scene out."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from dossier.enrich.dates import points
from dossier.enrich.dates.points import UNDECIDED, Meaning, Point
from dossier.enrich.dates.scene import Scene

Means: TypeAlias = Callable[[Scene], Meaning | None]


class Phrase(NamedTuple):
    """A stretch of text that reads as a date, and what it means once its scene is known."""

    start: int
    end: int
    means: Means
    is_day: bool = False  # a day by its name alone, which brackets may tell in full: 周三（9月13日）


class Parts(NamedTuple):
    """The parts of a date as a phrase tells them: outright, counted from the anchor, or from the date told before."""

    year: int = 0
    years: int | None = None  # from the anchor's: 去年 -1
    years_on: int | None = None  # from the last that was told: 同年 0, 次年 1
    month: int = 0
    months: int | None = None  # 上月 -1
    months_on: int | None = None  # 当月 0
    day: int = 0
    part: str = ""  # one of points.MONTH_PARTS, YEAR_PARTS, SEASONS


def calendar(parts: Parts, scene: Scene) -> Meaning | None:
    """去年9月5日, 8月下旬, 2019年"""
    if parts.part.endswith("winter") and parts.years == 0 and scene.anchor and 1 <= scene.anchor.point.month <= 2:
        parts = parts._replace(years=-1)  # a winter goes by the year it began in
    point = _point(parts, scene)
    if not point:
        return UNDECIDED if scene.near(parts.month, parts.day) else None
    if not point.real:
        return None
    about = bool(_ABOUT_AFTER.match(scene.text, scene.end) or _ABOUT_BEFORE.search(scene.clause_before))
    return points.meaning(point, parts.part, told=bool(parts.year), about=about or _vague(parts, scene))


def _vague(parts: Parts, scene: Scene) -> bool:
    """Whether it is counted from what is itself only about."""
    anchor = scene.anchor
    counts_months, counts_years = parts.months is not None, parts.years is not None
    return bool(anchor and ((counts_months and anchor.month_about) or (counts_years and anchor.year_about)))


def span(first: Parts, last: Parts, scene: Scene) -> Meaning | None:
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
    return points.between(start, end, (first.part, last.part), told=bool(first.year or last.year))


def _counted(*offsets: int | None) -> bool:
    return any(offset is not None for offset in offsets)


def _dated(parts: Parts) -> bool:
    """Whether the year is told, or counted from a date that is known."""
    return bool(parts.year) or _counted(parts.years, parts.years_on, parts.months, parts.months_on)


def _led(parts: Parts, other: Point, *, forward: bool) -> Parts:
    """The parts with what is missing taken from the other end, on the right side of it."""
    if _dated(parts):
        return parts
    if not parts.month:
        crosses = parts.day < other.day if forward else parts.day > other.day
        month = points.month_later(other, (1 if forward else -1) * crosses)
        return parts._replace(year=month.year, month=month.month)
    turns = parts.month < other.month if forward else parts.month > other.month > 0
    return parts._replace(year=other.year + (1 if forward else -1) * turns)


def _point(parts: Parts, scene: Scene) -> Point | None:
    if parts.year and parts.month:
        return Point(parts.year, parts.month, parts.day)
    month = _month(parts, scene)
    if month is None or month.year == 0:
        return None
    return month._replace(day=parts.day) if parts.day else month


def _month(parts: Parts, scene: Scene) -> Point | None:
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


def _month_counted(months: int, scene: Scene) -> Point | None:
    """上月: nothing where the sentence has just told that month by its name, and 上月 is another: 10月料增，上月…"""
    here = scene.anchor.point if scene.anchor else None
    if not here or not here.month or scene.older:
        return None
    month = points.month_later(here, months)
    named = (heard for heard in scene.heard if heard.start >= scene.sentence and _NAMED.match(scene.text, heard.start))
    return None if months and any(heard.point[:2] == month[:2] for heard in named) else month


def _year(parts: Parts, scene: Scene) -> int | None:
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


def _month_of_day(day: int, scene: Scene) -> Point | None:
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
