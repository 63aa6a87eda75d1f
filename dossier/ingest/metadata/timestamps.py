"""Times as outlets write them → ISO 8601 at the precision that they have."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

_DAY = re.compile(r"(\d{4})[-/.](\d\d?)[-/.](\d\d?)|(\d{4})\s*年\s*(\d\d?)\s*月\s*(\d\d?)\s*日")
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?")
_FRENCH = re.compile(r"(\d\d)/(\d\d)/(\d{4})\s*-\s*(\d\d?):(\d\d)")
_CHINESE = re.compile(r"(\d{4})\s*[年/.]\s*(\d\d?)\s*[月/.]\s*(\d\d?)\s*日?\s*(\d\d?):(\d\d)")
_RFC822 = re.compile(r"(?:\w{3}, )?\d{1,2} \w{3} \d{4} \d\d:\d\d(?::\d\d)? (?:GMT|UT|Z|[+-]\d{4})")
_ENGLISH = re.compile(r"(\w{3})\w*\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_ZONED = re.compile(r"(Z|[+-]\d\d:?\d\d|GMT|UT)$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def parse_timestamp(text: str, zone: str) -> str:
    """The moment or day that a text names and nothing else, or "".

    A time without a zone is the outlet's; where that is not known either, the day is all that is certain.
    """
    text = " ".join(text.split())
    try:
        moment = _moment(text, ZoneInfo(zone or "UTC"))
        return (moment if zone or _ZONED.search(text) else moment[:10]) or _day(text)
    except (ValueError, OverflowError):
        return ""


def _moment(text: str, zone: ZoneInfo) -> str:
    if iso := _ISO.fullmatch(text):
        day, minutes, seconds, offset = iso.groups()
        if minutes == "00:00" and seconds in (None, ":00"):
            return date.fromisoformat(day).isoformat()  # midnight to the second is a day, not a time
        moment = datetime.fromisoformat(f"{day}T{minutes}{seconds or ''}{(offset or '').replace('Z', '+00:00')}")
        return _written(moment if offset else moment.replace(tzinfo=zone), exact=bool(seconds))
    if french := _FRENCH.fullmatch(text):
        day_, month, year, hour, minute = map(int, french.groups())
        return _written(datetime(year, month, day_, hour, minute, tzinfo=zone), exact=False)
    if chinese := _CHINESE.fullmatch(text):
        year, month, day_, hour, minute = map(int, chinese.groups())
        return _written(datetime(year, month, day_, hour, minute, tzinfo=zone), exact=False)
    if _RFC822.fullmatch(text):
        moment = parsedate_to_datetime(text)
        return _written(moment if moment.tzinfo else moment.replace(tzinfo=UTC), exact=text.count(":") > 1)
    return ""


def _day(text: str) -> str:
    if day := _DAY.fullmatch(text):
        year, month, day_ = (int(part) for part in day.groups() if part)
        return date(year, month, day_).isoformat()
    if (english := _ENGLISH.fullmatch(text)) and english[1].lower() in _MONTHS:
        return date(int(english[3]), _MONTHS.index(english[1].lower()) + 1, int(english[2])).isoformat()
    return ""


def _written(moment: datetime, *, exact: bool) -> str:
    text = moment.isoformat(timespec="seconds" if exact else "minutes")
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


def epoch_to_iso(milliseconds: str) -> str:
    """An archive's epoch as ISO 8601, or "" for what is no time."""
    try:
        return _written(datetime.fromtimestamp(int(milliseconds) // 1000, UTC), exact=True)
    except (ValueError, OverflowError, OSError):
        return ""
