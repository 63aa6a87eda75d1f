"""An axis of time: equal steps that most of the dates lie on, and what a date is known to lie within."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dossier import edtf
from dossier.model import When
from dossier.render.language import dates_in_words

MOST_STEPS = 120  # columns that can still be told apart
UNITS = ("day", "week", "month", "quarter", "year", "decade", "century", "millennium")
_FEW = 12  # dates that may lie outside a much shorter axis
_NEAR = 10  # the share of an axis, as a divisor, within which a date beyond its end still counts as near
_SHORTER = 8  # times: how much shorter the axis must become for that


class Extent(NamedTuple):
    """The days that a date may mean; `date.min` and `date.max` are open ends."""

    first: date
    last: date

    @property
    def middle(self) -> int:
        """Where it counts when an axis is chosen, as the ordinal of a day."""
        first = self.last if self.first == date.min else self.first
        last = first if self.last == date.max else self.last
        return (first.toordinal() + last.toordinal()) // 2


def extent(when: When, zone: ZoneInfo) -> Extent:
    """The days that a date may mean; of one that is approximate or uncertain more than are written."""
    if when.moment:
        local = when.moment.astimezone(zone).date()
        return Extent(local, local)
    if not (when.approximate or when.uncertain):
        return Extent(when.first, when.last)
    ends = [_widened(edtf.parse(end)) for end in dates_in_words.date_ends(when.edtf) if end]
    first = date.min if when.first == date.min else ends[0].first
    last = date.max if when.last == date.max else ends[-1].last
    return Extent(first, last)


def _widened(end: When) -> Extent:
    """About a day is any of its month; about a month, a year or longer is also the one before and the one after."""
    days = (end.last - end.first).days
    if not (end.approximate or end.uncertain) or end.first == date.min:
        return Extent(end.first, end.last)
    if days == 0:
        return Extent(begin(end.first, "month"), after(begin(end.first, "month"), "month") - timedelta(1))
    unit = (
        "month"
        if days < 32
        else "quarter"
        if days < 100
        else "year"
        if days < 366
        else "decade"
        if days < 3_700
        else "century"
    )
    return Extent(_before(end.first, unit), after(begin(end.last + timedelta(1), unit), unit) - timedelta(1))


def _before(day: date, unit: str) -> date:
    """The first day of the unit before the one that a day lies in."""
    start = begin(day, unit)
    return begin(start - timedelta(1), unit) if start > date.min else start


@dataclass(frozen=True, slots=True)
class Axis:
    """Equal steps from the first of `starts` up to `end`, the first day after them."""

    starts: tuple[date, ...]
    end: date
    unit: str

    def __len__(self) -> int:
        return len(self.starts)

    def step(self, day: date) -> int:
        """The step that a day lies in; −1 before the axis, the number of steps after it."""
        return len(self.starts) if day >= self.end else bisect_right(self.starts, day) - 1

    def steps(self, known: Extent) -> tuple[int, int]:
        """The first and the last step that a date may lie in."""
        return self.step(known.first), self.step(known.last)

    def bounds(self, step: int) -> Extent:
        """The first and the last day of a step."""
        after = self.starts[step + 1] if step + 1 < len(self.starts) else self.end
        return Extent(self.starts[step], after - timedelta(1))

    def words(self, step: int, language: str) -> str:
        """A step in words."""
        return dates_in_words.date_words(as_when(self.starts[step], self.unit), language)


def choose_axis(known: Sequence[Extent], units: Sequence[str] = UNITS, most: int = MOST_STEPS) -> Axis | None:
    """The finest steps, `most` of them at most, for the shortest stretch that holds 95 % of the dates.

    So a few dates far away never make the steps coarser. A dozen, but no more than a quarter, stay outside where the
    axis becomes eight times shorter by it.
    """
    middles = sorted(one.middle for one in known)
    if not middles:
        return None
    few = len(middles) // 20
    low, high = _shortest(middles, len(middles) - few)
    more = max(few, min(len(middles) // 4, _FEW))
    near = _shortest(middles, len(middles) - more)
    if (near[1] - near[0] + 1) * _SHORTER < high - low + 1:
        low, high = near
    first, last = date.fromordinal(low), date.fromordinal(high)
    unit = next((unit for unit in units if _count(first, last, unit, most) <= most), units[-1])
    axis = _axis(first, last, unit)
    return _extended(axis, known, min(most, len(axis) + max(len(axis) // 2, 12)))


def _shortest(days: Sequence[int], many: int) -> tuple[int, int]:
    """The shortest stretch that holds so many of the sorted days; of two such, the later."""
    _, at = min((days[n + many - 1] - days[n], -n) for n in range(len(days) - many + 1))
    return days[-at], days[-at + many - 1]


def _extended(axis: Axis, known: Sequence[Extent], most: int) -> Axis:
    """The axis with those of the dates outside that are near and for which there is room."""
    ends = sorted(
        {day for one in known for day in one if day not in (date.min, date.max)},
        key=lambda day: max((axis.starts[0] - day).days, (day - axis.end).days),
    )
    for day in ends:
        if 0 <= axis.step(day) < len(axis):
            continue
        apart = max((axis.starts[0] - day).days, (day - axis.end).days)
        if apart * _NEAR > (axis.end - axis.starts[0]).days and apart > 2 * _LONGEST[axis.unit]:
            break
        first, last = min(axis.starts[0], day), max(axis.bounds(len(axis) - 1).last, day)
        if _count(first, last, axis.unit, most) > most:
            break
        axis = _axis(first, last, axis.unit)
    return axis


def _axis(first: date, last: date, unit: str) -> Axis:
    starts = [_BEGIN[unit](first)]
    while (after := _next(starts[-1], unit)) <= last and after < date.max:
        starts.append(after)
    return Axis(tuple(starts), after, unit)


def _count(first: date, last: date, unit: str, most: int) -> int:
    """How many steps there would be; one too many stands for all beyond."""
    if (last - first).days > most * _LONGEST[unit]:
        return most + 1

    def each() -> Sequence[date]:
        return _axis(first, last, unit).starts

    return len(list(islice(each(), most + 1)))


def _next(start: date, unit: str) -> date:
    """The step after it; the last day there is, where none follows."""
    if date.max - start < timedelta(days=_LONGEST[unit]):
        return date.max
    return _BEGIN[unit](start + timedelta(days=_LONGEST[unit]))


_LONGEST = {
    "day": 1,
    "week": 7,
    "month": 32,
    "quarter": 93,
    "year": 366,
    "decade": 3_660,
    "century": 36_600,
    "millennium": 366_000,
}
_BEGIN: dict[str, Callable[[date], date]] = {
    "day": lambda day: day,
    "week": lambda day: day - timedelta(days=min(day.weekday(), day.toordinal() - 1)),
    "month": lambda day: day.replace(day=1),
    "quarter": lambda day: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
    "year": lambda day: day.replace(month=1, day=1),
    "decade": lambda day: date(max(day.year // 10 * 10, 1), 1, 1),
    "century": lambda day: date(max(day.year // 100 * 100, 1), 1, 1),
    "millennium": lambda day: date(max(day.year // 1000 * 1000, 1), 1, 1),
}


def begin(day: date, unit: str) -> date:
    """The first day of the unit that a day lies in."""
    return _BEGIN[unit](day)


def after(start: date, unit: str) -> date:
    """The first day of the next unit."""
    return _next(start, unit)


def as_when(start: date, unit: str) -> When:
    """A step as a date that can be told in words."""
    text = start.isoformat()
    match unit:
        case "day":
            return edtf.parse(text)
        case "month" | "year":
            return edtf.parse(text[: 7 if unit == "month" else 4])
        case "decade":
            return edtf.parse(f"{text[:3]}X")
        case "century":
            return edtf.parse(f"{text[:2]}XX")
        case _:
            last = _next(start, unit) - timedelta(1)
            length = {"week": 10, "quarter": 7}.get(unit, 4)
            ends = text[:length], last.isoformat()[:length]
            return edtf.parse("/".join(ends))
