"""Chinese phrases that are counted from another day or name a part of a year: 周三, 上周末, 昨天, 三天前, 年底, 90年代."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from functools import partial

from dossier.enrich.dates import meaning
from dossier.enrich.dates.context import is_quoted
from dossier.enrich.dates.languages.chinese.calendar_dates import (
    HOUR,
    NOT_AFTER_DIGITS,
    NOT_AFTER_NUMERAL,
    NUMERALS,
    SEASONS,
    TO,
    parse_numeral,
)
from dossier.enrich.dates.meaning import DateParts, Interpreter, Phrase

QUOTATION_MARKS = (('"', '"'), ("“", "”"), ("「", "」"))

WEEKDAY_NUMERALS = "一二三四五六日天"
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
_NOT_AFTER_COUNT = rf"(?<![每逢几半两\d{NUMERALS}])"
_WEEKDAY_PATTERN = (
    rf"(?=[上本这下周星礼]){_NOT_AFTER_COUNT}(?:{_WHICH}(?:(?:星期|礼拜)(?P<long>[{WEEKDAY_NUMERALS}])|周(?:(?P<short>[一二三四五六])(?!{_MEASURE_WORDS})|(?P<sunday>日)(?!{_NATIONS})))"
    rf"|(?:(?:星期|礼拜)(?P<plain>[{WEEKDAY_NUMERALS}])|周(?P<bare>[一二三四五六日])))"
)

_WEEKDAY = re.compile(
    rf"{_WEEKDAY_PATTERN}(?:{TO}(?:周|星期|礼拜)?(?P<last>[{WEEKDAY_NUMERALS}])(?![{NUMERALS}十]))?{HOUR}"
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
    rf"|(?P<numbered>[{''.join(_NUMBERED_DAY_OFFSETS)}]) ?[（(] ?\d{{1,2}} ?[）)] ?[日天晚早])" + HOUR
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
    rf"(?=[\d一二三四五六七八九十两半])(?<![\d.第近逾超过满多来每{NUMERALS}十百千万])(?P<count>\d{{1,2}}|[一二三四五六七八九十两半]{{1,3}}) ?(?P<unit>个月|年|天|周|个?星期|个?礼拜)"
    r"(?:(?P<ago>之?前(?![后往夕景任线身期]|一[天日晚])|以前)|[之以]?后(?![代期来续勤方卫院半]))"
)
_FROM_AN_EVENT = re.compile(
    r"(?:[战会选晤任发束立世去侵生后]|毕业|结婚|访问|投票|事件|时间|至少|不到|未来|过去|最近|历时|为期)$"
)


_QUARTER = re.compile(
    r"(?=[上本这下第一二三四])(?:(?P<which>[上本这下])个?季度?(?!节|军|风)|第?(?P<nth>[一二三四])季度)"
)
_LONE_PART = re.compile(
    rf"(?=[年月上中下])(?<![\d年今去明前后本上下同当每新半个{NUMERALS}月])(?:(?P<year>年初|年底|年末|[上下]半年)|(?P<month>月初|月底|月末|(?<!\d)[上中下]旬))(?![一二三四五六七八九十])"
)
_LONE_PARTS = {"初": "early", "底": "end", "末": "end", "上半年": "first half", "下半年": "second half",
          "上旬": "first third", "中旬": "second third", "下旬": "last third"}  # fmt: skip
_SEASON = re.compile(r"(?P<year>[今去明])(?P<season>[春夏秋冬])(?![节运奥秋晚])")
_SEASON_YEAR_OFFSETS = {"去": -1, "今": 0, "明": 1}
_PAIR = re.compile(r"(?:(?P<years>今明|去今)两年|(?P<days>今明|昨今)两[天日])")

_DECADE = re.compile(
    rf"(?=[\d{NUMERALS}十上本])(?:(?:(?P<century>\d{{1,2}}|[{NUMERALS}十]{{1,3}})|(?P<near>上个?|本))世纪(?: ?(?P<decade>\d0 ?|[一二三四五六七八九]?十)年代|(?!经济|福克斯|报))"
    rf"|{NOT_AFTER_DIGITS}(?P<full>[12]\d\d0)年代|{NOT_AFTER_DIGITS}{NOT_AFTER_NUMERAL}(?P<short>[3-9]0|[三四五六七八九]十)年代)(?:初期?|末期?|中叶|[早中后晚前]期|[上下]半叶)?"
)
_WITHIN_CLAUSE = re.compile(r"[^，。；、：“「『（(\s在于约但而]$")  # 搜救五天后 counts from the search


def relative_phrases(text: str, signs: AbstractSet[str]) -> Iterator[Phrase]:
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
    first = weekday_number(match["long"] or match["short"] or match["sunday"] or match["plain"] or match["bare"])
    if match["last"]:
        return partial(meaning.weekdays, first, weekday_number(match["last"]), weeks)
    return partial(meaning.weekday, first, weeks)


def weekday_number(name: str) -> int:
    return min(WEEKDAY_NUMERALS.index(name), 6)


def _interpret_week(match: re.Match[str]) -> Interpreter:
    weeks = _WEEK_OFFSETS[match["which"].removesuffix("个")]
    return partial(meaning.week_offset, weeks, first=5 if match["end"] else 0)


def _interpret_weekend(_: re.Match[str]) -> Interpreter:
    return meaning.weekend


def _interpret_day(match: re.Match[str]) -> Interpreter | None:
    if match["numbered"]:
        return partial(meaning.day_offset, _NUMBERED_DAY_OFFSETS[match["numbered"]])
    day = match["day"] or match["then"] or match["other"]
    if day in ("今天", "今日") and is_quoted(match.string, match.start(), QUOTATION_MARKS):
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
        DateParts(year_offset=_SEASON_YEAR_OFFSETS[match["year"]], part=SEASONS[match["season"]]),
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
