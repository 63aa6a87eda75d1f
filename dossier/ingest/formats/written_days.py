"""Finds the day that a line of a document names, as its first lines do."""

from __future__ import annotations

import re

from dossier.ingest.metadata.timestamps import parse_timestamp

_DAYS = re.compile(
    r"(\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?|(?:\d{1,2}\.?\s+)?[A-Z][a-z]{2,8}\.?\s+(?:\d{1,2},?\s+)?\d{4})"
)
_DAY_FIRST = re.compile(r"(\d{1,2})\.?\s+([A-Za-z]+)\.?\s+(\d{4})")


def find_day(line: str) -> str:
    """The first day in a line, in ISO 8601; "" without one."""
    for match in _DAYS.finditer(line):
        if day := parse_timestamp(re.sub(r"\s*([年月./-])\s*", r"\1", match[1]), ""):
            return day
        day_first = _DAY_FIRST.fullmatch(match[1])
        if day_first and (day := parse_timestamp("{1} {0}, {2}".format(*day_first.groups()), "")):
            return day
    return ""
