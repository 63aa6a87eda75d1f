"""Days as pages show them to readers, in the words of their language: the home of Babel."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

_LONGEST = 160  # characters of a line that is searched
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.](\d\d?)[-/.](\d\d?)(?!\d)")
_EAST = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[年년.]\s*(\d\d?)\s*[月월.]\s*(\d\d?)(?:\s*[日일]|(?!\d))")
_NUMBERS = re.compile(r"(?<![\d.])(\d\d?)\s*([./-])\s*(\d\d?)\s*\2\s*((?:19|20)\d\d)(?!\d)")
_AMERICAN = {"en-us", "en-ph", "en-ca"}
_FOREIGN_DIGITS = {zero + n: str(n) for zero in (0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50) for n in range(10)}


def day(line: str, language: str) -> str:
    """The one day that a short line names, as ISO 8601; "" where it names none, or might be read two ways."""
    line = " ".join(line[:_LONGEST].translate(_FOREIGN_DIGITS).split())
    for pattern in (_ISO, _EAST):
        if found := pattern.search(line):
            return _date(*found.groups())
    if found := _NUMBERS.search(line):
        first, _, second, year = found.groups()
        if int(first) > 12 or first == second or (language and language.lower() not in _AMERICAN | {"en", "und"}):
            return _date(year, second, first)
        return _date(year, first, second) if int(second) > 12 or language.lower() in _AMERICAN else ""
    primary = language.partition("-")[0].lower() or "en"
    return _in_words(line, primary) or _in_words(line, "en")


def _in_words(line: str, language: str) -> str:
    months, pattern = _months(language)
    if pattern is None:
        return ""
    for found in pattern.finditer(line.casefold()):
        before, month, after, year = found.group("before", "month", "after", "year")
        if bool(before) != bool(after):
            return _date(year, str(months[month]), before or after)
    return ""


@cache
def _months(language: str) -> tuple[dict[str, int], re.Pattern[str] | None]:
    """A language's names of the months, and what finds a day among them: `5 de mayo de 2024`, `May 5, 2024`."""
    from babel import UnknownLocaleError  # noqa: PLC0415 # loaded when a page names its day in words alone
    from babel.dates import get_month_names  # noqa: PLC0415

    months: dict[str, int] = {}
    try:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    months.setdefault(name.casefold().rstrip("."), number)
    except (UnknownLocaleError, ValueError):
        return {}, None
    words = {name: number for name, number in months.items() if re.search(r"[^\W\d]{3}", name)}
    if len(set(words.values())) < 12:
        words = {name: number for name, number in months.items() if not name.isdecimal() and len(name) > 1}
    if not words:
        return {}, None
    names = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return words, re.compile(
        rf"(?:(?<!\d)(?P<before>\d\d?)(?:st|nd|rd|th|er|º|ª|-\w+|\.)?\s{{0,2}}(?:de |of |ta' |a |-)?\s{{0,2}})?(?<![^\W\d_])ב?(?P<month>{names})"
        r"(?![^\W\d_])[.,]?(?:\s{0,2}(?P<after>\d\d?)(?:st|nd|rd|th)?(?!\d|:))?\s{0,2}[,.-]?\s{0,2}(?:de |del |of )?(?P<year>(?:19|20)\d\d)(?!\d)"
    )


def _date(year: str, month: str, dom: str) -> str:
    try:
        return date(int(year), int(month), int(dom)).isoformat()
    except ValueError:
        return ""
