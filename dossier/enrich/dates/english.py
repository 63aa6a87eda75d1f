"""English dates: September 5, 2023; 10–13 September; last Wednesday; late August; a year ago; the 1990s."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import partial

from dossier.enrich.dates import meaning, prefilter
from dossier.enrich.dates.meaning import DateParts, Interpretation, Phrase

_M = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sep(?:t(?:ember|\.)?|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?"
    r"|JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY(?= \d)|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)(?![A-Za-z])"
)
_D = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%:])"
_Y = r"(?:1[5-9]|20)\d\d(?![\d%s])(?!,\d)"
_TO = r" ?(?:-|–|—|to|until|through|till) ?"
_PART = r"(?P<part>[Ee]arly|[Mm]id|[Ll]ate|[Tt]he (?:start|beginning|middle|end) of|(?:[Tt]he )?(?:first|second) half of)[- ](?:the )?"
_WHICH = r"(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Tt]he (?:previous|following|coming))"
_SEASON = r"(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
_WEEKDAY = r"(?P<name>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?P<hour> (?:morning|afternoon|evening|night))?(?!s)"
_COUNT = r"(?P<count>\d{1,2}|[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|[Tt]welve|[Ff]ifteen|[Tt]wenty|[Tt]hirty)"

_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WHICHES = {"last": -1, "previous": -1, "this": 0, "next": 1, "following": 1, "coming": 1}
_PARTS = {
    "early": "early", "start": "early", "beginning": "early", "mid": "middle", "middle": "middle", "late": "end", "end": "end",
    "first half": "first half", "second half": "second half",
}  # fmt: skip
_SEASONS = {
    "spring": ("spring", 3),
    "summer": ("summer", 6),
    "autumn": ("autumn", 9),
    "fall": ("autumn", 9),
    "winter": ("winter", 12),
}
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
}  # fmt: skip
_DAYS = {"the day before yesterday": -2, "yesterday": -1, "last night": -1, "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0,
         "this evening": 0, "tomorrow": 1, "the day after tomorrow": 2}  # fmt: skip
_TOLD_DAYS = {"the same day": 0, "that day": 0, "that same day": 0, "the next day": 1, "the following day": 1, "a day later": 1,
              "the previous day": -1, "a day earlier": -1, "the day before": -1}  # fmt: skip


def english_phrases(text: str, found: AbstractSet[str]) -> Iterator[Phrase]:
    """Every English phrase; some overlap."""
    likely = [read for read, words in _SIGNS.items() if not words.isdisjoint(found)]
    for pattern, read in _RULES:
        if read not in likely:
            continue
        for match in pattern.finditer(text):
            if means := read(match):
                start = match.end("lead") if "lead" in pattern.groupindex and match["lead"] else match.start()
                yield Phrase(start, match.end(), means, is_day=read in (_weekday, _day))


def _date(match: re.Match[str]) -> Interpretation:
    """A date, or a stretch whose second end may leave out its month."""
    told = match.groupdict()
    year = int(told.get("year") or 0)
    first = DateParts(month=_month(told["month"]), day=_number(told.get("day")), part=_part_named(told.get("part")))
    if not (told.get("last") or told.get("lastmonth")):
        return partial(meaning.calendar_meaning, first._replace(year=year))
    month = _month(told.get("lastmonth") or told["month"])
    last = DateParts(year=year, month=month, day=_number(told.get("last")))
    return partial(meaning.span_meaning, first, last)


def _day_first(match: re.Match[str]) -> Interpretation:
    """10–13 September 2023: the month stands after the last day."""
    told = match.groupdict()
    last = DateParts(
        year=int(told["year"] or 0), month=_month(told["lastmonth"]), day=_number(told["last"] or told["day"])
    )
    if not told["last"]:
        return partial(meaning.calendar_meaning, last)
    return partial(
        meaning.span_meaning,
        DateParts(month=_month(told["month"] or told["lastmonth"]), day=_number(told["day"])),
        last,
    )


def _year(match: re.Match[str]) -> Interpretation:
    told = match.groupdict()
    parts = DateParts(year=int(told["year"]), part=_part_named(told.get("part")))
    if season := told.get("season"):
        parts = parts._replace(part=_SEASONS[season.lower()][0])
    if nth := told.get("quarter"):
        parts = parts._replace(part=f"quarter {_QUARTERS[nth.lower().removeprefix('q')]}")
    if until := told.get("until"):
        return partial(meaning.span_meaning, parts, DateParts(year=int(until)))
    return partial(meaning.calendar_meaning, parts)


def _weekday(match: re.Match[str]) -> Interpretation:
    number = _NAMES.index(match["name"][:3])
    which = _which(match["which"]) if match["which"] else None
    if which:
        return partial(meaning.weekday_beyond, number, which)
    return partial(meaning.weekday, number, which)


def _day(match: re.Match[str]) -> Interpretation:
    return partial(meaning.day_offset, _DAYS[match[0].lower()])


def _told_day(match: re.Match[str]) -> Interpretation:
    return partial(meaning.day_after_told, _TOLD_DAYS[match[0].lower()])


def _unit(match: re.Match[str]) -> Interpretation | None:
    """Last month, early next year, later this week."""
    offset, part = _which(match["which"]), _part_named(match["part"])
    match match["unit"]:
        case "week":
            return None if part else partial(meaning.week_offset, offset)
        case "weekend":
            return partial(meaning.week_offset, offset, first=5)
        case "month":
            return partial(meaning.calendar_meaning, DateParts(months=offset, part=part))
        case "year":
            return partial(meaning.calendar_meaning, DateParts(years=offset, part=part))
    return partial(meaning.quarter, offset)


def _near_month(match: re.Match[str]) -> Interpretation:
    return partial(meaning.month_beyond, _month(match["month"]), _which(match["which"]))


def _told_month(match: re.Match[str]) -> Interpretation:
    return partial(meaning.calendar_meaning, DateParts(years_on=0, month=_month(match["month"])))


def _week_of(match: re.Match[str]) -> Interpretation:
    day = DateParts(year=int(match["year"] or 0), month=_month(match["month"]), day=_number(match["day"]))
    return partial(meaning.week_of, day)


def _season(match: re.Match[str]) -> Interpretation:
    name, begins = _SEASONS[match["season"].lower()]
    return partial(meaning.season_beyond, name, begins, _which(match["which"]))


def _ago(match: re.Match[str]) -> Interpretation | None:
    count = match["count"].lower()
    number, unit = int(count) if count.isdecimal() else _COUNTS[count], match["unit"]
    if unit == "decade":
        number, unit = number * 10, "year"
    return partial(meaning.time_ago if match["way"] == "ago" else meaning.time_later, number, unit)


def _decade(match: re.Match[str]) -> Interpretation:
    return partial(meaning.decade, int(match["decade"]) // 10)


def _century(match: re.Match[str]) -> Interpretation | None:
    number = int(match["century"])
    return partial(meaning.century, number - 1) if 10 <= number <= 21 else None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _number(day: str | None) -> int:
    return int(re.sub(r"\D", "", day)) if day else 0


def _part_named(text: str | None) -> str:
    return next((name for word, name in _PARTS.items() if text and word in text.lower()), "")


def _which(text: str) -> int:
    return _WHICHES[text.lower().split()[-1]]


_LEAD = r"(?P<lead>\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]y|[Ff]rom|[Oo]f|[Dd]uring|[Bb]efore|[Aa]fter|[Tt]hrough|[Bb]etween|and|for|(?<!next )to|[Aa]round|[Tt]hroughout) )"
_NOT_A_YEAR = r"(?! ?(?:people|troops|soldiers|tons|tonnes|km|miles|met(?:er|re)s|dollars|euros|cases|companies|words|votes|jobs|BC\b))"
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Interpretation | None]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (
            rf"\b(?:{_PART})?(?P<month>{_M}) (?P<day>{_D})(?:(?:{_TO})(?:(?P<lastmonth>{_M}) )?(?P<last>{_D})(?! {_M}))?(?:,? (?P<year>{_Y}))?",
            _date,
        ),
        (
            rf"\b(?P<day>{_D})(?:(?: (?P<month>{_M}))?(?:{_TO})(?P<last>{_D}))? (?:of )?(?P<lastmonth>{_M})(?:,? (?P<year>{_Y}))?",
            _day_first,
        ),
        (rf"\b(?:{_PART})?(?P<month>{_M})(?:(?:{_TO})(?P<lastmonth>{_M}))?(?: of)?,? (?P<year>{_Y})", _date),
        (rf"\b{_PART}(?P<month>{_M})(?! \d)", _date),
        (rf"{_LEAD}(?P<month>{_M})(?:{_TO}(?P<lastmonth>{_M}))?(?! ?\d)", _date),
        (r"\b(?P<month>January|February|July|August|September|October|November|December)\b(?! ?\d)", _date),
        (rf"\b{_WHICH} (?P<month>{_M})(?! \d)", _near_month),
        (rf"\b[Tt]hat (?P<month>{_M})(?! \d)", _told_month),
        (rf"\b[Tt]he week (?:of|beginning|starting) (?P<month>{_M}) (?P<day>{_D})(?:,? (?P<year>{_Y}))?", _week_of),
        (rf"\b[Tt]he week (?:of|beginning|starting) (?P<day>{_D}) (?P<month>{_M})(?:,? (?P<year>{_Y}))?", _week_of),
        (
            rf"\b(?:{_PART}|{_SEASON}(?: of)? |(?:[Tt]he )?(?P<quarter>first|second|third|fourth|last|Q[1-4])(?: quarter)?(?: of)? )(?P<year>{_Y}){_NOT_A_YEAR}",
            _year,
        ),
        (rf"(?P<lead>\b[Bb]etween )(?P<month>{_M}) and (?P<lastmonth>{_M})(?:,? (?P<year>{_Y}))?", _date),
        (rf"(?P<lead>\b[Bb]etween )(?P<year>{_Y}) and (?P<until>{_Y})", _year),
        (
            rf"(?P<lead>\b[Bb]etween )(?P<month>{_M}) (?P<day>{_D}) and (?:(?P<lastmonth>{_M}) )?(?P<last>{_D})(?:,? (?P<year>{_Y}))?",
            _date,
        ),
        (rf"{_LEAD}(?P<year>{_Y}){_NOT_A_YEAR}(?:{_TO}(?P<until>{_Y}))?", _year),
        (
            rf"(?P<lead>\b(?:[Tt]he|[Aa]|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir) )(?P<year>(?:19|20)\d\d)(?= [A-Za-z]){_NOT_A_YEAR}",
            _year,
        ),
        (rf"(?<![\w-])(?P<year>{_Y})(?:–|-)(?P<until>{_Y})(?![\w-])", _year),
        (rf"(?:\b(?P<which>[Ll]ast|[Tt]his|[Nn]ext) )?\b{_WEEKDAY}", _weekday),
        (
            rf"\b(?:{'|'.join(f'[{word[0].upper()}{word[0]}]{word[1:]}' for word in sorted(_DAYS, reverse=True))})\b",
            _day,
        ),
        (
            rf"\b(?:{'|'.join(f'[{word[0].upper()}{word[0]}]{word[1:]}' for word in sorted(_TOLD_DAYS, reverse=True))})\b(?! of)",
            _told_day,
        ),
        (rf"\b(?:{_PART}|(?:[Ee]arli|[Ll]at)er )?{_WHICH} (?P<unit>week|weekend|month|year|quarter)\b(?!s|-)", _unit),
        (rf"\b{_WHICH} {_SEASON}\b", _season),
        (rf"\b{_COUNT} (?P<unit>day|week|month|year|decade)s? (?P<way>ago|later)\b", _ago),
        (r"\b(?:[Tt]he )?(?:(?:early|mid|late)[- ])?(?P<decade>(?:1[5-9]|20)\d0)s\b", _decade),
        (r"\b(?:[Tt]he )?(?:(?:early|mid|late)[- ])?(?P<century>1\d|2[01])(?:st|nd|rd|th)[- ][Cc]entury\b", _century),
    )
)
# The words of which every phrase of a reader has one.
_SIGNS: Mapping[Callable[[re.Match[str]], Interpretation | None], frozenset[str]] = {
    **dict.fromkeys((_date, _day_first, _near_month, _told_month, _week_of), prefilter.MONTHS),
    _year: prefilter.YEARS,
    _weekday: prefilter.WEEKDAYS,
    _day: prefilter.DAYS,
    _told_day: prefilter.DAYS,
    _unit: prefilter.UNITS,
    _season: prefilter.SEASONS,
    _ago: prefilter.COUNTS,
    _decade: prefilter.AGES,
    _century: prefilter.AGES,
}
