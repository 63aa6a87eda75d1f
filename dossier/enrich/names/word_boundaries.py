"""Detects spellings that straddle two words and name nothing: 王朝|中期 for 朝中, 近日|本报 for 日本, 拉美|国家 for 美国.

Data, in simplified characters. A compound consists of abbreviations, which occur in many words: one listed word that
contains its first or its last character rules it out. A name of two characters is ruled out only by listed words on
both sides. Where a character may as well end a different word (如今|朝韩, 首次|日韩), the word is not listed.
"""

from __future__ import annotations


def _pairs_by_last(**words: str) -> frozenset[str]:
    """`中="其集"` → 其中, 集中."""
    return frozenset(first + last for last, firsts in words.items() for first in firsts)


def _pairs_by_first(**words: str) -> frozenset[str]:
    """`中="期午"` → 中期, 中午."""
    return frozenset(first + last for first, lasts in words.items() for last in lasts)


# The last two characters of words that end with a spelling's first character.
_WORD_ENDS_BEFORE = _pairs_by_last(
    中="其集途手眼空水暗之居适雨",
    日="近今昨明翌周节假即每往昔连整终平某0123456789一二三四五六七八九十",
    朝="王清唐宋汉隋历",
    美="完优精健唯赞甜媲南北拉欧审柔壮秀",
    俄="沙苏帝",
    英="精群",
    法="方司立宪依违合非刑民看说做想办执无设手",
    德="道品公",
    台="平电舞阳柜讲站",
    越="超穿跨优卓翻飞逾",
    以="可所足予难得",
    加="增参更",
    东="山广河",
    北="河湖",
)

# The first two characters of words that begin with a spelling's last character.
_WORD_STARTS_AFTER = _pairs_by_first(
    中="国期午心央旬部间秋学文东亚级止断立共方年途场产餐药医层型性转介世枢情标毒弹外",
    美="国元军方丽洲好食女容味联股媒债籍",
    日="本元军前报子益常期程后内夜",
    朝="鲜着野圣阳向廷代",
    韩="国元军方剧式流媒语文联",
    俄="罗国军方语媒文",
    英="国语文雄镑军",
    法="国院律庭官案规人定治制军语文令西学",
    德="国语文军",
    印="度尼刷象军",
    越="南来过境狱野军战",
    台="湾北海商独风",
    以="色及来后前便免为上下内外往至致军此",
    伊="朗拉斯",
    乌="克军兹干鲁",
    巴="西基勒黎士",
    欧="洲盟元",
    澳="大洲门",
    加="拿强大入快速上剧",
    土="耳地",
    意="大见思味识义外图愿",
)
_WORD_STARTS_AFTER_NAME = _WORD_STARTS_AFTER | _pairs_by_first(
    国="内外家有企防际会民力旗产",
    共="有同计享识和产存用",
    本="报市月周届刊",
    南="部海北方极侧端面",
    亚="洲太军",
    鲜="为有花血",
    京="剧城",
)

# Words that follow a spelling although they seem to continue its last character: 中美|元首, 美韩|军事.
_SEPARATE_WORD_STARTS = _pairs_by_first(
    元="首",
    军="方事机舰力队演控备人",
    方="面案式",
    双="方",
    部="长队",
    外="长交贸",
    文="化明",
    学="者生术",
    共="同识",
    立="场法",
    情="报谊",
    标="准",
    产="业品",
    联="合手盟军络系",
    股="市",
    媒="体",
    债="务",
    食="品",
    女="排足篮子",
    容="易",
    报="道",
    前="外首",
    内="部阁",
    后="续",
    代="表",
    人="民员士文",
    律="师",
    制="裁定造",
    官="方员",
    语="言",
    战="争略",
    南="海",
    海="军上",
    商="务业",
    国="防家会务际民境界",
)


def is_split_across_words(text: str, start: int, end: int) -> bool:
    """Whether a name of two characters is the end of one word and the start of the next."""
    if text[max(start - 1, 0) : start + 1] not in _WORD_ENDS_BEFORE:
        return False
    return text[end - 1 : end + 1] in _WORD_STARTS_AFTER_NAME and text[end : end + 2] not in _SEPARATE_WORD_STARTS


def is_compound_split_across_words(text: str, start: int, end: int) -> bool:
    """Whether a compound's first character belongs to the word before it, or its last one to the word after it.

    中美国防部长 are the ministers of two countries, but 报告中美国防部 names one ministry: before 国, the compound counts
    only at the start of a clause.
    """
    if text[max(start - 1, 0) : start + 1] in _WORD_ENDS_BEFORE:
        return True
    is_separate = text[end : end + 2] in _SEPARATE_WORD_STARTS and (
        text[end] != "国" or not text[start - 1 : start].isalpha()
    )
    return text[end - 1 : end + 1] in _WORD_STARTS_AFTER and not is_separate
