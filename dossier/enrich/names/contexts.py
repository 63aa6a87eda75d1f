"""Words around a name that decide what it means in any dossier: data, in simplified characters.

They only prevent a link or choose the literal meaning: a capital as the city rather than its government, and nobody
where a name is part of a well-known longer one. Records add their own rules with `stands_for`, `literal_if` and `not`.
"""

from __future__ import annotations

import re

# One travels to a city, leaves it, lives or meets in it, and things happen there; a government does none of this.
_TRAVEL_VERBS = (
    "前往|飞往|驶往|开往|赶往|赴|抵达|飞抵|到达|到访|来到|去过|回到|返回|离开|飞离|途经|访问|造访|位于|设在|驻|发自|首都|首府|目的地是|"
    "迁往|移居|定居|落户|现身|途径|逃往|逃离|送往|运往|飞赴|飞向|转往|改驻|进驻|在首都"
)
_DEPARTURE_VERBS = "出发|启程|动身|起飞|乘|坐|飞往|前往|开往|返回"
_PLACE_NOUNS = (
    "市|市区|市中心|郊外|郊区|街头|街道|机场|火车站|车站|地铁|港口|时间|举行|举办|召开|(?:东|南|西|北|中)(?:部|区|郊|城)|以[东南西北]|"
    "居民|市民|民众|老城|大学|医院|酒店|广场|警察|警方|警局|检察|地方法院|国际|"
    "(?:恐怖|致命|连环|大规模|反政府)?(?:袭击|攻击|恐袭|恐攻|枪击|爆炸|示威|抗议|游行|骚乱|疫情|会议|会谈|会晤|峰会|论坛|奥运|冬奥|马拉松)"
)
_WORDS_BEFORE = tuple(_TRAVEL_VERBS.split("|"))
_WORDS_AFTER = re.compile(_PLACE_NOUNS)
# Behind these, a city is a place, unless somebody acts there: 在北京的支持下, 在北京看来, 由华盛顿主导.
_PLACE_PREPOSITIONS = ("在", "于", "到", "往", "至")
_NO_PREPOSITIONS = (
    "受到",
    "得到",
    "遭到",
    "感到",
    "看到",
    "接到",
    "收到",
    "听到",
    "提到",
    "谈到",
    "忠于",
    "对于",
    "关于",
    "由于",
    "等于",
    "属于",
    "有利于",
    "甚至",
)
_ACTS = re.compile(
    "中央|当局|政府|方面|政权|官方|高层|领导|看来|眼里|眼中|心目中|压力|授意|主导|施压|要求|与|和|同|对|就|向|宣布|表示|承诺|警告|"
    "的?[^,。;]{0,6}(?:支持|领导|压力|帮助|授意|默许|主导|斡旋|鼓励|影响|控制)下"
)
_WORDS_AFTER_PREPOSITION = dict.fromkeys("从自由", re.compile(_DEPARTURE_VERBS))
# （法新社柏林6日电）, 路透华盛顿11月4日 -, HANOI, Vietnam (AP) —: where a report was written.
_DATELINE = re.compile(
    r"(?:/[^/,。\s]{2,8})*(?:[0-9]{1,2}月)?[0-9]{1,2}日(?:[^,。;]{0,8}(?:电|讯|报道)|\s*[-—])|(?:, [A-Z][\w. ]+)?,? ?(?:\([A-Z]\w+\) ?)?[—-]+ "
    r"|, [A-Z]\w+ \(AP\)"
)
_ENGLISH_BEFORE = re.compile(
    r"(?:^|[^A-Za-z])(?:[Ii]n|[Nn]ear|[Oo]utside|[Aa]round|[Oo]ver|[Aa]cross|[Tt]hrough(?:out)?|from|to|toward|towards|capital,?|visit(?:ed|ing|s)?|"
    r"left|leaving|reached|downtown|central|at) $"
)
_ENGLISH_AFTER = re.compile(
    r"-based\b|-area\b| (?:airport|suburb|neighbou?rhood|street|residents|metro|hotel|summit|talks)"
)


# Well-known names that contain another name and are unrelated to it. 日本海 is missing, since 日本海上 contains it.
WELL_KNOWN_NAMES = (
    *(
        "白俄罗斯",
        "今日俄罗斯",
        "俄罗斯方块",
        "印度尼西亚",
        "印度洋",
        "南苏丹",
        "赤道几内亚",
        "几内亚比绍",
        "巴布亚新几内亚",
    ),
    *("马里兰", "新墨西哥", "新德里", "伦敦德里", "东京湾", "南中国海", "朝鲜半岛", "朝鲜战争", "越南战争", "北京时间"),
    *("发展中国家", "朝中社", "朝日新闻", "朝日电视台", "美中不足", "中日龙", "中英街"),
    *("华盛顿邮报", "华盛顿州", "纽约时报", "纽约州", "洛杉矶时报", "泰晤士报", "中国日报", "人民日报", "美国之音"),
    *("英国广播公司", "德国之声", "自由亚洲电台", "New York Times", "Washington Post"),
)


def is_literal(text: str, start: int, end: int) -> bool:
    """Whether the words right before and after a capital show that the city itself is meant, not its government."""
    if text[start] < "\u0250":
        return _is_literal_in_english(text, start, end)
    before = text[max(start - 4, 0) : start]
    if before.endswith(_WORDS_BEFORE) or _WORDS_AFTER.match(text, end) or _DATELINE.match(text, end):
        return True
    if before.endswith(_PLACE_PREPOSITIONS) and not before.endswith(_NO_PREPOSITIONS):
        return not _ACTS.match(text, end)
    following = _WORDS_AFTER_PREPOSITION.get(before[-1:])
    return following is not None and following.match(text, end) is not None


_LAW = re.compile("《[^《》]{1,40}(?:法|条约|协定|协议|公约|法案|宣言|备忘录|公报|条例)》")


def titled_laws(text: str) -> tuple[tuple[int, int], ...]:
    """Where titles of laws and treaties stand: 《台湾关系法》 does not speak of Taiwan."""
    return tuple(match.span() for match in _LAW.finditer(text))


def _is_literal_in_english(text: str, start: int, end: int) -> bool:
    if text[start:end].isupper() and _DATELINE.match(text, end):
        return True
    if _ENGLISH_AFTER.match(text, end):
        return True
    is_owner = text.startswith(('"s', "'s"), end)  # demands of Beijing's
    return not is_owner and _ENGLISH_BEFORE.search(text, max(start - 14, 0), start) is not None
