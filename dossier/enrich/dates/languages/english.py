"""English: September 5, 2023; 10–13 September; last Wednesday; late August; a year ago; the 1990s."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from functools import partial

from dossier.enrich.dates import meaning
from dossier.enrich.dates.context import Cues
from dossier.enrich.dates.languages.language import Language
from dossier.enrich.dates.meaning import DateParts, Interpreter, Phrase

# ── Signs ────────────────────────────────────────────────────────────────────

# Words, the first digits of a year behind one, and the end of 1990s.
_SIGN_PATTERN = re.compile(
    r"[A-Za-z012](?:(?<=[A-Za-z])[A-Za-z]+|(?<=[A-Za-z\d][ —-]1)[5-9](?=\d\d)|(?<=[A-Za-z\d][ —-]2)0(?=\d\d)|(?<=0)s)"
)
_MONTH_NAMES = "January February March April May June July August September October November December"
_MONTH_SIGNS = frozenset(
    name for month in (*_MONTH_NAMES.split(), "Sept") for short in (month, month[:3]) for name in (short, short.upper())
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY_SIGNS = frozenset(_WEEKDAYS)
_DAY_SIGNS = frozenset(
    {"day", "today", "Today", "tonight", "Tonight", "yesterday", "Yesterday", "tomorrow", "Tomorrow", "night"}
) | {"morning", "afternoon", "evening"}
_UNIT_SIGNS = frozenset({"week", "weekend", "month", "year", "quarter"})
_SEASON_SIGNS = frozenset(
    {"spring", "summer", "autumn", "fall", "winter", "Spring", "Summer", "Autumn", "Fall", "Winter"}
)
_COUNT_SIGNS = frozenset({"ago", "later"})
_YEAR_SIGNS = frozenset({"15", "16", "17", "18", "19", "20"})
_PERIOD_SIGNS = frozenset({"0s", "century", "Century"})
_SIGNS = (
    _MONTH_SIGNS
    | _WEEKDAY_SIGNS
    | _DAY_SIGNS
    | _UNIT_SIGNS
    | _SEASON_SIGNS
    | _COUNT_SIGNS
    | _YEAR_SIGNS
    | _PERIOD_SIGNS
)

# ── Parts of patterns, and their values ──────────────────────────────────────

_MONTH_PATTERN = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sep(?:t(?:ember|\.)?|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?"
    r"|JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY(?= \d)|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)(?![A-Za-z])"
)
_DAY_PATTERN = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%:])"
_YEAR_PATTERN = r"(?:1[5-9]|20)\d\d(?![\d%s])(?!,\d)"
_TO = r" ?(?:-|–|—|to|until|through|till) ?"
_PART_PATTERN = r"(?P<part>[Ee]arly|[Mm]id|[Ll]ate|[Tt]he (?:start|beginning|middle|end) of|(?:[Tt]he )?(?:first|second) half of)[- ](?:the )?"
_WHICH_PATTERN = r"(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Tt]he (?:previous|following|coming))"
_SEASON_PATTERN = r"(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
_WEEKDAY_PATTERN = (
    r"(?P<name>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?P<hour> (?:morning|afternoon|evening|night))?(?!s)"
)
_COUNT_PATTERN = r"(?P<count>\d{1,2}|[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|[Tt]welve|[Ff]ifteen|[Tt]wenty|[Tt]hirty)"

_WEEKDAY_STEMS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTH_STEMS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WHICH_OFFSETS = {"last": -1, "previous": -1, "this": 0, "next": 1, "following": 1, "coming": 1}
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
_DAY_OFFSETS = {"the day before yesterday": -2, "yesterday": -1, "last night": -1, "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0,
         "this evening": 0, "tomorrow": 1, "the day after tomorrow": 2}  # fmt: skip
_DAY_OFFSETS_FROM_EARLIER = {"the same day": 0, "that day": 0, "that same day": 0, "the next day": 1, "the following day": 1, "a day later": 1,
              "the previous day": -1, "a day earlier": -1, "the day before": -1}  # fmt: skip


# ── Phrases ──────────────────────────────────────────────────────────────────


def _find_phrases(text: str, signs: AbstractSet[str]) -> Iterator[Phrase]:
    """Every English phrase; some overlap."""
    for rule_signs, pattern, interpret_match in _RULES:
        for match in () if rule_signs.isdisjoint(signs) else pattern.finditer(text):
            if interpret := interpret_match(match):
                start = match.end("lead") if "lead" in pattern.groupindex and match["lead"] else match.start()
                is_day = interpret_match in (_interpret_weekday, _interpret_day)
                yield Phrase(start, match.end(), interpret, is_day)


def _interpret_date(match: re.Match[str]) -> Interpreter:
    """A date, or a span whose second end may leave out its month."""
    groups = match.groupdict()
    year = int(groups.get("year") or 0)
    first = DateParts(
        month=_month_number(groups["month"]), day=_day_number(groups.get("day")), part=_part_name(groups.get("part"))
    )
    if not (groups.get("last") or groups.get("lastmonth")):
        return partial(meaning.calendar_meaning, first._replace(year=year))
    month = _month_number(groups.get("lastmonth") or groups["month"])
    last = DateParts(year=year, month=month, day=_day_number(groups.get("last")))
    return partial(meaning.span_meaning, first, last)


def _interpret_day_first(match: re.Match[str]) -> Interpreter:
    """10–13 September 2023: the month stands after the last day."""
    groups = match.groupdict()
    last = DateParts(
        year=int(groups["year"] or 0),
        month=_month_number(groups["lastmonth"]),
        day=_day_number(groups["last"] or groups["day"]),
    )
    if not groups["last"]:
        return partial(meaning.calendar_meaning, last)
    return partial(
        meaning.span_meaning,
        DateParts(month=_month_number(groups["month"] or groups["lastmonth"]), day=_day_number(groups["day"])),
        last,
    )


def _interpret_year(match: re.Match[str]) -> Interpreter:
    groups = match.groupdict()
    parts = DateParts(year=int(groups["year"]), part=_part_name(groups.get("part")))
    if season := groups.get("season"):
        parts = parts._replace(part=_SEASONS[season.lower()][0])
    if nth := groups.get("quarter"):
        parts = parts._replace(part=f"quarter {_QUARTERS[nth.lower().removeprefix('q')]}")
    if until := groups.get("until"):
        return partial(meaning.span_meaning, parts, DateParts(year=int(until)))
    return partial(meaning.calendar_meaning, parts)


def _interpret_weekday(match: re.Match[str]) -> Interpreter:
    number = _WEEKDAY_STEMS.index(match["name"][:3])
    which = _which_offset(match["which"]) if match["which"] else None
    if which:
        return partial(meaning.weekday_beyond, number, which)
    return partial(meaning.weekday, number, which)


def _interpret_day(match: re.Match[str]) -> Interpreter:
    return partial(meaning.day_offset, _DAY_OFFSETS[match[0].lower()])


def _interpret_day_from_earlier(match: re.Match[str]) -> Interpreter:
    return partial(meaning.day_offset_from_earlier, _DAY_OFFSETS_FROM_EARLIER[match[0].lower()])


def _interpret_unit(match: re.Match[str]) -> Interpreter | None:
    """Last month, early next year, later this week."""
    offset, part = _which_offset(match["which"]), _part_name(match["part"])
    match match["unit"]:
        case "week":
            return None if part else partial(meaning.week_offset, offset)
        case "weekend":
            return partial(meaning.week_offset, offset, first=5)
        case "month":
            return partial(meaning.calendar_meaning, DateParts(month_offset=offset, part=part))
        case "year":
            return partial(meaning.calendar_meaning, DateParts(year_offset=offset, part=part))
    return partial(meaning.quarter, offset)


def _interpret_nearby_month(match: re.Match[str]) -> Interpreter:
    return partial(meaning.month_beyond, _month_number(match["month"]), _which_offset(match["which"]))


def _interpret_month_from_earlier(match: re.Match[str]) -> Interpreter:
    return partial(meaning.calendar_meaning, DateParts(year_offset_from_earlier=0, month=_month_number(match["month"])))


def _interpret_week_of(match: re.Match[str]) -> Interpreter:
    day = DateParts(year=int(match["year"] or 0), month=_month_number(match["month"]), day=_day_number(match["day"]))
    return partial(meaning.week_of, day)


def _interpret_season(match: re.Match[str]) -> Interpreter:
    name, begins = _SEASONS[match["season"].lower()]
    return partial(meaning.season_beyond, name, begins, _which_offset(match["which"]))


def _interpret_count(match: re.Match[str]) -> Interpreter | None:
    count = match["count"].lower()
    number, unit = int(count) if count.isdecimal() else _COUNTS[count], match["unit"]
    if unit == "decade":
        number, unit = number * 10, "year"
    return partial(meaning.time_ago if match["way"] == "ago" else meaning.time_later, number, unit)


def _interpret_decade(match: re.Match[str]) -> Interpreter:
    return partial(meaning.decade, int(match["decade"]) // 10)


def _interpret_century(match: re.Match[str]) -> Interpreter | None:
    number = int(match["century"])
    return partial(meaning.century, number - 1) if 10 <= number <= 21 else None


def _month_number(name: str) -> int:
    return _MONTH_STEMS.index(name[:3].lower()) + 1


def _day_number(day: str | None) -> int:
    return int(re.sub(r"\D", "", day)) if day else 0


def _part_name(text: str | None) -> str:
    return next((name for word, name in _PARTS.items() if text and word in text.lower()), "")


def _which_offset(text: str) -> int:
    return _WHICH_OFFSETS[text.lower().split()[-1]]


_LEAD = r"(?P<lead>\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]y|[Ff]rom|[Oo]f|[Dd]uring|[Bb]efore|[Aa]fter|[Tt]hrough|[Bb]etween|and|for|(?<!next )to|[Aa]round|[Tt]hroughout) )"
_NOT_A_YEAR = r"(?! ?(?:people|troops|soldiers|tons|tonnes|km|miles|met(?:er|re)s|dollars|euros|cases|companies|words|votes|jobs|BC\b))"
# Every phrase that a pattern finds has one of its signs; the phrase begins after a group `lead`.
_RULES: tuple[tuple[frozenset[str], re.Pattern[str], Callable[[re.Match[str]], Interpreter | None]], ...] = tuple(
    (signs, re.compile(pattern), interpret_match)
    for signs, pattern, interpret_match in (
        (
            _MONTH_SIGNS,
            rf"\b(?:{_PART_PATTERN})?(?P<month>{_MONTH_PATTERN}) (?P<day>{_DAY_PATTERN})(?:(?:{_TO})(?:(?P<lastmonth>{_MONTH_PATTERN}) )?(?P<last>{_DAY_PATTERN})(?! {_MONTH_PATTERN}))?(?:,? (?P<year>{_YEAR_PATTERN}))?",
            _interpret_date,
        ),
        (
            _MONTH_SIGNS,
            rf"\b(?P<day>{_DAY_PATTERN})(?:(?: (?P<month>{_MONTH_PATTERN}))?(?:{_TO})(?P<last>{_DAY_PATTERN}))? (?:of )?(?P<lastmonth>{_MONTH_PATTERN})(?:,? (?P<year>{_YEAR_PATTERN}))?",
            _interpret_day_first,
        ),
        (
            _MONTH_SIGNS,
            rf"\b(?:{_PART_PATTERN})?(?P<month>{_MONTH_PATTERN})(?:(?:{_TO})(?P<lastmonth>{_MONTH_PATTERN}))?(?: of)?,? (?P<year>{_YEAR_PATTERN})",
            _interpret_date,
        ),
        (_MONTH_SIGNS, rf"\b{_PART_PATTERN}(?P<month>{_MONTH_PATTERN})(?! \d)", _interpret_date),
        (
            _MONTH_SIGNS,
            rf"{_LEAD}(?P<month>{_MONTH_PATTERN})(?:{_TO}(?P<lastmonth>{_MONTH_PATTERN}))?(?! ?\d)",
            _interpret_date,
        ),
        (
            _MONTH_SIGNS,
            r"\b(?P<month>January|February|July|August|September|October|November|December)\b(?! ?\d)",
            _interpret_date,
        ),
        (_MONTH_SIGNS, rf"\b{_WHICH_PATTERN} (?P<month>{_MONTH_PATTERN})(?! \d)", _interpret_nearby_month),
        (_MONTH_SIGNS, rf"\b[Tt]hat (?P<month>{_MONTH_PATTERN})(?! \d)", _interpret_month_from_earlier),
        (
            _MONTH_SIGNS,
            rf"\b[Tt]he week (?:of|beginning|starting) (?P<month>{_MONTH_PATTERN}) (?P<day>{_DAY_PATTERN})(?:,? (?P<year>{_YEAR_PATTERN}))?",
            _interpret_week_of,
        ),
        (
            _MONTH_SIGNS,
            rf"\b[Tt]he week (?:of|beginning|starting) (?P<day>{_DAY_PATTERN}) (?P<month>{_MONTH_PATTERN})(?:,? (?P<year>{_YEAR_PATTERN}))?",
            _interpret_week_of,
        ),
        (
            _YEAR_SIGNS,
            rf"\b(?:{_PART_PATTERN}|{_SEASON_PATTERN}(?: of)? |(?:[Tt]he )?(?P<quarter>first|second|third|fourth|last|Q[1-4])(?: quarter)?(?: of)? )(?P<year>{_YEAR_PATTERN}){_NOT_A_YEAR}",
            _interpret_year,
        ),
        (
            _MONTH_SIGNS,
            rf"(?P<lead>\b[Bb]etween )(?P<month>{_MONTH_PATTERN}) and (?P<lastmonth>{_MONTH_PATTERN})(?:,? (?P<year>{_YEAR_PATTERN}))?",
            _interpret_date,
        ),
        (
            _YEAR_SIGNS,
            rf"(?P<lead>\b[Bb]etween )(?P<year>{_YEAR_PATTERN}) and (?P<until>{_YEAR_PATTERN})",
            _interpret_year,
        ),
        (
            _MONTH_SIGNS,
            rf"(?P<lead>\b[Bb]etween )(?P<month>{_MONTH_PATTERN}) (?P<day>{_DAY_PATTERN}) and (?:(?P<lastmonth>{_MONTH_PATTERN}) )?(?P<last>{_DAY_PATTERN})(?:,? (?P<year>{_YEAR_PATTERN}))?",
            _interpret_date,
        ),
        (
            _YEAR_SIGNS,
            rf"{_LEAD}(?P<year>{_YEAR_PATTERN}){_NOT_A_YEAR}(?:{_TO}(?P<until>{_YEAR_PATTERN}))?",
            _interpret_year,
        ),
        (
            _YEAR_SIGNS,
            rf"(?P<lead>\b(?:[Tt]he|[Aa]|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir) )(?P<year>(?:19|20)\d\d)(?= [A-Za-z]){_NOT_A_YEAR}",
            _interpret_year,
        ),
        (
            _YEAR_SIGNS,
            rf"(?<![\w-])(?P<year>{_YEAR_PATTERN})(?:–|-)(?P<until>{_YEAR_PATTERN})(?![\w-])",
            _interpret_year,
        ),
        (_WEEKDAY_SIGNS, rf"(?:\b(?P<which>[Ll]ast|[Tt]his|[Nn]ext) )?\b{_WEEKDAY_PATTERN}", _interpret_weekday),
        (
            _DAY_SIGNS,
            rf"\b(?:{'|'.join(f'[{word[0].upper()}{word[0]}]{word[1:]}' for word in sorted(_DAY_OFFSETS, reverse=True))})\b",
            _interpret_day,
        ),
        (
            _DAY_SIGNS,
            rf"\b(?:{'|'.join(f'[{word[0].upper()}{word[0]}]{word[1:]}' for word in sorted(_DAY_OFFSETS_FROM_EARLIER, reverse=True))})\b(?! of)",
            _interpret_day_from_earlier,
        ),
        (
            _UNIT_SIGNS,
            rf"\b(?:{_PART_PATTERN}|(?:[Ee]arli|[Ll]at)er )?{_WHICH_PATTERN} (?P<unit>week|weekend|month|year|quarter)\b(?!s|-)",
            _interpret_unit,
        ),
        (_SEASON_SIGNS, rf"\b{_WHICH_PATTERN} {_SEASON_PATTERN}\b", _interpret_season),
        (
            _COUNT_SIGNS,
            rf"\b{_COUNT_PATTERN} (?P<unit>day|week|month|year|decade)s? (?P<way>ago|later)\b",
            _interpret_count,
        ),
        (_PERIOD_SIGNS, r"\b(?:[Tt]he )?(?:(?:early|mid|late)[- ])?(?P<decade>(?:1[5-9]|20)\d0)s\b", _interpret_decade),
        (
            _PERIOD_SIGNS,
            r"\b(?:[Tt]he )?(?:(?:early|mid|late)[- ])?(?P<century>1\d|2[01])(?:st|nd|rd|th)[- ][Cc]entury\b",
            _interpret_century,
        ),
    )
)

# ── Names and idioms that look like dates ────────────────────────────────────

_LOOKALIKES = (
    r"(?:The )?Sunday (?:Times|Telegraph|Mail|Mirror|Express|Herald|Independent|school|School)", r"Black (?:Monday|Tuesday|Thursday|Friday)",
    r"Good Friday", r"Bloody Sunday", r"Super Tuesday", r"Cyber Monday", r"Giving Tuesday", r"Easter (?:Sunday|Monday)", r"Ash Wednesday", r"Palm Sunday",
    r"Fridays? for Future", r"Monday Night Football", r"Man Friday", r"(?:October|February|August) Revolution", r"Prague Spring", r"Arab Spring",
    r"(?:USA|Russia|India|Malaysia|South China|Psychology|Ukraine|Radio|World) Today", r"Today [Pp]rogram(?:me)?", r"Today (?:show|Show)",
    r"Sept(?:ember|\.)? 11(?:,? 2001)?,? (?:attacks?|terror)", r"Black September", r"July (?:Monarchy|Ultimatum)", r"March (?:on|for|of) [A-Z]\w+", r"May Day",
    r"(?:[Ee]very|[Ee]ach|most|Most) (?:last |first |second |other )?(?:January|February|March|April|May|June|July|August|September|October|November|December)",
    r"(?:[Ee]very|[Ee]ach|[Mm]ost|other) (?:other )?(?:week|year|month|day|spring|summer|autumn|fall|winter|weekend|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?)",
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days\b", r"\bMay (?=be\b|have\b|not\b|I\b|we\b|you\b|he\b|she\b|it\b|they\b)", r"(?:Theresa|Brian|James|Elaine) May\b",
    r"\b[Tt]oday's (?:youth|world|generation|society|young)\b", r"\b[Tt]omorrow's world\b", r"\b2030 Agenda\b", r"\bMar-a-Lago\b",
    r"\b(?:by|from|for|and|to|of) (?:April|May|June|August|Jan|Mar) (?!Mr|Ms|Dr|President|Prime|Premier|General|Foreign)[A-Z][a-z]+",
)  # fmt: skip

# Looking for a first character before trying every name is three times as fast.
_LOOKALIKE_STARTS = "ABCDEFGIJMNOPRSTUWabefmot2"
_LOOKALIKE_PATTERN = re.compile(rf"(?=[{_LOOKALIKE_STARTS}])(?:{'|'.join(_LOOKALIKES)})")


ENGLISH = Language(
    find_phrases=_find_phrases,
    sign_pattern=_SIGN_PATTERN,
    signs=_SIGNS,
    lookalikes=_LOOKALIKE_PATTERN,
    cues=Cues(
        sentence_marks="!?;",
        clause_marks=",:—…",
        full_stops=".",
        quotation_marks=(('"', '"'), ("“", "”")),
        sentence_openers="In|On|By|Then|and",
        future_before=(
            r"\b(?:will|is to|are to|to be held|set to|due|scheduled|expected|plans? to|planned for|by|until)\b"
            r"(?:(?!\b(?:said|told|announced|reported)\b)[^.,;]){0,40}$"
        ),
        future_after=r",?\s(?:\w+\s){0,4}(?:will|is to|are to|is due|is set|is expected|are expected)\b",
        past_before=r"\b(?:had|was|were|has|have)\b[^.,;]{0,30}$",
        approximate_before=r"(?:around |about |circa |approximately )$",
        weekdays={name: number for number, name in enumerate(_WEEKDAYS)},
        named_month="Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec",
        agency_after=r" [（(](?:Reuters|AP|AFP|UPI|dpa|TASS|Xinhua|Kyodo|Yonhap)[）)]",
        dash_after=" - | [—–] ?(?=[A-Z])",
        years_before=r"[Ff]iscal (?:year )?$",
        years_after=r" (?:[Ss]eason|(?:financial|fiscal|school|academic) year|winter)\b",
    ),
)
