"""What looks like a date and is none, as data: names, what recurs, and what runs in units of time.

The text is folded to simplified characters and narrow digits before it is compared.
"""

from __future__ import annotations

import re

_NAMES = (
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

_NAMES_ENGLISH = (
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

# What they begin with is looked for first: that is thrice as fast.
_FIRST = "一二三四五六七八九十公黑超圣周星南近逾长有今明昨后先本说声证表发透文聪光英鲜开清照如当现古至目以之从眼战生空过前不同最然雨农阴旧闰"
LOOKALIKES = re.compile(rf"(?=[\d{_FIRST}])(?:{'|'.join(_NAMES)})")
LOOKALIKES_ENGLISH = re.compile("|".join(_NAMES_ENGLISH))

# 每年9月, 每逢周三, 往年今日: what comes back is no date.
RECURRING = re.compile(
    r"(?=[\d一两三四五六每某那历往常])(?:(?:(?:一个|某个?|那个)(?:[^，。；、]{1,5}的)?|每个?|每年的?|每逢|每隔|每月的?|历年的?|往年的?|常年|[一两三四五六\d]年?一度的?)(?:上|本|的)?$"
    r"|每(?:周|个?星期|个?礼拜)[一二三四五六日天][^。；]{0,8}[、，和及与]$)"
)
RECURRING_END = frozenset("的个每某年逢隔月度上本、，和及与")  # one of which it ends with
