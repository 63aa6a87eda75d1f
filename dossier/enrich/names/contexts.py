"""Words about a name that say what it is, whatever the dossier: data, folded to one script.

They only ever hold a link back or make it the nearer one: a city where a government might be meant, nobody where a
name stands inside another that is well known. `stands_for`, `literal_if` and `not` say the rest.
"""

from __future__ import annotations

import re

# One travels to a city, leaves it, lives or meets in it; a government does none of this.
_TO = "前往|飞往|驶往|开往|赶往|赴|抵达|飞抵|到达|到访|来到|去过|回到|返回|离开|飞离|途经|访问|造访|位于|设在|驻|发自|首都|目的地是"
_IN = "举行|举办|召开|会面|会晤|会谈|见面|停留|逗留|居住|工作|出生|读书"
_FROM = "出发|启程|动身|起飞|乘|坐|飞往|前往|开往|返回"
_OF = "市|市区|市中心|郊外|郊区|街头|机场|火车站|车站|港口|时间|举行|举办|以[东南西北]|(?:东|南|西|北)部"
_BEFORE = tuple(_TO.split("|"))
_AFTER = re.compile(f"{_OF}")
_AROUND = {"在": re.compile(_IN), **dict.fromkeys("从自由", re.compile(_FROM))}

# Names that hold another's, have nothing to do with it, and are no other words: 日本海 is not here, for 日本海上 is.
OTHERS = (
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
    """Whether a capital in a plain text is the city, by the words right before and after it."""
    before = text[max(start - 4, 0) : start]
    if before.endswith(_BEFORE) or _AFTER.match(text, end):
        return True
    around = _AROUND.get(before[-1:])
    return around is not None and around.match(text, end) is not None
