"""Calendar arithmetic: points counted from an article's anchor, and their EDTF."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from enum import IntEnum
from typing import NamedTuple

from dossier import edtf
from dossier.model import Article


class Point(NamedTuple):
    """A year, a month or a day; a part that is not known is 0."""

    year: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        """As EDTF writes it."""
        year, month, day = self
        if day:
            return f"{year:04}-{month:02}-{day:02}"
        return f"{year:04}-{month:02}" if month else f"{year:04}"

    @property
    def is_valid(self) -> bool:
        """Whether the calendar has it."""
        if not 1 <= self.year <= 9999 or not 0 <= self.month <= 12:
            return False
        return 0 <= self.day <= 28 or (self.month > 0 and self.day <= monthrange(self.year, self.month)[1])


class Direction(IntEnum):
    """On which side of the anchor the text places a phrase."""

    SINCE = -2  # in the past for certain: 以来
    PAST = -1
    OPEN = 0
    FUTURE = 1


class Anchor(NamedTuple):
    """The day, or at least the month or the year, that an article's phrases are counted from."""

    point: Point
    is_approximate: bool  # the day itself is not certain

    @property
    def day(self) -> date | None:
        return date(*self.point) if self.point.day else None

    @property
    def month_is_approximate(self) -> bool:
        """Whether the uncertainty of the day may reach another month."""
        ends = self.point.day and 3 < self.point.day < monthrange(self.point.year, self.point.month)[1] - 2
        return self.is_approximate and not ends

    @property
    def year_is_approximate(self) -> bool:
        return self.is_approximate and (self.point.month in (0, 1, 12)) and self.month_is_approximate


class Meaning(NamedTuple):
    """The EDTF of a phrase, and the point from which later phrases are counted."""

    edtf: str
    point: Point
    has_year: bool  # the phrase itself has the year


def article_anchor(article: Article) -> Anchor | None:
    """The day of publication in the zone of its timestamp; a late hour in UTC may be of the next day."""
    when = article.anchor or article.published
    if when is None or when.first.year != when.last.year or not 1000 <= when.first.year < 9000:
        return None  # too near the ends of the calendar to count from
    first, last = when.first, when.last
    month = first.month if first.month == last.month else 0
    late = when.moment is not None and not when.moment.utcoffset() and when.moment.hour >= 16  # tomorrow in Beijing
    approximate = when.approximate or when.uncertain or late
    return Anchor(Point(first.year, month, first.day if first == last else 0), approximate)


# ── Days ─────────────────────────────────────────────────────────────────────


UNDECIDED = Meaning("", Point(0), has_year=False)  # a month or a day of some year


def single_day(day: date, *, approximate: bool = False, has_year: bool = False) -> Meaning:
    point = Point(day.year, day.month, day.day)
    return Meaning(f"{point}~" if approximate else f"{point}", point, has_year)


def day_span(first: date, last: date, *, approximate: bool = False) -> Meaning:
    return Meaning(f"{first}/{last}" + "~" * approximate, Point(last.year, last.month), has_year=False)


def nearest_weekday(anchor: date, number: int, *, forward: bool = False) -> date:
    """The nearest such day (0 is Monday) at or before the anchor, or at or after it."""
    if forward:
        return anchor + timedelta((number - anchor.weekday()) % 7)
    return anchor - timedelta((anchor.weekday() - number) % 7)


def week_monday(anchor: date, offset: int) -> date:
    """The Monday of the anchor's week, or of the one so many weeks later."""
    return anchor + timedelta(7 * offset - anchor.weekday())


# ── Months and years ─────────────────────────────────────────────────────────


def month_later(point: Point, months: int) -> Point:
    year, month = divmod(point.year * 12 + point.month - 1 + months, 12)
    return Point(year, month + 1)


def nearest_year(month: int, day: int, anchor: Anchor, direction: Direction = Direction.OPEN) -> int | None:
    """The year of a month named without one, as news means it: this year, or last year if that is much nearer.

    A day within six weeks of the anchor is the one meant, on either side of New Year. Half a year ahead, or a January
    named in December, could be either unless the text has a direction; then, and where the anchor has no month, None.
    """
    point = anchor.point
    if not point.month or not month:
        return None
    if close := closest_year(month, day, anchor):
        return close
    behind = (point.month - month) % 12
    past, future = point.year - (month > point.month), point.year + (month < point.month)
    if direction is Direction.FUTURE:
        return future if behind > 3 else past
    if direction is Direction.SINCE or (direction is Direction.PAST and behind < 9):
        return past
    if month <= point.month:
        return point.year if behind < 10 else None
    return None if behind == 6 else past if behind < 6 else future


def closest_year(month: int, day: int, anchor: Anchor | None) -> int | None:
    """The year in which the day lies within six weeks of the anchor."""
    if not day or not anchor or not anchor.day:
        return None
    for year in (anchor.point.year, anchor.point.year - 1, anchor.point.year + 1):
        point = Point(year, month, day)
        if point.is_valid and abs((date(*point) - anchor.day).days) <= 45:
            return year
    return None


# ── Parts of a month or a year ───────────────────────────────────────────────

# Of a month: first and last day (31: its last), and whether they are approximate.
MONTH_PARTS: dict[str, tuple[int, int, bool]] = {
    "early": (1, 10, True), "middle": (11, 20, True), "end": (21, 31, True),
    "first third": (1, 10, False), "second third": (11, 20, False), "last third": (21, 31, False),
    "first two thirds": (1, 20, False), "last two thirds": (11, 31, False),
    "first half": (1, 15, False), "second half": (16, 31, False),
}  # fmt: skip

# Of a year: first and last month, and whether they are approximate.
YEAR_PARTS: dict[str, tuple[int, int, bool]] = {
    "early": (1, 3, True), "middle": (5, 8, True), "end": (10, 12, True),
    "first half": (1, 6, False), "second half": (7, 12, False),
    "quarter 1": (1, 3, False), "quarter 2": (4, 6, False), "quarter 3": (7, 9, False), "quarter 4": (10, 12, False),
    "three quarters": (1, 9, False), **{f"first {last} months": (1, last, False) for last in range(1, 12)},
}  # fmt: skip

SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}


def part_bounds(point: Point, part: str) -> tuple[str, str, bool]:
    """The EDTF of a part's beginning and end (the same, where EDTF has a form for it), and whether they are approximate."""
    if not part:
        point_edtf = str(point)
        return point_edtf, point_edtf, False
    name = part.removeprefix("about ")
    if name in SEASONS:
        season = f"{point.year:04}-{SEASONS[name]}"
        return season, season, name != part
    if point.month and part in MONTH_PARTS:
        first, last, approximate = MONTH_PARTS[part]
        length = monthrange(point.year, point.month)[1]
        return str(point._replace(day=first)), str(point._replace(day=min(last, length))), approximate
    if not point.month and part in YEAR_PARTS:
        first, last, approximate = YEAR_PARTS[part]
        return str(point._replace(month=first)), str(point._replace(month=last)), approximate
    return str(point), str(point), False


def point_meaning(point: Point, part: str = "", *, has_year: bool, approximate: bool = False) -> Meaning:
    first, last, is_vague = part_bounds(point, part)
    return Meaning((first if first == last else f"{first}/{last}") + "~" * (approximate or is_vague), point, has_year)


def span_between(first: Point, last: Point, parts: tuple[str, str] = ("", ""), *, has_year: bool) -> Meaning | None:
    """From one point to another, or None where the second does not come later."""
    start, _, start_is_vague = part_bounds(first, parts[0])
    _, end, end_is_vague = part_bounds(last, parts[1])
    span = f"{start}/{end}"
    if not (first.is_valid and last.is_valid and first <= last and start != end and _is_in_order(span)):
        return None
    return Meaning(span + "~" * (start_is_vague or end_is_vague), last._replace(day=0), has_year)


def _is_in_order(span: str) -> bool:
    """Whether an interval does not end before it begins, as one from the winter to the spring of a year would."""
    try:
        edtf.parse(span)
    except ValueError:
        return False
    return True
