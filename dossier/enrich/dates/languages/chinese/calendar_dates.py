"""Chinese dates by year, month and day: 二〇二三年九月五日, 9月10日至13日, 去年底, 8月下旬."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import partial
from typing import NamedTuple

from dossier.enrich.dates import meaning
from dossier.enrich.dates.meaning import DateParts, Interpreter, Phrase

# ── Numerals ─────────────────────────────────────────────────────────────────

NUMERALS = "〇○零一二三四五六七八九"
_NUMERAL_VALUES = {numeral: value for value, numeral in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
    "元": 1,
}


def parse_numeral(text: str) -> int:
    """The value of 12, 十二, 二十, 廿三, 二〇二三 or 元."""
    text = text.replace(" ", "")
    if text.isdecimal():
        return int(text)
    text = text.replace("廿", "二十")
    if "十" not in text:
        return int("".join(str(_NUMERAL_VALUES[numeral]) for numeral in text))
    tens, _, ones = text.partition("十")
    return (parse_numeral(tens) if tens else 1) * 10 + (parse_numeral(ones) if ones else 0)


# ── Dates by year, month and day ─────────────────────────────────────────────

NOT_AFTER_DIGITS = r"(?<![\d.,:第])(?<!\d/)"  # a number in digits may begin
NOT_AFTER_NUMERAL = rf"(?<![\d第{NUMERALS}十百千万亿数几两])"  # a number in characters may begin

_YEAR = re.compile(
    rf"(?:{NOT_AFTER_DIGITS}(?P<year>[12]\d{{3}})|{NOT_AFTER_NUMERAL}(?P<yearname>[一二][{NUMERALS}]{{3}})) ?年(?![级代薪龄])"
    r"|(?P<era>民国|主体|令和|平成|昭和|公元|西元) ?(?P<reign>\d{1,4}|元|[〇零一二三四五六七八九十]{1,4}) ?年"
    rf"|{NOT_AFTER_DIGITS}(?P<roc>1[0-4]\d)年(?=\d{{1,2}}月)"
    rf"|(?<![\d{NUMERALS}十多])(?P<ago>\d{{1,2}}|[一二三四五六七八九十两]{{1,2}})年[之以]?前的?(?=[\d一二三四五六七八九十]{{1,2}}月(?!前|后))"
    r"|(?P<near>大前年|前年|去年|今年|本年|明年|后年|同年|次年|翌年|当年(?=的?[\d一二三四五六七八九十]{1,2}月|年?[初底末]))"
)
_MONTH = re.compile(
    rf"(?:{NOT_AFTER_DIGITS}(?P<month>1[0-2]|0?[1-9])|{NOT_AFTER_NUMERAL}(?P<monthname>十[一二]?|[一二三四五六七八九元])) ?月份?(?![球亮薪租饼刊供嫂经龄号余多]|[之以]?内|有余|大的)"
    r"|(?P<near>上上个?|上个?|本|这个?|下下个?|下个?|当|同|次|翌)月份?(?![台亮球刊])"
)
_ANY_DAY = rf"3[01]|[12]\d|0?[1-9]|三十一?|[二廿]?十[{NUMERALS}]?|廿[{NUMERALS}]?|[{NUMERALS}]"
_NO_DAY = r"(?!本[人国政首籍军海方媒企男女语裔]|[元圆游内均来军间程]|之内|以内)"
_DAY = re.compile(rf"(?P<day>{_ANY_DAY}) ?(?:日{_NO_DAY}|号(?![码线楼房机院文令法病店舱馆公决车厅门]))")
# A day without its month, but no duration; in characters only from the eleventh on.
_LONE_DAY = re.compile(
    r"(?=[\d一二三十廿])(?<![\d.,:/第月年近每共约逾超过达满前后头首短仅需花余多足整为行计假要])(?<!日[至到])(?<![持连]续|历时|最近|未来|不到|停留|至少)(?:(?P<day>3[01]|[12]\d|[1-9])"
    rf"|(?<![{NUMERALS}十百千万数几两])(?P<dayname>三十一?|二?十[一二三四五六七八九]|二十|廿[一二三四五六七八九])) ?日{_NO_DAY}(?![之以]?[前后]|以?来|之|多|行|假)"
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
_AFTER_DAY = re.compile(rf"(?: ?(?:周|星期|礼拜)[一二三四五六日天])?{HOUR}")
TO = r" ?(?:至|到|-|–|—|~|─|直至|直到) ?"
_SPAN_JOIN = re.compile(TO)
_DASH = re.compile(" (?:-|–|—|─) ")
_BARE_NUMBER = re.compile(
    rf"(?:{NOT_AFTER_DIGITS}(?P<first>\d{{1,4}})|{NOT_AFTER_NUMERAL}(?P<firstname>[{NUMERALS}十]{{1,4}}))(?:(?P<list>[、和与及])|{TO})(?=[\d{NUMERALS}十])"
)
_OF = re.compile(" ?的? ?")
# Looking for a first character before trying every pattern is ten times as fast.
_STARTS = re.compile(
    rf"(?=[\d{NUMERALS}十民主令平昭公西大前去今本明后同次翌当上这下元][^年月]{{0,14}}[年月])(?:"
    + "|".join(
        f"(?P<{name}>{re.sub(r'[?]P<[a-z]+>', '?:', piece.pattern)})"
        for name, piece in (("bare", _BARE_NUMBER), ("year", _YEAR), ("month", _MONTH))
    )
    + ")"
)
_TWO_MONTHS = re.compile(
    rf"(?=[一二三四五六七八][二三四五六七八九]月){NOT_AFTER_NUMERAL}(?P<first>[一二三四五六七八])(?P<last>[二三四五六七八九])月份?间?"
)

_CALENDAR_SIGNS = frozenset("年月")
_ERAS = {"民国": 1911, "主体": 1911, "令和": 2018, "平成": 1988, "昭和": 1925, "公元": 0, "西元": 0}
_YEAR_OFFSETS = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2}
_YEAR_OFFSETS_FROM_EARLIER = {"同年": 0, "当年": 0, "次年": 1, "翌年": 1}
_MONTH_OFFSETS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}
_MONTH_OFFSETS_FROM_EARLIER = {"当": 0, "同": 0, "次": 1, "翌": 1}
_FIRST_MONTHS = re.compile(r"前(\d+|[一二三四五六七八九十]+)个?月")
SEASONS = {"春": "spring", "夏": "summer", "秋": "autumn", "冬": "winter"}
# Characters that identify a part of a month or a year; longer ones first.
_PARTS = {
    "中下旬": "last two thirds", "上中旬": "first two thirds", "上旬": "first third", "中旬": "second third", "下旬": "last third", "上半": "first half", "前半": "first half",
    "下半": "second half", "后半": "second half", "前三": "three quarters", "首": "quarter 1", "岁末": "end", "中": "middle",
    "初": "early", "底": "end", "末": "end", "终": "end", **SEASONS,
    "一": "quarter 1", "二": "quarter 2", "三": "quarter 3", "四": "quarter 4",
    "1": "quarter 1", "2": "quarter 2", "3": "quarter 3", "4": "quarter 4",
}  # fmt: skip


def calendar_phrases(text: str, signs: AbstractSet[str]) -> Iterator[Phrase]:
    """Dates by year, month and day, and the spans between two of them."""
    for start in () if signs.isdisjoint(_CALENDAR_SIGNS) else _STARTS.finditer(text):
        if parsed := _parse_date(text, start):
            yield Phrase(start.start(), parsed.end, parsed.interpret)
    for day in _LONE_DAY.finditer(text) if "日" in signs else ():
        parsed = _extend_to_span(
            text,
            _ParsedDate(DateParts(day=parse_numeral(day["day"] or day["dayname"])), None, _hour_end(text, day.end())),
        )
        yield Phrase(day.start(), parsed.end, parsed.interpret)
    for months in _TWO_MONTHS.finditer(text) if "月" in signs else ():
        first, last = parse_numeral(months["first"]), parse_numeral(months["last"])
        if last == first + 1:
            yield Phrase(*months.span(), partial(meaning.span_meaning, DateParts(month=first), DateParts(month=last)))


class _ParsedDate(NamedTuple):
    first: DateParts
    last: DateParts | None  # of a span
    end: int

    @property
    def interpret(self) -> Interpreter:
        return (
            partial(meaning.span_meaning, self.first, self.last)
            if self.last
            else partial(meaning.calendar_meaning, self.first)
        )


def _parse_date(text: str, start: re.Match[str]) -> _ParsedDate | None:
    """The date or the span of dates that begins where `_STARTS` matched."""
    position, first = start.start(), None
    if start.lastgroup == "bare":
        first = _parse_bare_span(text, position)
    first = first or _parse_single(text, position, None if start.lastgroup == "month" else _YEAR.match(text, position))
    return first and _extend_to_span(text, first)


def _extend_to_span(text: str, first: _ParsedDate) -> _ParsedDate:
    """The date, or the span to a second date that follows it."""
    if first.last:
        return _include_between(text, first)
    join = _SPAN_JOIN.match(text, first.end)
    last = join and (
        _parse_single_at(text, join.end()) or (_parse_day(text, join.end(), DateParts()) if first.first.day else None)
    )
    if not join or not last or last.last:
        return first
    if _DASH.fullmatch(join[0]) and bool(first.first.day) != bool(last.first.day):
        return first  # 路透9月13日 - 今年…
    return _include_between(text, _ParsedDate(first.first, last.first, last.end))


def _include_between(text: str, span: _ParsedDate) -> _ParsedDate:
    """The span with the 间 of 2006至2008年间."""
    ends_within = text.startswith("间", span.end) and not text.startswith(("间谍", "间隔", "间接"), span.end)
    return span._replace(end=span.end + 1) if ends_within else span


def _parse_bare_span(text: str, start: int, within: DateParts | None = None) -> _ParsedDate | None:
    """2006至2008年, 9至11月, 10至13日, 7、8月, 9月26到10月5日: a span with its unit after the second number alone."""
    bare = _BARE_NUMBER.match(text, start)
    if not bare:
        return None
    first = parse_numeral(bare["first"] or bare["firstname"])
    last = _parse_second_day(text, bare.end(), within) if within else _parse_single_at(text, bare.end())
    if not last or last.last or (bare["list"] and not _is_next(first, last.first)):
        return None
    parts = last.first
    if parts.day and within:
        return _ParsedDate(within._replace(day=first), parts._replace(part=""), last.end)
    if parts.month and not parts.year and 1 <= first <= 12 and not within:
        return _ParsedDate(DateParts(month=first), parts, last.end)
    if parts.year and not parts.month and 1000 <= first < 2200:
        return _ParsedDate(DateParts(year=first), parts, last.end)
    return None


def _parse_second_day(text: str, position: int, within: DateParts) -> _ParsedDate | None:
    """The last day of a span, with its month where that is another."""
    month = _MONTH.match(text, position)
    return (
        _parse_day(text, month.end(), _month_parts(month, DateParts())) if month else _parse_day(text, position, within)
    )


def _is_next(first: int, last: DateParts) -> bool:
    return first + 1 == (last.day or last.month or last.year)


def _parse_single(text: str, start: int, year: re.Match[str] | None) -> _ParsedDate | None:
    """One date, from its year down."""
    position = year.end() if year else start
    of = _OF.match(text, position) if year else None
    month = _MONTH.match(text, of.end() if of else position)
    parts = _year_parts(year) if year else DateParts()
    if parts is None:
        return None
    if month:
        return _parse_in_month(text, month.end(), _month_parts(month, parts))
    part = year and _YEAR_PART.match(text, position + text.startswith("的", position))
    if part:
        return _ParsedDate(parts._replace(part=_part_name(part[0])), None, part.end())
    return _ParsedDate(parts, None, position) if year else None


def _parse_single_at(text: str, start: int) -> _ParsedDate | None:
    return _parse_single(text, start, _YEAR.match(text, start))


def _parse_in_month(text: str, position: int, parts: DateParts) -> _ParsedDate:
    """The month, or the part or day of it that follows."""
    after_of = position + text.startswith("的", position)
    if part := _MONTH_PART.match(text, after_of):
        return _ParsedDate(parts._replace(part=_part_name(part[0])), None, part.end())
    space = position + text.startswith(" ", position)
    return _parse_bare_span(text, space, parts) or _parse_day(text, space, parts) or _ParsedDate(parts, None, position)


def _parse_day(text: str, position: int, parts: DateParts) -> _ParsedDate | None:
    """The day, with a weekday and an hour that follow."""
    day = _DAY.match(text, position)
    if not day:
        return None
    return _ParsedDate(parts._replace(day=parse_numeral(day["day"])), None, _hour_end(text, day.end()))


def _hour_end(text: str, position: int) -> int:
    """The end of the weekday and the hour that follow a day."""
    rest = _AFTER_DAY.match(text, position)
    return rest.end() if rest else position


def _year_parts(year: re.Match[str]) -> DateParts | None:
    if near := year["near"]:
        return (
            DateParts(year_offset=_YEAR_OFFSETS[near])
            if near in _YEAR_OFFSETS
            else DateParts(year_offset_from_earlier=_YEAR_OFFSETS_FROM_EARLIER[near])
        )
    if ago := year["ago"]:
        return DateParts(year_offset=-parse_numeral(ago))
    if era := year["era"]:
        number = parse_numeral(year["reign"]) + _ERAS[era]
    else:
        number = int(year["roc"]) + _ERAS["民国"] if year["roc"] else parse_numeral(year["year"] or year["yearname"])
    return DateParts(year=number) if 1 <= number < 2200 else None


def _month_parts(month: re.Match[str], parts: DateParts) -> DateParts:
    if not month["near"]:
        return parts._replace(month=parse_numeral(month["month"] or month["monthname"]))
    near = month["near"].removesuffix("月").removesuffix("个")
    return (
        DateParts(month_offset=_MONTH_OFFSETS[near])
        if near in _MONTH_OFFSETS
        else DateParts(month_offset_from_earlier=_MONTH_OFFSETS_FROM_EARLIER[near])
    )


def _part_name(text: str) -> str:
    if months := _FIRST_MONTHS.fullmatch(text):
        return f"first {parse_numeral(months[1])} months"
    if (season := text.strip("初末")) in SEASONS:
        return SEASONS[season] if season == text else f"about {SEASONS[season]}"
    return next((name for sign, name in _PARTS.items() if sign in text), "")
