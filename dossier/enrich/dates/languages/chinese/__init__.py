"""The dates of Chinese: what looks like one, the signs of one, the cues around one, and the modules that find them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import chain

from dossier.enrich.dates.context import Cues, PhraseContext
from dossier.enrich.dates.languages.chinese.calendar_dates import calendar_phrases
from dossier.enrich.dates.languages.chinese.relative_dates import (
    QUOTATION_MARKS,
    WEEKDAY_NUMERALS,
    relative_phrases,
    weekday_number,
)
from dossier.enrich.dates.languages.language import Language
from dossier.enrich.dates.meaning import Phrase

__all__ = ["CHINESE"]


def _find_phrases(text: str, signs: AbstractSet[str]) -> Iterator[Phrase]:
    return chain(calendar_phrases(text, signs), relative_phrases(text, signs))


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
        quotation_marks=QUOTATION_MARKS,
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
            f"{week}{name}": weekday_number(name) for week in ("周", "星期", "礼拜") for name in WEEKDAY_NUMERALS
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
