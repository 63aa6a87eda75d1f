"""Converts dates and times, as outlets and pages write them, to ISO 8601 with the precision that they have."""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from zoneinfo import ZoneInfo

_NUMERIC_DAY = re.compile(r"(\d{4})[-/.](\d\d?)[-/.](\d\d?)|(\d{4})\s*年\s*(\d\d?)\s*月\s*(\d\d?)\s*日")
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?")
_FRENCH = re.compile(r"(\d\d)/(\d\d)/(\d{4})\s*-\s*(\d\d?):(\d\d)")
_CHINESE = re.compile(r"(\d{4})\s*[年/.]\s*(\d\d?)\s*[月/.]\s*(\d\d?)\s*日?\s*(\d\d?):(\d\d)")
_RFC822 = re.compile(r"(?:\w{3}, )?\d{1,2} \w{3} \d{4} \d\d:\d\d(?::\d\d)? (?:GMT|UT|Z|[+-]\d{4})")
_ENGLISH_DAY = re.compile(r"(\w{3})\w*\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_ZONED = re.compile(r"(Z|[+-]\d\d:?\d\d|GMT|UT)$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MAX_LINE = 160  # characters
_ISO_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.](\d\d?)[-/.](\d\d?)(?!\d)")
_EAST_ASIAN = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[年년.]\s*(\d\d?)\s*[月월.]\s*(\d\d?)(?:\s*[日일]|(?!\d))")
_NUMERIC = re.compile(r"(?<![\d.])(\d\d?)\s*([./-])\s*(\d\d?)\s*\2\s*((?:19|20)\d\d)(?!\d)")
_AMERICAN = {"en-us", "en-ph", "en-ca"}
_FOREIGN_DIGITS = {zero + n: str(n) for zero in (0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50) for n in range(10)}


def parse_timestamp(text: str, zone: str) -> str:
    """The time or the day that a text consists of, or "".

    A time without a zone is in the outlet's zone; if that is unknown, only the day is returned.
    """
    text = " ".join(text.split())
    try:
        moment = _parse_moment(text, ZoneInfo(zone or "UTC"))
        return (moment if zone or _ZONED.search(text) else moment[:10]) or _parse_day(text)
    except (ValueError, OverflowError):
        return ""


def _parse_moment(text: str, zone: ZoneInfo) -> str:
    if iso := _ISO.fullmatch(text):
        day, minutes, seconds, offset = iso.groups()
        if minutes == "00:00" and seconds in (None, ":00"):
            return date.fromisoformat(day).isoformat()  # exact midnight means a day
        moment = datetime.fromisoformat(f"{day}T{minutes}{seconds or ''}{(offset or '').replace('Z', '+00:00')}")
        return _format(moment if offset else moment.replace(tzinfo=zone), exact=bool(seconds))
    if french := _FRENCH.fullmatch(text):
        day_, month, year, hour, minute = map(int, french.groups())
        return _format(datetime(year, month, day_, hour, minute, tzinfo=zone), exact=False)
    if chinese := _CHINESE.fullmatch(text):
        year, month, day_, hour, minute = map(int, chinese.groups())
        return _format(datetime(year, month, day_, hour, minute, tzinfo=zone), exact=False)
    if _RFC822.fullmatch(text):
        moment = parsedate_to_datetime(text)
        return _format(moment if moment.tzinfo else moment.replace(tzinfo=UTC), exact=text.count(":") > 1)
    return ""


def _parse_day(text: str) -> str:
    if day := _NUMERIC_DAY.fullmatch(text):
        year, month, day_ = (int(part) for part in day.groups() if part)
        return date(year, month, day_).isoformat()
    if (english := _ENGLISH_DAY.fullmatch(text)) and english[1].lower() in _MONTHS:
        return date(int(english[3]), _MONTHS.index(english[1].lower()) + 1, int(english[2])).isoformat()
    return ""


def _format(moment: datetime, *, exact: bool) -> str:
    if not MINYEAR < moment.year < MAXYEAR:
        raise ValueError("no time in every zone")
    text = moment.isoformat(timespec="seconds" if exact else "minutes")
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


def epoch_to_iso(milliseconds: str) -> str:
    """Convert an epoch in milliseconds; "" if it is out of range."""
    try:
        return _format(datetime.fromtimestamp(int(milliseconds) // 1000, UTC), exact=True)
    except (ValueError, OverflowError, OSError):
        return ""


# ── Dates as pages show them to readers, in words of their language ──────────


def find_day(line: str, language: str) -> str:
    """The day that a short line shows to readers, as ISO 8601; "" if it has none or is ambiguous."""
    line = " ".join(line[:_MAX_LINE].translate(_FOREIGN_DIGITS).split())
    for pattern in (_ISO_DAY, _EAST_ASIAN):
        if match := pattern.search(line):
            return _iso_date(*match.groups())
    if match := _NUMERIC.search(line):
        first, _, second, year = match.groups()
        if int(first) > 12 or first == second or (language and language.lower() not in _AMERICAN | {"en", "und"}):
            return _iso_date(year, second, first)
        return _iso_date(year, first, second) if int(second) > 12 or language.lower() in _AMERICAN else ""
    primary = language.partition("-")[0].lower() or "en"
    return _find_day_in_words(line, primary) or _find_day_in_words(line, "en")


def _find_day_in_words(line: str, language: str) -> str:
    months, pattern = _month_pattern(language)
    if pattern is None:
        return ""
    for match in pattern.finditer(line.casefold()):
        before, month, after, year = match.group("before", "month", "after", "year")
        if bool(before) != bool(after):
            return _iso_date(year, str(months[month]), before or after)
    return ""


@cache
def _month_pattern(language: str) -> tuple[dict[str, int], re.Pattern[str] | None]:
    """A language's month names, and a pattern for days in words: `5 de mayo de 2024`, `May 5, 2024`."""
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


def _iso_date(year: str, month: str, dom: str) -> str:
    try:
        return date(int(year), int(month), int(dom)).isoformat()
    except ValueError:
        return ""
