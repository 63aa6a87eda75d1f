"""What no date lacks, looked for in the whole text of an article: most blocks have none of it and are read no further.

All signs are sought in a plain text. A phrase is only tried where one of its signs stands in the block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from dossier.enrich.normalise import NormalisedArticle
from dossier.model import Block

_ENDS = "年月日周期拜天晚早晨夜前后半旬初底末季春夏秋冬两纪代"
# The last character of what a Chinese phrase cannot do without, each behind one of those that may stand before it.
_HAN = re.compile(
    f"[{_ENDS}](?:"
    "(?<=[\\d〇○零一二三四五六七八九十元去前今本明后同次翌当个上这下 ][年月])"
    "|(?<=[\\d一二三四五六七八九十前后昨今明当同次翌隔) ][日天晚早晨夜])"
    "|(?<=[周旬季])|(?<=星期)|(?<=礼拜)|(?<=[年月天周期拜][前后])|(?<=[年月天周期拜][之以][前后])"
    "|(?<=半)(?=年)|(?<=[年月][初底末])|(?<=[今去明][春夏秋冬])|(?<=[今明]两)|(?<=世纪)|(?<=年代))"
)
# The last digit of a year beside a bracket, or that a mark joins to others.
_DIGIT = re.compile(r"[0-9](?=\)| ?[-—~至到/.] ?\d)(?<=\d\d\d\d)")
# Words, the first digits of a year behind one, and the end of 1990s.
_LATIN = re.compile(
    r"[A-Za-z012](?:(?<=[A-Za-z])[A-Za-z]+|(?<=[A-Za-z\d][ —-]1)[5-9](?=\d\d)|(?<=[A-Za-z\d][ —-]2)0(?=\d\d)|(?<=0)s)"
)

NONE: frozenset[str] = frozenset()
HAN = frozenset(_ENDS)
DIGITS = frozenset("0123456789")

_MONTHS = "January February March April May June July August September October November December"
MONTHS = frozenset(
    name for month in (*_MONTHS.split(), "Sept") for short in (month, month[:3]) for name in (short, short.upper())
)
WEEKDAYS = frozenset({"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"})
DAYS = frozenset(
    {"day", "today", "Today", "tonight", "Tonight", "yesterday", "Yesterday", "tomorrow", "Tomorrow", "night"}
) | {"morning", "afternoon", "evening"}
UNITS = frozenset({"week", "weekend", "month", "year", "quarter"})
SEASONS = frozenset({"spring", "summer", "autumn", "fall", "winter", "Spring", "Summer", "Autumn", "Fall", "Winter"})
COUNTS = frozenset({"ago", "later"})
YEARS = frozenset({"15", "16", "17", "18", "19", "20"})
AGES = frozenset({"0s", "century", "Century"})
ENGLISH = MONTHS | WEEKDAYS | DAYS | UNITS | SEASONS | COUNTS | YEARS | AGES


def signs(texts: NormalisedArticle) -> Iterator[tuple[Block, AbstractSet[str]]]:
    """Every block, with its signs of a date."""
    has_digits = _DIGIT.search(texts.plain)
    is_latin = not ENGLISH.isdisjoint(_LATIN.findall(texts.plain))
    for block, start in zip(texts.blocks, texts.starts, strict=False):
        end = start + len(block.text)
        found = _HAN.findall(texts.plain, start, end)
        if has_digits:
            found += _DIGIT.findall(texts.plain, start, end)
        if is_latin:
            found += ENGLISH.intersection(_LATIN.findall(texts.plain, start, end))
        yield block, frozenset(found) if found else NONE


def tells(signs: AbstractSet[str], text: str) -> bool:
    """Whether the signs are more than a season's or a word that English has for much else: 今春, spring, fall."""
    return not _SURE.isdisjoint(signs) or _TELLING.search(text) is not None


_SURE = frozenset("年月日周天晚夜晨早季旬")
_TELLING = re.compile(
    r"[年月日周週天晚夜晨早季旬]|\d[号號]|\d{4}|[星禮礼][期拜]|世[纪紀]|[A-ZＡ-Ｚ][a-zａ-ｚ]{2}|[A-Z]{3} \d"
    r"|\b(?:last|next|this|ago|later|today|tomorrow|yesterday|tonight)\b"
)
