"""Words around a name that decide what it means in any dossier: data, in simplified characters.

They only prevent a link or choose the literal meaning: a capital as the city rather than its government, and nobody
where a name is part of a well-known longer one. Records add their own rules with `stands_for`, `literal_if` and `not`.
"""

from __future__ import annotations

import re

# One travels to a city, leaves it, lives or meets in it; a government does none of this.
_TRAVEL_VERBS = "前往|飞往|驶往|开往|赶往|赴|抵达|飞抵|到达|到访|来到|去过|回到|返回|离开|飞离|途经|访问|造访|位于|设在|驻|发自|首都|目的地是"
_STAY_VERBS = "举行|举办|召开|会面|会晤|会谈|见面|停留|逗留|居住|工作|出生|读书"
_DEPARTURE_VERBS = "出发|启程|动身|起飞|乘|坐|飞往|前往|开往|返回"
_PLACE_NOUNS = "市|市区|市中心|郊外|郊区|街头|机场|火车站|车站|港口|时间|举行|举办|以[东南西北]|(?:东|南|西|北)部"
_WORDS_BEFORE = tuple(_TRAVEL_VERBS.split("|"))
_WORDS_AFTER = re.compile(f"{_PLACE_NOUNS}")
_WORDS_AFTER_PREPOSITION = {"在": re.compile(_STAY_VERBS), **dict.fromkeys("从自由", re.compile(_DEPARTURE_VERBS))}

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
    before = text[max(start - 4, 0) : start]
    if before.endswith(_WORDS_BEFORE) or _WORDS_AFTER.match(text, end):
        return True
    following = _WORDS_AFTER_PREPOSITION.get(before[-1:])
    return following is not None and following.match(text, end) is not None
