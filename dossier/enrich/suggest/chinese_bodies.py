"""Organisations, places, agreements and periodicals in a Chinese text, by the words that they end in."""

from __future__ import annotations

import re
from collections.abc import Iterator

import rjieba

from dossier.enrich.suggest.chinese_words import (
    COMMON_NOUNS,
    COUNTRIES_IN_SHORT,
    FACILITIES,
    GENERIC_ORGANISATIONS,
    GENERIC_PLACES,
    NAME_TAGS,
    NOT_BEHIND_ORGANISATION,
    ORGANISATION_ENDS,
    PLACE_ENDS,
)
from dossier.enrich.suggest.found_name import FoundName, Sign
from dossier.enrich.suggest.tagged_text import LONGEST_NAME, TaggedText, is_title, phrase_start
from dossier.model import EntityType

_QUOTED = re.compile("《(?P<title>[^《》]{2,24})》")
_TREATY = re.compile("(?:条约|协定|协议|公约|宣言|法案|法|声明|备忘录|条例|宪章|公报|议定书|决议)$")
_PERIODICAL = re.compile("(?:报|周刊|杂志|新闻|月刊|评论|时代|邮报|论坛|周报|公报)(?:网|中文网|网站)?$")
ORGANISATION_RE = re.compile("(?:" + "|".join(sorted(set(ORGANISATION_ENDS), key=len, reverse=True)) + ")$")
_PLACE_RE = re.compile("(?:" + "|".join(sorted(PLACE_ENDS, key=len, reverse=True)) + ")$")
_PHRASES: tuple[tuple[EntityType, re.Pattern[str]], ...] = (
    ("organisation", ORGANISATION_RE),
    ("thing", _TREATY),
    ("place", _PLACE_RE),
)


def phrase_type(tagged: TaggedText, start: int | None, end: int, latin: str, likely: str | None) -> EntityType | None:
    """What a phrase with a Latin form names; None for a common noun: 洲际弹道导弹（ICBM）."""
    text = tagged.text[start:end] if start is not None else ""
    if start is None or GENERIC_ORGANISATIONS.fullmatch(text):
        return None
    for kind_of_thing, shape in _PHRASES:
        if shape.search(text):
            return kind_of_thing
    tags = {tagged.words[nth].tag for nth in range(tagged.word_at(start), tagged.word_at(end - 1) + 1)}
    if latin.isupper() and not tags & {"nt", "nz"} and not any(start <= end_ < end for end_ in tagged.listed):
        return None
    is_place = likely == "place" and tags <= {"nr", "nrt", "ns", "nz", "x"} and not latin.isupper()
    return "place" if is_place else "organisation"


def organisations(tagged: TaggedText) -> Iterator[FoundName]:
    words = tagged.words
    for nth, word in enumerate(words):
        match = ORGANISATION_RE.search(tagged.text, max(word.end - 6, 0), word.end)
        if not match or (match.start() < word.start and match.start() not in tagged.starts):
            continue
        behind = words[nth + 1].text if nth + 1 < len(words) else ""
        if NOT_BEHIND_ORGANISATION.match(behind) or (ORGANISATION_RE.search(word.text + behind) and behind):
            continue
        start = phrase_start(tagged, nth, word.end)
        if start is None:
            continue
        start = _after_people(tagged, start, nth)
        of_list = tagged.listed.get(word.end)
        head = tagged.text[start : of_list.start] if of_list and of_list.type == "organisation" else ""
        if of_list and head and (of_list.start in tagged.listed or head.endswith(tuple(_HOUSES))):
            continue  # 美国|民主党 are two
        if match[0] in _HOUSES and match.start() not in tagged.listed:
            start = max(start, match.start())  # 女性|国会
        name = tagged.text[start : word.end]
        if len(name) > 2 and not GENERIC_ORGANISATIONS.fullmatch(name) and _is_proper(tagged, start, nth, match[0]):
            yield FoundName(start, word.end, "organisation", frozenset({"suffix"}))


_HOUSES = frozenset({"国会", "参议院", "众议院", "下院", "上院", "下议院", "上议院", "立法院", "行政院"})


def _is_proper(tagged: TaggedText, start: int, nth: int, ending: str) -> bool:
    """Whether what stands before a common noun makes it a name: 威尔逊中心, but not 德国智库 and 宣传机构."""
    before = tagged.text[start : tagged.words[nth].end - len(ending)]
    if ending == "中心" and before.endswith("市"):
        return False
    if before[-1:] in "两各多三" and ending == "党":
        return False
    if ending not in COMMON_NOUNS:
        return ending != "委员会" or len(before) > 2
    words = [word for word in tagged.words[tagged.word_at(start) : nth] if word.start >= start]
    listed = {name.start for name in tagged.listed.values()}
    return any(
        word.tag in {"nr", "nrt", "nz", "ns", "x", "eng"} and word.start not in listed for word in words
    ) and not all(character in COUNTRIES_IN_SHORT for character in before)


def treaties(tagged: TaggedText) -> Iterator[FoundName]:
    """Agreements that are called after a place: 巴黎气候协定."""
    for nth, word in enumerate(tagged.words):
        if match := _PLACED_TREATY.search(word.text):
            start = phrase_start(tagged, nth, word.end)
            named = [
                name.start for name in tagged.listed.values() if start is not None and start <= name.start < word.end
            ]
            if named and min(named) < word.end - len(match[0]) and word.end - min(named) < LONGEST_NAME:
                yield FoundName(min(named), word.end, "thing", frozenset({"suffix"}))


_PLACED_TREATY = re.compile("(?:协定|条约|公约|核协议)$")


def _after_people(tagged: TaggedText, start: int, nth: int) -> int:
    """Behind titles and other words that lead to an organisation's name."""
    first = tagged.starts.get(start)
    if first is None:
        return start
    for at in range(nth - 1, first - 1, -1):
        if is_title(tagged.words[at].text) or tagged.words[at].tag in {"a", "ad", "f"}:
            first = at + 1
            break
    while first < nth and tagged.words[first].tag in {"vn", "v", "l", "i"}:
        first += 1
    return tagged.words[first].start


def places(tagged: TaggedText) -> Iterator[FoundName]:
    for nth, word in enumerate(tagged.words):
        text = word.text
        base = text.removesuffix("地区")
        if word.tag == "ns" and len(base) > 1 and not _is_no_place(base):
            end = word.start + len(base)
            yield FoundName(word.start, end, "place", frozenset({"tag", *_place_signs(tagged, word.start, end)}))
        if text in ("半岛", "高原", "山脉", "海峡", "群岛", "州", "省", "县") and nth:
            before = tagged.words[nth - 1]
            if before.tag in NAME_TAGS and before.text[-1] not in _PLACE_LETTERS and before.end not in tagged.listed:
                yield FoundName(before.start, word.end, "place", frozenset({"suffix"}))
        if (
            text == "地区"
            and nth
            and tagged.words[nth - 1].tag in NAME_TAGS
            and tagged.words[nth - 1].end not in tagged.listed
        ):
            before = tagged.words[nth - 1]
            yield FoundName(before.start, before.end, "place", frozenset({"suffix"}))
        facility = _FACILITY_RE.search(tagged.text, max(word.end - 6, 0), word.end)
        if facility and nth and facility.start() in tagged.starts:
            start = _facility_start(tagged, tagged.starts[facility.start()])
            if facility.start() - start > 1:
                yield FoundName(start, word.end, "place", frozenset({"suffix"}))


_FACILITY_RE = re.compile("(?:" + "|".join(sorted(FACILITIES, key=len, reverse=True)) + ")$")


def _facility_start(tagged: TaggedText, nth: int) -> int:
    """Where the name of a building begins: 奥克|雷蒂纳|监狱, 东方|航天发射场."""
    at = nth
    while at and tagged.words[at - 1].tag in (*NAME_TAGS, "ns", "nz", "s") and not is_title(tagged.words[at - 1].text):
        if at < nth and tagged.words[at - 1].end in tagged.listed:
            break  # 莫斯科|丽思卡尔顿酒店
        at -= 1
        if tagged.words[at].tag == "s":
            break
    return tagged.words[at].start


def _is_no_place(text: str) -> bool:
    return (
        text in GENERIC_PLACES
        or all(character in COUNTRIES_IN_SHORT for character in text)
        or re.fullmatch("[外两各多本该一二三四五六七八九十几邻友敌大小强弱内列诸他]国|第.国|.*(?:索国|城市|国家)", text)
        is not None
        or text.endswith(("人", "国家", "方面", "籍", "裔", "军", "语", "方", "政府", "族"))
    )


def _place_signs(tagged: TaggedText, start: int, end: int) -> set[Sign]:
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


def quoted_names(text: str) -> Iterator[FoundName]:
    for match in _QUOTED.finditer(text):
        title = match["title"]
        if _TREATY.search(title):
            yield FoundName(*match.span("title"), "thing", frozenset({"quoted", "suffix"}))
        elif _PERIODICAL.search(title):
            yield FoundName(*match.span("title"), "organisation", frozenset({"quoted", "suffix"}))
