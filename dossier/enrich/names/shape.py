"""Where a Chinese name begins that is known only by where it ends: by its characters and by what leads to it.

A guess for a suggestion that an editor reads; nothing is linked by it.
"""

from __future__ import annotations

import re

from dossier.enrich.normalise import normalise

# Characters that transliterated names are made of.
SOUNDS = (
    "阿埃艾爱安奥澳巴白柏班邦保鲍贝本比彼毕宾波伯博勃布采策查柴彻楚茨崔达代戴丹德登邓狄迪蒂丁杜顿多厄恩尔法凡范菲费芬丰冯佛夫弗福富"
    "盖甘冈戈哥格葛根贡古瓜圭哈海汉豪赫亨洪侯胡怀霍基吉加贾简焦杰捷津卡凯坎康考科柯克肯孔库夸昆拉莱兰朗勒雷蕾黎里利丽莉廉良列烈林琳"
    "留柳龙隆卢鲁伦罗洛吕律马玛迈麦曼芒毛梅蒙米密敏摩莫墨默姆穆拿娜纳奈内嫩尼妮涅宁牛纽农努诺欧帕潘庞佩彭皮平珀坡普齐奇契恰乔切钦琴"
    "丘屈仁荣茹儒瑞若撒萨赛桑瑟森沙莎山尚绍舍申圣施什史士舒顺朔思斯丝松苏索塔泰坦汤唐陶特藤铁廷图土托瓦万汪威韦维翁沃乌武伍希锡夏肖谢"
    "辛欣休许雅亚延扬耶叶伊英尤雨泽扎詹珍芝朱兹卓佐金京李约翰治历大修符因赖川"
    "娅堤蓬茜薇黛芙莲萝婕缇隆喀锡洁绮兰珊莘滕腾契赛瑙坚赞宗嘉措旺丹增诺岸埔麻瑜姬娃西塞那得敦温热罕荷讷季察灵累奎孟陀楠祖连奴培卜杉殊拜鄂伏逊聂昂堪甫埠茅堡济门"
)
SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜谢邹喻柏窦章苏潘葛范彭郎鲁韦马苗方俞任袁柳鲍史唐费薛雷贺倪汤罗毕郝"
    "邬安常乐于傅卞齐康伍余顾孟黄穆萧尹姚邵汪毛狄戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞万柯卢莫房"
    "解丁邓洪包左石崔吉龚程邢裴陆翁荀惠曲封储靳松段富乌焦巴谷车侯全班仰秋仲伊宁仇甘厉武符刘景龙叶幸司黎白蒲邰鄂索赖卓屠池乔胥能苍双闻"
    "党翟谭贡姬申扶堵冉桑桂牛寿通边燕尚农温庄晏瞿阎连习艾容向古易戈廖庾居衡步都耿满弘匡国文寇广禄东欧利师巩聂晁勾敖融冷辛阚简饶空曾沙"
    "养丰巢关朴具玄表奉昔"
)
# Two to five words, parted by spaces, or one with a hyphen.
_PERSON = re.compile(r"[A-ZÀ-Þ](?:[\w'.-]*+(?: [ -]*+[A-ZÀ-Þa-z][\w'.-]*+){1,4}|(?>[\w'.-]*?-[A-ZÀ-Þa-z])[\w'.-]*+)")
_OFFICE = re.compile(
    r"\b(?:University|Institute|School|Cent(?:er|re)|College|Council|Agency|Association|Society|Ministry|Department|"
    r"Service|Party|Army|Forces|Committee|Office|Bank|Group|Company|Corporation|News|Times|Post|Press|Studies|Forum)\b"
)
_LEADS = re.compile(
    r"的|据|向|与|由|给|被|让|将|称|说|合作伙伴|媒体|旗下|专家|学者|教授|记者|分析|人士|部门|官员|机构|智库|城市|港口|地区|首都|州|省"
)
_WORD = re.compile(r"[A-ZÀ-Þ][a-zà-ɏ'-]+")
_HAN = re.compile(r"[\u3400-\u9fff]")


def kind(latin: str) -> str:
    """What sort of thing has such a Latin name, most often."""
    if _PERSON.fullmatch(latin) and not _OFFICE.search(latin):
        return "person"
    return "place" if _WORD.fullmatch(latin) else "organisation"


def name_before(text: str, end: int, latin: str, after: int = 0) -> int:
    """Where the Chinese name begins that ends at `end`, and not before `after`; `end` where there is none."""
    run = _run(normalise(text), end)[-max(end - after, 0) :] if end > after else ""
    if len(run) < 2:
        return end
    return end - (_thing(run) if kind(latin) == "organisation" else _spoken(run, latin))


def thing_before(text: str, end: int) -> int:
    """Where an office's name begins that ends at `end`, in a plain text."""
    return end - _thing(_run(text, end))


def _run(text: str, end: int) -> str:
    """The Han characters that end at a place."""
    start = end
    while start > 0 and (_HAN.match(text[start - 1]) or text[start - 1] == "·"):
        start -= 1
    return text[start:end]


def _spoken(run: str, latin: str) -> int:
    """How many characters at the end of a run are a name: by their sound, or by a surname and the syllables."""
    sounds = len(run)
    while sounds and (run[sounds - 1] in SOUNDS or run[sounds - 1] == "·"):
        sounds -= 1
    transliterated = len(run[sounds:].lstrip("·"))
    if "·" in run[sounds:]:
        return transliterated
    words = re.split(r"[ -]+", latin)
    short = len(words) == 2 and max(map(len, words)) < 5  # Yang Uk, and not Edward Wong
    for length in ((2, 3) if short else (3, 2, 4)) if len(words) > 1 else ():
        if length <= len(run) and run[-length] in SURNAMES and transliterated <= length:
            return length
    return transliterated if transliterated > 1 else 0


def _thing(run: str) -> int:
    """How many characters at the end of a run are an office's name: all that follows the last word leading to it."""
    leads = [match.end() for match in _LEADS.finditer(run) if match.end() < len(run) - 1]
    start = leads[-1] if leads else 0
    return len(run) - start - (run[start] in "在对和于从为把及或")
