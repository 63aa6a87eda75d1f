"""Dates in digits alone, in any language: 2023-09-05, （2019）, （1929-1945）."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from dossier.enrich.dates import phrases
from dossier.enrich.dates.phrases import Parts, Phrase

_FULL = re.compile(
    r"(?<![\d./-])(?P<year>(?:19|20)\d\d)(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![\d/-]|\.\d)"
)
_YEAR = re.compile(r"(?<=[^\d][（(])(?P<year>1[5-9]\d\d|20\d\d)(?=[）)])")
_LIFE = re.compile(r"(?<=[（(，, ])(?P<first>1\d{3}|20\d\d) ?[-–—~至到─] ?(?P<last>1\d{3}|20\d\d)(?=[）)])")


def numeric(text: str) -> Iterator[Phrase]:
    for match in _FULL.finditer(text):
        parts = Parts(year=int(match["year"]), month=int(match["month"]), day=int(match["day"]))
        yield Phrase(*match.span(), partial(phrases.calendar, parts))
    for match in _YEAR.finditer(text):
        yield Phrase(*match.span(), partial(phrases.calendar, Parts(year=int(match["year"]))))
    for match in _LIFE.finditer(text):
        first, last = Parts(year=int(match["first"])), Parts(year=int(match["last"]))
        yield Phrase(*match.span(), partial(phrases.span, first, last))
