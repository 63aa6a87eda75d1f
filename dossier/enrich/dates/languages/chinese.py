"""Chinese: 二〇二三年九月五日, 9月10日至13日, 去年底, 8月下旬; 周三, 上周末, 昨天, 前一天, 三天前, 90年代."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import chain
from typing import NamedTuple

from dossier.enrich.dates import meaning
from dossier.enrich.dates.context import Cues, PhraseContext, is_quoted
from dossier.enrich.dates.languages.language import Language
from dossier.enrich.dates.meaning import DateParts, Interpreter, Phrase

_QUOTATION_MARKS = (('"', '"'), ("“", "”"), ("「", "」"))

# ── Numerals ─────────────────────────────────────────────────────────────────

_NUMERALS = "〇○零一二三四五六七八九"
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

_NOT_AFTER_DIGITS = r"(?<![\d.,:第])(?<!\d/)"  # a number in digits may begin
_NOT_AFTER_NUMERAL = rf"(?<![\d第{_NUMERALS}十百千万亿数几两])"  # a number in characters may begin

_YEAR = re.compile(
    rf"(?:{_NOT_AFTER_DIGITS}(?P<year>[12]\d{{3}})|{_NOT_AFTER_NUMERAL}(?P<yearname>[一二][{_NUMERALS}]{{3}})) ?年(?![级代薪龄])"
    r"|(?P<era>民国|主体|令和|平成|昭和|公元|西元) ?(?P<reign>\d{1,4}|元|[〇零一二三四五六七八九十]{1,4}) ?年"
    rf"|{_NOT_AFTER_DIGITS}(?P<roc>1[0-4]\d)年(?=\d{{1,2}}月)"
    rf"|(?<![\d{_NUMERALS}十多])(?P<ago>\d{{1,2}}|[一二三四五六七八九十两]{{1,2}})年[之以]?前的?(?=[\d一二三四五六七八九十]{{1,2}}月(?!前|后))"
    r"|(?P<near>大前年|前年|去年|今年|本年|明年|后年|同年|次年|翌年|当年(?=的?[\d一二三四五六七八九十]{1,2}月|年?[初底末]))"
)
_MONTH = re.compile(
    rf"(?:{_NOT_AFTER_DIGITS}(?P<month>1[0-2]|0?[1-9])|{_NOT_AFTER_NUMERAL}(?P<monthname>十[一二]?|[一二三四五六七八九元])) ?月份?(?![球亮薪租饼刊供嫂经龄号余多]|[之以]?内|有余|大的)"
    r"|(?P<near>上上个?|上个?|本|这个?|下下个?|下个?|当|同|次|翌)月份?(?![台亮球刊])"
)
_ANY_DAY = rf"3[01]|[12]\d|0?[1-9]|三十一?|[二廿]?十[{_NUMERALS}]?|廿[{_NUMERALS}]?|[{_NUMERALS}]"
_NO_DAY = r"(?!本[人国政首籍军海方媒企男女语裔]|[元圆游内均来军间程]|之内|以内)"
_DAY = re.compile(rf"(?P<day>{_ANY_DAY}) ?(?:日{_NO_DAY}|号(?![码线楼房机院文令法病店舱馆公决车厅门]))")
# A day without its month, but no duration; in characters only from the eleventh on.
_LONE_DAY = re.compile(
    r"(?=[\d一二三十廿])(?<![\d.,:/第月年近每共约逾超过达满前后头首短仅需花余多足整为行计假要])(?<!日[至到])(?<![持连]续|历时|最近|未来|不到|停留|至少)(?:(?P<day>3[01]|[12]\d|[1-9])"
    rf"|(?<![{_NUMERALS}十百千万数几两])(?P<dayname>三十一?|二?十[一二三四五六七八九]|二十|廿[一二三四五六七八九])) ?日{_NO_DAY}(?![之以]?[前后]|以?来|之|多|行|假)"
)
_MONTH_PART = re.compile(
    r"上旬|中旬|下旬|中下旬|上中旬|月?初(?![步次期始选审衷稿级])|月?[底末](?!特)|[上前]半月|[下后]半月|中(?=[，。、；)）至到]|$)"
    r"|[早晚]些时候|稍[早晚](?:些?时候)?|稍后"
)
_YEAR_PART = re.compile(
    r"年?初(?![步次期始选审衷稿级])|年?[底末](?!特)|年终|岁末|年中(?![国共央华日美])|中(?=[，。、；)）至到]|$)|[上下]半年"
    r"|第?[一二三四1-4]季度?|首季度?|前三季度?|前(?:1[01]|[1-9]|十一?|[一二三四五六七八九])个?月(?![初中底末上下\d])|[早晚]些时候|稍[早晚](?:些?时候)?|稍后|初[春夏秋冬]|[春夏秋]末|[春夏秋冬](?:[季天](?!奥)|(?=[，。]|$))"
)
_HOUR = (
    r"(?: ?(?:当地|北京)时间)?(?: ?(?:凌晨|清晨|早晨|早上|早间|上午|中午|正午|午间|午后|下午|傍晚|晚上|晚间|夜间|夜里|深夜|午夜|[早晚]些时候"
    r"|稍[早晚](?:些?时候)?|晚(?![于年期宴会婚报餐饭点辈盘])|早(?![在就已有期前盘])|晨|夜(?![总校市景店])))?"
    r"(?: ?\d{1,2}[时点](?:\d{1,2}分|半|许|整)?| ?\d{1,2}:\d\d(?!\d)|(?:(?<=[午晨晚上间夜])[一二三四五六七八九十两]{1,2}[时点](?![候间代期])|零时)(?:[一二三四五六七八九十]{1,3}分|半|许|整)?)?"
)
_AFTER_DAY = re.compile(rf"(?: ?(?:周|星期|礼拜)[一二三四五六日天])?{_HOUR}")
_TO = r" ?(?:至|到|-|–|—|~|─|直至|直到) ?"
_SPAN_JOIN = re.compile(_TO)
_DASH = re.compile(" (?:-|–|—|─) ")
_BARE_NUMBER = re.compile(
    rf"(?:{_NOT_AFTER_DIGITS}(?P<first>\d{{1,4}})|{_NOT_AFTER_NUMERAL}(?P<firstname>[{_NUMERALS}十]{{1,4}}))(?:(?P<list>[、和与及])|{_TO})(?=[\d{_NUMERALS}十])"
)
_OF = re.compile(" ?的? ?")
# Looking for a first character before trying every pattern is ten times as fast.
_STARTS = re.compile(
    rf"(?=[\d{_NUMERALS}十民主令平昭公西大前去今本明后同次翌当上这下元][^年月]{{0,14}}[年月])(?:"
    + "|".join(
        f"(?P<{name}>{re.sub(r'[?]P<[a-z]+>', '?:', piece.pattern)})"
        for name, piece in (("bare", _BARE_NUMBER), ("year", _YEAR), ("month", _MONTH))
    )
    + ")"
)
_TWO_MONTHS = re.compile(
    rf"(?=[一二三四五六七八][二三四五六七八九]月){_NOT_AFTER_NUMERAL}(?P<first>[一二三四五六七八])(?P<last>[二三四五六七八九])月份?间?"
)

_CALENDAR_SIGNS = frozenset("年月")
_ERAS = {"民国": 1911, "主体": 1911, "令和": 2018, "平成": 1988, "昭和": 1925, "公元": 0, "西元": 0}
_YEAR_OFFSETS = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2}
_YEAR_OFFSETS_FROM_EARLIER = {"同年": 0, "当年": 0, "次年": 1, "翌年": 1}
_MONTH_OFFSETS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}
_MONTH_OFFSETS_FROM_EARLIER = {"当": 0, "同": 0, "次": 1, "翌": 1}
_FIRST_MONTHS = re.compile(r"前(\d+|[一二三四五六七八九十]+)个?月")
_SEASONS = {"春": "spring", "夏": "summer", "秋": "autumn", "冬": "winter"}
# Characters that identify a part of a month or a year; longer ones first.
_PARTS = {
    "中下旬": "last two thirds", "上中旬": "first two thirds", "上旬": "first third", "中旬": "second third", "下旬": "last third", "上半": "first half", "前半": "first half",
    "下半": "second half", "后半": "second half", "前三": "three quarters", "首": "quarter 1", "岁末": "end", "中": "middle",
    "初": "early", "底": "end", "末": "end", "终": "end", **_SEASONS,
    "一": "quarter 1", "二": "quarter 2", "三": "quarter 3", "四": "quarter 4",
    "1": "quarter 1", "2": "quarter 2", "3": "quarter 3", "4": "quarter 4",
}  # fmt: skip


def _calendar_phrases(text: str, signs: AbstractSet[str]) -> Iterator[Phrase]:
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
    if (season := text.strip("初末")) in _SEASONS:
        return _SEASONS[season] if season == text else f"about {_SEASONS[season]}"
    return next((name for sign, name in _PARTS.items() if sign in text), "")


# ── Phrases counted from another day, and parts of a year ────────────────────

_WEEKDAY_NUMERALS = "一二三四五六日天"
_WHICH = r"(?P<which>上上个?|上个?|本|这个?|下下个?|下个?) ?"
_WEEK_OFFSETS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}

# Measure words after which the numeral of 上周三 counts: 上周三名官员, three officials last week; but not 上周三人权组织.
_MEASURE_WORDS = (
    r"(?:[枚艘辆岁些]|名(?![人为列单古])|人(?![民权大们士类工道事员质力行])|个|位(?![于居列])|份|家(?![中属长里人暴庭族])|项(?!目)|次(?![日级])|场(?![外内地上面])"
    r"|架(?![设构空])|条(?![件约例款文])|批(?![评准判发驳复捕示])|国(?=领导|元首|外长|首脑|峰会|代表|联合|之间|共同)|种(?![族植子])|支(?![持付援出撑部配])"
    r"|所(?![有谓以在长属说涉称])|座(?![谈位落])|轮(?![值船流到])|旦|系列|连串|直(?![播接言到升达面指])|度(?![过假])|天(?![津然气文主安])|边(?![境防界检缘民疆])"
    r"|起(?![将，实生])|[两十]|百(?![度货事姓])|千|万(?![科维圣达豪])|方面)"
)
# Nations after which the 日 of 上周日 is Japan: 上周日中两国; but not 上周日中国.
_NATIONS = r"(?:本(?!台|报|社|周|月)|内瓦|元|军|圆|方|[韩美英](?!国)|中(?![午国])|印(?![度尼])|俄(?!罗)|澳(?!大))"
_NOT_AFTER_COUNT = rf"(?<![每逢几半两\d{_NUMERALS}])"
_WEEKDAY_PATTERN = (
    rf"(?=[上本这下周星礼]){_NOT_AFTER_COUNT}(?:{_WHICH}(?:(?:星期|礼拜)(?P<long>[{_WEEKDAY_NUMERALS}])|周(?:(?P<short>[一二三四五六])(?!{_MEASURE_WORDS})|(?P<sunday>日)(?!{_NATIONS})))"
    rf"|(?:(?:星期|礼拜)(?P<plain>[{_WEEKDAY_NUMERALS}])|周(?P<bare>[一二三四五六日])))"
)

_WEEKDAY = re.compile(
    rf"{_WEEKDAY_PATTERN}(?:{_TO}(?:周|星期|礼拜)?(?P<last>[{_WEEKDAY_NUMERALS}])(?![{_NUMERALS}十]))?{_HOUR}"
)
_WEEK = re.compile(
    rf"(?=[上本这下]){_NOT_AFTER_COUNT}{_WHICH}(?:周|星期|礼拜)(?:(?P<end>末)|(?![刊报边年期岁转遭旋折密全游恩知长围天末]))"
)

_WEEKEND = re.compile(
    r"周末(?=将|(?:发表|发布|发推|举行|召开|宣布|表示)了?|的(?:集会|会议|会谈|会晤|峰会|示威|抗议|游行|选举|投票|活动|袭击|空袭|事件|比赛|谈判|讲话|声明))"
)

# Days counted from the anchor.
_DAY_OFFSETS = {
    "大前天": -3, "前天": -2, "前晚": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "昨夜": -1, "昨晨": -1, "今天": 0, "今日": 0, "今早": 0, "今晨": 0,
    "今晚": 0, "今夜": 0, "明天": 1, "明日": 1, "明早": 1, "明晨": 1, "明晚": 1, "后天": 2, "大后天": 3,
}  # fmt: skip
_NUMBERED_DAY_OFFSETS = {"前": -2, "昨": -1, "今": 0, "明": 1, "后": 2}  # 今（19）日
_RELATIVE_DAY = re.compile(
    r"(?=[大前后昨今明])(?:(?<![当目以之从日眼提此多年个早\d一二三四五六七八九十两几数])(?P<day>前[天晚])|(?:(?<=[，。；、“「\s（(到至在于或与和及])|^)(?P<then>后天)"
    rf"|(?P<other>{'|'.join(sorted((day for day in _DAY_OFFSETS if day not in ('前天', '前晚', '后天')), reverse=True))})"
    rf"|(?P<numbered>[{''.join(_NUMBERED_DAY_OFFSETS)}]) ?[（(] ?\d{{1,2}} ?[）)] ?[日天晚早])" + _HOUR
)
# 今天的行动 is of a day; 今天的中国, 时至今日, 美好的明天 are of an era.
_ERA_DAYS = ("今天", "今日", "明天", "明日")
_ERA_BEFORE = re.compile(r"(?:直到|直至|时至|[至有的在]|到了)$")
_ERA_AFTER = re.compile(
    r"的(?!行动|会|新闻|发布|活动|投票|听证|比赛|声明|裁|判|决|袭|爆|攻|谈|峰|仪|庭|辩|记者|讲|演|天气|日程|早|晚|事件|结果|报|头条)"
)
_DAY_OFFSETS_FROM_EARLIER = {"当天": 0, "当日": 0, "当晚": 0, "同日": 0, "同一天": 0, "次日": 1, "翌日": 1, "隔天": 1, "隔日": 1, "第二天": 1, "前一天": -1, "前一日": -1, "前一晚": -1}  # fmt: skip
_DAY_FROM_EARLIER = re.compile(
    rf"(?=[当同次翌隔第前])(?<![连续的])(?P<day>{'|'.join(sorted(_DAY_OFFSETS_FROM_EARLIER, reverse=True))})(?![线本元后])"
)

_COUNT_UNITS = {"天": "day", "周": "week", "星期": "week", "礼拜": "week", "月": "month", "年": "year"}
_AGO = re.compile(
    rf"(?=[\d一二三四五六七八九十两半])(?<![\d.第近逾超过满多来每{_NUMERALS}十百千万])(?P<count>\d{{1,2}}|[一二三四五六七八九十两半]{{1,3}}) ?(?P<unit>个月|年|天|周|个?星期|个?礼拜)"
    r"(?:(?P<ago>之?前(?![后往夕景任线身期]|一[天日晚])|以前)|[之以]?后(?![代期来续勤方卫院半]))"
)
_FROM_AN_EVENT = re.compile(
    r"(?:[战会选晤任发束立世去侵生后]|毕业|结婚|访问|投票|事件|时间|至少|不到|未来|过去|最近|历时|为期)$"
)


_QUARTER = re.compile(
    r"(?=[上本这下第一二三四])(?:(?P<which>[上本这下])个?季度?(?!节|军|风)|第?(?P<nth>[一二三四])季度)"
)
_LONE_PART = re.compile(
    rf"(?=[年月上中下])(?<![\d年今去明前后本上下同当每新半个{_NUMERALS}月])(?:(?P<year>年初|年底|年末|[上下]半年)|(?P<month>月初|月底|月末|(?<!\d)[上中下]旬))(?![一二三四五六七八九十])"
)
_LONE_PARTS = {"初": "early", "底": "end", "末": "end", "上半年": "first half", "下半年": "second half",
          "上旬": "first third", "中旬": "second third", "下旬": "last third"}  # fmt: skip
_SEASON = re.compile(r"(?P<year>[今去明])(?P<season>[春夏秋冬])(?![节运奥秋晚])")
_SEASON_YEAR_OFFSETS = {"去": -1, "今": 0, "明": 1}
_PAIR = re.compile(r"(?:(?P<years>今明|去今)两年|(?P<days>今明|昨今)两[天日])")

_DECADE = re.compile(
    rf"(?=[\d{_NUMERALS}十上本])(?:(?:(?P<century>\d{{1,2}}|[{_NUMERALS}十]{{1,3}})|(?P<near>上个?|本))世纪(?: ?(?P<decade>\d0 ?|[一二三四五六七八九]?十)年代|(?!经济|福克斯|报))"
    rf"|{_NOT_AFTER_DIGITS}(?P<full>[12]\d\d0)年代|{_NOT_AFTER_DIGITS}{_NOT_AFTER_NUMERAL}(?P<short>[3-9]0|[三四五六七八九]十)年代)(?:初期?|末期?|中叶|[早中后晚前]期|[上下]半叶)?"
)
_WITHIN_CLAUSE = re.compile(r"[^，。；、：“「『（(\s在于约但而]$")  # 搜救五天后 counts from the search


def _relative_phrases(text: str, signs: AbstractSet[str]) -> Iterator[Phrase]:
    """Phrases counted from a day that they do not name: 周三, 昨天, 前一天, 三天前; and 年底, 90年代."""
    for rule_signs, pattern, interpret_match in _RULES:
        for match in () if rule_signs.isdisjoint(signs) else pattern.finditer(text):
            if interpret := interpret_match(match):
                yield Phrase(
                    match.start(),
                    match.end(),
                    interpret,
                    is_day=interpret_match in (_interpret_weekday, _interpret_day),
                )


def _follows(match: re.Match[str], pattern: re.Pattern[str]) -> bool:
    return pattern.search(match.string, max(0, match.start() - 4), match.start()) is not None


def _interpret_weekday(match: re.Match[str]) -> Interpreter:
    weeks = _WEEK_OFFSETS[match["which"].removesuffix("个")] if match["which"] else None
    first = _weekday_number(match["long"] or match["short"] or match["sunday"] or match["plain"] or match["bare"])
    if match["last"]:
        return partial(meaning.weekdays, first, _weekday_number(match["last"]), weeks)
    return partial(meaning.weekday, first, weeks)


def _weekday_number(name: str) -> int:
    return min(_WEEKDAY_NUMERALS.index(name), 6)


def _interpret_week(match: re.Match[str]) -> Interpreter:
    weeks = _WEEK_OFFSETS[match["which"].removesuffix("个")]
    return partial(meaning.week_offset, weeks, first=5 if match["end"] else 0)


def _interpret_weekend(_: re.Match[str]) -> Interpreter:
    return meaning.weekend


def _interpret_day(match: re.Match[str]) -> Interpreter | None:
    if match["numbered"]:
        return partial(meaning.day_offset, _NUMBERED_DAY_OFFSETS[match["numbered"]])
    day = match["day"] or match["then"] or match["other"]
    if day in ("今天", "今日") and is_quoted(match.string, match.start(), _QUOTATION_MARKS):
        return None  # in a quotation it is as often an era
    if day in _ERA_DAYS and (_follows(match, _ERA_BEFORE) or _ERA_AFTER.match(match.string, match.end())):
        return None
    return partial(meaning.day_offset, _DAY_OFFSETS[day])


def _interpret_day_from_earlier(match: re.Match[str]) -> Interpreter:
    return partial(
        meaning.day_offset_from_earlier,
        _DAY_OFFSETS_FROM_EARLIER[match["day"]],
        else_anchor=match["day"].startswith("前一"),
    )


def _interpret_count(match: re.Match[str]) -> Interpreter | None:
    unit, count = _COUNT_UNITS[match["unit"].removeprefix("个")], match["count"]
    if _follows(match, _FROM_AN_EVENT if match["ago"] else _WITHIN_CLAUSE) or (
        "半" in count and (count, unit) != ("半", "year")
    ):
        return None
    if count == "半":
        count, unit = "6", "month"
    return partial(meaning.time_ago if match["ago"] else meaning.time_later, parse_numeral(count), unit)


def _interpret_part(match: re.Match[str]) -> Interpreter:
    name = match["year"] or match["month"]
    part = _LONE_PARTS.get(name) or _LONE_PARTS[name[-1]]
    return partial(meaning.part_of_year if match["year"] else meaning.part_of_month, part)


def _interpret_quarter(match: re.Match[str]) -> Interpreter:
    if match["nth"]:
        return partial(meaning.named_quarter, parse_numeral(match["nth"]))
    return partial(meaning.quarter, _WEEK_OFFSETS[match["which"]])


def _interpret_season(match: re.Match[str]) -> Interpreter:
    return partial(
        meaning.calendar_meaning,
        DateParts(year_offset=_SEASON_YEAR_OFFSETS[match["year"]], part=_SEASONS[match["season"]]),
    )


def _interpret_pair(match: re.Match[str]) -> Interpreter:
    if match["years"]:
        first = 0 if match["years"] == "今明" else -1
        return partial(meaning.span_meaning, DateParts(year_offset=first), DateParts(year_offset=first + 1))
    return partial(meaning.two_days, 0 if match["days"] == "今明" else -1)


def _interpret_decade(match: re.Match[str]) -> Interpreter | None:
    if match["full"]:
        return partial(meaning.decade, int(match["full"]) // 10)
    if match["short"]:
        return partial(meaning.decade, 190 + parse_numeral(match["short"]) // 10)
    tens = parse_numeral(match["decade"]) // 10 if match["decade"] else None
    if match["near"]:
        return partial(meaning.century_offset, -1 if match["near"].startswith("上") else 0, tens)
    century = parse_numeral(match["century"])
    if not 10 <= century <= 21:
        return None
    return (
        partial(meaning.decade, (century - 1) * 10 + tens)
        if tens is not None
        else partial(meaning.century, century - 1)
    )


# Every phrase that a pattern finds has one of its signs.
_RULES: tuple[tuple[frozenset[str], re.Pattern[str], Callable[[re.Match[str]], Interpreter | None]], ...] = (
    (frozenset("周期拜"), _WEEKDAY, _interpret_weekday),
    (frozenset("周期拜"), _WEEK, _interpret_week),
    (frozenset("周"), _WEEKEND, _interpret_weekend),
    (frozenset("天日晚早晨夜"), _RELATIVE_DAY, _interpret_day),
    (frozenset("天日晚"), _DAY_FROM_EARLIER, _interpret_day_from_earlier),
    (frozenset("前后"), _AGO, _interpret_count),
    (frozenset("初底末半旬"), _LONE_PART, _interpret_part),
    (frozenset("季"), _QUARTER, _interpret_quarter),
    (frozenset("春夏秋冬"), _SEASON, _interpret_season),
    (frozenset("两"), _PAIR, _interpret_pair),
    (frozenset("纪代"), _DECADE, _interpret_decade),
)


def _find_phrases(text: str, signs: AbstractSet[str]) -> Iterator[Phrase]:
    return chain(_calendar_phrases(text, signs), _relative_phrases(text, signs))


# ── Names and idioms that look like dates ────────────────────────────────────

_LOOKALIKES = (
    # history and politics
    r"[一二三四五六七八九十]{1,4}月(?:革命|党人|王朝|起义|风暴|风波)",
    r"公元前\d+年", r"黑色(?:星期|周|礼拜)[一二三四五六日天]", r"超级(?:星期|周)二", r"圣?周五协议", r"9月11日(?:恐怖)?袭击",
    r"2019年?(?:新型)?冠状病毒", r"\d{4}年议程",
    r"(?:近|逾|超过|长达|有)[1-5]\d00年|[1-5]\d00年(?:的?历史|文明|历程|以上)",
    # newspapers, broadcasters, firms
    r"今日(?:俄罗斯|头条|美国|中国|香港|人民报|新闻|印度|马来西亚|说法)", r"(?:星期[日天]|周日)(?:泰晤士|电讯|邮报|独立报|时报|镜报|快报|先驱|世界报)",
    r"星期五餐厅", r"南方周末", r"今周刊", r"明日报", r"本周刊", r"五月花", r"[五六]月天", r"二月河",
    # works and phrases
    r"昨日重现", r"明日(?:之星|之后|黄花)", r"今日事今日毕", r"后天的?(?:努力|学习|培养|因素|环境|教育|获得|免疫|形成|性|下)",
    r"先天(?:与|和|、)?后天", r"七月流火", r"九月九的酒", r"五月病", r"十年九不遇", r"一日千里", r"三月三", r"星期[日天]学校",
    # words that end or begin alike
    r"(?:说|声|证|表|发|透|文|聪|光|英|鲜|开|清|照)明(?=[年日天])", r"(?:如|当|现|古|至)今(?=[年日天](?:轻|然|本|内|气))",
    r"(?:当|目|以|之|从|眼|战|生|空)前(?=[年天](?:轻|度|气|代|龄|生|空|线|然))", r"过去(?=年)", r"[今明昨](?=天然气|日本|日内瓦|日元|天气)", r"今(?=年轻[人一化的男女])",
    r"前年度", r"不同年|同年(?=[纪龄级代])", r"[今明]后(?=天)", r"(?:最|之|然|以|战|雨|先)后(?=[天年])",
    # the lunar calendar
    r"(?:农历|阴历|旧历|闰)(?:[^，。]{0,4}年)?[正一二三四五六七八九十冬腊\d]+月(?:初?[一二三四五六七八九十]+)?",
)  # fmt: skip

# Looking for a first character before trying every name is three times as fast.
_LOOKALIKE_STARTS = "一二三四五六七八九十公黑超圣周星南近逾长有今明昨后先本说声证表发透文聪光英鲜开清照如当现古至目以之从眼战生空过前不同最然雨农阴旧闰"
_LOOKALIKE_PATTERN = re.compile(rf"(?=[\d{_LOOKALIKE_STARTS}])(?:{'|'.join(_LOOKALIKES)})")


# ── Signs ────────────────────────────────────────────────────────────────────

_SIGNS = "年月日周期拜天晚早晨夜前后半旬初底末季春夏秋冬两纪代"
# The last character of what a phrase cannot do without, behind one of those that may precede it.
_SIGN_PATTERN = re.compile(
    f"[{_SIGNS}](?:"
    "(?<=[\\d〇○零一二三四五六七八九十元去前今本明后同次翌当个上这下 ][年月])"
    "|(?<=[\\d一二三四五六七八九十前后昨今明当同次翌隔) ][日天晚早晨夜])"
    "|(?<=[周旬季])|(?<=星期)|(?<=礼拜)|(?<=[年月天周期拜][前后])|(?<=[年月天周期拜][之以][前后])"
    "|(?<=半)(?=年)|(?<=[年月][初底末])|(?<=[今去明][春夏秋冬])|(?<=[今明]两)|(?<=世纪)|(?<=年代))"
)


# ── Cues ─────────────────────────────────────────────────────────────────────

_WHEN_DONE = re.compile(r"[^，。；]{0,10}(?:到期|生效|开幕|上任|就职)后，(?:(?!说|表示|称)[^。；]){0,20}(?:将|可能|料)")


def _is_future(context: PhraseContext) -> bool:
    """下周一到期后，…将；周六登陆，周五起停班；从周五…将."""
    text, start, end = context.text, context.start, context.end
    if _WHEN_DONE.match(text, end) or (text.startswith("起", end) and context.follows_future_date):
        return True
    return text[start - 1 : start] in ("自", "从") and "将" in text[end : end + 40].split("。")[0]


CHINESE = Language(
    find_phrases=_find_phrases,
    sign_pattern=_SIGN_PATTERN,
    signs=frozenset(_SIGNS),
    lookalikes=_LOOKALIKE_PATTERN,
    cues=Cues(
        sentence_marks="。！？；",
        clause_marks="，：、—…",
        quotation_marks=_QUOTATION_MARKS,
        title_marks=(("《", "》"),),
        sentence_openers="但|而|到了?|直到|至|于|在|自|从|早在|就在|那是|这是|随后|之后|此后|其后|接着|同样在",
        future_before=(
            r"(?:(?:将|拟|要|将会|可能|计划|打算|准备|希望|安排|推迟|延期|押后)(?:[^，。；的了]{0,8}(?:于|在|自|从|到|至|是|为))?|(?<![议国大协委社晚峰机工都])会[在于])$"
            r"|(?:定于|订于|拟于|将于|预计|预定|原定|预期|料|即将|计划|打算|准备|最早|最迟|最快|不迟于|延至|改至|推迟至)[^，。；的了]{0,8}$"
        ),
        future_after=r"[起后]?(?:将(?![他她其它这那此该一两军领士])|拟|即将|会(?![议见谈晤面场员上后长])|开始?，?[^。]{0,12}将)",
        past_before=r"(?:曾|曾经|已|已经|刚刚?|当时|早前|此前)[^，。；将]{0,8}$",
        past_after="曾",
        is_future=_is_future,
        since_after=r"[^，。；]{0,12}以来",
        bound_after=r"\s*+(?:[^，。；]{0,12}(?:以来|之?后|起)|[^，。；]{0,4}前)",
        until_between=r"[^，。；]{0,6}[到至]",
        approximate_before=r"(?:(?<![纽条签契公合预北特违履节制邀誓相])约于?|大概在?)$",
        approximate_after=r"\s?(?:左右|前后)",
        recurring_before=(
            r"(?=[\d一两三四五六每某那历往常])(?:(?:(?:一个|某个?|那个)(?:[^，。；、]{1,5}的)?|每个?|每年的?|每逢|每隔|每月的?|历年的?|往年的?|常年|[一两三四五六\d]年?一度的?)(?:上|本|的)?$"
            r"|每(?:周|个?星期|个?礼拜)[一二三四五六日天][^。；]{0,8}[、，和及与]$)"
        ),
        weekdays={
            f"{week}{name}": _weekday_number(name) for week in ("周", "星期", "礼拜") for name in _WEEKDAY_NUMERALS
        },
        equating_words="是",
        named_month="[一二三四五六七八九十]",
        report_after=(
            r"(?:[上下]午|凌晨|早上|晚间?|深?夜)?(?:电|讯|报道|援引|引述|表示|说|称|宣布|发布|告诉|披露|警告|指出?|报)"
        ),
        agency_after=r"(?:专?电|讯)[）)】 ，]",
        dash_after=" - ",
        years_suffix=r"年(?![级内]|[之以]?[前后])|财年|财政年度|会计年度|学年度?|赛季|年度",
    ),
)
