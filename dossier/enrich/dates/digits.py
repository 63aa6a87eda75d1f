"""Dates in digits alone, in any language: 2023-09-05, （2019）, （1929-1945）; 2017-18年, 2020/21 season."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import partial

from dossier.enrich.dates import meaning
from dossier.enrich.dates.context import CuePatterns
from dossier.enrich.dates.meaning import DateParts, Phrase

# The last digit of a year that stands beside a bracket or that a mark joins to another number.
SIGN_PATTERN = re.compile(r"[0-9](?=\)| ?[-—~至到/.] ?\d)(?<=\d\d\d\d)")
SIGNS = frozenset("0123456789")

_FULL = re.compile(
    r"(?<![\d./-])(?P<year>(?:19|20)\d\d)(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![\d/-]|\.\d)"
)
_YEAR = re.compile(r"(?<=[^\d][（(])(?P<year>1[5-9]\d\d|20\d\d)(?=[）)])")
_LIFETIME = re.compile(r"(?<=[（(，, ])(?P<first>1\d{3}|20\d\d) ?[-–—~至到─] ?(?P<last>1\d{3}|20\d\d)(?=[）)])")
# A second year of two digits, where a word shows that it is one.
_SHORT = re.compile(r"(?<![\d.,:/第-])(?P<first>1[5-9]\d\d|20\d\d) ?(?P<mark>[-–—~/]) ?(?P<last>\d\d)(?![\d/-])")


def digit_phrases(cues: CuePatterns, text: str, _: AbstractSet[str]) -> Iterator[Phrase]:
    """Every date in digits; some overlap."""
    for match in _FULL.finditer(text):
        parts = DateParts(year=int(match["year"]), month=int(match["month"]), day=int(match["day"]))
        yield Phrase(*match.span(), partial(meaning.calendar_meaning, parts))
    for match in _YEAR.finditer(text):
        yield Phrase(*match.span(), partial(meaning.calendar_meaning, DateParts(year=int(match["year"]))))
    for match in _LIFETIME.finditer(text):
        first, last = DateParts(year=int(match["first"])), DateParts(year=int(match["last"]))
        yield Phrase(*match.span(), partial(meaning.span_meaning, first, last))
    for match in _SHORT.finditer(text):
        if years := _two_years(match, cues):
            yield years


def _two_years(match: re.Match[str], cues: CuePatterns) -> Phrase | None:
    """2017-18年, 2020/21财年, fiscal year 2023/24; years that a slash joins must be consecutive."""
    text, (start, end) = match.string, match.span()
    suffix = cues.years_suffix.match(text, end)
    if not (suffix or cues.years_after.match(text, end) or cues.years_before.search(text, max(0, start - 12), start)):
        return None
    first = int(match["first"])
    last = first // 100 * 100 + int(match["last"])
    last += 100 if last < first else 0
    if last > first + (1 if match["mark"] == "/" else 30):
        return None
    interpret = partial(meaning.span_meaning, DateParts(year=first), DateParts(year=last))
    return Phrase(start, suffix.end() if suffix else end, interpret)
