"""Dates in digits alone, in any language: 2023-09-05, （2019）, （1929-1945）; 2017-18年, 2020/21财年."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import partial

from dossier.enrich.dates import meaning
from dossier.enrich.dates.meaning import DateParts, Phrase

_FULL = re.compile(
    r"(?<![\d./-])(?P<year>(?:19|20)\d\d)(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![\d/-]|\.\d)"
)
_YEAR = re.compile(r"(?<=[^\d][（(])(?P<year>1[5-9]\d\d|20\d\d)(?=[）)])")
_LIFE = re.compile(r"(?<=[（(，, ])(?P<first>1\d{3}|20\d\d) ?[-–—~至到─] ?(?P<last>1\d{3}|20\d\d)(?=[）)])")
# A second year in two digits, where a word says that it is one.
_SHORT = re.compile(r"(?<![\d.,:/第-])(?P<first>1[5-9]\d\d|20\d\d) ?(?P<mark>[-–—~/]) ?(?P<last>\d\d)(?![\d/-])")
_YEARS_AFTER = re.compile(r"年(?![级内]|[之以]?[前后])|财年|财政年度|会计年度|学年度?|赛季|年度")
_ENGLISH_AFTER = re.compile(r" (?:[Ss]eason|(?:financial|fiscal|school|academic) year|winter)\b")
_ENGLISH_BEFORE = re.compile(r"[Ff]iscal (?:year )?$")


def digit_dates(text: str, _: AbstractSet[str]) -> Iterator[Phrase]:
    """Every date in digits."""
    for match in _FULL.finditer(text):
        parts = DateParts(year=int(match["year"]), month=int(match["month"]), day=int(match["day"]))
        yield Phrase(*match.span(), partial(meaning.calendar_meaning, parts))
    for match in _YEAR.finditer(text):
        yield Phrase(*match.span(), partial(meaning.calendar_meaning, DateParts(year=int(match["year"]))))
    for match in _LIFE.finditer(text):
        first, last = DateParts(year=int(match["first"])), DateParts(year=int(match["last"]))
        yield Phrase(*match.span(), partial(meaning.span_meaning, first, last))
    for match in _SHORT.finditer(text):
        if years := _two_years(match):
            yield years


def _two_years(match: re.Match[str]) -> Phrase | None:
    """2017-18年, 2020/21财年, fiscal year 2023/24: with a slash it is one year after the other."""
    text, (start, end) = match.string, match.span()
    after = _YEARS_AFTER.match(text, end)
    if not (after or _ENGLISH_AFTER.match(text, end) or _ENGLISH_BEFORE.search(text, max(0, start - 12), start)):
        return None
    first = int(match["first"])
    last = first // 100 * 100 + int(match["last"])
    last += 100 if last < first else 0
    if last > first + (1 if match["mark"] == "/" else 30):
        return None
    means = partial(meaning.span_meaning, DateParts(year=first), DateParts(year=last))
    return Phrase(start, after.end() if after else end, means)
