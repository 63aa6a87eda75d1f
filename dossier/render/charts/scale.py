"""A stretch of time in equal steps: days, weeks, months or years."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from dossier import edtf
from dossier.model import When
from dossier.render.language import dates_in_words
from dossier.render.site import Site

_MOST = 34  # steps of a chart before it counts in a larger unit


@dataclass(frozen=True, slots=True)
class Scale:
    starts: tuple[date, ...]
    unit: str  # day week month year

    def step(self, day: date) -> int:
        """The step that a day falls in; the first, for any before it."""
        return max(bisect_right(self.starts, day) - 1, 0)

    def contains(self, first: date, last: date) -> bool:
        """Whether both days fall in one step that is shown."""
        return (
            self.starts[0] <= first and self.step(first) == self.step(last) and last < _next(self.starts[-1], self.unit)
        )

    def step_words(self, site: Site, step: int) -> str:
        """A step in words."""
        return dates_in_words.date_words(_as_when(self.starts[step], self.unit), site.language)

    def start_words(self, site: Site) -> str:
        """What all the labels that follow may leave out."""
        return dates_in_words.date_words(
            _as_when(self.starts[0], "month" if self.unit in ("day", "week") else "year"), site.language
        )

    def label(self, site: Site, step: int, before: int) -> str:
        """What is new at a step since the one labelled before: its day, its month, its year."""
        start, last = self.starts[step], self.starts[before]
        if self.unit == "year" or (self.unit == "month" and start.year != last.year):
            return str(start.year)
        if self.unit == "month" or start.month != last.month:
            return dates_in_words.date_words(_as_when(start, "month"), site.language, implied=_as_when(start, "year"))
        return str(start.day)


def scale(first: date, last: date, units: tuple[str, ...] = ("day", "week", "month", "year")) -> Scale:
    """The steps from the first day to the last, of the smallest unit that makes few enough to see."""
    few = (unit for unit in units if len(list(islice(_starts(first, last, unit), _MOST + 1))) <= _MOST)
    unit = next(few, units[-1])
    return Scale(tuple(_starts(first, last, unit)), unit)


def _starts(first: date, last: date, unit: str) -> Iterator[date]:
    at = _BEGIN[unit](first)
    while at <= last and at < date.max:
        yield at
        at = _next(at, unit)


def _next(start: date, unit: str) -> date:
    """The step after it; the last day there is, where none follows."""
    far = date.max - start < timedelta(days=_LONGEST[unit])
    return date.max if far else _BEGIN[unit](start + timedelta(days=_LONGEST[unit]))


_LONGEST = {"day": 1, "week": 7, "month": 32, "year": 366}
_BEGIN: dict[str, Callable[[date], date]] = {
    "day": lambda day: day,
    "week": lambda day: day - timedelta(days=day.weekday()),
    "month": lambda day: day.replace(day=1),
    "year": lambda day: day.replace(month=1, day=1),
}


def _as_when(day: date, unit: str) -> When:
    return edtf.parse(day.isoformat()[: {"month": 7, "year": 4}.get(unit)])
