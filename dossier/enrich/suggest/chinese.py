"""Names in a Chinese text: by a tagger's words, joined with titles, dots, brackets and endings.

The tagger's types alone are not believed: 普京 is a place to it. It says where words end; what stands around says more.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import rjieba

from dossier.enrich.names.listed import listed_names
from dossier.enrich.names.shape import SOUNDS, SURNAMES, kind, name_before
from dossier.enrich.suggest.chinese_words import (
    COMMON_NOUNS,
    COUNTRIES_IN_SHORT,
    FACILITIES,
    GENERIC_ORGANISATIONS,
    GENERIC_PLACES,
    NAME_TAGS,
    NEWSROOM,
    NOT_BEHIND_ORGANISATION,
    NOUNS,
    ORGANISATION_ENDS,
    PLACE_ENDS,
    SPEECH_RE,
    STOP_WORDS,
    TITLE_ENDS,
    TITLES,
    TITLES_BEHIND,
)
from dossier.enrich.suggest.english import FUNCTION_WORDS, NO_NAMES, type_of_latin
from dossier.enrich.suggest.found_name import FoundName, Sign
from dossier.model import EntityType

_HAN = re.compile(r"[\u3400-\u9fff]+")
_SOUNDS = frozenset(SOUNDS)
_SURNAMES = frozenset(SURNAMES)
_COMPOUND_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "司徒", "尉迟", "端木", "东方", "皇甫", "慕容", "令狐", "夏侯")
_LATIN = r"[A-ZÀ-Þ][A-Za-zÀ-ɏ0-9.'\"& ,-]*[A-Za-zÀ-ɏ0-9.]"
_GLOSS = re.compile(
    r" ?\(\s?(?:[^()\x00-\x7f]{1,6}[,:] ?)?(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir)\.? )?(?P<latin>" + _LATIN + r")\s?\)"
)
_TITLE_BEFORE_GLOSS = re.compile("先生|女士|博士|教授|部长|上将|将军|小姐|议员$")
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
    listed = [name for name in listed if _is_aligned(name, starts, ends)]
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


def _is_aligned(name: FoundName, starts: Mapping[int, int], ends: Mapping[int, int]) -> bool:
    """Whether a short place of a list is whole words: 德里, but not in 弗里德里希."""
    return name.type != "place" or name.end - name.start > 2 or (name.start in starts and name.end in ends)


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
    return word.endswith(TITLE_ENDS)


def _signs_around(tagged: _Tagged, start: int, end: int) -> set[Sign]:
    """What the words before and behind say of a person's name."""
    signs: set[Sign] = set()
    before = tagged.text[max(start - 6, 0) : start]
    if before.endswith(TITLE_ENDS) and not before.endswith(NEWSROOM):
        signs.add("title")
    behind = tagged.starts.get(end)
    if behind is not None and tagged.words[behind].text in TITLES_BEHIND and end - start < 4:
        signs.add("title")
    if SPEECH_RE.match(tagged.text, end):
        signs.add("speech")
    name = tagged.text[start:end]
    if all(character in _SOUNDS or character == "·" for character in name):
        signs.add("sounds")
    if is_chinese_person(name):
        signs.add("surname")
    return signs


def is_chinese_person(name: str) -> bool:
    """Whether a name is a Chinese surname and one or two characters."""
    return (len(name) in (2, 3) and name[0] in _SURNAMES) or (len(name) in (3, 4) and name[:2] in _COMPOUND_SURNAMES)


def _dotted_names(tagged: _Tagged) -> Iterator[FoundName]:
    """斯维特拉娜·季哈诺夫斯卡娅: where the first part begins and the last one ends is told by words and sounds."""
    text, after = tagged.text, 0
    dots = [match.start() for match in _DOT.finditer(text)]
    while dots:
        first = last = dots.pop(0)
        while dots and dots[0] - last < _LONGEST_PART and _part_end(tagged, last + 1, dots[0]) == dots[0]:
            last = dots.pop(0)
        start = _part_start(tagged, max(first - _LONGEST_PART, after), first)
        end = _part_end(tagged, last + 1, _run_end(text, last + 1))
        if start < first and end > last + 1:
            gloss = _GLOSS.match(text, end)
            latin = _latin(gloss) if gloss else ""
            signs: set[Sign] = {"dots", *_signs_around(tagged, start, end)}
            yield FoundName(start, end, "person", frozenset(signs | ({"gloss"} if latin else set())), latin)
            after = end


_DOT = re.compile(r"(?<=[\u3400-\u9fffA-Z.])·(?=[\u3400-\u9fffA-Z])")
_LONGEST_PART = 10
_INITIALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ.")


def _run_end(text: str, start: int) -> int:
    end = start
    while end < min(start + _LONGEST_PART, len(text)) and _PART.match(text[end]):
        end += 1
    return end


_PART = re.compile(r"[\u3400-\u9fffA-Z.]")


def _part_start(tagged: _Tagged, least: int, dot: int) -> int:
    """Where the part begins that ends at a dot."""
    text, start = tagged.text, dot
    while start > least and (text[start - 1] in _SOUNDS or text[start - 1] in _INITIALS):
        start -= 1
    titles = [start + match.end() for match in _TITLE_RE.finditer(text[start:dot])]
    start = titles[-1] if titles and titles[-1] < dot else start
    # Words that lie wholly before the name and are none: 为|大卫·….
    while (nth := tagged.starts.get(start)) is not None and dot - start > 2:
        word = tagged.words[nth]
        if word.end >= dot or not (word.tag in {"p", "c", "uj", "ul", "r"} or word.text in STOP_WORDS):
            break
        start = word.end
    return start


def _part_end(tagged: _Tagged, start: int, most: int) -> int:
    """Where the part ends that begins behind a dot."""
    text, end = tagged.text, start
    if "(" in text[most : most + 2] and most - start < 8 and _GLOSS.match(text, most):
        return most
    while end < most and (text[end] in _SOUNDS or text[end] in _INITIALS):
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
    latin = " ".join(gloss["latin"].split(", ")[0].split()).replace("- ", "-").replace(" -", "-").strip(" ,")
    latin = _LATIN_TITLES.sub("", latin)
    words = latin.split()
    if not words or len(words) > 9 or words[0].capitalize() in _NO_FIRST_WORDS or '"' in words[0][:2]:
        return ""
    if len(words) == 1 and (latin.split("-")[0] in NO_NAMES or re.fullmatch(r"[A-Z]?\d\w?", latin)):
        return ""
    small = sum(word[0].islower() and word not in _LINKING_WORDS for word in words)
    return "" if small > len(words) / 2 or not words[0][0].isupper() else latin


_LATIN_TITLES = re.compile(
    r"^(?:(?:Bundes)?[Kk]anzler(?:in)?|Präsident(?:in)?|President|Prime Minister|Chancellor|Minister|Senator|Sir|Lord|Dr\.?|Prof\.?|"
    r"Professor|Mr\.?|Mrs\.?|Ms\.?|General|Gen\.|Sen\.|Rep\.|Gov\.|Governor|King|Queen|Prince|Princess|Pope|Ambassador) (?=[A-ZÀ-Þ])"
)
_LINKING_WORDS = {"of", "for", "the", "and", "on", "in", "de", "van", "von", "der", "la", "bin", "al", "du", "da", "di"}
_NO_FIRST_WORDS = {"I", "The", "A", "This", "That", "We", "You", "It", "He", "She", "Photo", "Image"}


def _glossed_names(tagged: _Tagged) -> Iterator[FoundName]:
    """Chinese names before a Latin form in brackets."""
    text = tagged.text
    for gloss in _GLOSS.finditer(text):
        latin, end = _latin(gloss), gloss.start()
        if match := re.search(r"(?:先生|女士|博士|教授|小姐|议员)$", text[max(end - 4, 0) : end]):
            end -= len(match[0])
        if not latin or end < 2 or not _HAN.match(text[end - 1]) or "·" in text[max(end - 8, 0) : end]:
            continue
        likely: EntityType | None = kind(latin)  # type: ignore[assignment]
        listed = tagged.listed.get(end)
        if listed and (listed.type != "place" or likely != "person"):
            yield listed._replace(signs=listed.signs | {"gloss"}, latin=latin if _is_of_row(listed, latin) else "")
            continue
        if (nth := tagged.ends.get(end)) is None:
            continue
        is_office = _ORGANISATION_RE.search(text[max(end - 8, 0) : end])
        start = _sounding_start(tagged, end, latin) if not is_office and likely != "organisation" else None
        if start is None:
            start = _phrase_start(tagged, nth, end)
            likely = _phrase_type(tagged, start, end, latin, likely)
        if start is not None and end - start > 1 and likely is not None:
            signs = _signs_around(tagged, start, end) if likely == "person" else set()
            yield FoundName(start, end, likely, frozenset({"gloss", *signs}), latin)


def _is_of_row(listed: FoundName, latin: str) -> bool:
    """Whether a Latin form is one of a listed name's, or of a name that the dossier has: 福布斯中国（Forbes China） is not."""
    row = listed_names().get(listed.listed)
    return row is None or latin in row.english or latin.upper() in row.english


def _sounding_start(tagged: _Tagged, end: int, latin: str) -> int | None:
    """Where a name begins that its Latin form transliterates: behind an office, a listed name or a word that is none."""
    text, run = tagged.text, end
    while run and _HAN.match(text[run - 1]) and end - run < _LONGEST:
        run -= 1
    offices = [match.end() for match in _TITLE_RE.finditer(text, run, end) if match.end() < end - 1]
    least = max([*offices, *(place for place in tagged.listed if run < place < end - 1)], default=run)
    sounds = _sounds_start(tagged, least, end)
    if len(latin.replace("-", " ").split()) > 1 and end - sounds < 4:
        for start in (end - 3, end - 2, end - 4):  # a Chinese name, or one made up as such: 倪杰瑞
            if start >= least and is_chinese_person(text[start:end]) and (start == least or start in tagged.starts):
                return start
    if least > run and 1 < end - least < 8 and least >= sounds - 1:
        return least
    start = sounds if end - sounds > 1 else name_before(text, end, latin, least)
    return start if start < end - 1 else None


def _sounds_start(tagged: _Tagged, least: int, end: int) -> int:
    """Where the characters of transliterations begin that end at a place; a word that is no part of a name ends them."""
    start = end
    while start > least and tagged.text[start - 1] in _SOUNDS:
        start -= 1
    for nth in range(tagged.word_at(end - 1), -1, -1):
        word = tagged.words[nth]
        if word.end <= start:
            break
        if word.end < end and (word.tag in _FUNCTION_TAGS or word.text in STOP_WORDS) and word.start >= start - 1:
            return word.end
    return start


def _phrase_start(tagged: _Tagged, nth: int, end: int) -> int | None:
    """Where a phrase of nouns begins that ends with a word: a name of an office, a place or a thing."""
    start = end
    while nth >= 0 and _may_belong(tagged, nth) and end - tagged.words[nth].start <= _LONGEST:
        start = tagged.words[nth].start
        nth -= 1
    return start if start < end else None


_LONGEST = 16


def _may_belong(tagged: _Tagged, nth: int) -> bool:
    word = tagged.words[nth]
    if word.text in STOP_WORDS or not (_HAN.match(word.text) or word.tag == "eng"):
        return False
    return word.tag in NOUNS or (word.start in {name.start for name in tagged.listed.values()})


def _phrase_type(tagged: _Tagged, start: int | None, end: int, latin: str, likely: str | None) -> EntityType | None:
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


# ── Organisations, places and things ─────────────────────────────────────────

_ORGANISATION_RE = re.compile("(?:" + "|".join(sorted(set(ORGANISATION_ENDS), key=len, reverse=True)) + ")$")
_PLACE_RE = re.compile("(?:" + "|".join(sorted(PLACE_ENDS, key=len, reverse=True)) + ")$")


_PHRASES: tuple[tuple[EntityType, re.Pattern[str]], ...] = (
    ("organisation", _ORGANISATION_RE),
    ("thing", _TREATY),
    ("place", _PLACE_RE),
)


def _organisations(tagged: _Tagged) -> Iterator[FoundName]:
    words = tagged.words
    for nth, word in enumerate(words):
        match = _ORGANISATION_RE.search(tagged.text, max(word.end - 6, 0), word.end)
        if not match or (match.start() < word.start and match.start() not in tagged.starts):
            continue
        behind = words[nth + 1].text if nth + 1 < len(words) else ""
        if NOT_BEHIND_ORGANISATION.match(behind) or (_ORGANISATION_RE.search(word.text + behind) and behind):
            continue
        start = _phrase_start(tagged, nth, word.end)
        if start is None:
            continue
        start = _after_people(tagged, start, nth)
        name = tagged.text[start : word.end]
        if len(name) > 2 and not GENERIC_ORGANISATIONS.fullmatch(name) and _is_proper(tagged, start, nth, match[0]):
            yield FoundName(start, word.end, "organisation", frozenset({"suffix"}))


def _is_proper(tagged: _Tagged, start: int, nth: int, ending: str) -> bool:
    """Whether what stands before a common noun makes it a name: 威尔逊中心, but not 德国智库 and 宣传机构."""
    before = tagged.text[start : tagged.words[nth].end - len(ending)]
    if ending == "中心" and before.endswith("市"):
        return False
    if ending not in COMMON_NOUNS:
        return ending != "委员会" or len(before) > 2
    words = [word for word in tagged.words[tagged.word_at(start) : nth] if word.start >= start]
    listed = {name.start for name in tagged.listed.values()}
    return any(
        word.tag in {"nr", "nrt", "nz", "ns", "x", "eng"} and word.start not in listed for word in words
    ) and not all(character in COUNTRIES_IN_SHORT for character in before)


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
        if text in FACILITIES and nth:
            start = _facility_start(tagged, nth)
            if word.start - start > 1:
                yield FoundName(start, word.end, "place", frozenset({"suffix"}))


def _facility_start(tagged: _Tagged, nth: int) -> int:
    """Where the name of a building begins: 奥克|雷蒂纳|监狱."""
    at = nth
    while at and tagged.words[at - 1].tag in (*NAME_TAGS, "ns", "nz") and not _is_title(tagged.words[at - 1].text):
        if at < nth and tagged.words[at - 1].end in tagged.listed:
            break  # 莫斯科|丽思卡尔顿酒店
        at -= 1
    return tagged.words[at].start


def _is_no_place(text: str) -> bool:
    return (
        text in GENERIC_PLACES
        or all(character in COUNTRIES_IN_SHORT for character in text)
        or re.fullmatch("[外两各多本该一二三四五六七八九十几邻友敌大小强弱内列诸他]国|第.国|.*(?:索国|城市|国家)", text)
        is not None
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


_LATIN_RUN = re.compile(r"(?<![A-Za-z0-9@.&#/-])[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+){0,3}(?![A-Za-z0-9@/.-]|\))")


def _latin_names(text: str) -> Iterator[FoundName]:
    """Names that a Chinese text leaves in Latin letters; those in brackets are another's."""
    for match in _LATIN_RUN.finditer(text):
        if (
            match[0] not in NO_NAMES
            and match[0] not in FUNCTION_WORDS
            and not match[0].isupper()
            and text[max(match.start() - 1, 0)] != "("
        ):
            likely = type_of_latin(match[0]) or ("person" if kind(match[0]) == "person" else "organisation")
            yield FoundName(*match.span(), likely, frozenset({"capital"}))


# ── What the tagger and titles tell of people ────────────────────────────────


def _tagged_names(tagged: _Tagged) -> Iterator[FoundName]:
    for word in tagged.words:
        text = word.text
        if len(text) < 2 or not _HAN.fullmatch(text) or _is_title(text) or _TITLE_RE.match(text):
            continue
        around = _signs_around(tagged, word.start, word.end)
        if word.tag in NAME_TAGS and len(text) < 9 and around & {"sounds", "surname", "title"}:
            yield FoundName(word.start, word.end, "person", frozenset({"tag", *around}))
        elif word.tag in {"nz", "ns", "x"} and {"sounds", "title"} <= around and text not in GENERIC_PLACES:
            yield FoundName(word.start, word.end, "person", frozenset(around))


_TITLED = re.compile(
    "(?:" + "|".join(t for t in TITLES if len(t) > 1 and t not in ("记者", "专家", "学者", "代表")) + ")"
    f"(?P<name>[{SURNAMES}][\u3400-\u9fff]{{1,2}}?|[{SOUNDS}]{{2,7}})(?="
    + SPEECH_RE.pattern
    + r"|[,。;:(、0-9]|和|与|的|[今昨明]天|周|星期|上午|下午)"
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
