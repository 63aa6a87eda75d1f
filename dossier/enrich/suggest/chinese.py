"""Names in a Chinese text: by a tagger's words, joined with titles, dots, brackets and endings.

The tagger's types alone are not believed: 普京 is a place to it. It says where words end; what stands around says more.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import rjieba

from dossier.enrich.suggest.english import NO_NAMES
from dossier.enrich.suggest.found_name import FoundName, Sign
from dossier.enrich.suggest.shape import SOUNDS, SURNAMES, kind, name_before
from dossier.model import EntityType

_HAN = re.compile(r"[\u3400-\u9fff]+")
_SOUNDS = frozenset(SOUNDS)
_SURNAMES = frozenset(SURNAMES)
_COMPOUND_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "司徒", "尉迟", "端木", "东方", "皇甫", "慕容", "令狐", "夏侯")
# One character for a country, as in 中美 and 访日: two of them are no name of a place.
COUNTRIES_IN_SHORT = frozenset("中美俄苏英法德日韩朝印澳加台港越菲以伊乌巴欧土意西葡荷泰缅蒙新马")

# An office before a name or behind it; a word that ends with one is one.
TITLES = [
    "总统",
    "总理",
    "首相",
    "主席",
    "副主席",
    "国家主席",
    "外长",
    "防长",
    "财长",
    "部长",
    "副部长",
    "大臣",
    "国务卿",
    "次卿",
    "助卿",
    "局长",
    "署长",
    "处长",
    "厅长",
    "司长",
    "发言人",
    "大使",
    "公使",
    "参赞",
    "领事",
    "教授",
    "副教授",
    "研究员",
    "学者",
    "专家",
    "博士",
    "院士",
    "律师",
    "医生",
    "将军",
    "上将",
    "中将",
    "少将",
    "司令",
    "参谋长",
    "议员",
    "议长",
    "众议员",
    "参议员",
    "州长",
    "省长",
    "市长",
    "县长",
    "区长",
    "秘书长",
    "书记",
    "总书记",
    "特使",
    "代表",
    "委员",
    "委员长",
    "主任",
    "院长",
    "校长",
    "所长",
    "会长",
    "理事长",
    "董事长",
    "总裁",
    "首席执行官",
    "执行长",
    "总经理",
    "经理",
    "创始人",
    "创办人",
    "行长",
    "总监",
    "主编",
    "总编辑",
    "编辑",
    "记者",
    "特派员",
    "主持人",
    "评论员",
    "分析师",
    "分析员",
    "顾问",
    "助理",
    "国王",
    "女王",
    "王储",
    "王子",
    "公主",
    "天皇",
    "教宗",
    "教皇",
    "主教",
    "大法官",
    "法官",
    "检察官",
    "检察长",
    "检察总长",
    "领导人",
    "领袖",
    "党魁",
    "党主席",
    "候选人",
    "反对派领导人",
    "活动人士",
    "异见人士",
    "作家",
    "诗人",
    "导演",
    "演员",
    "歌手",
    "球员",
    "教练",
    "选手",
    "同志",
    "前总统",
    "女儿",
    "儿子",
    "妻子",
    "夫人",
    "丈夫",
    "弟弟",
    "妹妹",
    "哥哥",
    "姐姐",
    "父亲",
    "母亲",
    "总干事",
    "执行主任",
    "高级代表",
    "专员",
    "督察",
    "警长",
    "队长",
    "船长",
    "机长",
    "飞行员",
    "宇航员",
    "科学家",
    "经济学家",
    "历史学家",
    "政治学家",
    "政治家",
    "政治人物",
    "企业家",
    "商人",
    "富豪",
    "寡头",
    "律师",
    "辩护人",
    "幕僚长",
    "参谋",
    "女士",
    "先生",
    "小姐",
    "太太",
    "阁下",
]
_TITLE_ENDS = tuple(TITLES)
_TITLES_BEHIND = frozenset(
    [
        "总统",
        "总理",
        "首相",
        "主席",
        "外长",
        "部长",
        "国务卿",
        "局长",
        "教授",
        "博士",
        "先生",
        "女士",
        "小姐",
        "将军",
        "上将",
        "议员",
        "州长",
        "市长",
        "秘书长",
        "书记",
        "大使",
        "委员",
        "主任",
        "院长",
        "校长",
        "法官",
        "同志",
        "夫人",
        "委员长",
        "发言人",
        "记者",
        "律师",
        "老师",
        "医生",
        "阁下",
        "女王",
        "国王",
        "王储",
        "亲王",
    ]
)
_SPEECH = [
    "说",
    "表示",
    "称",
    "指出",
    "认为",
    "强调",
    "告诉",
    "透露",
    "宣布",
    "回应",
    "坦言",
    "解释",
    "补充",
    "写道",
    "呼吁",
    "警告",
    "承认",
    "否认",
    "批评",
    "指责",
    "承诺",
    "敦促",
    "质疑",
    "声称",
    "重申",
    "谴责",
    "接受",
    "会见",
    "会晤",
    "抵达",
    "访问",
    "出席",
    "参加",
    "率",
    "当选",
    "就任",
    "上任",
    "辞职",
    "担任",
    "签署",
    "下令",
    "要求",
    "希望",
    "相信",
    "担心",
]
_SPEECH_RE = re.compile(
    "(?:周[一二三四五六日]|星期[一二三四五六日]|[今昨]天|[0-9]+日|也|还|则|曾|已|将|在|对|就|向|对此)*(?:"
    + "|".join(_SPEECH)
    + ")"
)

# What organisations end in. Those of the second group are none by themselves: 该委员会.
_ORGANISATION_ENDS = [
    "外交部",
    "国防部",
    "外务省",
    "防卫省",
    "财务省",
    "经济产业省",
    "司法部",
    "财政部",
    "商务部",
    "国务院",
    "内政部",
    "内务部",
    "教育部",
    "卫生部",
    "公安部",
    "交通部",
    "能源部",
    "农业部",
    "劳工部",
    "卫福部",
    "教育局",
    "外事局",
    "国会",
    "参议院",
    "众议院",
    "联邦议院",
    "下议院",
    "上议院",
    "下院",
    "上院",
    "立法院",
    "立法会",
    "行政院",
    "监察院",
    "司法院",
    "最高法院",
    "宪法法院",
    "高等法院",
    "总统府",
    "白宫",
    "国务委员会",
    "大学",
    "学院",
    "研究院",
    "研究所",
    "研究中心",
    "科学院",
    "实验室",
    "委员会",
    "代表大会",
    "协会",
    "学会",
    "基金会",
    "联合会",
    "联盟",
    "同盟",
    "论坛",
    "理事会",
    "工会",
    "商会",
    "红十字会",
    "议会",
    "公司",
    "集团",
    "银行",
    "航空",
    "通讯社",
    "新闻社",
    "新闻网",
    "电视台",
    "广播公司",
    "电台",
    "日报",
    "时报",
    "晚报",
    "周刊",
    "周报",
    "邮报",
    "早报",
    "新闻",
    "杂志",
    "出版社",
    "党",
    "阵线",
    "解放军",
    "舰队",
    "近卫军",
    "革命卫队",
    "国民警卫队",
    "警察局",
    "警察厅",
    "调查局",
    "情报局",
    "安全局",
    "管理局",
    "总局",
    "检察院",
    "检察署",
    "统计局",
    "气象局",
    "疾控中心",
    "中央社",
    "组织",
    "机构",
    "中心",
    "智库",
    "医院",
    "法院",
    "事务所",
    "办公室",
    "署",
    "协会",
    "俱乐部",
    "球会",
    "教会",
    "议会",
    "政府军",
    "武装",
    "竞选团队",
    "委员长会议",
    "部队",
]
_WEAK_ENDS = frozenset(
    [
        "组织",
        "机构",
        "中心",
        "智库",
        "医院",
        "法院",
        "办公室",
        "署",
        "政府军",
        "武装",
        "公司",
        "集团",
        "银行",
        "航空",
        "新闻",
        "杂志",
        "大学",
        "学院",
        "研究院",
        "研究所",
        "实验室",
        "委员会",
        "协会",
        "学会",
        "基金会",
        "联合会",
        "联盟",
        "同盟",
        "论坛",
        "理事会",
        "工会",
        "商会",
        "议会",
        "电视台",
        "通讯社",
        "电台",
        "日报",
        "时报",
        "周刊",
        "党",
        "阵线",
        "舰队",
        "警察局",
        "管理局",
        "检察院",
        "事务所",
        "俱乐部",
        "球会",
        "教会",
        "竞选团队",
        "广播公司",
        "新闻社",
        "新闻网",
        "研究中心",
        "部队",
        "总局",
        "代表大会",
        "情报局",
        "安全局",
        "出版社",
        "智库",
        "下院",
        "上院",
        "新闻社",
        "晚报",
        "周报",
        "邮报",
        "早报",
    ]
)
_GENERIC_ORGANISATIONS = re.compile(
    "(?:该|此|本|这|那|各|两|三|多|某|一些?|有关|相关|当地|国际|全国|海外|外国|国内|国外|地方|政治|反对|执政|在野|中央|民间|人权|非政府|恐怖|主要|左翼|右翼|极右|"
    "新闻|媒体|卫生|医疗|科技|互联网|网络|社交|大型|私人|私营|国有|石油|能源|保险|制药|军事|情报|安全|司法|立法|教育|研究|学术|慈善|犯罪|黑客|"
    "极端|武装|社会|公民|两大|民族|东|西|南|北|第[一二三]|独立|调查|选举|专门|特别|跨国|上市|高科技|高等|政府|公益|环保|行业|下属|附属)*(?:"
    + "|".join(sorted(_WEAK_ENDS, key=len, reverse=True))
    + ")"
)
_NOT_BEHIND_ORGANISATION = re.compile("[长员人]|部长|主席|总裁|院长|党员|系统|时间")

_PLACE_ENDS = [
    "半岛",
    "群岛",
    "列岛",
    "诸岛",
    "岛",
    "山脉",
    "高原",
    "盆地",
    "平原",
    "海峡",
    "运河",
    "湖",
    "河",
    "江",
    "洋",
    "湾",
    "港",
    "地区",
    "自治区",
    "特区",
    "州",
    "省",
    "市",
    "县",
    "区",
    "镇",
    "村",
    "监狱",
    "机场",
    "酒店",
    "大厦",
    "广场",
    "核电站",
    "发射场",
    "航天发射场",
    "宇宙基地",
    "基地",
    "军事基地",
    "港口",
    "大道",
    "大街",
    "公园",
    "寺",
    "教堂",
    "体育馆",
    "体育场",
    "博物馆",
    "故居",
    "宫",
    "大教堂",
    "车站",
    "水库",
    "大坝",
    "集中营",
]
_FACILITIES = frozenset(
    [
        "监狱",
        "机场",
        "酒店",
        "大厦",
        "广场",
        "核电站",
        "发射场",
        "航天发射场",
        "基地",
        "军事基地",
        "大教堂",
        "博物馆",
        "体育馆",
        "体育场",
        "集中营",
        "教堂",
        "公园",
        "大道",
        "大街",
        "宇宙基地",
        "水库",
        "大坝",
    ]
)
# What goes on with a name that ends in a place's word and is a place's own.
_GENERIC_PLACES = frozenset(
    [
        "本市",
        "该市",
        "全市",
        "全省",
        "各省",
        "本省",
        "外省",
        "市区",
        "地区",
        "边境地区",
        "沿海地区",
        "亚太地区",
        "西部地区",
        "全球",
        "国际",
        "海外",
        "境外",
        "内地",
        "大陆",
        "全国",
        "城市",
        "首都",
        "省市",
        "县市",
        "郊区",
        "灾区",
        "疫区",
        "山区",
        "社区",
        "特区",
        "大湾区",
        "上海市",
        "东岸",
        "西岸",
        "南部",
        "北部",
        "东部",
        "西部",
        "中部",
        "当地",
        "各地",
        "外地",
        "基地",
        "本地",
        "欧美",
        "西方",
        "亚太",
        "印太",
        "中东欧",
        "两岸",
        "东西方",
        "唐人街",
        "华埠",
        "全省市",
        "郡县",
        "高原",
        "沿海",
        "内陆",
        "国门",
        "本港",
        "全港",
        "世界",
        "本土",
        "国土",
        "中土",
        "神州",
        "海内外",
        "海峡",
        "半岛",
        "人间",
        "天下",
        "战区",
        "牢城",
        "一国",
        "金山",
        "珠江",
        "天堂",
        "农村",
        "乡镇",
        "苏联",
        "老家",
        "南方",
        "北方",
        "东方",
        "皇城",
        "市郊",
        "中国人",
        "中方",
        "美方",
        "俄方",
        "宝地",
        "五洲",
        "四海",
        "巴掌",
        "江湖",
        "中华",
        "华夏",
        "祖国",
        "故乡",
        "外洋",
        "海洋",
        "大洋",
        "老区",
        "特区政府",
        "北半球",
        "南半球",
        "太空",
        "华人",
        "中美洲",
        "上城",
        "下城",
        "京城",
        "古城",
        "皇宫",
        "故宫博物院",
        "大海",
        "公海",
        "领海",
        "近海",
        "远洋",
        "江南",
        "江北",
    ]
)

_NAME_TAGS = {"nr", "nrt", "nrfg"}
_NOUNS = {
    "n",
    "nz",
    "nt",
    "ns",
    "nr",
    "nrt",
    "nrfg",
    "j",
    "vn",
    "an",
    "b",
    "s",
    "f",
    "eng",
    "l",
    "i",
    "ng",
    "a",
    "ad",
    "nx",
}
_STOP_WORDS = frozenset(
    [
        "的",
        "据",
        "与",
        "和",
        "及",
        "或",
        "由",
        "向",
        "对",
        "在",
        "把",
        "被",
        "让",
        "使",
        "从",
        "到",
        "于",
        "以",
        "为",
        "是",
        "有",
        "等",
        "该",
        "此",
        "这",
        "那",
        "其",
        "各",
        "每",
        "某",
        "本",
        "两",
        "前",
        "后",
        "时",
        "中",
        "上",
        "下",
        "内",
        "外",
        "间",
        "日",
        "月",
        "年",
        "名",
        "位",
        "个",
        "条",
        "新",
        "老",
        "原",
        "现任",
        "前任",
        "时任",
        "目前",
        "如今",
        "近日",
        "日前",
        "当天",
        "当时",
        "今年",
        "去年",
        "明年",
        "昨天",
        "今天",
        "明天",
        "随后",
        "此前",
        "之后",
        "以来",
        "以及",
        "包括",
        "其中",
        "根据",
        "按照",
        "通过",
        "经由",
        "成为",
        "作为",
        "属于",
        "来自",
        "位于",
        "隶属于",
        "总部",
        "所有",
        "许多",
        "多个",
        "多家",
        "部分",
        "一些",
        "少数",
        "大多数",
        "著名",
        "知名",
        "最大",
        "主要",
        "重要",
        "相关",
        "有关",
        "当地",
        "驻",
        "访",
        "对此",
        "针对",
        "关于",
        "因为",
        "由于",
        "如果",
        "但是",
        "然而",
        "不过",
        "而且",
        "并且",
        "同时",
        "另外",
        "此外",
        "一名",
        "一位",
        "一家",
        "一个",
        "两国",
        "双方",
        "他们",
        "我们",
        "你们",
        "她们",
        "人们",
        "自己",
        "自家",
        "全体",
        "官员",
        "记者",
        "专家",
        "分析",
        "人士",
        "消息",
        "消息人士",
        "报道",
        "声明",
        "网站",
        "媒体",
        "领导",
        "领导人",
        "发言人",
        "总统",
        "总理",
        "首相",
        "主席",
        "外长",
        "部长",
        "国防部长",
        "成员",
        "支持者",
        "领导层",
        "合作",
        "成立",
        "加入",
        "退出",
        "支持",
        "反对",
        "前往",
        "引述",
        "援引",
        "表示",
        "指出",
        "担任",
        "就读",
        "毕业",
        "任职",
        "供职",
        "服务",
        "左翼",
        "右翼",
        "执政",
        "反对派",
        "在野",
        "军方",
        "警方",
        "官方",
        "政府",
        "当局",
        "公司",
        "集团",
        "机构",
        "组织",
        "同",
        "因",
        "至",
        "经",
        "称",
        "说",
        "指",
        "曾",
        "已",
        "将",
        "也",
        "还",
        "都",
        "并",
        "而",
        "但",
        "则",
        "又",
        "就",
        "才",
        "只",
        "不",
        "没",
        "未",
        "图",
        "左",
        "右",
        "来源",
        "摄影",
        "编译",
        "综合",
    ]
)
_LATIN = r"[A-ZÀ-Þ][A-Za-zÀ-ɏ0-9.'\"& ,-]*[A-Za-zÀ-ɏ0-9.]"
_GLOSS = re.compile(
    r" ?\(\s?(?:[^()\x00-\x7f]{1,6}[,:] ?)?(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir)\.? )?(?P<latin>" + _LATIN + r")\s?\)"
)
_TITLE_BEFORE_GLOSS = re.compile("先生|女士|博士|教授|部长|上将|将军|小姐|议员$")
_DOTTED = re.compile(r"[\u3400-\u9fffA-Z.]{1,8}(?:·[\u3400-\u9fffA-Z.]{1,8})+")
_QUOTED = re.compile("《(?P<title>[^《》]{2,24})》")
_TREATY = re.compile("条约|协定|协议|公约|宣言|法案|法|声明|备忘录|条例|宪章|公报|议定书|决议$")
_PERIODICAL = re.compile("(?:报|周刊|杂志|新闻|月刊|评论|时代|邮报|论坛|周报|公报)(?:网|中文网|网站)?$")


class Word(NamedTuple):
    """A word of the tagger."""

    start: int
    end: int
    text: str
    tag: str


def tagged_words(text: str) -> list[Word]:
    """The words of a plain text, one behind the other."""
    words, at = [], 0
    for word, tag in rjieba.tag(text):
        words.append(Word(at, at + len(word), word, tag))
        at += len(word)
    return words


def find_chinese_names(text: str, listed: Sequence[FoundName]) -> list[FoundName]:
    """The names in a plain text, besides those of the lists, which may be parts of longer ones; none lies in another."""
    words = tagged_words(text)
    ends = {word.end: nth for nth, word in enumerate(words)}
    starts = {word.start: nth for nth, word in enumerate(words)}
    tagged = _Tagged(text, words, starts, ends, {name.end: name for name in listed})
    found = [
        *_quoted_names(text),
        *_dotted_names(tagged),
        *_glossed_names(tagged),
        *_organisations(tagged),
        *_places(tagged),
        *_titled_names(tagged),
        *_tagged_names(tagged),
        *_latin_names(text),
    ]
    return _without_overlaps([*found, *listed])


class _Tagged(NamedTuple):
    text: str
    words: Sequence[Word]
    starts: Mapping[int, int]  # character → the word that begins there
    ends: Mapping[int, int]
    listed: Mapping[int, FoundName]  # by their end

    def word_at(self, place: int) -> int:
        """The word that holds a character."""
        return bisect_right(self.words, place, key=lambda word: word.start) - 1


_STRENGTH: Mapping[Sign, int] = {"gloss": 8, "dots": 6, "quoted": 6, "list": 4, "suffix": 4, "title": 2}


def _without_overlaps(found: list[FoundName]) -> list[FoundName]:
    """The strongest of those that overlap, and of equals the longest."""
    kept: list[FoundName] = []
    taken: set[int] = set()
    for name in sorted(found, key=_precedence):
        places = range(name.start, name.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(name)
    return sorted(kept)


def _precedence(name: FoundName) -> tuple[int, int, bool]:
    return (
        -max((_STRENGTH.get(sign, 0) for sign in name.signs), default=0),
        name.start - name.end,
        "list" not in name.signs,
    )


# ── People ───────────────────────────────────────────────────────────────────


def _is_title(word: str) -> bool:
    return word.endswith(_TITLE_ENDS)


def _signs_around(tagged: _Tagged, start: int, end: int) -> set[Sign]:
    """What the words before and behind say of a person's name."""
    signs: set[Sign] = set()
    before = tagged.text[max(start - 6, 0) : start]
    if before.endswith(_TITLE_ENDS) and not before.endswith(_NEWSROOM):
        signs.add("title")
    behind = tagged.starts.get(end)
    if behind is not None and tagged.words[behind].text in _TITLES_BEHIND:
        signs.add("title")
    if _SPEECH_RE.match(tagged.text, end):
        signs.add("speech")
    name = tagged.text[start:end]
    if all(character in _SOUNDS or character == "·" for character in name):
        signs.add("sounds")
    if is_chinese_person(name):
        signs.add("surname")
    return signs


# Whoever wrote or edited the text is none of those that it tells of.
_NEWSROOM = ("记者", "编辑", "特派员", "编译", "责编", "摄影")


def is_chinese_person(name: str) -> bool:
    """Whether a name is a Chinese surname and one or two characters."""
    return (len(name) in (2, 3) and name[0] in _SURNAMES) or (len(name) in (3, 4) and name[:2] in _COMPOUND_SURNAMES)


def _dotted_names(tagged: _Tagged) -> Iterator[FoundName]:
    """斯维特拉娜·季哈诺夫斯卡娅: where the first part begins and the last one ends is told by words and sounds."""
    text = tagged.text
    for match in _DOTTED.finditer(text):
        first, last = text.index("·", match.start()), text.rindex("·", match.start(), match.end())
        start, end = _part_start(tagged, match.start(), first), _part_end(tagged, last + 1, match.end())
        if start < first and end > last + 1:
            gloss = _GLOSS.match(text, end)
            signs: set[Sign] = {"dots", *_signs_around(tagged, start, end)}
            latin = _latin(gloss) if gloss else ""
            yield FoundName(start, end, "person", frozenset(signs | ({"gloss"} if latin else set())), latin)


def _part_start(tagged: _Tagged, least: int, dot: int) -> int:
    """Where the part begins that ends at a dot."""
    text, start = tagged.text, dot
    while start > least and (text[start - 1] in _SOUNDS or text[start - 1].isascii()):
        start -= 1
    titles = [start + match.end() for match in _TITLE_RE.finditer(text[start:dot])]
    start = titles[-1] if titles and titles[-1] < dot else start
    # Words that lie wholly before the name and are none: 为|大卫·….
    while (nth := tagged.starts.get(start)) is not None and dot - start > 2:
        word = tagged.words[nth]
        if word.end >= dot or word.tag in _NAME_TAGS or (word.tag not in _FUNCTION_TAGS and word.tag != "ns"):
            break
        start = word.end
    return start


def _part_end(tagged: _Tagged, start: int, most: int) -> int:
    """Where the part ends that begins behind a dot."""
    text, end = tagged.text, start
    if "(" in text[most : most + 2] and _GLOSS.match(text, most):
        return most
    while end < most and (text[end] in _SOUNDS or text[end].isascii()):
        end += 1
    if text[end : end + 2] in ("三世", "二世", "四世", "一世"):
        return end + 2
    for cut in range(start + 2, end):
        nth = tagged.starts.get(cut)
        if nth is not None and tagged.words[nth].tag in _FUNCTION_TAGS and tagged.words[nth].end <= end + 2:
            return cut
    return end


_FUNCTION_TAGS = {"p", "c", "d", "v", "uj", "ul", "u", "r", "m", "vd", "ud", "uz", "ug", "f", "t"}
_TITLE_RE = re.compile("|".join(sorted(TITLES, key=len, reverse=True)))


def _latin(gloss: re.Match[str]) -> str:
    """The Latin form in brackets; nothing for what is no name."""
    latin = " ".join(gloss["latin"].split()).replace("- ", "-").replace(" -", "-").strip(" ,")
    words = latin.split()
    small = sum(word[0].islower() and word not in _LINKING_WORDS for word in words)
    return (
        "" if small > len(words) / 2 or len(words) > 9 or "'" in words[0][:2] or words[0] in _NO_FIRST_WORDS else latin
    )


_LINKING_WORDS = {"of", "for", "the", "and", "on", "in", "de", "van", "von", "der", "la", "bin", "al", "du", "da", "di"}
_NO_FIRST_WORDS = {"I", "The", "A", "This", "That", "We", "You", "It", "He", "She", "Photo", "Image"}


def _glossed_names(tagged: _Tagged) -> Iterator[FoundName]:
    """Chinese names before a Latin form in brackets."""
    text = tagged.text
    for gloss in _GLOSS.finditer(text):
        latin = _latin(gloss)
        end = gloss.start()
        if match := re.search(r"(?:先生|女士|博士|教授|小姐|议员)$", text[max(end - 4, 0) : end]):
            end -= len(match[0])
        if not latin or end < 2 or not _HAN.match(text[end - 1]) or "·" in text[max(end - 8, 0) : end]:
            continue
        if listed := tagged.listed.get(end):
            yield listed._replace(signs=listed.signs | {"gloss"}, latin=latin)
            continue
        likely = kind(latin)
        nth = tagged.word_at(end - 1)
        if tagged.words[nth].end > end:
            continue
        if likely == "person" and not _ORGANISATION_RE.search(text[max(end - 8, 0) : end]):
            start = _person_start(tagged, nth, end, latin)
        else:
            start = _phrase_start(tagged, nth, end, strict=latin.isupper())
            likely = _phrase_type(tagged, start, end, latin, likely)
        if start is not None and end - start > 1 and likely is not None:
            signs = _signs_around(tagged, start, end) if likely == "person" else set()
            yield FoundName(start, end, likely, frozenset({"gloss", *signs}), latin)


def _person_start(tagged: _Tagged, nth: int, end: int, latin: str) -> int | None:
    """Where a person's name begins that ends with a word."""
    words = tagged.words
    start = words[nth].start
    if _is_title(words[nth].text):
        return None
    if end - start == 1 or (words[nth].tag not in _NAME_TAGS and end - start < 4):  # a piece: 岸|信夫
        run = end
        while run and _HAN.match(tagged.text[run - 1]) and end - run < 8:
            run -= 1
        titles = [run + match.end() for match in _TITLE_RE.finditer(tagged.text[run:end])]
        if titles and end - titles[-1] > 1:
            return titles[-1]
        return name_before(tagged.text, end, latin) if name_before(tagged.text, end, latin) < end - 1 else None
    before = words[nth - 1] if nth else None
    if before and before.end == start and len(before.text) <= 2 and not _is_title(before.text):
        whole = tagged.text[before.start : end]
        sounds = all(character in _SOUNDS for character in whole)
        if (sounds and before.tag in (*_NAME_TAGS, "x", "ng", "g", "nz") and len(whole) < 8) or (
            len(before.text) == 1 and before.text in _SURNAMES and len(whole) < 4 and before.tag not in _FUNCTION_TAGS
        ):
            start = before.start
    return start


def _phrase_start(tagged: _Tagged, nth: int, end: int, *, strict: bool) -> int | None:
    """Where a phrase of nouns begins that ends with a word: a name of an office, a place or a thing."""
    start = end
    while nth >= 0 and _may_belong(tagged, nth) and end - tagged.words[nth].start <= _LONGEST:
        start = tagged.words[nth].start
        nth -= 1
    return start if start < end else None


_LONGEST = 16


def _may_belong(tagged: _Tagged, nth: int) -> bool:
    word = tagged.words[nth]
    if word.text in _STOP_WORDS or not (_HAN.match(word.text) or word.tag == "eng"):
        return False
    return word.tag in _NOUNS or (word.start in {name.start for name in tagged.listed.values()})


def _phrase_type(tagged: _Tagged, start: int | None, end: int, latin: str, likely: str) -> EntityType | None:
    """What a phrase with a Latin form names; None for a common noun: 洲际弹道导弹（ICBM）."""
    if start is None:
        return None
    text = tagged.text[start:end]
    if _ORGANISATION_RE.search(text):
        return "organisation"
    if _TREATY.search(text):
        return "thing"
    if _PLACE_RE.search(text):
        return "place"
    tags = {tagged.words[nth].tag for nth in range(tagged.word_at(start), tagged.word_at(end - 1) + 1)}
    if tags & {"ns", "nr", "nrt", "nt", "nz"} or not latin.isupper():
        if likely == "place" and tags <= {"nr", "nrt", "ns", "nz", "x"} and not latin.isupper():
            return "place"
        return "organisation"
    return None


# ── Organisations, places and things ─────────────────────────────────────────

_ORGANISATION_RE = re.compile("(?:" + "|".join(sorted(set(_ORGANISATION_ENDS), key=len, reverse=True)) + ")$")
_PLACE_RE = re.compile("(?:" + "|".join(sorted(_PLACE_ENDS, key=len, reverse=True)) + ")$")


def _organisations(tagged: _Tagged) -> Iterator[FoundName]:
    for nth, word in enumerate(tagged.words):
        if not _ORGANISATION_RE.search(word.text) or not _HAN.match(word.text):
            continue
        behind = tagged.words[nth + 1].text if nth + 1 < len(tagged.words) else ""
        if _NOT_BEHIND_ORGANISATION.match(behind) or (nth + 1 < len(tagged.words) and _ORGANISATION_RE.search(behind)):
            continue
        start = _phrase_start(tagged, nth, word.end, strict=False)
        if start is None:
            continue
        start = _after_people(tagged, start, nth)
        name = tagged.text[start : word.end]
        if len(name) > 2 and not _GENERIC_ORGANISATIONS.fullmatch(name):
            yield FoundName(start, word.end, "organisation", frozenset({"suffix"}))


def _after_people(tagged: _Tagged, start: int, nth: int) -> int:
    """Behind titles and other words that lead to an organisation's name."""
    first = tagged.starts.get(start)
    if first is None:
        return start
    for at in range(nth - 1, first - 1, -1):
        if _is_title(tagged.words[at].text) or tagged.words[at].tag in {"a", "ad", "f"}:
            first = at + 1
            break
    while first < nth and tagged.words[first].tag in {"vn", "v", "l", "i"}:
        first += 1
    return tagged.words[first].start


def _places(tagged: _Tagged) -> Iterator[FoundName]:
    for nth, word in enumerate(tagged.words):
        text = word.text
        if word.tag == "ns" and len(text) > 1 and not _is_no_place(text):
            yield FoundName(
                word.start, word.end, "place", frozenset({"tag", *_place_signs(tagged, word.start, word.end)})
            )
        if text in ("地区", "半岛", "高原", "山脉", "海峡", "群岛", "州", "省", "县") and nth:
            before = tagged.words[nth - 1]
            if before.tag in (*_NAME_TAGS, "ns") and before.end == word.start and before.end not in tagged.listed:
                yield FoundName(before.start, word.end, "place", frozenset({"suffix"}))
        if text in _FACILITIES and nth:
            start = _facility_start(tagged, nth)
            if word.start - start > 1:
                yield FoundName(start, word.end, "place", frozenset({"suffix"}))


def _facility_start(tagged: _Tagged, nth: int) -> int:
    """Where the name of a building begins: 奥克|雷蒂纳|监狱."""
    at = nth
    while at and tagged.words[at - 1].tag in (*_NAME_TAGS, "ns", "nz") and not _is_title(tagged.words[at - 1].text):
        if at < nth and tagged.words[at - 1].end in tagged.listed:
            break  # 莫斯科|丽思卡尔顿酒店
        at -= 1
    return tagged.words[at].start


def _is_no_place(text: str) -> bool:
    return (
        text in _GENERIC_PLACES
        or all(character in COUNTRIES_IN_SHORT for character in text)
        or re.fullmatch("[外两各多本该一二三四五六七八九十几邻友敌大小强弱内列诸他]国|.*索国", text) is not None
        or text.endswith(("人", "国家", "方面", "籍", "裔", "军", "语", "方", "政府", "族"))
    )


def _place_signs(tagged: _Tagged, start: int, end: int) -> set[Sign]:
    signs: set[Sign] = set()
    if tagged.text[max(start - 2, 0) : start].endswith(_PLACE_LEADS):
        signs.add("place")
    if rjieba.has_word(tagged.text[start:end]):
        signs.add("word")
        if tagged.text[end - 1] in _PLACE_LETTERS:
            signs.add("ending")
    return signs


_PLACE_LETTERS = frozenset("海洋岛州省市山河江湖湾脉港县峡岭城")


_PLACE_LEADS = ("在", "于", "到", "往", "赴", "抵达", "从", "自", "位于", "前往", "访问", "离开")


def _quoted_names(text: str) -> Iterator[FoundName]:
    for match in _QUOTED.finditer(text):
        title = match["title"]
        if _TREATY.search(title):
            yield FoundName(*match.span("title"), "thing", frozenset({"quoted", "suffix"}))
        elif _PERIODICAL.search(title):
            yield FoundName(*match.span("title"), "organisation", frozenset({"quoted", "suffix"}))


_LATIN_RUN = re.compile(r"(?<![\w.@/&#-])[A-Z][A-Za-z]{2,}(?: [A-Z][A-Za-z]+){0,3}(?![\w@/.-]|\))")


def _latin_names(text: str) -> Iterator[FoundName]:
    """Names that a Chinese text leaves in Latin letters; those in brackets are another's."""
    for match in _LATIN_RUN.finditer(text):
        if match[0] not in NO_NAMES and not match[0].isupper() and text[max(match.start() - 1, 0)] != "(":
            likely: EntityType = "person" if kind(match[0]) == "person" else "organisation"
            yield FoundName(*match.span(), likely, frozenset({"capital"}))


# ── What the tagger and titles tell of people ────────────────────────────────


def _tagged_names(tagged: _Tagged) -> Iterator[FoundName]:
    for word in tagged.words:
        text = word.text
        if len(text) < 2 or not _HAN.fullmatch(text) or _is_title(text) or _TITLE_RE.match(text):
            continue
        around = _signs_around(tagged, word.start, word.end)
        if word.tag in _NAME_TAGS and len(text) < 9 and around & {"sounds", "surname", "title"}:
            yield FoundName(word.start, word.end, "person", frozenset({"tag", *around}))
        elif word.tag in {"nz", "ns", "x"} and {"sounds", "title"} <= around and text not in _GENERIC_PLACES:
            yield FoundName(word.start, word.end, "person", frozenset(around))


_TITLED = re.compile(
    "(?:" + "|".join(t for t in TITLES if len(t) > 1 and t not in ("记者", "专家", "学者", "代表")) + ")"
    f"(?P<name>[{SURNAMES}][\u3400-\u9fff]{{1,2}}?|[{SOUNDS}]{{2,7}})(?="
    + _SPEECH_RE.pattern
    + r"|[,。;:(、]|和|与|的)"
)


def _titled_names(tagged: _Tagged) -> Iterator[FoundName]:
    """Names behind a title that the tagger cuts elsewhere: 总统|岸信|夫对."""
    for match in _TITLED.finditer(tagged.text):
        start, end = match.span("name")
        inside = [w for w in tagged.words if w.start < end and start < w.end]
        if not any(
            word.tag in {"v", "p", "c", "d", "uj", "r", "m", "n", "vn"} and len(word.text) > 1 for word in inside
        ):
            around = _signs_around(tagged, start, end)
            yield FoundName(start, end, "person", frozenset({"title", *around}))
