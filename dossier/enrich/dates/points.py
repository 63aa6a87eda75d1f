"""Where on the calendar a phrase points, counted from an article's anchor, and how EDTF writes it."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from dossier.model import Article


class Point(NamedTuple):
    """A year, a month or a day; 0 is a part that is not told."""

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
    def real(self) -> bool:
        """Whether the calendar has it."""
        if not 1 <= self.year <= 9999 or not 0 <= self.month <= 12:
            return False
        return 0 <= self.day <= 28 or (self.month > 0 and self.day <= monthrange(self.year, self.month)[1])


class Anchor(NamedTuple):
    """The day, or at least the month or the year, that an article's phrases are counted from."""

    point: Point
    about: bool  # the day itself is not certain

    @property
    def day(self) -> date | None:
        return date(*self.point) if self.point.day else None

    @property
    def month_about(self) -> bool:
        """Whether the month is not certain either."""
        ends = self.point.day and 3 < self.point.day < monthrange(self.point.year, self.point.month)[1] - 2
        return self.about and not ends

    @property
    def year_about(self) -> bool:
        return self.about and (self.point.month in (0, 1, 12)) and self.month_about


class Meaning(NamedTuple):
    """What a phrase means: its EDTF, and where it leaves a reader who goes on to the next phrase."""

    edtf: str
    point: Point
    told: bool  # the phrase itself tells the year


def article_anchor(article: Article) -> Anchor | None:
    """The day that the stamp itself tells: that of its zone, where its outlet is; a late hour in UTC may be of the next."""
    when = article.anchor or article.published
    if when is None or when.first.year != when.last.year or not 1000 <= when.first.year < 9000:
        return None  # at the ends of the calendar one cannot count on
    first, last = when.first, when.last
    month = first.month if first.month == last.month else 0
    late = when.moment is not None and not when.moment.utcoffset() and when.moment.hour >= 16  # tomorrow in Beijing
    about = when.approximate or when.uncertain or late
    return Anchor(Point(first.year, month, first.day if first == last else 0), about)


# ── Days ─────────────────────────────────────────────────────────────────────


UNDECIDED = Meaning("", Point(0), told=False)  # a month or a day of some year


def single_day(day: date, *, about: bool = False, told: bool = False) -> Meaning:
    point = Point(day.year, day.month, day.day)
    return Meaning(f"{point}~" if about else f"{point}", point, told)


def day_span(first: date, last: date, *, about: bool = False) -> Meaning:
    return Meaning(f"{first}/{last}" + "~" * about, Point(last.year, last.month), told=False)


def nearest_weekday(anchor: date, number: int, lean: int = 0) -> date:
    """The nearest such day (0 is Monday) at or before the anchor; at or after it where the text leans forward."""
    if lean > 0:
        return anchor + timedelta((number - anchor.weekday()) % 7)
    return anchor - timedelta((anchor.weekday() - number) % 7)


def week_monday(anchor: date, offset: int) -> date:
    """The Monday of the anchor's week, or of the one so many weeks later."""
    return anchor + timedelta(7 * offset - anchor.weekday())


# ── Months and years ─────────────────────────────────────────────────────────


def month_later(point: Point, months: int) -> Point:
    year, month = divmod(point.year * 12 + point.month - 1 + months, 12)
    return Point(year, month + 1)


def nearest_year(month: int, day: int, anchor: Anchor, lean: int = 0) -> int | None:
    """The year of a month told without one, as news means it: this year's, or last year's when this year's is far off.

    A day within six weeks is the one meant, either side of New Year. Half a year ahead, or a January named in December,
    could be either unless the text leans (-2: certainly back); then there is none, and where the anchor knows no month.
    """
    here = anchor.point
    if not here.month or not month:
        return None
    if close := closest_year(month, day, anchor):
        return close
    behind = (here.month - month) % 12
    past, future = here.year - (month > here.month), here.year + (month < here.month)
    if lean > 0:
        return future if behind > 3 else past
    if lean < 0 and (lean == -2 or behind < 9):
        return past
    if month <= here.month:
        return here.year if behind < 10 else None
    return None if behind == 6 else past if behind < 6 else future


def closest_year(month: int, day: int, anchor: Anchor | None) -> int | None:
    """The year in which that day lies within six weeks of the anchor's."""
    if not day or not anchor or not anchor.day:
        return None
    for year in (anchor.point.year, anchor.point.year - 1, anchor.point.year + 1):
        point = Point(year, month, day)
        if point.real and abs((date(*point) - anchor.day).days) <= 45:
            return year
    return None


# ── Parts of a month or a year, as the README's table has them ───────────────

# Of a month: first and last day (31: its last), and whether only about.
MONTH_PARTS: dict[str, tuple[int, int, bool]] = {
    "early": (1, 10, True), "middle": (11, 20, True), "end": (21, 31, True),
    "first third": (1, 10, False), "second third": (11, 20, False), "last third": (21, 31, False),
    "first two thirds": (1, 20, False), "last two thirds": (11, 31, False),
    "first half": (1, 15, False), "second half": (16, 31, False),
}  # fmt: skip

# Of a year: first and last month, and whether only about.
YEAR_PARTS: dict[str, tuple[int, int, bool]] = {
    "early": (1, 3, True), "middle": (5, 8, True), "end": (10, 12, True),
    "first half": (1, 6, False), "second half": (7, 12, False),
    "quarter 1": (1, 3, False), "quarter 2": (4, 6, False), "quarter 3": (7, 9, False), "quarter 4": (10, 12, False),
    "three quarters": (1, 9, False), **{f"first {last} months": (1, last, False) for last in range(1, 12)},
}  # fmt: skip

SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}


def part_bounds(point: Point, part: str) -> tuple[str, str, bool]:
    """The EDTF of the first and the last of a part (the same, where it is written as one), and whether about."""
    if not part:
        whole = str(point)
        return whole, whole, False
    name = part.removeprefix("about ")
    if name in SEASONS:
        season = f"{point.year:04}-{SEASONS[name]}"
        return season, season, name != part
    if point.month and part in MONTH_PARTS:
        first, last, about = MONTH_PARTS[part]
        length = monthrange(point.year, point.month)[1]
        return str(point._replace(day=first)), str(point._replace(day=min(last, length))), about
    if not point.month and part in YEAR_PARTS:
        first, last, about = YEAR_PARTS[part]
        return str(point._replace(month=first)), str(point._replace(month=last)), about
    return str(point), str(point), False


def point_meaning(point: Point, part: str = "", *, told: bool, about: bool = False) -> Meaning:
    first, last, vague = part_bounds(point, part)
    return Meaning((first if first == last else f"{first}/{last}") + "~" * (about or vague), point, told)


def span_between(first: Point, last: Point, parts: tuple[str, str] = ("", ""), *, told: bool) -> Meaning | None:
    """From one point to another, or None where the second does not come later."""
    start, _, vague = part_bounds(first, parts[0])
    _, end, vague_too = part_bounds(last, parts[1])
    if not (first.real and last.real and first <= last and start != end):
        return None
    return Meaning(f"{start}/{end}" + "~" * (vague or vague_too), last._replace(day=0), told)
