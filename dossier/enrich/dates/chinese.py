"""Chinese calendar dates: 二〇二三年九月五日, 9月10日至13日, 去年底, 8月下旬, 2006至2008年间.

Patterns are for folded text: simplified characters, narrow digits, plain spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import partial
from typing import NamedTuple

from dossier.enrich.dates import meaning
from dossier.enrich.dates.meaning import DateParts, Phrase
from dossier.enrich.dates.numerals import DIGITS, parse_numeral

ALONE = r"(?<![\d.,:第])(?<!\d/)"  # before a number in digits
ALONE_HAN = rf"(?<![\d第{DIGITS}十百千万亿数几两])"  # before one in words

_YEAR = re.compile(
    rf"(?:{ALONE}(?P<year>[12]\d{{3}})|{ALONE_HAN}(?P<yearname>[一二][{DIGITS}]{{3}})) ?年(?![级代薪龄])"
    r"|(?P<era>民国|主体|令和|平成|昭和|公元|西元) ?(?P<reign>\d{1,4}|元|[〇零一二三四五六七八九十]{1,4}) ?年"
    rf"|{ALONE}(?P<roc>1[0-4]\d)年(?=\d{{1,2}}月)"
    rf"|(?<![\d{DIGITS}十多])(?P<ago>\d{{1,2}}|[一二三四五六七八九十两]{{1,2}})年[之以]?前的?(?=[\d一二三四五六七八九十]{{1,2}}月(?!前|后))"
    r"|(?P<near>大前年|前年|去年|今年|本年|明年|后年|同年|次年|翌年|当年(?=的?[\d一二三四五六七八九十]{1,2}月|年?[初底末]))"
)
_MONTH = re.compile(
    rf"(?:{ALONE}(?P<month>1[0-2]|0?[1-9])|{ALONE_HAN}(?P<monthname>十[一二]?|[一二三四五六七八九元])) ?月份?(?![球亮薪租饼刊供嫂经龄号余多]|[之以]?内|有余|大的)"
    r"|(?P<near>上上个?|上个?|本|这个?|下下个?|下个?|当|同|次|翌)月份?(?![台亮球刊])"
)
_ANY_DAY = rf"3[01]|[12]\d|0?[1-9]|三十一?|[二廿]?十[{DIGITS}]?|廿[{DIGITS}]?|[{DIGITS}]"
_NO_DAY = r"(?!本[人国政首籍军海方媒企男女语裔]|[元圆游内均来军间程]|之内|以内)"
_DAY = re.compile(rf"(?P<day>{_ANY_DAY}) ?(?:日{_NO_DAY}|号(?![码线楼房机院文令法病店舱馆公决车厅门]))")
# A day without its month: not what runs for days, and in words only from the eleventh on.
_LONE_DAY = re.compile(
    r"(?=[\d一二三十廿])(?<![\d.,:/第月年近每共约逾超过达满前后头首短仅需花余多足整为行计假要])(?<!日[至到])(?<![持连]续|历时|最近|未来|不到|停留|至少)(?:(?P<day>3[01]|[12]\d|[1-9])"
    rf"|(?<![{DIGITS}十百千万数几两])(?P<dayname>三十一?|二?十[一二三四五六七八九]|二十|廿[一二三四五六七八九])) ?日{_NO_DAY}(?![之以]?[前后]|以?来|之|多|行|假)"
)
_MONTH_PART = re.compile(
    r"上旬|中旬|下旬|中下旬|上中旬|月?初(?![步次期始选审衷稿级])|月?[底末](?!特)|[上前]半月|[下后]半月|中(?=[，。、；)）至到]|$)"
    r"|[早晚]些时候|稍[早晚](?:些?时候)?|稍后"
)
_YEAR_PART = re.compile(
    r"年?初(?![步次期始选审衷稿级])|年?[底末](?!特)|年终|岁末|年中(?![国共央华日美])|中(?=[，。、；)）至到]|$)|[上下]半年"
    r"|第?[一二三四1-4]季度?|首季度?|前三季度?|前(?:1[01]|[1-9]|十一?|[一二三四五六七八九])个?月(?![初中底末上下\d])|[早晚]些时候|稍[早晚](?:些?时候)?|稍后|初[春夏秋冬]|[春夏秋]末|[春夏秋冬](?:[季天](?!奥)|(?=[，。]|$))"
)
HOUR = (
    r"(?: ?(?:当地|北京)时间)?(?: ?(?:凌晨|清晨|早晨|早上|早间|上午|中午|正午|午间|午后|下午|傍晚|晚上|晚间|夜间|夜里|深夜|午夜|[早晚]些时候"
    r"|稍[早晚](?:些?时候)?|晚(?![于年期宴会婚报餐饭点辈盘])|早(?![在就已有期前盘])|晨|夜(?![总校市景店])))?"
    r"(?: ?\d{1,2}[时点](?:\d{1,2}分|半|许|整)?| ?\d{1,2}:\d\d(?!\d)|(?:(?<=[午晨晚上间夜])[一二三四五六七八九十两]{1,2}[时点](?![候间代期])|零时)(?:[一二三四五六七八九十]{1,3}分|半|许|整)?)?"
)
_OF_DAY = re.compile(rf"(?: ?(?:周|星期|礼拜)[一二三四五六日天])?{HOUR}")
TO = r" ?(?:至|到|-|–|—|~|─|直至|直到) ?"
_JOIN = re.compile(TO)
_DASH = re.compile(" (?:-|–|—|─) ")
_BARE = re.compile(
    rf"(?:{ALONE}(?P<first>\d{{1,4}})|{ALONE_HAN}(?P<firstname>[{DIGITS}十]{{1,4}}))(?:(?P<list>[、和与及])|{TO})(?=[\d{DIGITS}十])"
)
_OF = re.compile(" ?的? ?")
# What each begins with is looked for first: that is ten times as fast as trying them all everywhere.
_STARTS = re.compile(
    rf"(?=[\d{DIGITS}十民主令平昭公西大前去今本明后同次翌当上这下元][^年月]{{0,14}}[年月])(?:"
    + "|".join(
        f"(?P<{name}>{re.sub(r'[?]P<[a-z]+>', '?:', piece.pattern)})"
        for name, piece in (("bare", _BARE), ("year", _YEAR), ("month", _MONTH))
    )
    + ")"
)
_TWO_MONTHS = re.compile(
    rf"(?=[一二三四五六七八][二三四五六七八九]月){ALONE_HAN}(?P<first>[一二三四五六七八])(?P<last>[二三四五六七八九])月份?间?"
)

_UNITS = frozenset("年月")
_ERAS = {"民国": 1911, "主体": 1911, "令和": 2018, "平成": 1988, "昭和": 1925, "公元": 0, "西元": 0}
_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2}
_YEARS_ON = {"同年": 0, "当年": 0, "次年": 1, "翌年": 1}
_MONTHS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}
_MONTHS_ON = {"当": 0, "同": 0, "次": 1, "翌": 1}
_FIRST_MONTHS = re.compile(r"前(\d+|[一二三四五六七八九十]+)个?月")
_SEASONS = {"春": "spring", "夏": "summer", "秋": "autumn", "冬": "winter"}
# What a part of a month or a year begins with says which it is; the longer first.
_PARTS = {
    "中下旬": "last two thirds", "上中旬": "first two thirds", "上旬": "first third", "中旬": "second third", "下旬": "last third", "上半": "first half", "前半": "first half",
    "下半": "second half", "后半": "second half", "前三": "three quarters", "首": "quarter 1", "岁末": "end", "中": "middle",
    "初": "early", "底": "end", "末": "end", "终": "end", **_SEASONS,
    "一": "quarter 1", "二": "quarter 2", "三": "quarter 3", "四": "quarter 4",
    "1": "quarter 1", "2": "quarter 2", "3": "quarter 3", "4": "quarter 4",
}  # fmt: skip


def calendar_phrases(text: str, signs: AbstractSet[str]) -> Iterator[Phrase]:
    """Every calendar date and every stretch from one to another; some overlap."""
    for start in () if signs.isdisjoint(_UNITS) else _STARTS.finditer(text):
        if date := _date(text, start):
            yield Phrase(start.start(), date.end, date.means)
    for day in _LONE_DAY.finditer(text) if "日" in signs else ():
        stretch = _date_from(
            text, _Date(DateParts(day=parse_numeral(day["day"] or day["dayname"])), None, _hour(text, day.end()))
        )
        yield Phrase(day.start(), stretch.end, stretch.means)
    for months in _TWO_MONTHS.finditer(text) if "月" in signs else ():
        first, last = parse_numeral(months["first"]), parse_numeral(months["last"])
        if last == first + 1:
            yield Phrase(*months.span(), partial(meaning.span_meaning, DateParts(month=first), DateParts(month=last)))


class _Date(NamedTuple):
    first: DateParts
    last: DateParts | None  # of a stretch
    end: int

    @property
    def means(self) -> meaning.Interpretation:
        return (
            partial(meaning.span_meaning, self.first, self.last)
            if self.last
            else partial(meaning.calendar_meaning, self.first)
        )


def _date(text: str, start: re.Match[str]) -> _Date | None:
    """The date, or the stretch of dates, that begins here."""
    place, first = start.start(), None
    if start.lastgroup == "bare":
        first = _bare_stretch(text, place)
    first = first or _single(text, place, None if start.lastgroup == "month" else _YEAR.match(text, place))
    return first and _date_from(text, first)


def _date_from(text: str, first: _Date) -> _Date:
    """The date, or the stretch to another that follows it."""
    if first.last:
        return _between(text, first)
    join = _JOIN.match(text, first.end)
    last = join and (_single_at(text, join.end()) or (_day(text, join.end(), DateParts()) if first.first.day else None))
    if not join or not last or last.last:
        return first
    if _DASH.fullmatch(join[0]) and bool(first.first.day) != bool(last.first.day):
        return first  # 路透9月13日 - 今年…
    return _between(text, _Date(first.first, last.first, last.end))


def _between(text: str, stretch: _Date) -> _Date:
    """With the 间 of 2006至2008年间."""
    ends_within = text.startswith("间", stretch.end) and not text.startswith(("间谍", "间隔", "间接"), stretch.end)
    return stretch._replace(end=stretch.end + 1) if ends_within else stretch


def _bare_stretch(text: str, start: int, within: DateParts | None = None) -> _Date | None:
    """2006至2008年, 9至11月, 10至13日, 7、8月, 9月26到10月5日: the unit is told with the second number alone."""
    bare = _BARE.match(text, start)
    if not bare:
        return None
    first = parse_numeral(bare["first"] or bare["firstname"])
    last = _second_day(text, bare.end(), within) if within else _single_at(text, bare.end())
    if not last or last.last or (bare["list"] and not _follows(first, last.first)):
        return None
    told = last.first
    if told.day and within:
        return _Date(within._replace(day=first), told._replace(part=""), last.end)
    if told.month and not told.year and 1 <= first <= 12 and not within:
        return _Date(DateParts(month=first), told, last.end)
    if told.year and not told.month and 1000 <= first < 2200:
        return _Date(DateParts(year=first), told, last.end)
    return None


def _second_day(text: str, here: int, within: DateParts) -> _Date | None:
    """The day at the end of a stretch of days, with its month where that is another."""
    month = _MONTH.match(text, here)
    return _day(text, month.end(), _month_parts(month, DateParts())) if month else _day(text, here, within)


def _follows(first: int, last: DateParts) -> bool:
    return first + 1 == (last.day or last.month or last.year)


def _single(text: str, start: int, year: re.Match[str] | None) -> _Date | None:
    """One date, from its largest part down."""
    here = year.end() if year else start
    of = _OF.match(text, here) if year else None
    month = _MONTH.match(text, of.end() if of else here)
    parts = _year_parts(year) if year else DateParts()
    if parts is None:
        return None
    if month:
        return _in_month(text, month.end(), _month_parts(month, parts))
    part = year and _YEAR_PART.match(text, here + text.startswith("的", here))
    if part:
        return _Date(parts._replace(part=_part_named(part[0])), None, part.end())
    return _Date(parts, None, here) if year else None


def _single_at(text: str, start: int) -> _Date | None:
    return _single(text, start, _YEAR.match(text, start))


def _in_month(text: str, here: int, parts: DateParts) -> _Date:
    """The month, or its part or day where one follows."""
    here_of = here + text.startswith("的", here)
    if part := _MONTH_PART.match(text, here_of):
        return _Date(parts._replace(part=_part_named(part[0])), None, part.end())
    space = here + text.startswith(" ", here)
    return _bare_stretch(text, space, parts) or _day(text, space, parts) or _Date(parts, None, here)


def _day(text: str, here: int, parts: DateParts) -> _Date | None:
    """The day, with its name and its hour where they follow."""
    day = _DAY.match(text, here)
    if not day:
        return None
    return _Date(parts._replace(day=parse_numeral(day["day"])), None, _hour(text, day.end()))


def _hour(text: str, here: int) -> int:
    """Where the day's name and hour end, if they follow."""
    rest = _OF_DAY.match(text, here)
    return rest.end() if rest else here


def _year_parts(year: re.Match[str]) -> DateParts | None:
    if near := year["near"]:
        return DateParts(years=_YEARS[near]) if near in _YEARS else DateParts(years_on=_YEARS_ON[near])
    if ago := year["ago"]:
        return DateParts(years=-parse_numeral(ago))
    if era := year["era"]:
        told = parse_numeral(year["reign"]) + _ERAS[era]
    else:
        told = int(year["roc"]) + _ERAS["民国"] if year["roc"] else parse_numeral(year["year"] or year["yearname"])
    return DateParts(year=told) if 1 <= told < 2200 else None


def _month_parts(month: re.Match[str], parts: DateParts) -> DateParts:
    if not month["near"]:
        return parts._replace(month=parse_numeral(month["month"] or month["monthname"]))
    near = month["near"].removesuffix("月").removesuffix("个")
    return DateParts(months=_MONTHS[near]) if near in _MONTHS else DateParts(months_on=_MONTHS_ON[near])


def _part_named(text: str) -> str:
    if months := _FIRST_MONTHS.fullmatch(text):
        return f"first {parse_numeral(months[1])} months"
    if (season := text.strip("初末")) in _SEASONS:
        return _SEASONS[season] if season == text else f"about {_SEASONS[season]}"
    return next((name for sign, name in _PARTS.items() if sign in text), "")
